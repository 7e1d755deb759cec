"""From plan to day: approval of the agenda, the notice and its versions, receipts, rooms."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from liaison.access import drift
from liaison.models import Booking, DeskEntry, Message, Post, Room, User
from liaison.transitions import TransitionNotAllowed
from meetings.models import JointMeeting, MeetingSeries
from tests.factories.disputes import upload
from tests.factories.meetings import (
    Status,
    agenda_row,
    days_ago,
    hold,
    meeting_in,
    notify,
    venue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(on):
    """The committee's agendas must be approved."""
    MeetingSeries.objects.filter(pk=on.series.pk).update(approves_agenda=True)
    on.series.refresh_from_db()
    return on


def soon(days=7, hour=9):
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def row_of(meeting, name="王一", **more):
    given = {"presence": "present", "venue": meeting.venues.first(), "post": "局长", "name": name}
    return given | {"substitute_for": "", "leave_reason": ""} | more


def test_the_notice_waits_until_every_co_chair_approved(strict):
    on, meeting = strict, meeting_in(Status.PLANNED, strict)
    with pytest.raises(TransitionNotAllowed):
        meeting.notify(actor=on.clerk, on=days_ago(25))
    assert not JointMeeting.objects.visible_to(on.leaders[0]).exists()

    meeting.submit_agenda(actor=on.clerk)
    assert JointMeeting.objects.visible_to(on.leaders[2]).get() == meeting
    assert not JointMeeting.objects.visible_to(on.bureau_clerk).exists()
    assert meeting.holder == on.government
    told = Message.objects.filter(notice="meetings.agenda_submitted", channel="inbox")
    assert {message.recipient for message in told} == set(on.leaders)
    for place, leader in enumerate(on.leaders):
        assert (meeting.status == Status.AGREED) is False
        meeting.agree_agenda(actor=leader, on=days_ago(26))
        with pytest.raises(TransitionNotAllowed):
            meeting.agree_agenda(actor=leader, on=days_ago(26))
        assert meeting.approvals.asked().count() == 2 - place
    assert (meeting.status, meeting.holder) == (Status.AGREED, on.office)
    notify(meeting, on)
    assert meeting.status == Status.NOTIFIED


def test_a_returned_or_changed_agenda_goes_round_anew(strict):
    on, meeting = strict, meeting_in(Status.PLANNED, strict)
    meeting.submit_agenda(actor=on.clerk)
    meeting.agree_agenda(actor=on.leaders[0], on=days_ago(26))
    meeting.return_agenda(actor=on.leaders[1], on=days_ago(26), reason="缺一项")
    assert (meeting.status, meeting.holder) == (Status.PLANNED, on.office)
    assert not meeting.approvals.current().exists()
    assert not JointMeeting.objects.visible_to(on.leaders[0]).exists()

    meeting.submit_agenda(actor=on.clerk)
    for leader in on.leaders:
        meeting.agree_agenda(actor=leader, on=days_ago(26))
    plan = {name: getattr(meeting, name) for name in meeting.PLAN}
    rows = {"venues": [venue("主", is_main=True)], "agenda": [agenda_row("新", "other", on.bureau)]}
    meeting.revise(actor=on.clerk, revision=meeting.revision, **plan, **rows)
    assert meeting.status == Status.PLANNED
    assert [row.round for row in meeting.approvals.all()] == [2, 2, 2, 1, 1, 1]
    assert not meeting.approvals.current().exists()
    assert drift(meeting) == (set(), set())


def test_only_a_unit_without_anybody_in_the_system_approves_on_paper(strict):
    on, meeting = strict, meeting_in(Status.PLANNED, strict)
    Post.objects.filter(user=on.leaders[2]).update(ends_on=days_ago(1))
    meeting.submit_agenda(actor=on.clerk)
    given = {"on": days_ago(26), "post": "院长", "name": "某甲", "scan": upload("签字页.pdf")}

    with pytest.raises(ValidationError, match="有人能在系统内审定"):
        meeting.record_approval(actor=on.clerk, unit=on.courts[0], **given)
    with pytest.raises(ValidationError, match="扫描件"):
        meeting.record_approval(actor=on.clerk, unit=on.courts[1], **given | {"scan": None})
    meeting.record_approval(actor=on.clerk, unit=on.courts[1], **given)
    row = meeting.approvals.get(unit=on.courts[1])
    assert (row.decision, row.who, row.recorder) == ("agreed", "院长 某甲", on.clerk)

    assert meeting.attachments_seen_by(on.leaders[0]).get() == row.scan
    for leader in on.leaders[:2]:
        meeting.agree_agenda(actor=leader, on=days_ago(26))
    notify(meeting, on)
    assert meeting.attachments_seen_by(on.clerk).get() == row.scan
    assert not meeting.attachments_seen_by(on.bureau_clerk).exists()


