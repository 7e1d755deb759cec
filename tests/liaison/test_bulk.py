"""Many rows at once: what is streamed into the database is what Django would have written."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from liaison.bulk import new_ids, write_columns, write_new
from liaison.models import Area, AuditEntry, LongWork
from tests.factories.liaison import UnitFactory, person

pytestmark = pytest.mark.django_db

HOSTILE = "制表\t换行\n反斜\\N \\. '引号' \";DROP TABLE x;--"


def stored(model):
    """All that stands in the table, row by row, without what tells two rows apart."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    return list(model.objects.order_by("pk").values(*names))


def works_of(owner):
    return [
        LongWork(
            kind="tests.sowing",
            title=title,
            owner=owner,
            arguments={"names": [HOSTILE, None, 3], "on": date(2026, 3, 2)},
            key=title[:3],
        )
        for title in ("一号", HOSTILE, "")
    ]


def test_a_stream_writes_what_django_writes():
    owner = person(UnitFactory(), "unit_clerk")
    LongWork.objects.bulk_create(works_of(owner))
    by_django = stored(LongWork)
    LongWork.objects.all().delete()
    write_new(works_of(owner))
    by_stream = stored(LongWork)
    for row in by_django + by_stream:
        row.pop("created_at")
    assert by_stream == by_django
    assert by_stream[1]["title"] == HOSTILE


def test_rows_with_ids_drawn_before_keep_them():
    ids = new_ids(Area, 3)
    write_new(Area(pk=pk, name=f"{pk}区") for pk in ids)
    assert dict(Area.objects.filter(pk__in=ids).values_list("pk", "name")) == {
        pk: f"{pk}区" for pk in ids
    }
    assert Area.objects.create(name="后来的区").pk > max(ids)


def test_nothing_is_written_of_nothing():
    before = Area.objects.count()
    write_new([])
    write_new(iter(()))
    assert Area.objects.count() == before


def test_what_the_database_refuses_leaves_nothing():
    owner = person(UnitFactory(), "unit_clerk")
    rows = works_of(owner)
    rows[2].title = None
    with pytest.raises(IntegrityError), transaction.atomic():
        write_new(rows)
    assert not LongWork.objects.exists()


def test_columns_of_many_rows_are_written_together():
    owner = person(UnitFactory(), "unit_clerk")
    LongWork.objects.bulk_create(works_of(owner))
    rows = list(LongWork.objects.order_by("pk"))
    for row in rows:
        row.title, row.object_id = f"{row.pk} {HOSTILE}", row.pk
    write_columns(rows, ["title", "object_id"])
    for row in LongWork.objects.all():
        assert (row.title, row.object_id) == (f"{row.pk} {HOSTILE}", row.pk)


def test_entries_about_matters_point_at_them():
    owner = person(UnitFactory(), "unit_clerk")
    area = Area.objects.create(name="池北")
    entry = AuditEntry(actor=owner, action="import", label=HOSTILE, matter=area)
    write_new([entry])
    kept = AuditEntry.objects.get(action="import")
    assert (kept.object_id, kept.label) == (area.pk, HOSTILE)
    assert kept.content_type == ContentType.objects.get_for_model(Area)
