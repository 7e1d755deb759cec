"""Resolved items: the lead unit reports, the office verifies and closes."""

from datetime import datetime, time

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from liaison.agenda import DEADLINE, listed
from liaison.metrics import OnTime
from liaison.models import Deadline, Message, Role
from liaison.outbox.hours import sending_moment
from liaison.outbox.reminders import remind
from meetings.models import ItemReport, ResolvedItem
from tests.factories.liaison import person
from tests.factories.meetings import (
    Status,
    days_ago,
    decision,
    item_in,
    meeting_in,
    report_done,
)
from tests.meetings.test_models import told

pytestmark = pytest.mark.django_db


def deadline_of(item):
    return Deadline.objects.get(object_id=item.pk, rule__code="meetings.resolved_item")


def test_an_item_is_owed_by_its_lead_unit_until_the_day_decided(on):
    item = item_in("open", on)

    deadline = deadline_of(item)
    assert (deadline.responsible, deadline.asker) == (on.bureau, on.office)
    assert (deadline.due_on, deadline.started_on) == (days_ago(-30), days_ago(20))
    assert item.due_on == days_ago(-30)
    assert item.taking_part() == [on.bureau, on.courts[0]]
    assert item.audit.get(action="open").label == "交办"


def test_progress_is_reported_and_the_item_stays_open(on):
    item = item_in("open", on)

    report_done(item, kind=ItemReport.Kind.PROGRESS, proof=None, text="正在办")

    assert (item.status, item.holder) == (ResolvedItem.Status.OPEN, on.bureau)
    assert told("meetings.item_reported", item) == {on.clerk}
    assert str(item.reports.get()).endswith("进展")


def test_completion_needs_its_proof(on):
    item = item_in("open", on)

    with pytest.raises(ValidationError, match="佐证"):
        report_done(item, proof=None)
    assert not item.reports.exists()


def test_a_report_is_not_older_than_the_meeting(on):
    item = item_in("open", on)

    with pytest.raises(ValidationError, match="不能早于会议召开日期"):
        report_done(item, on=days_ago(21))


def test_completion_passes_the_item_to_the_office(on):
    item = item_in("reported", on)

    assert (item.status, item.holder) == (ResolvedItem.Status.REPORTED, on.office)
    assert item.attachments.get().kind == "办理佐证"
    assert deadline_of(item).status == Deadline.Status.RUNNING


def test_the_doer_does_not_close(on):
    item = item_in("reported", on)

    with pytest.raises(PermissionDenied):
        item.verify_and_close(actor=on.bureau_clerk, on=days_ago(9))
    with pytest.raises(PermissionDenied):
        item_in("open").report(actor=on.clerk, on=days_ago(9), kind="progress", text="替别人报")


def test_the_clock_stops_on_the_day_of_the_report(on):
    item = item_in("reported", on)

    item.verify_and_close(actor=on.clerk, on=days_ago(5), comment="属实")

    deadline = deadline_of(item)
    assert (deadline.status, deadline.ended_on) == (Deadline.Status.MET, days_ago(10))
    assert (item.status, item.closed_on, item.due_on) == ("closed", days_ago(5), None)
    assert item.reports.get().verdict == ItemReport.ACCEPTED
    assert on.bureau_clerk in told("meetings.item_closed", item)


def test_nothing_is_judged_before_it_was_reported(on):
    item = item_in("reported", on)

    with pytest.raises(ValidationError, match="不能早于报办结日期"):
        item.verify_and_close(actor=on.clerk, on=days_ago(11))


def test_a_report_sent_back_leaves_the_clock_running(on):
    item = item_in("reported", on)

    item.return_report(actor=on.clerk, on=days_ago(8), reason="佐证不全")

    assert (item.status, item.holder) == (ResolvedItem.Status.OPEN, on.bureau)
    assert item.due_on == deadline_of(item).due_on
    assert deadline_of(item).status == Deadline.Status.RUNNING
    assert item.reports.get().get_verdict_display() == "退回续办"
    assert told("meetings.item_returned", item) == {on.bureau_clerk}


def morning_after(count):
    """The first working hour from ten o'clock on, ``count`` days ahead."""
    ten = timezone.make_aware(datetime.combine(days_ago(-count), time(10)))
    return time_machine.travel(sending_moment(ten), tick=False)


def reminded(notice):
    return {row.recipient for row in Message.objects.filter(notice=notice, channel="inbox")}


def test_while_a_report_waits_for_the_office_the_office_is_reminded(on):
    item = item_in("reported", on)

    with morning_after(27):
        remind()
        assert reminded("liaison.handed_in") == {on.clerk}
        assert reminded("liaison.deadline") == set()
        item.return_report(actor=on.clerk, on=days_ago(0), reason="佐证不全")
    with morning_after(30):
        remind()
    assert reminded("liaison.deadline") == {on.bureau_clerk}


def test_a_report_handed_in_in_time_is_in_time_however_late_the_office_looks(on):
    item = item_in("reported", on)
    due_on = deadline_of(item).due_on

    with morning_after(45):
        remind()
        assert not ResolvedItem.objects.overdue(days_ago(0)).exists()
        assert OnTime().by_month([on.bureau.pk], days_ago(0)) == {}
        assert listed(on.bureau_clerk, (days_ago(60), days_ago(0)), kind=DEADLINE) == []
        item.verify_and_close(actor=on.clerk, on=days_ago(0))

    deadline = deadline_of(item)
    assert (deadline.status, deadline.ended_on) == (Deadline.Status.MET, days_ago(10))
    assert deadline.ended_on < due_on < item.closed_on
    assert reminded("liaison.overdue") == set()


def test_sent_back_when_time_has_run_out_the_units_head_hears_of_it_too(on):
    leader = person(on.bureau, Role.UNIT_LEADER, rank="leader_in_charge")
    head = person(on.bureau, Role.UNIT_LEADER, rank="head")
    item = item_in("reported", on)

    with morning_after(45):
        item.return_report(actor=on.clerk, on=days_ago(0), reason="没有办完")

    assert told("meetings.item_returned", item) == {on.bureau_clerk, leader, head}


def test_the_last_item_closes_the_meeting(on):
    rows = [decision(on), decision(on, title="第二项")]
    meeting = meeting_in(Status.ISSUED, on, decisions=rows)
    first, second = meeting.items.order_by("ordinal")

    for item in (first, second):
        report_done(item)
    first.verify_and_close(actor=on.clerk, on=days_ago(9))
    meeting.refresh_from_db()
    assert meeting.status == Status.ISSUED
    assert meeting.holder is None
    second.verify_and_close(actor=on.clerk, on=days_ago(8))

    meeting.refresh_from_db()
    assert (meeting.status, meeting.closed_on) == (Status.CLOSED, days_ago(8))
    assert meeting.audit.filter(action="close").count() == 1
