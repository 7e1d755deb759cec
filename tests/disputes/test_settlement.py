"""Agreement, performance item by item, and the close."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from disputes import deadlines as codes
from disputes.models import Agreement, Dispute, Outcome, Session, Source, Status
from liaison import desk
from liaison.models import Message, Role, User
from liaison.transitions import TransitionNotAllowed
from tests.factories.disputes import (
    accept,
    ago,
    agree,
    ahead,
    at,
    bring,
    dispute_in,
    hold_session,
    item,
    perform,
    record,
    register,
    report,
    scene,
    schedule,
    state,
    upload,
)
from tests.factories.liaison import PostFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
APPLICANT = Agreement.Performer.APPLICANT
INSTALMENTS = [
    item("首期补偿款", amount=Decimal("60000"), due_on=ahead(3)),
    item("余款", amount=Decimal("40000.50"), due_on=ahead(40)),
    item("腾退林地", performer=APPLICANT, due_on=ahead(10)),
]


def deadline(dispute, code, **which):
    return dispute.deadlines.get(rule__code=code, **which)


def agreed(**terms):
    """A dispute agreed upon, of which the court was told; and its scene."""
    dispute, here = dispute_in(Status.MEDIATING)
    agree(dispute, here, **terms)
    report(dispute, here)
    return dispute, here


def confirm(dispute, here, one, **changes):
    done = {"item": one, "on": ago(1), "note": "已付", "proof": upload()} | changes
    dispute.perform(actor=here.centre_clerk, **done)


def test_an_agreement_ends_mediation_and_starts_performance(undrawn):
    dispute, here = dispute_in(Status.MEDIATING)
    later = schedule(dispute, here, on=ago(8), starts_at=at(ahead(3)))
    agree(dispute, here)

    later.refresh_from_db()
    assert later.status == Session.Status.CANCELLED
    assert deadline(dispute, codes.PRE_SUIT).status == "met"
    clock = deadline(dispute, codes.PERFORMANCE)
    assert (clock.due_on, clock.responsible) == (ahead(20), here.agency)
    assert deadline(dispute, codes.REPORT).responsible == here.centre.unit
    assert dispute.outcome == Outcome.AGREEMENT_PENDING
    assert undrawn[-1] == "dispute-agreement"


def test_an_agreement_before_the_statement_drops_the_statements_clock():
    dispute, here = dispute_in(Status.ACCEPTED)
    agree(dispute, here)

    assert deadline(dispute, codes.STATEMENT).status == "waived"


def test_each_item_has_its_own_clock_for_who_performs_it():
    dispute, here = agreed(items=INSTALMENTS)

    clocks = dispute.deadlines.filter(rule__code=codes.PERFORMANCE).order_by("ref")
    assert [(one.ref, one.due_on, one.responsible) for one in clocks] == [
        ("item-1", ahead(3), here.agency),
        ("item-2", ahead(40), here.agency),
        ("item-3", ahead(10), here.centre.unit),
    ]
    assert not [one.name for one in clocks if "补偿" in one.name]
    assert (dispute.agreement.performer, dispute.agreement.perform_by) == ("both", ahead(40))
    assert dispute.holder == here.agency


def test_the_sums_follow_what_is_performed():
    dispute, here = agreed(items=INSTALMENTS)
    assert dispute.sums == {"total": "100,000.50元", "performed": "0.00元", "left": "100,000.50元"}

    confirm(dispute, here, dispute.items.first())

    assert dispute.sums["left"] == "40,000.50元"
    assert agreed()[0].sums is None


def test_what_the_applicant_performs_is_followed_up_by_the_centre():
    dispute, here = agreed(items=[item(performer=APPLICANT)])

    assert deadline(dispute, codes.PERFORMANCE).responsible == here.centre.unit
    assert dispute.holder == here.centre.unit
    assert not dispute.items_to_report


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"items": [item(due_on=ago(8))]}, "履行期限"),
        ({"on": ago(9), "legality_on": ago(9)}, "早于"),
        ({"legality_on": ago(6)}, "签订之前"),
        ({"legality_on": ago(19)}, "早于"),
    ],
)
def test_an_agreement_out_of_order_is_refused(terms, words):
    dispute, here = dispute_in(Status.MEDIATING)
    record(dispute, here, schedule(dispute, here))

    with pytest.raises(ValidationError, match=words):
        agree(dispute, here, **terms)

    assert not Agreement.objects.exists()


def test_its_legality_is_checked_by_the_centre_but_not_by_who_mediates():
    here = scene()
    own = person(here.centre.unit, Role.MEDIATOR)
    register(here.centre, own)
    dispute, _ = dispute_in(Status.MEDIATING, here)
    dispute.appoint(
        actor=here.centre_clerk, on=ago(9), mediators=[own], presides=own, reason="更换"
    )
    torn = person(here.centre.unit, Role.CENTRE_CLERK)
    PostFactory(user=torn, unit=here.agency, role=Role.UNIT_CLERK)

    for checker in (own, here.mediator, here.agency_clerk, here.court_clerk, torn):
        with pytest.raises(ValidationError, match="合法性审查人"):
            agree(dispute, here, legality_by=checker)
    agree(dispute, here)

    assert dispute.agreement.legality_by == here.centre_clerk


def test_an_agreement_takes_effect_when_the_last_side_has_signed():
    dispute, here = agreed(upload=None, civil_part="另行返还保管物。")
    assert dispute.sealed_on is None
    with pytest.raises(ValidationError, match="请上传"):
        dispute.seal(actor=here.centre_clerk, on=ago(3), upload=None)
    with pytest.raises(ValidationError, match="签订"):
        dispute.seal(actor=here.centre_clerk, on=ago(8), upload=upload())

    dispute.seal(actor=here.centre_clerk, on=ago(3), upload=upload())

    assert dispute.sealed_on == ago(3)
    assert deadline(dispute, codes.CONFIRMATION_APPLY).started_on == ago(3)
    with pytest.raises(TransitionNotAllowed):
        dispute.seal(actor=here.centre_clerk, on=ago(3), upload=upload())


def test_what_has_not_taken_effect_is_never_performed_to_the_end():
    dispute, here = agreed(upload=None, items=INSTALMENTS[:2])
    first, second = dispute.items.all()
    confirm(dispute, here, first)

    with pytest.raises(ValidationError, match="登记盖章"):
        confirm(dispute, here, second)
    dispute.seal(actor=here.centre_clerk, on=ago(3), upload=upload())
    confirm(dispute, here, second)

    assert dispute.status == Status.PERFORMED


def test_the_agency_reports_with_proof_and_the_centre_confirms_on_it():
    dispute, here = agreed()
    one = dispute.items.get()
    done = {"on": ago(2), "item": one, "text": "已转账"}
    with pytest.raises(ValidationError, match="证明"):
        dispute.report_performance(actor=here.agency_clerk, proof=None, **done)
    with pytest.raises(PermissionDenied):
        dispute.report_performance(actor=here.centre_clerk, proof=upload(), **done)

    dispute.report_performance(actor=here.agency_clerk, proof=upload("回单.pdf"), **done)
    one.refresh_from_db()
    assert (one.state, dispute.holder) == ("reported", here.centre.unit)
    assert dispute.status == Status.PERFORMING

    confirm(dispute, here, one, proof=None)
    one.refresh_from_db()
    assert (one.state, one.proof.name) == ("performed", "回单.pdf")


def handed_in(dispute, here, one, **changes):
    done = {"on": ago(2), "item": one, "text": "已转账", "proof": upload("回单.pdf")} | changes
    dispute.report_performance(actor=here.agency_clerk, **done)


def test_what_was_reported_waits_for_the_centre_and_the_agency_is_not_urged():
    dispute, here = agreed(items=INSTALMENTS[:2])
    first, second = dispute.items.all()
    handed_in(dispute, here, first)

    assert deadline(dispute, codes.PERFORMANCE, ref="item-1").responsible == here.centre.unit
    assert deadline(dispute, codes.PERFORMANCE, ref="item-2").responsible == here.agency
    assert Dispute.objects.annotate(note=Dispute.noted_on_desk()).get().note == "待核对履行"
    with pytest.raises(ValidationError, match="没有报告"):
        dispute.refuse_report(actor=here.centre_clerk, item=second, reason="无")

    dispute.refuse_report(actor=here.centre_clerk, item=first, reason="回单没有银行印章。")

    first.refresh_from_db()
    assert (first.state, first.proof, first.due_on) == ("awaited", None, ahead(3))
    clock = deadline(dispute, codes.PERFORMANCE, ref="item-1")
    assert (clock.responsible, clock.due_on, dispute.holder) == (
        here.agency,
        ahead(3),
        here.agency,
    )
    assert dispute.audit.first().note.endswith("回单没有银行印章。")
    told = Message.objects.filter(notice="disputes.refused_report", channel=Message.INBOX)
    assert [message.recipient for message in told] == [here.agency_clerk]
    assert dispute.attachments.filter(name="回单.pdf").exists()
    with pytest.raises(TransitionNotAllowed):
        dispute.refuse_report(actor=here.centre_clerk, item=first, reason="再退")


def on_desk(user):
    """What the user's desk says of its one row: the note and what is to be done."""
    (row,), _ = desk.on_top(User.objects.get(pk=user.pk))
    return row.note, row.action_label


