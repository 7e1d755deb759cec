"""The two-character cutter, in time that grows with the text and not with its square.

``substr`` of a text in UTF-8 counts from its start each time: a letter of 80,000 characters took
half a minute for each index. The pieces are the same, so what is indexed stays as it is.
"""

from importlib import import_module

from django.db import migrations

BIGRAMS = """
CREATE OR REPLACE FUNCTION liaison_bigrams(body text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT (a || b) COLLATE "C"), '{}')
    FROM unnest(string_to_array(body, NULL), (string_to_array(body, NULL))[2:]) AS pair (a, b)
    WHERE b IS NOT NULL
$$;
"""
BEFORE = import_module("liaison.migrations.0002_guards").BIGRAMS.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [("liaison", "0014_absences")]

    operations = [migrations.RunSQL(BIGRAMS, BEFORE)]
