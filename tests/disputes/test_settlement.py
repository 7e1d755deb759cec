"""Agreement, performance, close, and the other endings."""

import pytest
from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models import Agreement, Outcome, Session, Stage, Status
from tests.factories.disputes import (
    ago,
    agree,
    ahead,
    at,
    dispute_in,
    record,
    refer,
    scene,
    schedule,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def deadline(dispute, code):
    return dispute.deadlines.get(rule__code=code)


def test_an_agreement_ends_mediation_and_starts_performance(undrawn):
    dispute, here = dispute_in(Status.MEDIATING)
    later = schedule(dispute, here, on=ago(8), starts_at=at(ahead(3)))
    agree(dispute, here)

    later.refresh_from_db()
    assert later.status == Session.Status.CANCELLED
    assert deadline(dispute, codes.PRE_SUIT).status == "met"
    clock = deadline(dispute, codes.PERFORMANCE)
    assert (clock.due_on, clock.responsible) == (ahead(20), here.agency)
    assert (dispute.due_on, dispute.outcome) == (ahead(20), Outcome.AGREEMENT_PENDING)
    assert undrawn[-1] == "dispute-agreement"


def test_an_agreement_before_the_statement_drops_the_statements_clock():
    dispute, here = dispute_in(Status.ACCEPTED)
    agree(dispute, here)

    assert deadline(dispute, codes.STATEMENT).status == "waived"


def test_what_the_applicant_performs_is_followed_up_by_the_centre():
    dispute, here = dispute_in(Status.MEDIATING)
    agree(dispute, here, performer=Agreement.Performer.APPLICANT)

    assert deadline(dispute, codes.PERFORMANCE).responsible == here.centre.unit
    assert dispute.holder == here.centre.unit


@pytest.mark.parametrize(
    ("terms", "words"),
    [({"perform_by": ago(8)}, "履行期限"), ({"on": ago(9), "perform_by": ago(1)}, "早于")],
)
def test_an_agreement_out_of_order_is_refused(terms, words):
    dispute, here = dispute_in(Status.MEDIATING)
    record(dispute, here, schedule(dispute, here))

    with pytest.raises(ValidationError, match=words):
        agree(dispute, here, **terms)

    assert not Agreement.objects.exists()


def test_performance_needs_proof_and_the_court_closes():
    dispute, here = dispute_in(Status.PERFORMING)
    with pytest.raises(ValidationError, match="证明"):
        dispute.perform(actor=here.centre_clerk, on=ago(1), note="已付", proof=None)

    dispute.perform(actor=here.centre_clerk, on=ago(1), note="已付", proof=upload())
    assert (dispute.status, dispute.holder) == (Status.PERFORMED, here.court)
    assert deadline(dispute, codes.PERFORMANCE).ended_on == ago(1)

    dispute.close(actor=here.court_clerk)
    assert dispute.outcome == Outcome.AGREEMENT_PERFORMED
    assert dispute.closed_on == ago(0)


def test_the_court_sends_back_what_is_not_performed():
    dispute, here = dispute_in(Status.PERFORMED)
    with pytest.raises(ValidationError, match="早于今天"):
        dispute.send_back(actor=here.court_clerk, reason="余款未付", perform_by=ago(1))

    dispute.send_back(actor=here.court_clerk, reason="余款未付", perform_by=ahead(9))

    assert (dispute.status, dispute.holder) == (Status.PERFORMING, here.agency)
    (running,) = dispute.clocks()
    assert running.due_on == ahead(9)
    assert dispute.agreement.performed_on is None


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        (Stage.PRE_SUIT, Outcome.FAILED_TO_FILING),
        (Stage.IN_SUIT, Outcome.FAILED_RESUME_TRIAL),
        (Stage.ENFORCEMENT, Outcome.FAILED_RESUME_ENFORCEMENT),
    ],
)
def test_what_fails_goes_back_to_where_it_came_from(stage, outcome):
    dispute, _ = dispute_in(Status.FAILED, stage=stage, court_case="（2026）吉24行初15号")

    assert dispute.outcome == outcome
    assert dispute.get_failure_ground_display() == "各方分歧过大，无和解可能"


def test_mediation_does_not_fail_before_its_last_session():
    dispute, here = dispute_in(Status.MEDIATING)
    record(dispute, here, schedule(dispute, here))

    with pytest.raises(ValidationError, match="早于"):
        dispute.fail(actor=here.centre_clerk, on=ago(9), failure_ground="other", reason="无")


@pytest.mark.parametrize("who", ["court_clerk", "centre_clerk"])
def test_a_referral_can_be_taken_back_before_it_is_accepted(who):
    here = scene()
    dispute = refer(here)
    dispute.withdraw(actor=getattr(here, who), on=ago(19), reason="已和解", upload=upload())

    assert (dispute.status, dispute.outcome) == (Status.WITHDRAWN, Outcome.PARTY_WITHDREW)
    assert deadline(dispute, codes.ACCEPT).status == "waived"
    assert dispute.attachments.filter(kind="撤回申请").exists()