def test_the_desk_says_what_the_centre_owes_before_the_dispute_goes_on():
    dispute, here = dispute_in(Status.MEDIATING)
    agree(dispute, here)
    perform(dispute, here)
    assert on_desk(here.centre_clerk) == ("待报告法院", "报告法院")
    report(dispute, here)
    assert on_desk(here.court_clerk) == ("", "确认办结")

    dispute, here = agreed()
    handed_in(dispute, here, dispute.items.get())
    assert on_desk(here.centre_clerk) == ("待核对履行", "核对履行")


def test_what_applicants_perform_is_not_the_agencys_to_report():
    dispute, here = agreed(items=INSTALMENTS)

    with pytest.raises(ValidationError, match="由申请人履行"):
        dispute.report_performance(
            actor=here.agency_clerk,
            on=ago(1),
            item=dispute.items.last(),
            text="已腾退",
            proof=upload(),
        )


def test_performance_needs_proof_item_by_item_and_the_court_closes():
    dispute, here = agreed(items=INSTALMENTS)
    first, *others = dispute.items.all()
    with pytest.raises(ValidationError, match="证明"):
        confirm(dispute, here, first, proof=None)

    confirm(dispute, here, first)
    assert (dispute.status, dispute.holder) == (Status.PERFORMING, here.centre.unit)
    assert deadline(dispute, codes.PERFORMANCE, ref="item-1").ended_on == ago(1)
    assert dispute.due_on == ahead(10)
    with pytest.raises(ValidationError, match="已经确认"):
        confirm(dispute, here, first)
    for one in others:
        confirm(dispute, here, one)

    assert (dispute.status, dispute.holder) == (Status.PERFORMED, here.court)
    assert dispute.agreement.performed_on == ago(1)
    dispute.close(actor=here.court_clerk)
    assert dispute.outcome == Outcome.AGREEMENT_PERFORMED
    assert dispute.closed_on == ago(0)


