"""Referral, acceptance, refusal: what they do and what they refuse."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models import Dispute, Stage, Status
from liaison.models import NumberSeries, Role, Secrecy
from tests.factories.disputes import (
    accept,
    ago,
    ahead,
    dispute_in,
    found,
    invited_mediator,
    refer,
    scene,
)
from tests.factories.liaison import CentreFactory, PostFactory, UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def deadline(dispute, code):
    return dispute.deadlines.get(rule__code=code)


def test_a_referral_has_a_clock_from_the_first_minute():
    here = scene()
    dispute = refer(here)

    clock = deadline(dispute, codes.ACCEPT)
    assert (clock.responsible, clock.asker) == (here.centre.unit, here.court)
    assert clock.started_on == dispute.referred_on
    assert dispute.due_on == clock.due_on
    assert dispute.holder == here.centre.unit
    assert dispute.secrecy == Secrecy.CONFIDENTIAL
    assert not dispute.number
    assert [file.kind for file in dispute.attachments.all()] == ["书面同意"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"consent": None}, "书面同意"),
        ({"parties": []}, "申请人"),
        ({"stage": Stage.IN_SUIT}, "案号"),
        ({"referred_on": ahead(1)}, "晚于今天"),
        ({"consent_on": ago(30)}, "早于"),
        ({"receipt_on": ago(70)}, "早于"),
    ],
)
def test_a_referral_out_of_order_is_refused_whole(changes, words):
    here = scene()

    with pytest.raises(ValidationError, match=words):
        refer(here, **changes)

    assert not Dispute.objects.exists()


@pytest.mark.parametrize("strange", ["respondent", "centre"])
def test_a_referral_across_committees_is_refused(strange):
    here = scene()
    other = {"respondent": UnitFactory(), "centre": CentreFactory()}[strange]

    with pytest.raises(ValidationError, match="同一委员会"):
        refer(here, **{strange: other})


def test_a_unit_under_a_member_is_of_the_committee_too():
    here = scene()
    office = UnitFactory(parent=UnitFactory(parent=here.agency))

    assert refer(here, respondent=office).respondent == office


def test_acceptance_numbers_the_dispute_and_starts_both_clocks(undrawn):
    here = scene()
    dispute = refer(here)
    accept(dispute, here)

    year = ago(18).year
    assert dispute.number == f"长协〔{year}〕1号"
    mediation, statement = (deadline(dispute, code) for code in (codes.PRE_SUIT, codes.STATEMENT))
    assert (mediation.responsible, mediation.handler) == (here.centre.unit, here.mediator)
    assert (statement.responsible, statement.asker) == (here.agency, here.centre.unit)
    assert (mediation.due_on - ago(18)).days >= 30
    assert deadline(dispute, codes.ACCEPT).status == "met"
    assert dispute.holder == here.agency
    assert undrawn == ["dispute-assignment", "dispute-acceptance"]


@pytest.mark.parametrize(
    ("stage", "code", "days"),
    [
        (Stage.IN_SUIT, "mediation.in_suit", 15),
        (Stage.IN_SUIT_SUMMARY, "mediation.in_suit_summary", 7),
        (Stage.ENFORCEMENT, "disputes.enforcement", 30),
    ],
)
def test_the_time_for_mediation_follows_the_stage_of_the_suit(stage, code, days):
    dispute, _ = dispute_in(Status.ACCEPTED, stage=stage, court_case="（2026）吉24行初15号")

    rule = deadline(dispute, code).rule
    assert (rule.length, rule.unit) == (days, "day")


def test_numbers_run_by_centre_and_year_without_a_gap():
    here, there = scene(), scene("长协西南")
    numbers = []
    for place in (here, here, there):
        dispute = refer(place)
        accept(dispute, place)
        numbers.append(dispute.number.split("〕")[1])

    assert numbers == ["1号", "2号", "1号"]
    assert NumberSeries.objects.count() == 2


def test_a_mediator_from_the_agency_complained_of_must_stand_back():
    here = scene()
    dispute = refer(here)
    PostFactory(user=here.mediator, unit=here.agency, role=Role.UNIT_CLERK)

    with pytest.raises(ValidationError, match="回避"):
        accept(dispute, here)

    dispute.refresh_from_db()
    assert (dispute.status, dispute.number) == (Status.REFERRED, "")
    assert not NumberSeries.objects.exists()


def test_a_mediator_who_left_the_agency_may_serve():
    here = scene()
    dispute = refer(here)
    PostFactory(user=here.mediator, unit=here.agency, starts_on=date(2020, 1, 1), ends_on=ago(30))
    accept(dispute, here)

    assert dispute.mediator == here.mediator


def test_somebody_who_is_on_no_list_is_no_mediator():
    here = scene()
    dispute = refer(here)

    with pytest.raises(ValidationError, match="名册"):
        accept(dispute, here, mediator=UserFactory())


def test_a_mediator_can_be_named_later_and_changed():
    here = scene()
    dispute = refer(here)
    accept(dispute, here, mediator=None)
    second = invited_mediator(here.centre)
    names = {"actor": here.centre_clerk, "on": ago(3), "reason": "出差"}

    for mediator in (here.mediator, second):
        dispute.appoint(mediators=[mediator], **names)
        assert dispute.mediator == deadline(dispute, codes.PRE_SUIT).handler == mediator

    with pytest.raises(ValidationError, match="已在办理"):
        dispute.appoint(mediators=[second], **names)


@pytest.mark.parametrize("step", ["accept", "refuse"])
def test_intake_is_not_dated_before_the_referral(step):
    here = scene()
    dispute = refer(here)
    data = found(dispute) if step == "accept" else {"refusal_ground": "judged", "reason": "已判决"}

    with pytest.raises(ValidationError, match="早于"):
        getattr(dispute, step)(actor=here.centre_clerk, on=ago(21), **data)


def test_a_refusal_keeps_its_ground_and_is_numbered_apart():
    dispute, _ = dispute_in(Status.REFUSED)

    assert dispute.get_refusal_ground_display() == "已有生效裁判"
    assert dispute.ending_reason
    assert dispute.number == f"长协不受〔{ago(18).year}〕1号"
    assert dispute.outcome == ""
    assert dispute.audit.first().note == "已有生效裁判"
