"""Results that stand by somebody else's document."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from disputes import deadlines as codes
from disputes.models import (
    ChangeCondition,
    Conclusion,
    Outcome,
    Remainder,
    Source,
    Status,
    outcomes_for,
)
from tests.factories.disputes import (
    CHANGED_ACT,
    accept,
    ago,
    agree,
    ahead,
    bring,
    conclude,
    dispute_in,
    fail,
    item,
    perform,
    report,
    scene,
    suspend,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
BY_COURT = {"issuer": "某法院", "number": "（2026）吉24行初15号", "change": "", "conditions": []}
PARTLY = {
    "outcome": Outcome.PARTIAL,
    "number": "部分协议",
    "resolved": "青苗补偿已付。",
    "unresolved": "林木补偿标准。",
    "remainder": Remainder.COURT,
}


def by_court(dispute, here, outcome, **changes):
    facts = BY_COURT | {"outcome": outcome, "on": ago(6), "document": upload()} | changes
    dispute.conclude(actor=here.court_clerk, **facts)


def test_a_changed_act_ends_mediation_and_the_court_confirms():
    dispute, here = dispute_in(Status.MEDIATING)
    conclude(dispute, here)

    assert (dispute.status, dispute.outcome) == (Status.PERFORMED, Outcome.AGENCY_CHANGED_ACT)
    assert dispute.deadlines.get(rule__code=codes.PRE_SUIT).status == "met"
    assert dispute.holder == here.centre.unit
    report(dispute, here)
    assert dispute.holder == here.court
    dispute.close(actor=here.court_clerk)
    assert (dispute.status, dispute.outcome) == (Status.COMPLETED, Outcome.AGENCY_CHANGED_ACT)
    row = dispute.conclusions.get()
    assert row.document.name == "改变决定.pdf"
    assert str(row) == "长补改〔2026〕3号 行政机关改变行政行为"
    assert len(row.conditions_in_words) == 4


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"change": ""}, "改变的方式"),
        ({"conditions": ChangeCondition.values[1:]}, "各项条件"),
        ({"document": None}, "结果文书"),
        ({"on": ago(19)}, "早于"),
        (PARTLY | {"unresolved": ""}, "部分化解的"),
        ({"items": [item(due_on=ago(7))]}, "履行期限"),
        ({"outcome": Outcome.AGREEMENT_PERFORMED}, "由作出决定的法院"),
    ],
)
def test_a_result_without_what_the_law_asks_is_refused(facts, words):
    dispute, here = dispute_in(Status.MEDIATING)

    with pytest.raises(ValidationError, match=words):
        conclude(dispute, here, **facts)

    assert not Conclusion.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWAL_ALLOWED, Outcome.COURT_DOCUMENT])
def test_a_courts_decision_is_the_courts_alone_to_put_down(outcome):
    dispute, here = dispute_in(Status.MEDIATING)
    with pytest.raises(ValidationError, match="由作出决定的法院登记"):
        conclude(dispute, here, outcome=outcome)
    with pytest.raises(PermissionDenied):
        dispute.conclude(actor=here.agency_clerk, on=ago(6), outcome=outcome)

    by_court(dispute, here, outcome)

    assert (dispute.status, dispute.outcome) == (Status.PERFORMED, outcome)


def test_each_side_is_offered_what_is_its_own():
    dispute, here = dispute_in(Status.MEDIATING)

    assert outcomes_for(here.court_clerk, dispute) == [
        Outcome.WITHDRAWAL_ALLOWED,
        Outcome.COURT_DOCUMENT,
    ]
    assert outcomes_for(here.centre_clerk, dispute) == [
        Outcome.AGENCY_CHANGED_ACT,
        Outcome.RECONSIDERATION_DOCUMENT,
        Outcome.PARTIAL,
    ]
    assert outcomes_for(here.agency_clerk, dispute) == []


def test_what_is_to_be_performed_after_it_is_followed_up():
    dispute, here = dispute_in(Status.MEDIATING)
    conclude(dispute, here, items=[item(due_on=ahead(9))])

    assert (dispute.status, dispute.holder) == (Status.PERFORMING, here.agency)
    clock = dispute.deadlines.get(rule__code=codes.PERFORMANCE)
    assert (clock.due_on, clock.started_on) == (ahead(9), ago(6))
    report(dispute, here)
    perform(dispute, here)
    dispute.close(actor=here.court_clerk)
    assert dispute.outcome == Outcome.AGENCY_CHANGED_ACT


def test_the_court_allows_the_withdrawal_that_follows_on_a_changed_act():
    dispute, here = dispute_in(Status.MEDIATING)
    conclude(dispute, here)
    by_court(dispute, here, Outcome.WITHDRAWAL_ALLOWED, on=ago(3))

    assert dispute.outcome == Outcome.WITHDRAWAL_ALLOWED
    assert [row.outcome for row in dispute.conclusions.all()] == [
        Outcome.AGENCY_CHANGED_ACT,
        Outcome.WITHDRAWAL_ALLOWED,
    ]
    assert dispute.deadlines.filter(rule__code=codes.REPORT).count() == 1


def test_after_an_agreement_the_courts_own_document_stands_and_the_items_stay():
    dispute, here = dispute_in(Status.PERFORMING)
    by_court(dispute, here, Outcome.COURT_DOCUMENT)

    assert (dispute.status, dispute.outcome) == (Status.PERFORMING, Outcome.COURT_DOCUMENT)
    with pytest.raises(ValidationError, match="已有履行事项"):
        by_court(dispute, here, Outcome.WITHDRAWAL_ALLOWED, items=[item()])
    with pytest.raises(Exception, match="不能化解不成"):
        fail(dispute, here, failure_ground="not_performed")
    perform(dispute, here)
    dispute.close(actor=here.court_clerk)
    assert dispute.outcome == Outcome.COURT_DOCUMENT


def test_a_part_is_resolved_and_the_rest_goes_its_way():
    dispute, here = dispute_in(Status.MEDIATING)
    suspend(dispute, here)
    conclude(dispute, here, **PARTLY)

    row = dispute.conclusions.get()
    assert (dispute.outcome, row.is_partial) == (Outcome.PARTIAL, True)
    assert row.get_remainder_display() == "由法院依法立案、审理或者审查"
    assert dispute.deadlines.get(rule__code=codes.FILING).status == "running"


def test_a_reconsideration_organs_document_ends_what_no_court_sent():
    here = scene()
    dispute = bring(here, Source.PARTY)
    accept(dispute, here)
    conclude(dispute, here, outcome=Outcome.RECONSIDERATION_DOCUMENT)

    assert (dispute.status, dispute.holder) == (Status.PERFORMED, here.centre.unit)
    dispute.close(actor=here.centre_clerk, confirmation=upload())
    assert dispute.outcome == Outcome.RECONSIDERATION_DOCUMENT


def test_a_result_that_does_not_hold_is_sent_back_to_mediation():
    dispute, here = dispute_in(Status.MEDIATING)
    conclude(dispute, here)
    report(dispute, here)

    def back(until):
        dispute.send_back(actor=here.court_clerk, reason="改变决定未送达", until=until)

    for until, words in ((None, "继续化解的期限"), (ago(1), "早于今天")):
        with pytest.raises(ValidationError, match=words):
            back(until)
    back(ahead(10))

    assert (dispute.status, dispute.outcome) == (Status.MEDIATING, "")
    assert dispute.deadlines.running().get(rule__code=codes.PRE_SUIT).due_on == ahead(10)
    assert dispute.conclusions.get().sent_back_on == ago(0)
    assert dispute.settled_on is None
    agree(dispute, here, on=ago(0), legality_on=ago(0))
    assert (dispute.status, dispute.owes_report) == (Status.PERFORMING, True)


def test_a_changed_act_needs_no_document_of_the_centres_own(undrawn):
    dispute, here = dispute_in(Status.MEDIATING)
    conclude(dispute, here, **CHANGED_ACT)

    assert "dispute-agreement" not in undrawn