def test_the_court_does_not_close_before_it_has_its_report():
    dispute, here = dispute_in(Status.MEDIATING)
    agree(dispute, here)
    perform(dispute, here)
    assert (dispute.holder, dispute.close_waits_for) == (
        here.centre.unit,
        "中心报送情况报告后，才能确认办结",
    )
    with pytest.raises(TransitionNotAllowed):
        dispute.close(actor=here.court_clerk)

    report(dispute, here)

    assert dispute.holder == here.court
    dispute.close(actor=here.court_clerk)


def test_no_report_is_owed_where_no_court_asked():
    here = scene()
    dispute = bring(here, Source.PARTY)
    for step in (accept, state, hold_session, agree, perform):
        step(dispute, here)

    assert not dispute.owes_report
    assert not dispute.deadlines.filter(rule__code=codes.REPORT).exists()


def test_the_court_sends_back_the_items_that_are_not_performed():
    dispute, here = agreed(items=INSTALMENTS)
    perform(dispute, here)
    second = dispute.items.get(ordinal=2)

    def back(*rows, **more):
        dispute.send_back(actor=here.court_clerk, reason="余款未付", items=rows, **more)

    for rows, words in (
        ((), "请选择"),
        (({"item": second, "due_on": ago(1)},), "早于今天"),
        (({"item": second, "due_on": ahead(9)}, {"item": second, "due_on": ahead(8)}), "只写一行"),
    ):
        with pytest.raises(ValidationError, match=words):
            back(*rows)
    back({"item": second, "due_on": ahead(9)})

    assert (dispute.status, dispute.holder) == (Status.PERFORMING, here.agency)
    running = dispute.deadlines.running().get(rule__code=codes.PERFORMANCE)
    assert (running.ref, running.due_on) == ("item-2", ahead(9))
    assert [one.ordinal for one in dispute.unperformed] == [2]
    assert (dispute.agreement.performed_on, dispute.agreement.perform_by) == (None, ahead(10))
    confirm(dispute, here, second, on=ago(2))
    assert dispute.status == Status.PERFORMED
    assert deadline(dispute, codes.PERFORMANCE, ref="item-2", status="met", due_on=ahead(9))


def test_an_item_of_another_dispute_is_not_confirmed_here():
    dispute, here = agreed()
    foreign = agreed()[0].items.get()

    with pytest.raises(ValidationError, match="已经确认"):
        confirm(dispute, here, foreign)


@pytest.mark.parametrize(
    ("due_on", "words", "tone"),
    [
        (ago(2), "已逾期 2 天", "red"),
        (ago(0), "今天到期", "secondary"),
        (ahead(3), "还剩 3 天", "secondary"),
    ],
)
def test_an_item_says_where_it_stands(due_on, words, tone):
    dispute, here = agreed(items=[item(due_on=due_on)])
    one = dispute.items.get()

    assert (one.state_in_words, one.state_tone) == (words, tone)
    confirm(dispute, here, one)
    one.refresh_from_db()
    assert one.state_in_words == "已确认履行"
