"""The migration that sealed what stood in clear, and made rows of the agents: there and back.

Its functions are run on today's tables, with the dropped column put back for the while.
"""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from disputes.models import Agent
from liaison.sealing import digest, unseal
from tests.factories.disputes import CARD, PERSON, refer, scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
NAME = "0008_seal_what_is_there"
HERE = SimpleNamespace(connection=connection)
THEN = MigrationLoader(None, replace_migrations=False).project_state([("disputes", NAME)]).apps


@pytest.fixture
def migration():
    return import_module(f"disputes.migrations.{NAME}")


@pytest.fixture
def rows():
    company = {"kind": "enterprise", "name": "某公司"}
    return list(refer(scene(), parties=[PERSON, company]).parties.order_by("pk"))


def ask(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone() if cursor.description else None


def in_clear(party, phone="13900001234"):
    ask(
        "UPDATE disputes_party SET id_number = %s, phone = %s, id_digest = '' WHERE id = %s",
        *(CARD, phone, party.pk),
    )


def stored(party):
    return ask("SELECT id_number, id_digest, phone FROM disputes_party WHERE id = %s", party.pk)


def test_what_stood_in_clear_is_sealed_and_can_be_opened_again(rows, migration):
    person, company = rows
    in_clear(person)

    migration.seal_what_is_there(None, HERE)

    number, mark, phone = stored(person)
    assert CARD not in number
    assert (unseal(number), mark, unseal(phone)) == (CARD, digest(CARD), "13900001234")
    assert stored(company) == ("", "", "")
    migration.open_again(None, HERE)
    assert stored(person) == (CARD, digest(CARD), "13900001234")


def test_it_goes_on_batch_by_batch(rows, migration, monkeypatch):
    monkeypatch.setattr(migration, "BATCH", 1)
    for party in rows:
        in_clear(party)

    migration.seal_what_is_there(None, HERE)

    assert [unseal(stored(party)[0]) for party in rows] == [CARD, CARD]


def test_agents_that_were_names_become_rows_and_names_again(rows, migration):
    ask("SET CONSTRAINTS ALL IMMEDIATE")
    ask("ALTER TABLE disputes_party ADD COLUMN agent varchar(60) NOT NULL DEFAULT ''")
    for party, name in zip(rows, ("闻一律（律师）", "于得水（理事）"), strict=True):
        ask("UPDATE disputes_party SET agent = %s WHERE id = %s", name, party.pk)

    migration.make_agents(THEN, HERE)

    made = Agent.objects.order_by("party")
    assert [(agent.name, agent.kind, agent.authority) for agent in made] == [
        ("闻一律（律师）", "lawyer", "general"),
        ("于得水（理事）", "staff", "general"),
    ]
    ask("UPDATE disputes_party SET agent = ''")
    migration.name_agents(THEN, HERE)
    again = ask("SELECT array_agg(agent ORDER BY id) FROM disputes_party")
    assert again == (["闻一律（律师）", "于得水（理事）"],)
