"""The rules of a judicial suggestion, step by step."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from liaison.models import NumberSeries
from liaison.transitions import TransitionNotAllowed, transitions_of
from suggestions.models import JudicialSuggestion, Outcome, Status
from suggestions.models.serving import AFTER_SERVICE
from tests.factories import suggestions as build
from tests.factories.suggestions import DAYS, PAIRS, drafted, scene, suggestion_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False):
        yield


def days_of(suggestion):
    return [(d.rule.code, d.due_on, d.status) for d in suggestion.deadlines.all()]


@pytest.mark.parametrize("status", Status)
def test_the_factory_reaches_every_status_by_real_steps(status):
    assert suggestion_in(status).status == status


def test_a_draft_keeps_its_rows_in_order_and_is_titled_by_its_subject():
    suggestion = drafted(scene())
    rows = list(suggestion.problems.values_list("order", "problem", "suggestion"))
    assert rows == [(n, r["problem"], r["suggestion"]) for n, r in enumerate(PAIRS, start=1)]
    assert suggestion.title == "关于规范不动产登记告知程序的司法建议"
    assert suggestion.number == ""
    assert suggestion.holder == suggestion.initiator


@pytest.mark.parametrize(
    ("problems", "message"),
    [
        ([], "至少"),
        ([{"problem": "有问题", "suggestion": "  "}], "缺少建议"),
        ([{"problem": "", "suggestion": "有建议"}], "缺少问题"),
        (PAIRS * 11, "不超过"),
    ],
)
def test_unmatched_rows_are_refused_and_leave_nothing_behind(problems, message):
    with pytest.raises(ValidationError, match=message):
        drafted(scene(), problems=problems)
    assert not JudicialSuggestion.objects.exists()


@pytest.mark.parametrize(
    ("parties", "message"),
    [
        (lambda s: {"recipient": s.coordinator}, "督促单位"),
        (lambda s: {"recipient": s.court}, "行政机关"),
        (lambda s: {"copies": [s.recipient]}, "不必抄送"),
        (lambda s: {"copies": [s.court]}, "不必抄送"),
        (lambda s: {"recipient": scene().recipient}, "成员单位"),
        (lambda s: {"copies": [scene().copied]}, "成员单位"),
    ],
)
def test_units_that_do_not_fit_are_refused(parties, message):
    stage = scene()
    with pytest.raises(ValidationError, match=message):
        drafted(stage, **parties(stage))


def test_only_a_court_drafts():
    stage = scene()
    with pytest.raises(PermissionDenied):
        JudicialSuggestion.draft(actor=stage.answerer, initiator=stage.recipient, problems=PAIRS)


def test_a_revision_replaces_text_rows_and_copies_and_keeps_the_status():
    stage = scene()
    suggestion = suggestion_in(Status.CONSULTED, stage)
    suggestion.revise(actor=stage.clerk, problems=PAIRS[:1], subject="规范登簿程序")
    suggestion.refresh_from_db()
    assert suggestion.status == Status.CONSULTED
    assert suggestion.title == "关于规范登簿程序的司法建议"
    assert suggestion.problems.count() == 1
    assert not suggestion.copies.exists()


def test_the_governance_kind_needs_talk_then_committee_then_signature():
    stage = scene()
    suggestion = drafted(stage)
    with pytest.raises(TransitionNotAllowed):
        build.approve(suggestion, stage)
    with pytest.raises(TransitionNotAllowed):
        build.sign(suggestion, stage)
    build.consult(suggestion, stage)
    with pytest.raises(TransitionNotAllowed):
        build.sign(suggestion, stage)
    build.approve(suggestion, stage)
    build.sign(suggestion, stage)
    assert suggestion.status == Status.SIGNED


def test_another_kind_can_be_signed_from_the_draft():
    stage = scene()
    suggestion = drafted(stage, kind="other")
    build.sign(suggestion, stage)
    assert suggestion.status == Status.SIGNED


def test_every_talk_is_kept():
    stage = scene()
    suggestion = drafted(stage)
    build.consult(suggestion, stage)
    suggestion.consult(actor=stage.clerk, on=date(2026, 6, 3), talked_with="局长", note="同意。")
    assert suggestion.talk_note.splitlines() == [
        "2026-06-01 局法制科科长：对方认可问题。",
        "2026-06-03 局长：同意。",
    ]
    assert suggestion.talked_on == date(2026, 6, 3)


def test_talks_beyond_the_room_for_them_are_refused():
    stage = scene()
    suggestion = drafted(stage)
    with pytest.raises(ValidationError, match="过长"):
        suggestion.consult(
            actor=stage.clerk, on=DAYS["consult"], talked_with="局长", note="长" * 6001
        )


def test_only_the_president_signs_and_what_was_sent_back_needs_the_committee_again():
    stage = scene()
    suggestion = suggestion_in(Status.APPROVED, stage)
    with pytest.raises(PermissionDenied):
        suggestion.sign(actor=stage.clerk, on=DAYS["sign"])
    suggestion.send_back(actor=stage.president, reason="文字再斟酌")
    assert (suggestion.status, suggestion.approved_on) == (Status.CONSULTED, None)
    with pytest.raises(TransitionNotAllowed):
        build.sign(suggestion, stage)


def test_numbers_run_by_court_and_year_without_gaps():
    stage = scene()
    first = suggestion_in(Status.SIGNED, stage)
    second = suggestion_in(Status.SIGNED, stage)
    elsewhere = suggestion_in(Status.SIGNED, scene(place_name="大庆"))
    assert first.number == "延边法建〔2026〕1号"
    assert second.number == "延边法建〔2026〕2号"
    assert elsewhere.number == "大庆法建〔2026〕1号"


def test_the_number_is_of_the_year_of_signing():
    stage = scene()
    suggestion = drafted(stage, kind="other")
    suggestion.sign(actor=stage.president, on=date(2025, 12, 31))
    assert suggestion.number == "延边法建〔2025〕1号"


def test_a_court_without_place_name_cannot_sign_and_draws_no_number():
    stage = scene(place_name="")
    suggestion = suggestion_in(Status.APPROVED, stage)
    with pytest.raises(ValidationError, match="地名简称"):
        build.sign(suggestion, stage)
    assert not NumberSeries.objects.exists()


def test_signing_freezes_the_letter():
    suggestion = suggestion_in(Status.SIGNED)
    paper = suggestion.papers.get()
    assert (paper.code, paper.number) == ("judicial-suggestion", suggestion.number)
    assert suggestion.signed_by == suggestion.audit.get(action="sign").actor


@pytest.mark.parametrize(
    ("kind", "reply_by", "message"),
    [
        ("governance", date(2026, 6, 12), "应晚于"),
        ("governance", date(2026, 8, 13), "不超过两个月"),
        ("other", date(2027, 6, 13), "过远"),
    ],
)
def test_a_letter_may_not_name_a_date_outside_what_the_law_allows(kind, reply_by, message):
    stage = scene()
    suggestion = suggestion_in(Status.APPROVED, stage, kind=kind, reply_by=reply_by)
    with pytest.raises(ValidationError, match=message):
        build.sign(suggestion, stage)


def test_the_clock_runs_two_months_from_receipt_and_moves_off_days_off():
    """2026-08-15 is a Saturday; the last day moves to Monday."""
    suggestion = suggestion_in(Status.SERVED)
    assert days_of(suggestion) == [("suggestion.governance", date(2026, 8, 17), "running")]
    assert suggestion.due_on == date(2026, 8, 17)
    assert suggestion.holder == suggestion.recipient
    deadline = suggestion.reply_deadline(suggestion.addressees.get())
    assert (deadline.responsible, deadline.asker) == (suggestion.recipient, suggestion.initiator)


def test_two_months_from_the_end_of_july_end_with_september():
    """The vector of the domain study: 2026-07-31 + 2 months = Wed 2026-09-30."""
    stage = scene()
    suggestion = suggestion_in(Status.SIGNED, stage)
    suggestion.serve(actor=stage.clerk, on=date(2026, 7, 31), way="post")
    assert suggestion.due_on == date(2026, 9, 30)


def test_the_date_named_in_the_letter_rules_the_clock():
    suggestion = suggestion_in(Status.SERVED, reply_by=date(2026, 7, 31))
    assert suggestion.due_on == date(2026, 7, 31)


def test_a_letter_served_after_its_own_date_is_to_be_withdrawn():
    stage = scene()
    suggestion = suggestion_in(Status.SIGNED, stage, reply_by=date(2026, 6, 15))
    with pytest.raises(TransitionNotAllowed, match="撤回"):
        build.serve(suggestion, stage)
    build.withdraw(suggestion, stage)
    assert suggestion.status == Status.WITHDRAWN


def test_another_kind_runs_by_analogy_under_its_own_rule():
    suggestion = suggestion_in(Status.SERVED, kind="other")
    assert days_of(suggestion) == [("suggestion.other", date(2026, 8, 17), "running")]


def test_dates_are_neither_to_come_nor_before_the_step_before():
    stage = scene()
    suggestion = suggestion_in(Status.SIGNED, stage)
    with pytest.raises(ValidationError, match="早于上一步"):
        suggestion.serve(actor=stage.clerk, on=date(2026, 6, 11), way="direct")
    with pytest.raises(ValidationError, match="晚于今天"):
        suggestion.serve(actor=stage.clerk, on=date(2026, 11, 21), way="direct")


def test_after_service_nothing_can_be_withdrawn():
    stage = scene()
    suggestion = suggestion_in(Status.SERVED, stage)
    with pytest.raises(TransitionNotAllowed):
        build.withdraw(suggestion, stage)


def test_a_number_once_drawn_stays_with_what_was_withdrawn():
    stage = scene()
    suggestion = suggestion_in(Status.SIGNED, stage)
    build.withdraw(suggestion, stage)
    assert suggestion.number == "延边法建〔2026〕1号"
    assert suggestion_in(Status.SIGNED, stage).number == "延边法建〔2026〕2号"


def test_the_receipt_can_come_later_once():
    stage = scene()
    suggestion = suggestion_in(Status.SIGNED, stage)
    suggestion.serve(actor=stage.clerk, on=DAYS["serve"], way="post")
    suggestion.file_receipt(actor=stage.clerk, receipt=build.upload())
    assert suggestion.addressees.get().receipt.kind == "送达回证"
    with pytest.raises(TransitionNotAllowed):
        suggestion.file_receipt(actor=stage.clerk, receipt=build.upload())


def test_step_and_state_matrix():
    """Each step is offered in exactly the states that it declares."""
    stage = scene()
    walked = {status: suggestion_in(status, stage) for status in Status}
    for step in transitions_of(JudicialSuggestion):
        for status, suggestion in walked.items():
            if status in step.source:
                continue
            actors = {"handle": stage.president}
            with pytest.raises(TransitionNotAllowed, match="状态不能"):
                getattr(suggestion, step.name)(actor=actors.get(step.part, stage.answerer))
            assert suggestion.status == status


def test_every_step_can_be_taken_from_somewhere():
    reachable = {Status.DRAFT}
    for _ in Status:
        for step in transitions_of(JudicialSuggestion):
            if reachable & set(step.source) and step.target:
                later = {*AFTER_SERVICE, Status.LOOK_BACK, Status.CLOSED}
                reachable |= later if callable(step.target) else {step.target}
    assert reachable == set(Status)
    open_states = set(Status) - JudicialSuggestion.CLOSED
    assert all(
        any(status in step.source and step.target for step in transitions_of(JudicialSuggestion))
        for status in open_states
    )


def test_outcome_and_status_are_two_things():
    suggestion = suggestion_in(Status.CLOSED)
    assert (suggestion.status, suggestion.outcome) == (Status.CLOSED, Outcome.ADOPTED)
    assert suggestion.closed_on == date(2026, 11, 20)
    assert suggestion.holder is None