def test_each_unit_that_is_called_owes_a_receipt_by_the_day_in_the_notice(on):
    meeting = meeting_in(Status.PLANNED, on, starts_at=soon())
    by = meeting.day - timedelta(days=2)
    meeting.notify(actor=on.clerk, on=timezone.localdate(), receipt_by=by)

    assert {row.unit for row in meeting.receipts.all()} == {on.government, *on.courts, on.bureau}
    lying = DeskEntry.objects.about(meeting).get(group=on.bureau.group_id)
    assert (lying.due_on, lying.aside, lying.awaited) == (by, True, False)
    assert meeting.due_on is None

    meeting.answer_notice(actor=on.bureau_clerk, people=[row_of(meeting)], contact="小李")
    receipt = meeting.receipts.get(unit=on.bureau)
    assert (receipt.answered_by, receipt.contact) == (on.bureau_clerk, "小李")
    assert not DeskEntry.objects.about(meeting).filter(group=on.bureau.group_id, aside=True)
    assert meeting.attendance.get().unit == on.bureau

    meeting.answer_notice(actor=on.bureau_clerk, people=[row_of(meeting, "王二")])
    assert [row.name for row in meeting.attendance.all()] == ["王二"]
    assert drift(meeting) == (set(), set())


def test_whoever_answers_first_units_stand_in_the_order_of_the_committee(on):
    meeting = meeting_in(Status.NOTIFIED, on)

    def enter(unit, *names):
        meeting.record_answer(
            actor=on.clerk, unit=unit, people=[row_of(meeting, name) for name in names]
        )
        return [row.name for row in meeting.attendance.all()]

    enter(on.courts[1], "庚")
    enter(on.bureau, "丙", "丁")
    assert enter(on.courts[0], "戊") == ["丙", "丁", "戊", "庚"]
    assert enter(on.government, "甲") == ["甲", "丙", "丁", "戊", "庚"]
    assert enter(on.bureau, "乙") == ["甲", "乙", "戊", "庚"]


def test_the_calendar_shows_each_unit_its_own_receipt_only(client, on):
    meeting = meeting_in(Status.PLANNED, on, starts_at=soon())
    by = meeting.day - timedelta(days=2)
    meeting.notify(actor=on.clerk, on=timezone.localdate(), receipt_by=by)
    day = reverse("liaison:calendar_day", args=[by])

    for user, count in [(on.bureau_clerk, 1), (on.court_clerk, 1), (on.clerk, 0)]:
        client.force_login(user)
        assert client.get(day).content.decode().count("会议回执") == count


def test_those_who_said_nothing_are_urged_and_the_office_may_enter_it(on):
    meeting = meeting_in(Status.PLANNED, on, starts_at=soon())
    meeting.notify(actor=on.clerk, on=timezone.localdate(), receipt_by=meeting.day)
    meeting.answer_notice(actor=on.bureau_clerk, people=[row_of(meeting)])

    meeting.urge_answers(actor=on.clerk)
    told = {
        message.recipient for message in Message.objects.filter(notice="meetings.receipts_urged")
    }
    assert on.court_clerk in told
    assert on.bureau_clerk not in told
    leave = row_of(meeting, presence="on_leave", leave_reason="出差")
    meeting.record_answer(actor=on.clerk, unit=on.courts[0], people=[leave])
    assert meeting.receipts.awaited().count() == 2
    with pytest.raises(ValidationError, match="没有通知"):
        meeting.record_answer(actor=on.clerk, unit=on.office, people=[leave])


def test_nobody_answers_for_another_unit(on):
    meeting = meeting_in(Status.NOTIFIED, on, starts_at=soon())
    with pytest.raises((PermissionDenied, TransitionNotAllowed)):
        meeting.answer_notice(actor=on.clerk, people=[row_of(meeting)])
    other = meeting_in(Status.NOTIFIED, on, starts_at=soon())
    foreign = row_of(meeting, venue=other.venues.first())
    with pytest.raises(ValidationError, match="会场不属于本次会议"):
        meeting.answer_notice(actor=on.bureau_clerk, people=[foreign])


def changed(meeting, on, **more):
    plan = {name: getattr(meeting, name) for name in meeting.PLAN}
    rows = {
        "venues": [
            {"id": row.pk, "name": row.name, "is_main": row.is_main, "host": row.host}
            | {"place": row.place, "room": row.room}
            for row in meeting.venues.all()
        ],
        "agenda": [
            agenda_row(row.title, row.kind, row.unit, id=row.pk) for row in meeting.agenda.all()
        ],
    }
    meeting.change_notice(
        actor=on.clerk,
        on=timezone.localdate(),
        reason="改期",
        revision=meeting.revision,
        **plan | rows | more,
    )


