"""Who mediates: chosen or named, one or several, disclosing, standing back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from disputes.models import Appointment, Status
from liaison.access import drift
from liaison.models import Deadline, Message, Role, User
from liaison.transitions import TransitionNotAllowed
from tests.disputes.bench import appoint, choice_clock, sees, unnamed
from tests.factories.disputes import (
    ago,
    disclose,
    dispute_in,
    invited_mediator,
    register,
    scene,
    schedule,
    upload,
)
from tests.factories.liaison import PostFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def test_without_a_mediator_the_parties_have_two_working_days_to_choose():
    dispute, here = unnamed()
    clock = choice_clock(dispute)

    assert (clock.rule.length, clock.rule.unit) == (2, "working_day")
    assert (clock.responsible, clock.started_on) == (here.centre.unit, ago(18))
    assert dispute.bench == []

    dispute.choose_mediator(
        actor=here.centre_clerk, on=ago(17), mediators=[here.mediator], upload=upload()
    )

    clock.refresh_from_db()
    assert (clock.status, clock.ended_on) == (Deadline.Status.MET, ago(17))
    seat = dispute.panel.get()
    assert (seat.by, seat.presides, seat.mediator) == (
        Appointment.By.PARTIES,
        True,
        dispute.mediator,
    )
    assert dispute.attachments.filter(kind="选定调解员意见").exists()
    assert dispute.audit.first().note == f"当事人共同选定：{here.mediator}"
    with pytest.raises(TransitionNotAllowed):
        dispute.choose_mediator(actor=here.centre_clerk, on=ago(17), mediators=[here.mediator])


def test_a_mediator_named_at_acceptance_leaves_nothing_to_choose():
    dispute, here = dispute_in(Status.ACCEPTED)

    assert choice_clock(dispute) is None
    seat = dispute.panel.get()
    assert (seat.mediator, seat.by, seat.presides) == (here.mediator, "centre", True)


def test_several_mediate_and_one_presides():
    dispute, here = unnamed()
    second, third = invited_mediator(here.centre), invited_mediator(here.centre)

    for presides in (None, third):
        with pytest.raises(ValidationError, match="指定一人主持"):
            appoint(dispute, here, here.mediator, second, presides=presides)
    appoint(dispute, here, here.mediator, second, presides=second)

    assert dispute.mediator == second
    assert dispute.bench_in_words == f"{second}（主持）、{here.mediator}"
    assert all(sees(user, dispute) for user in (here.mediator, second))
    assert not sees(third, dispute)
    assert drift(dispute) == (set(), set())
    told = Message.objects.filter(notice="disputes.appointed", channel=Message.INBOX)
    assert {row.recipient for row in told} == {here.agency_clerk, here.mediator, second}


def test_who_presides_can_change_without_anybody_leaving():
    dispute, here = unnamed()
    second = invited_mediator(here.centre)
    appoint(dispute, here, here.mediator, second, presides=second)
    appoint(dispute, here, here.mediator, second, presides=here.mediator)

    assert dispute.mediator == here.mediator
    assert [seat.presides for seat in dispute.panel.order_by("id")] == [True, False]


def test_a_mediator_is_replaced_with_a_reason_and_told():
    dispute, here = dispute_in(Status.MEDIATING)
    second = invited_mediator(here.centre)

    with pytest.raises(ValidationError, match="写明原因"):
        appoint(dispute, here, second)
    appoint(dispute, here, second, reason="长期出差")

    before = dispute.panel.get(mediator=here.mediator)
    assert (before.ended_on, before.ended_reason, before.presides) == (ago(10), "长期出差", False)
    assert not sees(here.mediator, dispute)
    letter = Message.objects.get(notice="disputes.relieved", channel=Message.INBOX)
    assert letter.recipient == here.mediator
    assert dispute.title not in letter.subject + letter.body


def test_nobody_is_named_who_is_not_on_the_register():
    dispute, here = unnamed()
    posted = PostFactory(unit=here.centre.unit, role=Role.MEDIATOR).user
    ended = invited_mediator(here.centre, ends_on=ago(1))
    removed = invited_mediator(here.centre, standing="removed", standing_note="泄密")
    elsewhere = invited_mediator(scene().centre)
    closed = invited_mediator(here.centre)
    User.objects.filter(pk=closed.pk).update(is_active=False)

    for user in (posted, ended, removed, elsewhere, closed, invited_mediator()):
        with pytest.raises(ValidationError, match="名册"):
            appoint(dispute, here, user)
    warned = invited_mediator(here.centre, standing="warned", standing_note="迟到")
    appoint(dispute, here, warned)


def test_a_choice_before_acceptance_or_before_an_appointment_is_refused():
    dispute, here = unnamed()
    with pytest.raises(ValidationError, match="早于"):
        appoint(dispute, here, here.mediator, on=ago(19))
    appoint(dispute, here, here.mediator, on=ago(5))
    with pytest.raises(ValidationError, match="早于"):
        appoint(dispute, here, invited_mediator(here.centre), on=ago(6), reason="出差")


def test_a_mediators_post_at_the_centre_opens_nothing_by_itself():
    dispute, here = dispute_in(Status.MEDIATING)
    own = person(here.centre.unit, Role.MEDIATOR)
    register(here.centre, own)
    assert not sees(own, dispute)

    appoint(dispute, here, here.mediator, own, presides=own)

    assert sees(own, dispute)
    letters = Message.objects.filter(recipient=own).values_list("notice", flat=True)
    assert set(letters) == {"disputes.appointed"}


def test_a_session_is_recorded_only_when_every_mediator_has_disclosed():
    dispute, here = unnamed()
    second = invited_mediator(here.centre)
    session = schedule(dispute, here)
    attendance = [{"side": "applicant", "name": "甄有理"}]
    minutes = {"session": session, "record": "笔录", "attendance": attendance}

    with pytest.raises(ValidationError, match="选定或者指定"):
        dispute.record_session(actor=here.centre_clerk, **minutes)
    appoint(dispute, here, here.mediator, second, presides=second)
    own = dispute.panel.get(mediator=here.mediator)
    dispute.disclose(actor=here.mediator, on=ago(9), appointment=own)
    with pytest.raises(ValidationError, match=f"{second}还没有披露"):
        dispute.record_session(actor=second, **minutes)
    other = dispute.panel.get(mediator=second)
    dispute.disclose(actor=second, on=ago(9), appointment=other, disclosure="与代理人同事两年")
    with pytest.raises(ValidationError, match="当事人同意"):
        dispute.record_session(actor=second, **minutes)

    dispute.keep_mediator(
        actor=here.centre_clerk, on=ago(8), appointment=other, note="各方口头同意"
    )

    dispute.record_session(actor=second, **minutes)
    assert dispute.sessions.get().status == "held"


def test_a_new_disclosure_asks_for_a_new_consent():
    dispute, here = dispute_in(Status.MEDIATING)
    seat = dispute.panel.get()
    said = {"actor": here.mediator, "on": ago(9), "appointment": seat}
    dispute.disclose(disclosure="同学", **said)
    dispute.keep_mediator(actor=here.centre_clerk, on=ago(8), appointment=seat, note="同意")
    with pytest.raises(TransitionNotAllowed):
        dispute.keep_mediator(actor=here.centre_clerk, on=ago(8), appointment=seat, note="同意")
    dispute.disclose_more(disclosure="且有借贷", **said | {"on": ago(7)})

    seat.refresh_from_db()
    assert (seat.is_doubted, seat.disclosure) == (True, "同学\n且有借贷")
    assert seat.kept_note == ""
    told = Message.objects.filter(notice="disputes.disclosed", channel=Message.INBOX)
    assert {row.recipient for row in told} == {here.centre_clerk, here.agency_clerk}


def test_a_first_disclosure_is_one_and_what_follows_adds_to_it():
    dispute, here = unnamed()
    second = invited_mediator(here.centre)
    appoint(dispute, here, here.mediator, second, presides=second)
    own = dispute.panel.get(mediator=here.mediator)
    other = dispute.panel.get(mediator=second)
    said = {"actor": here.mediator, "on": ago(9), "appointment": own}

    with pytest.raises(TransitionNotAllowed):
        dispute.disclose_more(disclosure="同学", **said)
    dispute.disclose(**said)
    with pytest.raises(ValidationError, match="补充披露"):
        dispute.disclose(**said)
    with pytest.raises(ValidationError, match="还没有披露"):
        dispute.disclose_more(actor=second, on=ago(9), appointment=other, disclosure="同学")
    with pytest.raises(ValidationError, match="早于"):
        dispute.disclose_more(disclosure="同学", **said | {"on": ago(10)})


def test_consent_is_for_somebody_who_disclosed_something():
    dispute, here = unnamed()
    second = invited_mediator(here.centre)
    appoint(dispute, here, here.mediator, second, presides=second)
    disclose(dispute, here)
    doubted, fine = dispute.panel.order_by("id")
    dispute.disclose_more(
        actor=doubted.mediator, on=ago(9), appointment=doubted, disclosure="与申请人同村"
    )

    with pytest.raises(ValidationError, match="没有待当事人同意"):
        dispute.keep_mediator(actor=here.centre_clerk, on=ago(8), appointment=fine, note="同意")


def test_a_mediator_discloses_in_person_and_the_centre_only_what_was_signed():
    dispute, here = unnamed()
    second = invited_mediator(here.centre)
    appoint(dispute, here, here.mediator, second, presides=second)
    other = dispute.panel.get(mediator=second)
    said = {"on": ago(9), "appointment": other}

    with pytest.raises(ValidationError, match="本人"):
        dispute.disclose(actor=here.mediator, **said)
    with pytest.raises(ValidationError, match="签字的披露声明"):
        dispute.disclose(actor=here.centre_clerk, **said)
    with pytest.raises(PermissionDenied):
        dispute.disclose(actor=here.agency_clerk, **said)
    dispute.disclose(actor=here.centre_clerk, upload=upload("声明.pdf"), **said)

    assert dispute.attachments.get(name="声明.pdf").kind == "调解员披露声明"
