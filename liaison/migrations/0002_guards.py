"""What only the database can promise: append-only tables, and the two-character cutter."""

from django.db import migrations

APPEND_ONLY = ("liaison_auditentry", "liaison_deadlineevent", "liaison_issuedpaper")

REFUSE = """
CREATE FUNCTION liaison_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

GUARD = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION liaison_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION liaison_append_only();
"""

UNGUARD = """
DROP TRIGGER {table}_append_only ON {table};
DROP TRIGGER {table}_no_truncate ON {table};
"""

BIGRAMS = """
CREATE FUNCTION liaison_bigrams(body text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(body, i, 2)), '{}')
    FROM generate_series(1, length(body) - 1) AS i
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("liaison", "0001_initial")]

    operations = [
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION liaison_bigrams(text)"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION liaison_append_only()"),
        *(
            migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table))
            for table in APPEND_ONLY
        ),
    ]
