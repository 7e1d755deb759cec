"""How a dispute ends without a result, and what the court that sent it is told."""

import pytest
from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models import FailureGround, Outcome, Source, Stage, Status
from liaison.models import Message
from liaison.transitions import TransitionNotAllowed
from tests.factories.disputes import (
    accept,
    ago,
    agree,
    ahead,
    bring,
    dispute_in,
    fail,
    hold_session,
    item,
    record,
    refer,
    report,
    scene,
    schedule,
    state,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]
CASE = "（2026）吉24行初15号"


def deadline(dispute, code, **which):
    return dispute.deadlines.get(rule__code=code, **which)


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        (Stage.PRE_SUIT, Outcome.FAILED_TO_FILING),
        (Stage.IN_SUIT, Outcome.FAILED_RESUME_TRIAL),
        (Stage.ENFORCEMENT, Outcome.FAILED_RESUME_ENFORCEMENT),
    ],
)
def test_what_fails_goes_back_to_where_it_came_from(stage, outcome):
    dispute, _ = dispute_in(Status.FAILED, stage=stage, court_case=CASE)

    assert dispute.outcome == outcome
    assert dispute.get_failure_ground_display() == "各方分歧过大，无和解可能"


def test_what_came_without_a_court_fails_at_once_and_nothing_is_reported():
    here = scene()
    dispute = bring(here, Source.PARTY)
    accept(dispute, here)
    fail(dispute, here)

    assert (dispute.status, dispute.outcome) == (Status.FAILED, Outcome.FAILED)
    assert not dispute.deadlines.filter(rule__code=codes.REPORT).exists()


def test_before_a_suit_the_complaint_goes_back_and_the_courts_clock_runs_on():
    dispute, here = dispute_in(Status.REPORTING)

    assert deadline(dispute, codes.FILING).status == "running"
    told = Message.objects.filter(notice="disputes.file_now", channel=Message.INBOX)
    assert told.filter(recipient=here.court_clerk).exists()
    assert "依法登记立案" in dispute.what_waits
    report(dispute, here)
    assert dispute.status == Status.FAILED
    assert deadline(dispute, codes.FILING).status == "running"


@pytest.mark.parametrize("ground", FailureGround)
def test_every_ground_fits_its_time(ground):
    dispute, here = dispute_in(Status.MEDIATING)
    if ground in (FailureGround.EXPIRED, FailureGround.NOT_PERFORMED):
        with pytest.raises(ValidationError, match="尚未届满|不符"):
            fail(dispute, here, failure_ground=ground)
        return

    fail(dispute, here, failure_ground=ground)

    assert dispute.failure_ground == ground


def test_time_is_up_when_it_is():
    here = scene()
    dispute = refer(here, stage=Stage.IN_SUIT_SUMMARY, court_case=CASE)
    accept(dispute, here)
    due_on = deadline(dispute, codes.IN_SUIT_SUMMARY).due_on

    fail(dispute, here, failure_ground="expired", on=due_on)

    assert dispute.outcome == Outcome.FAILED_RESUME_TRIAL


@pytest.mark.parametrize(
    ("signed", "ground"), [(None, "refused_to_sign"), (upload(), "not_performed")]
)
def test_an_agreement_fails_by_not_being_signed_or_not_kept(signed, ground):
    dispute, here = dispute_in(Status.MEDIATING)
    agree(dispute, here, upload=signed, items=[item(due_on=ago(6))])
    report(dispute, here)
    with pytest.raises(ValidationError, match="不符"):
        fail(dispute, here, failure_ground="too_far")

    fail(dispute, here, failure_ground=ground, on=ago(3))

    assert (dispute.status, dispute.holder) == (Status.REPORTING, here.centre.unit)
    assert deadline(dispute, codes.PERFORMANCE).status == "waived"
    assert deadline(dispute, codes.REPORT, status="running").started_on == ago(3)
    report(dispute, here, on=ago(2), cause="协议没有签收。")
    assert (dispute.status, dispute.report.cause) == (Status.FAILED, "协议没有签收。")


def test_mediation_does_not_fail_before_its_last_session():
    dispute, here = dispute_in(Status.MEDIATING)
    record(dispute, here, schedule(dispute, here))

    with pytest.raises(ValidationError, match="早于"):
        fail(dispute, here, on=ago(9))


@pytest.mark.parametrize("who", ["court_clerk", "centre_clerk"])
def test_a_referral_can_be_taken_back_before_it_is_accepted(who):
    here = scene()
    dispute = refer(here)
    dispute.withdraw(actor=getattr(here, who), on=ago(19), reason="已和解", upload=upload())

    assert (dispute.status, dispute.outcome) == (Status.WITHDRAWN, Outcome.PARTY_WITHDREW)
    assert deadline(dispute, codes.ACCEPT).status == "waived"
    assert dispute.attachments.filter(kind="撤回申请").exists()


