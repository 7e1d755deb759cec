"""Sessions: announced in time, in a room that is free, put off, called off, recorded."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.models import Dispute, Rulebook, Session, Status
from liaison.models import Booking, Message, Room
from tests.factories.disputes import (
    ago,
    ahead,
    at,
    dispute_in,
    invited_mediator,
    record,
    room_of,
    schedule,
    upload,
)
from tests.factories.liaison import UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]

SOON = {"on": ago(0), "starts_at": at(ahead(5))}


def planned(dispute, here, **changes):
    return schedule(dispute, here, **(SOON | changes))


def adjourn(dispute, here, session, **changes):
    plan = {"on": ago(0), "starts_at": at(ahead(8)), "mode": "on_site", "place": "调解室"}
    said = {"reason": "申请人生病"} | plan | changes
    dispute.adjourn_session(actor=here.mediator, session=session, **said)
    return dispute.sessions.latest("id")


def taken(dispute):
    return {str(one.room or one.person) for one in Booking.objects.of(dispute)}


def test_a_session_takes_its_room_and_the_whole_panel():
    dispute, here = dispute_in(Status.MEDIATING)
    second = invited_mediator(here.centre)
    dispute.appoint(
        actor=here.centre_clerk, on=ago(1), mediators=[here.mediator, second], presides=second
    )
    session = planned(dispute, here, room=room_of(here), place="")

    assert taken(dispute) == {"第一调解室", str(here.mediator), str(second)}
    assert session.place == "第一调解室"
    assert session.ends_at - session.starts_at == timedelta(hours=2)
    assert session.span == "9:30—11:30"


def test_two_disputes_cannot_have_one_room_or_one_mediator_at_one_time():
    dispute, here = dispute_in(Status.MEDIATING)
    other, _ = dispute_in(Status.MEDIATING, here)
    room = room_of(here)
    planned(dispute, here, room=room)

    with pytest.raises(ValidationError) as refusal:
        planned(other, here, starts_at=at(ahead(5), 10), room=room)
    assert list(refusal.value.message_dict) == ["room"]
    with pytest.raises(ValidationError) as refusal:
        planned(other, here, starts_at=at(ahead(5), 10))
    assert refusal.value.message_dict["starts_at"][0].startswith(f"{here.mediator} ")
    assert not other.sessions.exists()
    planned(other, here, starts_at=at(ahead(5), 11, 30), room=room)


def test_what_is_registered_late_takes_nothing():
    dispute, here = dispute_in(Status.MEDIATING)
    schedule(dispute, here, room=room_of(here))
    schedule(dispute, here, room=Room.objects.get())

    assert not Booking.objects.exists()


def test_a_room_of_another_unit_is_refused_and_some_place_is_needed():
    dispute, here = dispute_in(Status.MEDIATING)
    foreign = Room.objects.create(unit=UnitFactory(), name="局会议室")

    with pytest.raises(ValidationError, match="不是本中心的"):
        planned(dispute, here, room=foreign)
    with pytest.raises(ValidationError, match="写明地点"):
        planned(dispute, here, place="")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": at(ahead(5), 9, 30)}, "ends_at"),
        ({"ends_at": at(ahead(6), 10)}, "ends_at"),
        ({"starts_at": at(ahead(400))}, "starts_at"),
        ({"starts_at": at(ahead(2))}, "short_notice"),
    ],
)
def test_a_time_that_cannot_be_is_refused_on_its_field(changes, field):
    dispute, here = dispute_in(Status.MEDIATING)

    with pytest.raises(ValidationError) as refusal:
        planned(dispute, here, **changes)
    assert list(refusal.value.message_dict) == [field]


def test_a_late_session_ends_on_its_day():
    dispute, here = dispute_in(Status.MEDIATING)
    session = planned(dispute, here, starts_at=at(ahead(5), 23, 0))

    assert session.span == "23:00—23:59"


def test_how_long_before_is_the_rulebooks_to_say():
    dispute, here = dispute_in(Status.MEDIATING)
    Rulebook.objects.create(
        committee=here.committee,
        title="工作规则",
        version=1,
        status=Rulebook.Status.IN_FORCE,
        valid_from=ago(100),
        session_notice_days=7,
    )

    with pytest.raises(ValidationError, match="不足7日"):
        planned(dispute, here)
    assert planned(dispute, here, short_notice=True).short_notice


def test_a_session_put_off_keeps_its_place_and_moves_what_it_took():
    dispute, here = dispute_in(Status.MEDIATING)
    room = room_of(here)
    before = planned(dispute, here, room=room)
    after = adjourn(dispute, here, before, room=room)

    before.refresh_from_db()
    assert (before.status, before.adjourned_to) == (Session.Status.ADJOURNED, after.starts_at)
    assert (before.ordinal, after.ordinal, before.adjournment) == (1, 1, "申请人生病")
    times = {one.during.lower for one in Booking.objects.of(dispute)}
    assert times == {after.starts_at}
    assert planned(dispute, here).ordinal == 2
    letters = Message.objects.filter(notice="disputes.session_moved", channel=Message.INBOX)
    assert {letter.recipient for letter in letters} == {here.agency_clerk, here.mediator}
    assert "改到" in letters[0].subject


def test_a_session_is_put_off_within_the_rules_of_its_notice():
    dispute, here = dispute_in(Status.MEDIATING)
    session = planned(dispute, here)

    with pytest.raises(ValidationError, match="不足3日"):
        adjourn(dispute, here, session, starts_at=at(ahead(1)))
    session.refresh_from_db()
    assert session.status == Session.Status.PLANNED
    assert Booking.objects.of(dispute).count() == 1
    adjourn(dispute, here, session, starts_at=at(ahead(1)), short_notice=True)
    with pytest.raises(ValidationError, match="改期或者"):
        adjourn(dispute, here, session)


def test_what_is_called_off_or_over_gives_back_what_it_took():
    dispute, here = dispute_in(Status.MEDIATING)
    session = planned(dispute, here, room=room_of(here))
    dispute.cancel_session(actor=here.mediator, session=session, reason="撤回申请")
    assert not Booking.objects.exists()

    planned(dispute, here, room=Room.objects.get())
    dispute.fail(actor=here.centre_clerk, on=ago(0), failure_ground="too_far", reason="差距大")
    assert not Booking.objects.exists()


def test_a_new_panel_takes_the_hours_of_what_is_planned_and_frees_the_old_ones():
    dispute, here = dispute_in(Status.MEDIATING)
    other, _ = dispute_in(Status.MEDIATING, here)
    planned(dispute, here)
    second = invited_mediator(here.centre)
    other.appoint(actor=here.centre_clerk, on=ago(1), mediators=[second], reason="分工")
    planned(other, here)

    with pytest.raises(ValidationError) as refusal:
        dispute.appoint(actor=here.centre_clerk, on=ago(1), mediators=[second], reason="分工")
    assert list(refusal.value.message_dict) == ["mediators"]
    third = invited_mediator(here.centre)
    dispute.appoint(actor=here.centre_clerk, on=ago(1), mediators=[third], reason="分工")
    assert taken(dispute) == {str(third)}


@pytest.mark.parametrize(
    ("attendance", "apart", "words"),
    [
        ([("respondent", {"may_settle": True})], False, ""),
        ([("respondent", {"is_head": True})], False, ""),
        ([("respondent", {})], False, "没有负责人或者有权和解"),
        ([("respondent", {})], True, "没有负责人或者有权和解"),
        ([("applicant", {"may_settle": True})], False, "没有派员到场"),
        ([("applicant", {})], True, ""),
    ],
)
def test_the_record_says_when_nobody_of_the_agency_could_settle(attendance, apart, words):
    dispute, here = dispute_in(Status.MEDIATING)
    session = schedule(dispute, here)
    rows = [{"side": side, "name": "某人"} | more for side, more in attendance]
    record(dispute, here, session, attendance=rows, apart=apart)

    for held in (dispute.sessions.get(), dispute.sessions.with_attendance().get()):
        assert (words in held.caution) if words else held.caution == ""


def test_a_session_past_its_time_waits_for_its_record():
    dispute, here = dispute_in(Status.MEDIATING)
    past, coming = schedule(dispute, here), planned(dispute, here)
    now = schedule(
        dispute, here, starts_at=timezone.now() - timedelta(minutes=1), short_notice=True
    )

    shown = [(one.shown_status, one.tone) for one in (past, coming, now)]
    assert shown == [("待补记录", "yellow"), ("已通知", "blue"), ("已通知", "blue")]
    assert list(Session.objects.unrecorded()) == [past]
    assert coming.caution == ""
    assert Session(starts_at=at(ago(1))).span == "9:30"


def test_undisputed_facts_are_kept_apart_with_their_own_paper():
    dispute, here = dispute_in(Status.MEDIATING)
    record(dispute, here, schedule(dispute, here), undisputed_upload=upload("事实.pdf"))

    assert dispute.attachments.get(name="事实.pdf").kind == "无争议事实记载"
    assert dispute.sessions.get().undisputed == "林地面积无争议。"


def test_the_desk_says_what_holds_a_dispute_up():
    undisclosed, here = dispute_in(Status.MEDIATING)
    unrecorded, _ = dispute_in(Status.MEDIATING, here)
    schedule(unrecorded, here)
    unchosen, _ = dispute_in(Status.ACCEPTED, here)
    unchosen.panel.update(ended_on=ago(1))
    Dispute.objects.filter(pk=unchosen.pk).update(mediator=None)
    unlisted, _ = dispute_in(Status.MEDIATING, here)
    gone = invited_mediator(here.centre)
    unlisted.appoint(actor=here.centre_clerk, on=ago(1), mediators=[gone], reason="分工")
    unlisted.panel.update(disclosed_on=ago(1))
    here.centre.mediators.filter(user=gone).update(ends_on=ago(1))
    fine, _ = dispute_in(Status.MEDIATING, here)
    fine.panel.update(disclosed_on=ago(1))
    over, _ = dispute_in(Status.FAILED, here)

    notes = dict(Dispute.objects.annotate(note=Dispute.noted_on_desk()).values_list("pk", "note"))
    assert notes == {
        undisclosed.pk: "待调解员披露",
        unrecorded.pk: "会谈待补记录",
        unchosen.pk: "待选定调解员",
        unlisted.pk: "须另行指定调解员",
        fine.pk: "",
        over.pk: "",
    }
    assert list(Dispute.objects.noted("待选定调解员")) == [unchosen]
