"""The interview (约谈): when it is due, how it is called, moved and recorded."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from disputes.appearances.models import Interview, Rectification, RectificationStatus
from liaison import agenda
from liaison.models import Message
from liaison.transitions import TransitionNotAllowed
from tests.factories import heads
from tests.factories.monthly import (
    CALL,
    accept,
    call,
    hand_in,
    office,
    rectification,
    scene,
    talk,
)

pytestmark = pytest.mark.django_db
Status = RectificationStatus
LATE = "2026-11-19 10:00+08:00"


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-10 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage(clock):
    return scene()


@pytest.fixture
def late(stage, clock):
    """A rectification of which no plan came in time."""
    row = rectification(stage)
    clock.move_to(LATE)
    return row


def offered(row, user):
    return [step.name for step in row.available_transitions(user)]


def test_it_is_not_offered_as_long_as_there_is_no_reason(stage):
    row = rectification(stage)
    assert row.grounds() == []
    assert "call_interview" not in offered(row, office(stage))
    with pytest.raises(TransitionNotAllowed):
        call(row, stage)


def test_a_plan_that_is_late_is_a_reason_before_it_comes_and_after(stage, late):
    assert "call_interview" in offered(late, office(stage))
    hand_in(late, stage)
    assert late.grounds() == ["未按期报送整改方案"]


def test_the_third_criticism_within_a_year_is_a_reason_though_the_plan_was_in_time(clock, stage):
    rows = []
    for number, month in enumerate((6, 7, 8, 10)):
        day = date(2026, month, 12)
        heads.heard(stage, f"（2026）吉24行初{600 + number}号", day, heads.NONE)
        rows.append(rectification(stage, month=day))
        hand_in(rows[-1], stage)

    for row, day in zip(
        rows, ("2025-09-10", "2026-08-10", "2026-09-10", "2026-10-10"), strict=True
    ):
        Rectification.objects.filter(pk=row.pk).update(criticised_on=day)
        row.refresh_from_db()
    assert [row.grounds() for row in rows] == [[], [], [], ["十二个月内第三次被通报批评"]]
    accept(rows[2], stage)
    accept(rows[3], stage)
    assert [rows[2].status, rows[3].status] == [Status.CLOSED, Status.ACCEPTED]


def test_called_it_has_a_number_and_a_notice_and_the_unit_is_told(stage, late):
    call(late, stage)

    one = late.interviews.get()
    short = stage.committee.office.short_name
    assert (one.number, one.reason) == (f"{short}约谈〔2026〕1号", "未按期报送整改方案")
    paper = late.papers.get()
    assert (paper.code, paper.part, paper.number) == ("interview-notice", one.ref, one.number)
    told = Message.objects.filter(notice="appearances.interview_called")
    assert stage.people["agency_leader"].name in told.values_list("recipient__name", flat=True)
    assert "11月21日 10:00" in told.first().body
    assert "call_interview" not in offered(late, office(stage))


def test_a_moment_that_is_past_is_refused(stage, late):
    with pytest.raises(ValidationError, match="应当在现在之后"):
        call(late, stage, starts_at=timezone.now())
    assert not late.interviews.exists()


def test_moved_its_notice_goes_out_anew(stage, late):
    call(late, stage)
    later = timezone.now() + timedelta(days=5)
    late.move_interview(actor=office(stage), starts_at=later, place="三楼会议室", reason="出差")

    one = late.interviews.get()
    assert (one.starts_at, one.place, one.moved) == (later, "三楼会议室", 1)
    assert sorted(late.papers.values_list("version", flat=True)) == [1, 2]
    keys = Message.objects.filter(notice="appearances.interview_called").values_list("key")
    assert len(set(keys)) == 2


def test_recorded_before_the_plan_it_leaves_the_plan_owed(stage, late, clock):
    call(late, stage)
    clock.move_to("2026-11-21 15:00+08:00")
    talk(late, stage)

    one = late.interviews.get()
    assert (one.state, one.head_name, one.by) == (Interview.State.HELD, "孙立业", CALL["by"])
    assert late.papers.filter(code="interview-record", part=one.ref).exists()
    assert (late.status, late.is_interviewed) == (Status.OPEN, True)
    hand_in(late, stage)
    accept(late, stage)
    assert (late.status, late.is_late) == (Status.CLOSED, True)
    assert not late.must_interview


def test_recorded_after_the_plan_was_accepted_it_ends_the_rectification(stage, late, clock):
    hand_in(late, stage)
    accept(late, stage)
    assert late.status == Status.ACCEPTED
    call(late, stage)
    clock.move_to("2026-11-21 15:00+08:00")
    talk(late, stage)

    assert (late.status, late.holder) == (Status.CLOSED, None)
    late.notice.refresh_from_db()
    assert late.notice.status == "closed"
    assert late.audit.get(action="record_interview").note == late.interviews.get().number


def test_it_is_not_recorded_before_it_was_held_nor_before_it_was_called(stage, late, clock):
    call(late, stage)
    with pytest.raises(ValidationError, match="还没有到|不能晚于今天"):
        talk(late, stage, starts_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(ValidationError, match="约谈通知日期"):
        talk(late, stage, starts_at=timezone.now() - timedelta(days=1))
    assert late.interviews.get().state == Interview.State.PLANNED


@pytest.mark.parametrize("name", ["agency_leader", "president", "justice"])
def test_only_the_office_calls_and_records(stage, late, name):
    with pytest.raises(PermissionDenied):
        late.call_interview(
            actor=stage.people[name], starts_at=timezone.now() + timedelta(days=1), **CALL
        )


def test_it_stands_in_the_calendar_of_those_who_see_the_rectification(stage, late):
    call(late, stage)

    def coming(name):
        found = agenda.coming(stage.people[name], timezone.now())
        return [(event.name, event.place) for event in found]

    for name in ("agency_clerk", "office", "court_clerk", "justice"):
        assert coming(name) == [("约谈", CALL["place"])], name
    for name in ("co_agency_clerk", "stranger", "government_clerk", "other_court_clerk"):
        assert coming(name) == [], name
