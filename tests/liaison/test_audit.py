"""The audit trail is append-only, whoever asks: objects, querysets, bare SQL."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from liaison.models import AuditEntry, record
from tests.factories.liaison import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return record(UserFactory(), "unmask", "查看身份证号", note="核对身份")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE liaison_auditentry SET note = '改'",
        "DELETE FROM liaison_auditentry",
    ],
)
def test_the_database_refuses_to_change_an_entry(entry, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)

    assert AuditEntry.objects.get(pk=entry.pk).note == "核对身份"


def test_the_database_refuses_to_empty_the_table(entry):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        cursor = connection.cursor()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE liaison_auditentry")

    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_objects_and_querysets_refuse_too(entry):
    with pytest.raises(ValidationError):
        entry.delete()
    with pytest.raises(ValidationError):
        AuditEntry.objects.all().delete()
    with pytest.raises(ValidationError):
        AuditEntry.objects.update(note="改")


def test_an_entry_needs_an_actor():
    with pytest.raises(IntegrityError), transaction.atomic():
        record(None, "unmask", "查看")


@pytest.mark.parametrize("table", ["liaison_deadlineevent", "liaison_issuedpaper"])
def test_ledger_and_issued_papers_are_guarded_alike(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            [table],
        )
        guards = {name for (name,) in cursor.fetchall()}

    assert guards == {f"{table}_append_only", f"{table}_no_truncate"}
