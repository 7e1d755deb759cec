"""Every step in every status, and what is true of all disputes."""

import pytest
from django.core.exceptions import ValidationError

from disputes.models import Dispute, Status
from liaison.models import AuditEntry
from liaison.transitions import TransitionNotAllowed, transitions_of
from tests.factories.disputes import (
    BOTH_SIDES,
    COMPANY,
    LAWYER,
    PERSON,
    WALKS,
    ago,
    dispute_in,
    refer,
    scene,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]

STEPS = {step.name: step for step in transitions_of(Dispute)}


@pytest.mark.parametrize("status", WALKS)
def test_a_step_is_refused_in_every_status_it_is_not_declared_for(status):
    dispute, here = dispute_in(status)
    entries = AuditEntry.objects.count()

    for step in STEPS.values():
        if status not in step.source:
            with pytest.raises(TransitionNotAllowed):
                getattr(dispute, step.name)(actor=here.centre_clerk)

    dispute.refresh_from_db()
    assert dispute.status == status
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("status", WALKS)
def test_a_closed_dispute_has_no_holder_and_no_open_clock(status):
    dispute, _ = dispute_in(status)

    assert (dispute.holder is None) == (not dispute.is_open)
    if not dispute.is_open:
        assert not dispute.clocks()
        assert dispute.due_on is None
        assert dispute.ended_on


def test_natural_persons_are_never_found_by_name_but_others_are():
    dispute = refer(scene(), parties=[PERSON, COMPANY])

    assert "甄有理" not in dispute.search_text
    assert COMPANY["name"] in dispute.search_text


def test_what_a_party_shows_is_masked():
    dispute = refer(scene(), parties=[PERSON | {"agents": [LAWYER]}, COMPANY])
    person, company = dispute.parties.all()

    assert str(person) == "甄某某"
    assert person.shown_number == "110●●●●●●●●●●●002X"
    assert person.shown_phone == "139●●●●1234"
    assert [str(agent) for agent in person.agents_now] == ["闻某某"]
    assert (str(company), company.agents_now) == (COMPANY["name"], [])
    assert (person.number_name, company.number_name) == ("公民身份号码", "统一社会信用代码")


def test_a_dispute_cannot_be_deleted():
    dispute = refer(scene())

    with pytest.raises(ValidationError):
        dispute.delete()


def test_rows_say_what_they_are():
    dispute, _ = dispute_in(Status.PERFORMING)
    session = dispute.sessions.get()

    assert str(session) == f"第1次会谈（{ago(8):%Y-%m-%d} 09:30）"
    assert session.when.endswith(" 9:30")
    assert str(session.attendance.first()) == f"申请人一方 {BOTH_SIDES[0]['name']}"
    assert str(dispute.agreement) == f"{ago(7):%Y-%m-%d} 调解协议"
    assert str(dispute.statements.get()) == f"{ago(14):%Y-%m-%d} 情况说明"