ELSE = {
    "lapse": (Outcome.LAPSED, Status.WITHDRAWN),
    "stop_sham": (Outcome.TERMINATED_SHAM, Status.TERMINATED),
    "transfer": (Outcome.TRANSFERRED, Status.TERMINATED),
}


def end(dispute, here, step, **changes):
    more = {"transferred_to": "长白山劳动人事争议仲裁委员会"} if step == "transfer" else {}
    given = {"on": ago(5), "reason": "两次书面通知未到。", "upload": upload()} | more | changes
    getattr(dispute, step)(actor=here.centre_clerk, **given)


@pytest.mark.parametrize("step", ELSE)
@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.MEDIATING, Status.SUSPENDED])
def test_other_ends_are_reported_before_the_dispute_is_done_with(step, status):
    dispute, here = dispute_in(status)
    outcome, terminal = ELSE[step]
    end(dispute, here, step)

    assert (dispute.status, dispute.outcome) == (Status.REPORTING, outcome)
    assert (dispute.holder, dispute.ended_on) == (here.centre.unit, ago(5))
    assert set(dispute.deadlines.open().values_list("rule__code", flat=True)) == {
        codes.REPORT,
        codes.FILING,
    }
    report(dispute, here)
    assert (dispute.status, dispute.holder) == (terminal, None)


@pytest.mark.parametrize("step", ELSE)
def test_other_ends_of_a_partys_own_application_need_no_report(step):
    here = scene()
    dispute = bring(here, Source.PARTY)
    accept(dispute, here)
    end(dispute, here, step)

    assert dispute.status == ELSE[step][1]


def test_what_is_not_the_centres_business_is_handed_on_before_acceptance():
    here = scene()
    dispute = refer(here)
    end(dispute, here, "transfer", on=ago(19))

    assert (dispute.status, dispute.transferred_to) == (
        Status.TERMINATED,
        "长白山劳动人事争议仲裁委员会",
    )
    assert deadline(dispute, codes.ACCEPT).status == "met"
    told = Message.objects.filter(notice="disputes.transferred", channel=Message.INBOX)
    assert not told.filter(recipient=here.agency_clerk).exists()


def test_the_report_is_due_three_working_days_after_the_end_and_is_made_once():
    dispute, here = dispute_in(Status.REPORTING)
    clock = deadline(dispute, codes.REPORT)
    assert (clock.responsible, clock.asker) == (here.centre.unit, here.court)
    assert dispute.due_on == clock.due_on > ago(5)
    with pytest.raises(ValidationError, match="化解终结"):
        report(dispute, here, on=ago(6))

    report(dispute, here, conduct="申请人一方两次缺席。", points="面积无争议。")

    assert deadline(dispute, codes.REPORT).ended_on == dispute.reported_on == ago(4)
    assert dispute.report.conduct == "申请人一方两次缺席。"
    told = Message.objects.filter(notice="disputes.reported", channel=Message.INBOX)
    assert [message.recipient for message in told] == [here.court_clerk]
    with pytest.raises(TransitionNotAllowed):
        report(dispute, here)


def test_what_was_said_or_conceded_is_not_reported():
    here = scene()
    dispute = refer(here)
    accept(dispute, here)
    state(dispute, here, text="我局愿意在公布标准之上再补偿百分之二十，以求和解。")
    session = schedule(dispute, here)
    record(dispute, here, session, record="申请人表示只要补偿到位可以放弃青苗部分的请求。")
    fail(dispute, here)

    for words in ("局 愿意在公布标准之上再补偿百分之二十", "只要补偿到位可以放弃青苗部分的请求"):
        for field in ("basics", "cause", "conduct", "points"):
            with pytest.raises(ValidationError, match="让步不得报告"):
                report(dispute, here, **{field: f"据称，{words}。"})
    report(dispute, here, points="林地面积无争议。")

    assert dispute.reported_on == ago(4)


def test_the_draft_of_a_report_says_only_what_the_register_says():
    dispute, here = dispute_in(Status.MEDIATING)
    assert dispute.report_draft() == {}
    hold_session(dispute, here)
    fail(dispute, here)

    draft = dispute.report_draft()

    assert dispute.number in draft["basics"]
    assert "举行会谈1次" in draft["basics"]
    assert "各方分歧过大" in draft["cause"]
    report(dispute, here, **draft)


def test_what_was_reported_late_is_late():
    dispute, here = dispute_in(Status.MEDIATING)
    fail(dispute, here, on=ago(14))
    report(dispute, here, on=ago(1))

    clock = deadline(dispute, codes.REPORT)
    assert clock.ended_on > clock.due_on
    assert dispute.due_on is None or dispute.due_on > ahead(0)
