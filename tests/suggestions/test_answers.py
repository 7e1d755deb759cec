"""Answers, extensions, what is handed back, verdicts, and the clock under them."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from liaison.transitions import TransitionNotAllowed
from suggestions.models import Status
from suggestions.models.answers import outcomes_open
from tests.factories import suggestions as build
from tests.factories.suggestions import answers, scene, suggestion_in, upload, verdicts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def july():
    """Inside the period: served on 15 June, due on Monday 17 August."""
    with time_machine.travel("2026-07-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return scene()


def test_the_recipient_answers_every_problem_and_meets_the_clock(stage):
    suggestion = suggestion_in(Status.ACKNOWLEDGED, stage)
    build.answer(suggestion, stage.answerer, items=answers(suggestion), number="函〔2026〕8号")
    deadline = suggestion.deadlines.get()
    assert (deadline.status, deadline.ended_on) == ("met", date(2026, 7, 20))
    assert suggestion.due_on is None
    assert suggestion.holder == stage.court
    assert suggestion.replies.get().items.count() == 2


def test_an_answer_may_come_without_acknowledgement(stage):
    suggestion = suggestion_in(Status.SERVED, stage)
    build.answer(suggestion, stage.people["recipient_leader"], items=answers(suggestion))
    assert suggestion.status == Status.REPLIED


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows[:1], "每个问题"),
        (lambda rows: [rows[0], rows[0]], "每个问题"),
        (lambda rows: [rows[0] | {"response": "rejected"}, rows[1]], "理由"),
        (lambda rows: [rows[0] | {"response": "partly"}, rows[1]], "理由"),
        (lambda rows: [rows[0] | {"measures": ""}, rows[1]], "措施"),
    ],
)
def test_an_incomplete_answer_is_refused_whole(stage, change, message):
    suggestion = suggestion_in(Status.SERVED, stage)
    with pytest.raises(ValidationError, match=message):
        build.answer(suggestion, stage.answerer, items=change(answers(suggestion)))
    suggestion.refresh_from_db()
    assert suggestion.status == Status.SERVED
    assert not suggestion.replies.exists()


@pytest.mark.parametrize("name", ["justice", "copied_clerk", "stranger", "court_clerk"])
def test_nobody_but_the_recipient_answers(stage, name):
    suggestion = suggestion_in(Status.SERVED, stage)
    with pytest.raises(PermissionDenied):
        build.answer(suggestion, stage.people[name], items=answers(suggestion))


def test_a_late_answer_stays_late(stage):
    with time_machine.travel("2026-09-01 10:00+08:00", tick=False):
        suggestion = suggestion_in(Status.SERVED, stage)
        build.answer(suggestion, stage.answerer, items=answers(suggestion))
        deadline = suggestion.deadlines.get()
    assert deadline.ended_on > deadline.due_on


def test_a_paper_answer_counts_on_the_day_of_posting(stage):
    with time_machine.travel("2026-08-20 10:00+08:00", tick=False):
        suggestion = suggestion_in(Status.SERVED, stage)
        suggestion.record_reply(
            actor=stage.clerk, items=answers(suggestion), on=date(2026, 8, 17), letter=upload()
        )
        deadline = suggestion.deadlines.get()
    assert deadline.ended_on == deadline.due_on == date(2026, 8, 17)
    assert suggestion.replies.get().letter.kind == "复函"


def test_proof_is_kept_with_its_answer(stage):
    suggestion = suggestion_in(Status.SERVED, stage)
    items = answers(suggestion)
    items[1]["proof"] = upload("指南.png")
    build.answer(suggestion, stage.answerer, items=items)
    first, second = suggestion.latest_items()
    assert first.proof is None
    assert (second.proof.kind, second.proof.matter) == ("佐证材料", suggestion)


def test_an_extension_moves_the_date_only_once_the_court_agrees(stage):
    suggestion = suggestion_in(Status.SERVED, stage)
    suggestion.ask_extension(actor=stage.answerer, until=date(2026, 9, 15), reason="需上会")
    assert suggestion.due_on == date(2026, 8, 17)
    suggestion.grant_extension(actor=stage.clerk, granted=True)
    assert suggestion.due_on == date(2026, 9, 15)
    assert suggestion.addressees.get().extension_until is None
    reasons = suggestion.deadlines.get().events.values_list("reason", flat=True)
    assert f"经{stage.court}同意：需上会" in reasons


def test_the_court_may_refuse_or_name_another_date(stage):
    suggestion = suggestion_in(Status.SERVED, stage)
    suggestion.ask_extension(actor=stage.answerer, until=date(2026, 9, 15), reason="需上会")
    suggestion.grant_extension(actor=stage.clerk, granted=False, note="时间充足")
    assert suggestion.due_on == date(2026, 8, 17)
    suggestion.ask_extension(actor=stage.answerer, until=date(2026, 9, 15), reason="需上会")
    suggestion.grant_extension(actor=stage.clerk, granted=True, until=date(2026, 8, 31))
    assert suggestion.due_on == date(2026, 8, 31)
    notes = suggestion.audit.filter(action="grant_extension").values_list("note", flat=True)
    told = ("同意延长至2026-08-31", "不同意延长。时间充足")
    assert list(notes) == [f"{stage.recipient}：{each}" for each in told]


def test_one_request_at_a_time_and_none_after_the_last_day(stage):
    suggestion = suggestion_in(Status.SERVED, stage)
    with pytest.raises(ValidationError, match="晚于现期满日"):
        suggestion.ask_extension(actor=stage.answerer, until=date(2026, 8, 17), reason="需上会")
    suggestion.ask_extension(actor=stage.answerer, until=date(2026, 9, 15), reason="需上会")
    with pytest.raises(TransitionNotAllowed):
        suggestion.ask_extension(actor=stage.answerer, until=date(2026, 9, 16), reason="需上会")
    with time_machine.travel("2026-08-18 10:00+08:00", tick=False):
        with pytest.raises(TransitionNotAllowed):
            suggestion.grant_extension(actor=stage.clerk, granted=True)
        suggestion.grant_extension(actor=stage.clerk, granted=False)
        with pytest.raises(TransitionNotAllowed):
            suggestion.ask_extension(actor=stage.answerer, until=date(2026, 9, 16), reason="需上会")


def test_what_is_handed_back_has_a_new_date_and_a_second_round(stage):
    with time_machine.travel("2026-08-20 10:00+08:00", tick=False):
        suggestion = suggestion_in(Status.RETURNED, stage)
        assert suggestion.due_on == date(2026, 12, 1)
        assert suggestion.holder == stage.recipient
        build.answer(suggestion, stage.answerer, items=answers(suggestion))
    assert list(suggestion.replies.values_list("round", flat=True)) == [1, 2]
    met = suggestion.deadlines.order_by("pk").values_list("rule__code", "status")
    assert list(met) == [("suggestion.governance", "met"), ("suggestion.supplement", "met")]
    rounds = [
        [item.reply.round for _, answers in row.columns for item in answers]
        for row in suggestion.matrix(stage.clerk)
    ]
    assert rounds == [[2, 1], [2, 1]]


def test_the_date_for_the_rest_lies_ahead(stage):
    with time_machine.travel("2026-08-20 10:00+08:00", tick=False):
        suggestion = suggestion_in(Status.REPLIED, stage)
        day = date(2026, 8, 12)
        with pytest.raises(ValidationError, match="晚于退回日期"):
            suggestion.return_reply(actor=stage.clerk, on=day, reason="不完整", until=day)


def test_only_the_court_that_asked_closes(stage):
    with time_machine.travel("2026-08-20 10:00+08:00", tick=False):
        suggestion = suggestion_in(Status.REPLIED, stage)
        for name in ("recipient_clerk", "justice", "other_court_clerk", "other_president"):
            with pytest.raises(PermissionDenied):
                suggestion.evaluate(
                    actor=stage.people[name], verdicts=verdicts(suggestion), outcome="adopted"
                )
        build.evaluate(suggestion, stage)
    assert suggestion.status == Status.CLOSED


@pytest.mark.parametrize(
    ("change", "outcome", "message"),
    [
        (lambda rows: rows[:1], "adopted", "每条答复"),
        (lambda rows: [row | {"satisfaction": "unsatisfied"} for row in rows], "adopted", "意见"),
        (lambda rows: rows, "nonsense", "不一致"),
    ],
)
def test_an_incomplete_verdict_closes_nothing(stage, change, outcome, message):
    with time_machine.travel("2026-08-20 10:00+08:00", tick=False):
        suggestion = suggestion_in(Status.REPLIED, stage)
        rows = change(verdicts(suggestion))
        with pytest.raises(ValidationError, match=message):
            suggestion.evaluate(actor=stage.clerk, verdicts=rows, outcome=outcome)
    suggestion.refresh_from_db()
    assert suggestion.status == Status.REPLIED


@pytest.mark.parametrize(
    ("responses", "outcomes"),
    [
        (["adopted", "adopted"], ["adopted", "partly", "rejected"]),
        (["adopted", "rejected"], ["partly", "rejected"]),
        (["partly"], ["partly", "rejected"]),
        (["rejected", "rejected"], ["rejected"]),
    ],
)
def test_the_outcome_cannot_contradict_the_answers(responses, outcomes):
    assert outcomes_open(responses) == outcomes
