"""A joint meeting from its plan to its close: what each step does and refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from liaison.models import Message, NumberSeries
from liaison.transitions import TransitionNotAllowed
from meetings.models import JointMeeting
from tests.factories.liaison import UnitFactory
from tests.factories.meetings import (
    Status,
    attendance,
    board,
    days_ago,
    decision,
    meeting_in,
    plan_data,
    programme,
)

pytestmark = pytest.mark.django_db


def told(code, meeting):
    """Who was told in the inbox of ``code`` about the meeting."""
    return {
        message.recipient
        for message in Message.objects.filter(notice=code, object_id=meeting.pk, channel="inbox")
    }


def plan(on, **more):
    return JointMeeting.plan(actor=on.clerk, initiator=on.office, **plan_data(on, **more))


def test_a_meeting_goes_from_plan_to_close(on):
    meeting = meeting_in(Status.CLOSED, on)

    item = meeting.items.get()
    year = meeting.notified_on.year
    assert meeting.status == Status.CLOSED
    assert meeting.closed_on == days_ago(9)
    assert item.status == item.Status.CLOSED
    assert meeting.number == f"{on.series.number_prefix}〔{year}〕1号"
    assert item.number == f"{meeting.minutes.number}（一）"
    assert [paper.code for paper in meeting.papers.order_by("id")] == [
        "joint-meeting-notice",
        "joint-meeting-minutes",
    ]
    assert {paper.number for paper in meeting.papers.all()} == {meeting.number}


def test_the_main_venue_comes_first_and_the_agenda_keeps_its_order(on):
    meeting = plan(on)

    assert [(venue.name, venue.kind) for venue in meeting.venues.all()] == [
        ("管委会", "主会场"),
        ("池北区", "视频分会场"),
    ]
    assert [item.title for item in meeting.agenda.all()] == ["关于机制的说明", "讲话"]
    assert on.courts[0] in meeting.taking_part()
    assert meeting.holder == on.office


@pytest.mark.parametrize("mains", [[], [True, True]])
def test_a_plan_has_exactly_one_main_venue(on, mains):
    venues = [
        {"name": f"会场{n}", "is_main": is_main, "host": None, "place": ""}
        for n, is_main in enumerate(mains)
    ]

    with pytest.raises(ValidationError, match="主会场"):
        plan(on, venues=venues)
    assert not JointMeeting.objects.exists()


def test_two_venues_cannot_bear_one_name(on):
    venues = [{"name": "管委会", "is_main": n == 0, "host": None, "place": ""} for n in range(2)]

    with pytest.raises(ValidationError, match="不能重复"):
        plan(on, venues=venues)


def test_a_unit_of_nobodys_committee_cannot_be_named(on):
    stranger = UnitFactory()

    with pytest.raises(ValidationError, match="成员单位"):
        plan(on, presiding_unit=stranger)


def test_only_the_committees_own_office_calls_its_meetings(on):
    other = board()

    with pytest.raises(ValidationError, match="本委员会的办公室"):
        JointMeeting.plan(actor=other.clerk, initiator=other.office, **plan_data(on))
    with pytest.raises(PermissionDenied):
        JointMeeting.plan(actor=on.bureau_clerk, initiator=on.bureau, **plan_data(on))


def test_an_ordinal_is_given_once(on):
    plan(on, ordinal=3)

    with pytest.raises(ValidationError, match="已有第三次会议"):
        plan(on, ordinal=3)


def test_a_plan_changes_until_the_meeting_is_called(on):
    meeting = plan(on)
    data = {name: getattr(meeting, name) for name in meeting.PLAN} | programme(on)

    meeting.revise(actor=on.clerk, revision=0, **data | {"title": "改名的会议"})

    meeting.refresh_from_db()
    assert (meeting.title, meeting.revision, meeting.venues.count()) == ("改名的会议", 1, 2)
    with pytest.raises(ValidationError, match="他人已更新"):
        meeting.revise(actor=on.clerk, revision=0, **data)


def test_calling_a_meeting_numbers_it_and_tells_the_members(on):
    meeting = meeting_in(Status.NOTIFIED, on)

    assert told("meetings.notified", meeting) >= {on.bureau_clerk, on.court_clerk}
    assert on.clerk not in told("meetings.notified", meeting)
    assert NumberSeries.objects.get(issuer=on.office, name=on.series.number_prefix).last == 1


@pytest.mark.parametrize(("ago", "words"), [(-1, "不能晚于今天"), (3, "不能晚于开会日期")])
def test_a_meeting_is_not_called_on_an_impossible_day(on, ago, words):
    meeting = plan(on)

    with pytest.raises(ValidationError, match=words):
        meeting.notify(actor=on.clerk, on=days_ago(ago))
    assert not NumberSeries.objects.exists()


def test_a_meeting_without_an_agenda_is_not_called(on):
    meeting = plan(on, agenda=[])

    with pytest.raises(ValidationError, match="议程还没有内容"):
        meeting.notify(actor=on.clerk, on=days_ago(25))


def test_cancelling_tells_only_those_who_were_called(on):
    quiet, called = plan(on), meeting_in(Status.NOTIFIED, on)

    quiet.cancel(actor=on.clerk, reason="时间冲突")
    called.cancel(actor=on.clerk, reason="时间冲突")

    assert told("meetings.cancelled", quiet) == set()
    assert on.bureau_clerk in told("meetings.cancelled", called)
    assert not called.is_open


def test_attendance_is_taken_again_and_again_but_never_over_anothers(on):
    meeting = meeting_in(Status.NOTIFIED, on)
    rows = [attendance(meeting), attendance(meeting, name="程立峰", presence="observing")]

    meeting.record_attendance(actor=on.clerk, revision=0, attendance=rows[:1])
    meeting.record_attendance(actor=on.clerk, revision=1, attendance=rows)

    assert [row.name for row in meeting.attendance.all()] == ["沈怀远", "程立峰"]
    with pytest.raises(ValidationError, match="他人已更新"):
        meeting.record_attendance(actor=on.clerk, revision=1, attendance=rows[:1])
    assert meeting.attendance.count() == 2


def test_attendance_at_another_meetings_venue_is_refused(on):
    meeting, other = meeting_in(Status.NOTIFIED, on), meeting_in(Status.NOTIFIED, on)

    with pytest.raises(ValidationError, match="会场不属于本次会议"):
        meeting.record_attendance(actor=on.clerk, revision=0, attendance=[attendance(other)])


@pytest.mark.parametrize(("ago", "words"), [(-1, "不能晚于今天"), (26, "不能早于通知日期")])
def test_a_meeting_is_not_held_on_an_impossible_day(on, ago, words):
    meeting = meeting_in(Status.NOTIFIED, on)

    with pytest.raises(ValidationError, match=words):
        meeting.hold(actor=on.clerk, on=days_ago(ago), revision=0, decisions=[])


def test_decisions_keep_their_order_their_lead_and_those_that_assist(on):
    rows = [decision(on), decision(on, title="第二项", assisting=[on.bureau, on.courts[1]])]

    meeting = meeting_in(Status.HELD, on, decisions=rows)

    first, second = meeting.decisions.all()
    assert (first.ordinal, first.lead, list(first.assisting.all())) == (
        1,
        on.bureau,
        [on.courts[0]],
    )
    assert list(second.assisting.all()) == [on.courts[1]]


def test_a_decision_is_not_due_before_the_meeting(on):
    with pytest.raises(ValidationError, match="早于会议召开日期"):
        meeting_in(Status.HELD, on, decisions=[decision(on, due_on=days_ago(21))])


def test_decisions_are_corrected_before_the_minutes_go_round(on):
    meeting = meeting_in(Status.DRAFTED, on)

    meeting.revise_decisions(
        actor=on.clerk, revision=meeting.revision, decisions=[decision(on, title="改过的")]
    )

    assert [row.title for row in meeting.decisions.all()] == ["改过的"]
    assert meeting.status == Status.DRAFTED


def test_a_meeting_that_resolved_nothing_is_closed_by_the_office(on):
    meeting = meeting_in(Status.ISSUED, on, decisions=[])

    assert meeting.holder == on.office
    with pytest.raises(ValidationError, match="不能早于印发日期"):
        meeting.close(actor=on.clerk, on=days_ago(17))
    meeting.close(actor=on.clerk, on=days_ago(9))

    assert (meeting.status, meeting.closed_on) == (Status.CLOSED, days_ago(9))


def test_a_meeting_with_open_items_is_nobodys_turn_and_cannot_be_closed(on):
    meeting = meeting_in(Status.ISSUED, on)

    assert meeting.holder is None
    with pytest.raises(TransitionNotAllowed):
        meeting.close(actor=on.clerk, on=days_ago(9))


def test_meetings_are_numbered_by_the_year_of_their_notice(on):
    first, second = meeting_in(Status.NOTIFIED, on), meeting_in(Status.NOTIFIED, on)

    assert first.number.endswith("1号")
    assert second.number.endswith("2号")


def test_a_person_is_no_word_to_search_for(on):
    meeting = meeting_in(Status.NOTIFIED, on)

    assert "沈怀远" not in meeting.search_text
    assert JointMeeting.objects.matching("联席").count() == 1
    assert not JointMeeting.objects.matching("沈怀远").exists()


def test_ordinals_and_days(on):
    meeting = plan(on, ordinal=2, starts_at=timezone.now() + timedelta(days=3))

    assert meeting.ordinal_text == "第二次"
    assert meeting.day == timezone.localdate(meeting.starts_at)
    assert meeting.minutes_or_none is None
