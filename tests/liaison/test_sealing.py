"""Personal data at rest: sealed in the database, opened on the way out, found by their digest."""

import secrets

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from disputes.models import Agent, Party
from liaison import checks, sealing
from tests.factories.disputes import CARD, LAWYER, PERSON, refer, scene

OLD, NEW = secrets.token_hex(32), secrets.token_hex(32)
ADDRESS = "吉林省安图县二道白河镇白山街18号"


@pytest.fixture
def keys(settings):
    """Set the keys, the first first."""

    def put(*wanted):
        settings.PERSONAL_DATA_KEYS = list(wanted)

    put(OLD)
    return put


def test_what_is_sealed_is_unreadable_and_differs_each_time(keys):
    first, second = sealing.seal(CARD), sealing.seal(CARD)

    assert first != second
    assert CARD not in first
    assert sealing.unseal(first) == sealing.unseal(second) == CARD
    assert (sealing.seal(""), sealing.unseal(""), sealing.digest("")) == ("", "", "")
    assert (sealing.reseal(""), sealing.digests("")) == ("", [])


def test_a_token_that_was_tampered_with_is_refused_loudly(keys):
    token = sealing.seal(CARD)

    with pytest.raises(ImproperlyConfigured, match="PERSONAL_DATA_KEYS"):
        sealing.unseal(token[:-4] + "AAA=")


def test_the_first_key_seals_and_all_of_them_open(keys):
    before, mark = sealing.seal(CARD), sealing.digest(CARD)
    keys(NEW, OLD)
    after = sealing.seal(CARD)

    assert sealing.unseal(before) == sealing.unseal(after) == CARD
    assert sealing.digest(CARD) != mark
    assert sealing.digests(CARD) == [sealing.digest(CARD), mark]
    assert sealing.reseal(after) == after
    keys(NEW)
    assert sealing.unseal(after) == CARD
    with pytest.raises(ImproperlyConfigured):
        sealing.unseal(before)


def test_a_digest_tells_nothing_without_the_key_and_is_another_for_another_use(keys):
    assert len(sealing.digest(CARD)) == 64
    keys(NEW)
    one = sealing.digest(CARD)
    keys(OLD)
    assert one != sealing.digest(CARD)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [([], ["liaison.E006"]), (["short"], ["liaison.E006"]), ([OLD, "short"], ["liaison.E006"])],
)
def test_keys_that_can_be_guessed_are_refused_at_the_start(keys, given, wanted):
    keys(*given)
    found = checks.keys_of_personal_data_are_hard_to_guess(None)
    assert [error.id for error in found] == wanted
    keys(OLD, NEW)
    assert checks.keys_of_personal_data_are_hard_to_guess(None) == []


def stored(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")  # noqa: S608 - our own names
        return [value for (value,) in cursor.fetchall()]


@pytest.fixture
def party(db, keys):
    agent = LAWYER | {"id_number": "12201201010101010", "phone": "13900009999"}
    dispute = refer(scene(), parties=[PERSON | {"address": ADDRESS, "agents": [agent]}])
    return dispute.parties.get()


def test_the_database_holds_no_number_telephone_or_address_in_clear(party):
    for table, column, clear in (
        ("disputes_party", "id_number", CARD),
        ("disputes_party", "phone", PERSON["phone"]),
        ("disputes_party", "address", ADDRESS),
        ("disputes_agent", "id_number", "12201201010101010"),
        ("disputes_agent", "phone", "13900009999"),
    ):
        (value,) = stored(table, column)
        assert value.startswith("gAAAA"), (table, column)
        assert clear not in value
    assert stored("disputes_party", "id_digest") == [sealing.digest(CARD)]
    fresh = Party.objects.get(pk=party.pk)
    assert (fresh.id_number, fresh.phone, fresh.address) == (CARD, PERSON["phone"], ADDRESS)


def test_one_cannot_ask_the_database_for_what_is_sealed(party):
    for lookup in ("exact", "in", "contains", "startswith", "length__gt"):
        with pytest.raises(FieldError):
            Party.objects.filter(**{f"id_number__{lookup}": CARD}).exists()
    assert Party.objects.filter(id_number__isnull=False, id_digest=sealing.digest(CARD)).exists()


def test_agents_that_come_with_the_party_are_opened_too(party):
    (agent,) = Party.objects.with_agents().get().agents_now

    assert isinstance(agent, Agent)
    assert (agent.id_number, agent.phone) == ("12201201010101010", "13900009999")
    assert agent.shown_phone == "139●●●●9999"


def test_a_change_of_key_in_three_steps(party, keys, capsys):
    keys(NEW, OLD)
    with pytest.raises(SystemExit):
        call_command("reencrypt", "--check")
    before = stored("disputes_party", "phone")

    call_command("reencrypt")
    assert "disputes.party: 1" in capsys.readouterr().out
    assert stored("disputes_party", "phone") != before
    assert stored("disputes_party", "id_digest") == [sealing.digest(CARD)]
    again = stored("disputes_party", "phone")
    call_command("reencrypt")
    call_command("reencrypt", "--check")
    assert stored("disputes_party", "phone") == again

    keys(NEW)
    fresh = Party.objects.with_agents().get()
    assert fresh.address == ADDRESS
    assert fresh.agents_now[0].phone == "13900009999"


def test_reencrypting_goes_on_where_it_was_broken_off(party, keys, monkeypatch):
    from liaison.management.commands import reencrypt  # noqa: PLC0415 - only its batch is asked

    for _ in range(4):
        Party.objects.create(dispute=party.dispute, kind="person", name="某", id_number=CARD)
    keys(NEW, OLD)
    monkeypatch.setattr(reencrypt, "BATCH", 2)
    first = Party.objects.order_by("pk").first()
    first.save()  # a row that was written under the new key meanwhile
    call_command("reencrypt")

    keys(NEW)
    assert {each.id_number for each in Party.objects.all()} == {CARD}
