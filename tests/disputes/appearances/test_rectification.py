"""What a criticised unit owes: a plan within five working days, judged by the office."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from disputes.appearances.models import NoticeStatus, Rectification, RectificationStatus
from liaison.models import Message
from tests.factories import heads, monthly
from tests.factories.disputes import upload
from tests.factories.monthly import PLAN, accept, hand_in, notice_in, office, rectification, scene

pytestmark = pytest.mark.django_db
ISSUED, LAST_DAY = date(2026, 11, 10), date(2026, 11, 17)
Status = RectificationStatus


def at(moment):
    return time_machine.travel(f"2026-{moment}+08:00", tick=False)


@pytest.fixture(autouse=True)
def november():
    with at("11-10 10:00"):
        yield


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def row(stage):
    return rectification(stage)


def told(code):
    return set(Message.objects.filter(notice=code).values_list("recipient__name", flat=True))


def test_it_is_owed_from_the_issue_of_the_notice_five_working_days(stage, row):
    assert (row.status, row.holder, row.unit) == (Status.OPEN, stage.agency, stage.agency)
    assert row.number == f"{row.notice.number}（一）"
    assert row.title == f"{stage.agency.short_name}2026年10月出庭应诉整改"
    assert (row.criticised_on, row.due_on) == (ISSUED, LAST_DAY)
    clock = row.deadlines.get()
    assert (clock.responsible, clock.asker) == (stage.agency, stage.committee.office)
    people = stage.people["agency_clerk"], stage.people["agency_leader"]
    assert told("appearances.criticised") == {user.name for user in people}


def test_the_plan_waits_for_the_office_and_stops_the_clock(stage, row):
    hand_in(row, stage, proof=upload("方案.pdf"))

    assert (row.status, row.holder) == (Status.REPORTED, stage.committee.office)
    assert row.due_on is None
    assert row.deadlines.get().handed_in_on == ISSUED
    plan = row.plans.get()
    assert (plan.on, plan.answerable, plan.proof.kind) == (ISSUED, PLAN["answerable"], "整改方案")
    assert stage.people["office"].name in told("appearances.plan_handed_in")


def test_accepted_it_is_done_with_and_the_notice_too(stage, row):
    hand_in(row, stage)
    with at("11-20 10:00"):
        row.accept(actor=office(stage), comment="同意")

    assert (row.status, row.holder, row.closed_on) == (Status.CLOSED, None, date(2026, 11, 20))
    assert not row.is_late
    assert row.deadlines.get().ended_on == ISSUED
    row.notice.refresh_from_db()
    assert (row.notice.status, row.notice.holder) == (NoticeStatus.CLOSED, None)
    assert row.notice.audit.filter(action="closed", before="issued").count() == 1


def test_the_notice_goes_on_as_long_as_one_unit_has_not_done(stage):
    heads.heard(stage, "（2026）吉24行初509号", date(2026, 10, 30), heads.CHIEF, heads.NONE)
    notice = notice_in(NoticeStatus.ISSUED, stage)
    first, second = notice.rectifications.order_by("ordinal")
    assert (first.unit, second.unit) == (stage.agency, stage.co_agency)

    hand_in(first, stage)
    accept(first, stage)
    notice.refresh_from_db()
    assert notice.status == NoticeStatus.ISSUED
    second.hand_in(actor=stage.people["co_agency_clerk"], done_by=timezone.localdate(), **PLAN)
    accept(second, stage)
    notice.refresh_from_db()
    assert notice.status == NoticeStatus.CLOSED


def test_handed_back_it_is_owed_by_the_same_day(stage, row):
    hand_in(row, stage)
    row.send_back(actor=office(stage), reason="没有责任人职务")

    assert (row.status, row.holder, row.due_on) == (Status.OPEN, stage.agency, LAST_DAY)
    assert row.plans.get().comment == "没有责任人职务"
    assert stage.agency_clerk.name in told("appearances.plan_returned")
    hand_in(row, stage, answerable="赵启明，分管副局长")
    accept(row, stage)
    assert [plan.verdict for plan in row.plans.all()] == ["returned", "accepted"]
    assert row.status == Status.CLOSED


def test_on_its_last_day_it_is_in_time(stage, row):
    with at("11-17 23:30"):
        hand_in(row, stage)
        accept(row, stage)
    assert (row.is_late, row.status) == (False, Status.CLOSED)


def test_late_stays_late_and_asks_for_an_interview(stage, row):
    with at("11-18 08:00"):
        assert row.is_late
        hand_in(row, stage)
        accept(row, stage)

    assert row.is_late
    assert row.grounds() == ["未按期报送整改方案"]
    assert (row.status, row.holder) == (Status.ACCEPTED, stage.committee.office)
    row.notice.refresh_from_db()
    assert row.notice.status == NoticeStatus.ISSUED


def test_a_plan_that_is_to_be_done_in_the_past_is_refused(stage, row):
    with pytest.raises(ValidationError, match="完成时限不能早于今天"):
        hand_in(row, stage, done_by=date(2026, 11, 9))
    row.refresh_from_db()
    assert row.status == Status.OPEN


@pytest.mark.parametrize("name", ["co_agency_clerk", "court_clerk", "justice", "office"])
def test_only_the_unit_itself_hands_in(stage, row, name):
    with pytest.raises(PermissionDenied):
        row.hand_in(actor=stage.people[name], done_by=timezone.localdate(), **PLAN)


@pytest.mark.parametrize("name", ["agency_clerk", "agency_leader", "president", "justice"])
def test_only_the_office_judges(stage, row, name):
    hand_in(row, stage)
    with pytest.raises(PermissionDenied):
        row.accept(actor=stage.people[name])


def test_a_unit_is_counted_once_a_notice_in_the_twelve_months_before(stage, row):
    for day, status in (
        (date(2025, 11, 10), Status.CLOSED),
        (date(2025, 11, 11), Status.CLOSED),
        (date(2026, 5, 1), Status.WITHDRAWN),
        (date(2026, 11, 11), Status.OPEN),
    ):
        Rectification.objects.create(
            notice=earlier(row.notice, day),
            unit=row.unit,
            ordinal=1,
            criticised_on=day,
            status=status,
            committee=row.committee,
            initiator=row.initiator,
            created_by=row.created_by,
        )

    assert row.criticised_times() == 2
    assert Rectification.objects.with_times().get(pk=row.pk).times == 2
    assert Rectification.objects.within_year(stage.co_agency, ISSUED).count() == 0


def earlier(notice, day):
    """Another notice, as one that was issued on a day."""
    more = type(notice).objects.get(pk=notice.pk)
    more.pk, more.month, more.status = None, day, NoticeStatus.CLOSED
    more._state.adding = True
    more.save()
    return more


def test_two_that_end_at_once_end_the_notice_once(stage, row):
    hand_in(row, stage)
    accept(row, stage)
    row.notice.end_with_last(office(stage))
    assert row.notice.audit.filter(action="closed").count() == 1
    assert monthly.MonthlyNotice.objects.get(pk=row.notice_id).status == NoticeStatus.CLOSED
