"""The court's confirmation of what is civil in an agreement."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from disputes import deadlines as codes
from disputes.models import Confirmation, Dispute, Outcome, Status
from liaison.access import drift
from liaison.models import Message, Role, User
from liaison.transitions import TransitionNotAllowed
from tests.factories.disputes import ago, agree, dispute_in, perform, report, upload
from tests.factories.liaison import MembershipFactory, UnitFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
NUMBER = "（2026）吉2426民特3号"
Result = Confirmation.Result


@pytest.fixture
def scenery():
    """A dispute agreed upon with a civil part, another court of the committee, its clerk."""
    dispute, here = dispute_in(Status.MEDIATING)
    agree(dispute, here, civil_part="被申请机关返还暂存的苗木。")
    report(dispute, here)
    court = UnitFactory(court=True)
    MembershipFactory(committee=here.committee, unit=court, side="court")
    return dispute, here, court, person(court, Role.COURT_CLERK)


def apply(dispute, here, court, **changes):
    given = {"on": ago(5), "court": court, "upload": upload()} | changes
    dispute.apply_confirmation(actor=here.centre_clerk, **given)


def decide(dispute, clerk, result, **changes):
    given = {"on": ago(2), "result": result, "reason": "", "upload": upload()} | changes
    dispute.decide_confirmation(actor=clerk, **given)


def clock(dispute, code):
    return dispute.deadlines.get(rule__code=code)


def test_a_confirmed_civil_part_is_what_comes_of_the_dispute(scenery):
    dispute, here, court, clerk = scenery
    assert clock(dispute, codes.CONFIRMATION_APPLY).started_on == ago(7)
    apply(dispute, here, court)
    assert clock(dispute, codes.CONFIRMATION_APPLY).status == "met"
    assert clock(dispute, codes.CONFIRMATION_ACCEPT).responsible == court
    told = Message.objects.filter(notice="disputes.confirmation_applied", channel=Message.INBOX)
    assert [message.recipient for message in told] == [clerk]

    dispute.accept_confirmation(actor=clerk, on=ago(4), case_number=NUMBER)
    assert clock(dispute, codes.CONFIRMATION_DECIDE).started_on == ago(4)
    decide(dispute, clerk, Result.CONFIRMED)
    assert clock(dispute, codes.CONFIRMATION_DECIDE).status == "met"
    perform(dispute, here)
    dispute.close(actor=here.court_clerk)

    assert dispute.outcome == Outcome.CIVIL_PART_CONFIRMED
    assert str(dispute.confirmation).endswith("司法确认")


def test_the_close_waits_for_the_ruling(scenery):
    dispute, here, court, clerk = scenery
    apply(dispute, here, court)
    perform(dispute, here)
    assert "作出裁定后" in dispute.close_waits_for
    with pytest.raises(TransitionNotAllowed):
        dispute.close(actor=here.court_clerk)

    decide(dispute, clerk, Result.NOT_ACCEPTED, reason="不属于受理范围")
    dispute.close(actor=here.court_clerk)

    assert dispute.outcome == Outcome.AGREEMENT_PERFORMED


def test_what_was_never_applied_for_is_dropped_at_the_close(scenery):
    dispute, here, *_ = scenery
    perform(dispute, here)
    dispute.close(actor=here.court_clerk)

    assert clock(dispute, codes.CONFIRMATION_APPLY).status == "waived"


@pytest.mark.parametrize(
    ("accepted", "ruling", "words"),
    [
        (False, {"result": Result.CONFIRMED}, "还没有受理"),
        (True, {"result": Result.NOT_ACCEPTED, "reason": "无"}, "已经受理"),
        (True, {"result": Result.DISMISSED}, "理由"),
        (True, {"result": Result.CONFIRMED, "upload": None}, "裁定书"),
        (True, {"result": Result.CONFIRMED, "on": ago(5)}, "早于"),
    ],
)
def test_a_ruling_out_of_order_is_refused(scenery, accepted, ruling, words):
    dispute, here, court, clerk = scenery
    apply(dispute, here, court)
    if accepted:
        dispute.accept_confirmation(actor=clerk, on=ago(4), case_number=NUMBER)

    with pytest.raises(ValidationError, match=words):
        decide(dispute, clerk, **ruling)


def test_only_the_court_that_was_asked_decides_and_sees_no_mediation_file(scenery):
    dispute, here, court, clerk = scenery
    visible = Dispute.objects.visible_to(User.objects.get(pk=clerk.pk))
    assert not visible.exists()
    apply(dispute, here, court)

    assert list(Dispute.objects.visible_to(User.objects.get(pk=clerk.pk))) == [dispute]
    assert not dispute.may_read_file(User.objects.get(pk=clerk.pk))
    assert drift(dispute) == (set(), set())
    for user in (here.centre_clerk, here.court_clerk, here.agency_clerk):
        with pytest.raises(PermissionDenied):
            dispute.accept_confirmation(actor=user, on=ago(4), case_number=NUMBER)


def test_the_sides_have_thirty_days(scenery, time_machine):
    dispute, here, court, _ = scenery
    late = clock(dispute, codes.CONFIRMATION_APPLY).due_on
    time_machine.move_to(f"{late} 10:00+08:00")
    time_machine.shift(86400)

    with pytest.raises(ValidationError, match="已于.*届满"):
        apply(dispute, here, court, on=ago(0))
    with pytest.raises(ValidationError, match="共同申请书"):
        apply(dispute, here, court, on=late, upload=None)
    apply(dispute, here, court, on=late)

    assert dispute.confirmation.applied_on == late


@pytest.mark.parametrize("terms", [{}, {"civil_part": "返还苗木", "upload": None}])
def test_nothing_civil_or_nothing_in_force_is_not_confirmed(terms):
    dispute, here = dispute_in(Status.MEDIATING)
    agree(dispute, here, **terms)

    with pytest.raises(TransitionNotAllowed):
        apply(dispute, here, here.court)
