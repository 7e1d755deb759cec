"""Standing back: who may ask for it, and what a decision does."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from disputes import deadlines as codes
from disputes.models import Status
from liaison.models import Deadline, Message
from liaison.transitions import TransitionNotAllowed
from tests.disputes.bench import appoint, asks, choice_clock, sees, unnamed
from tests.factories.disputes import (
    ago,
    dispute_in,
    invited_mediator,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


@pytest.mark.parametrize(
    ("who", "side", "fine"),
    [
        ("agency_clerk", "respondent", True),
        ("agency_clerk", "applicant", False),
        ("agency_clerk", "mediator", False),
        ("mediator", "mediator", True),
        ("mediator", "respondent", False),
        ("centre_clerk", "applicant", True),
        ("centre_clerk", "third", True),
        ("centre_clerk", "mediator", True),
    ],
)
def test_each_asks_for_a_recusal_in_its_own_name(who, side, fine):
    dispute, here = dispute_in(Status.MEDIATING)

    if fine:
        assert asks(dispute, here, who, side=side).is_pending
        told = Message.objects.filter(notice="disputes.recusal_requested", channel=Message.INBOX)
        assert here.centre_clerk in {row.recipient for row in told}
    else:
        with pytest.raises(ValidationError, match="本方"):
            asks(dispute, here, who, side=side)


def test_a_mediator_asks_for_no_colleagues_recusal_and_the_court_for_nobodys():
    dispute, here = unnamed()
    second = invited_mediator(here.centre)
    appoint(dispute, here, here.mediator, second, presides=second)
    other = dispute.panel.get(mediator=second)

    with pytest.raises(ValidationError, match="本方"):
        asks(dispute, here, "mediator", side="mediator", appointment=other)
    with pytest.raises(PermissionDenied):
        asks(dispute, here, "court_clerk")


def test_one_request_at_a_time_and_one_decision_each():
    dispute, here = dispute_in(Status.MEDIATING)
    recusal = asks(dispute, here)
    decide = {"actor": here.centre_clerk, "on": ago(8), "recusal": recusal}

    with pytest.raises(ValidationError, match="正在等待"):
        asks(dispute, here)
    with pytest.raises(ValidationError, match="写明理由"):
        dispute.decide_recusal(granted=False, **decide)
    with pytest.raises(ValidationError, match="早于"):
        dispute.decide_recusal(granted=True, **decide | {"on": ago(11)})
    dispute.decide_recusal(granted=False, decision="不影响公正", **decide)

    assert dispute.mediator == here.mediator
    assert sees(here.mediator, dispute)
    with pytest.raises(TransitionNotAllowed):
        dispute.decide_recusal(granted=True, **decide)
    asks(dispute, here, on=ago(7))
    with pytest.raises(ValidationError, match="已经决定"):
        dispute.decide_recusal(granted=True, **decide)


def test_a_recusal_granted_ends_the_appointment_and_starts_the_choice_again():
    dispute, here = dispute_in(Status.MEDIATING)
    recusal = asks(dispute, here)
    dispute.decide_recusal(actor=here.centre_clerk, on=ago(8), recusal=recusal, granted=True)

    assert not sees(here.mediator, dispute)
    assert dispute.mediator is None
    clock = choice_clock(dispute)
    assert (clock.status, clock.started_on) == (Deadline.Status.RUNNING, ago(8))
    assert dispute.deadlines.get(rule__code=codes.PRE_SUIT).handler is None
    with pytest.raises(ValidationError, match="已准予回避"):
        appoint(dispute, here, here.mediator, on=ago(7))
    appoint(dispute, here, invited_mediator(here.centre), on=ago(7))
    clock.refresh_from_db()
    assert clock.status == Deadline.Status.MET


def test_when_who_presides_leaves_the_next_one_presides():
    dispute, here = unnamed()
    second = invited_mediator(here.centre)
    appoint(dispute, here, here.mediator, second, presides=second)
    recusal = asks(dispute, here, appointment=dispute.panel.get(mediator=second))
    dispute.decide_recusal(actor=here.centre_clerk, on=ago(8), recusal=recusal, granted=True)

    assert dispute.mediator == here.mediator
    assert dispute.panel.sitting().get().presides
    assert choice_clock(dispute).status == Deadline.Status.MET


def test_a_request_about_somebody_who_left_meanwhile_needs_no_decision():
    dispute, here = dispute_in(Status.MEDIATING)
    asks(dispute, here)
    appoint(dispute, here, invited_mediator(here.centre), on=ago(8), reason="出差")

    assert dispute.recusals_pending == []
    gone = dispute.panel.get(ended_on__isnull=False)
    with pytest.raises(ValidationError, match="不再办理"):
        asks(dispute, here, appointment=gone)