def test_a_changed_notice_is_a_new_version_and_asks_again_only_when_time_or_place_changed(on):
    meeting = meeting_in(Status.PLANNED, on, starts_at=soon())
    meeting.notify(actor=on.clerk, on=timezone.localdate(), receipt_by=meeting.day)
    meeting.answer_notice(actor=on.bureau_clerk, people=[row_of(meeting)])

    changed(meeting, on, title="改名的会议", receipt_by=meeting.day)
    assert meeting.notice_version == 2
    assert meeting.receipts.get(unit=on.bureau).answered_at
    assert [paper.version for paper in meeting.papers.order_by("version")] == [1, 2]
    paper = meeting.papers.get(version=2)
    assert paper.title == "关于更改改名的会议的通知"

    later = soon(9)
    day = timezone.localdate(later)
    changed(meeting, on, starts_at=later, ends_at=later + timedelta(hours=2), receipt_by=day)
    assert meeting.notice_version == 3
    assert meeting.receipts.awaited().count() == 4
    assert meeting.attendance.get().name == "王一"
    entry = DeskEntry.objects.about(meeting).get(group=on.bureau.group_id)
    assert (entry.aside, entry.due_on) == (True, day)
    told = Message.objects.filter(notice="meetings.changed", recipient=on.court_clerk)
    assert told.filter(channel="inbox").count() == 2


def test_held_or_called_off_nobody_owes_a_receipt(on):
    for end in ("held", "cancelled"):
        meeting = meeting_in(Status.PLANNED, on)
        meeting.notify(actor=on.clerk, on=days_ago(25), receipt_by=days_ago(22))
        if end == "held":
            hold(meeting, on)
        else:
            meeting.cancel(actor=on.clerk, reason="改期")
        assert not meeting.deadlines.running().exists()
        assert not DeskEntry.objects.about(meeting).filter(aside=True).exists()


def test_a_room_is_taken_once_and_given_back(on):
    room = Room.objects.create(unit=on.government, name="三楼会议室", address="长白山大街1号")
    rows = [venue("管委会", is_main=True, host=on.government, room=room)]
    meeting = meeting_in(Status.PLANNED, on, starts_at=soon(), venues=rows)
    assert Booking.objects.of(meeting).get().room == room
    with pytest.raises(ValidationError, match="已被占用"):
        meeting_in(Status.PLANNED, on, starts_at=soon(hour=11), venues=rows)
    assert JointMeeting.objects.count() == 1

    paper = meeting.venues.get().whereabouts
    assert paper == "三楼会议室（长白山大街1号）"
    meeting.cancel(actor=on.clerk, reason="改期")
    assert meeting_in(Status.PLANNED, on, starts_at=soon(hour=11), venues=rows)


def test_the_promise_of_a_yearly_meeting_is_watched_from_meeting_to_meeting(on):
    since = days_ago(300)
    MeetingSeries.objects.update(interval_months=12, promised_since=since)
    on.series.refresh_from_db()
    first = meeting_in(Status.PLANNED, on)
    deadline = first.deadlines.get(rule__code="meetings.regular")
    assert deadline.due_on == since.replace(year=since.year + 1)
    assert deadline.responsible == on.office
    assert DeskEntry.objects.about(first).get(group=on.office.group_id).awaited is False

    extra = meeting_in(Status.HELD, on, kind=JointMeeting.Kind.AD_HOC)
    assert not extra.deadlines.filter(rule__code="meetings.regular").exists()
    deadline.refresh_from_db()
    assert deadline.status == "running"

    notify(first, on)
    hold(first, on)
    deadline.refresh_from_db()
    assert deadline.status == "met"
    following = first.deadlines.running().get()
    held = first.held_on
    assert following.due_on == held.replace(year=held.year + 1)
    second = meeting_in(Status.PLANNED, on, ordinal=2)
    assert not second.deadlines.exists()


def test_the_sides_take_turns_in_the_chair(on):
    MeetingSeries.objects.update(chair_alternates=True)
    on.series.refresh_from_db()
    assert on.series.next_presiding_unit() is None
    meeting_in(Status.HELD, on)
    assert on.series.next_presiding_unit() == on.courts[0].pk
    meeting_in(Status.HELD, on, presiding_unit=on.courts[1], ordinal=2)
    assert on.series.next_presiding_unit() == on.government.pk


def test_who_sits_elsewhere_at_the_same_time_is_pointed_out(on):
    meeting = meeting_in(Status.NOTIFIED, on, starts_at=soon())
    other = meeting_in(Status.NOTIFIED, on, starts_at=soon(hour=10), title="另一个会")
    later = meeting_in(Status.NOTIFIED, on, starts_at=soon(8))
    for one in (meeting, other, later):
        user = User.objects.get(pk=on.bureau_clerk.pk)
        one.answer_notice(actor=user, people=[row_of(one), row_of(one, f"独自{one.pk}")])

    clashes = dict(meeting.attendance.with_clash(meeting).values_list("name", "clash"))
    assert clashes == {"王一": "另一个会", f"独自{meeting.pk}": None}
    assert later.attendance.with_clash(later).filter(clash__isnull=False).count() == 0
