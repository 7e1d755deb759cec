"""Letters are found by what they say: their text joins the text that is searched.

The indexes over it are made anew without statistics. With them the database takes a word that
stands in nearly every letter for one that is better looked up by cutting each text again, which
takes a thousand times as long as asking the index; without, it asks the index.
"""

from itertools import chain

import django.contrib.postgres.indexes
from django.db import migrations, models

import liaison.search

INDEXES = ("judicialsuggestion_grams", "judicialsuggestion_open_grams")
FOUND_BY = (
    *("case_number", "document_title", "field_of_work", "found_in"),
    *("introduction", "legal_basis"),
)
BATCH = 200


def join_the_letter(apps, schema_editor):
    """Append to each search text what the letter says, as ``save`` will from now on."""
    model = apps.get_model("suggestions", "JudicialSuggestion")
    found = []
    for matter in model.objects.order_by("pk").iterator(chunk_size=BATCH):
        rows = matter.problems.order_by("order").values_list("problem", "suggestion")
        words = [*(getattr(matter, name) for name in FOUND_BY), *chain.from_iterable(rows)]
        text = [matter.search_text, liaison.search.normalise(" ".join(filter(None, words)))]
        matter.search_text = " ".join(filter(None, text))
        found.append(matter)
        if len(found) == BATCH:
            model.objects.bulk_update(found, ["search_text"])
            found.clear()
    model.objects.bulk_update(found, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [
        ("liaison", "0015_bigrams"),
        ("suggestions", "0007_passed_up"),
    ]

    operations = [
        *(migrations.RemoveIndex("judicialsuggestion", name) for name in INDEXES),
        migrations.RunPython(join_the_letter, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "judicialsuggestion",
            django.contrib.postgres.indexes.GinIndex(
                liaison.search.Bigrams("search_text"), name=INDEXES[0]
            ),
        ),
        migrations.AddIndex(
            "judicialsuggestion",
            django.contrib.postgres.indexes.GinIndex(
                liaison.search.Bigrams("search_text"),
                name=INDEXES[1],
                condition=models.Q(closed_on__isnull=True),
            ),
        ),
        *(
            migrations.RunSQL(
                f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS 0",
                f"ALTER INDEX {name} ALTER COLUMN 1 SET STATISTICS -1",
            )
            for name in INDEXES
        ),
    ]
