"""Looking back: after months the court sees whether what was adopted was really done."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from liaison.models import Message
from suggestions.models import Status
from tests.database.walks import begun
from tests.factories.suggestions import answer, answers, scene, suggestion_in, verdicts

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def august():
    with time_machine.travel("2026-08-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return scene()


@begun
def judged(stage, rejected=0, **more):
    """One that was answered, the last ``rejected`` answers refusing, and judged."""
    suggestion = suggestion_in(Status.ACKNOWLEDGED, stage)
    items = answers(suggestion)
    for row in items[len(items) - rejected :]:
        row |= {"response": "rejected", "reasons": "没有职权", "measures": ""}
    answer(suggestion, stage.answerer, items=items)
    outcome = {0: "adopted", 1: "partly", 2: "rejected"}[rejected]
    given = {"look_back_on": LATER} | more
    suggestion.evaluate(actor=stage.clerk, verdicts=verdicts(suggestion), outcome=outcome, **given)
    return suggestion


def findings(suggestion, result="done", words=""):
    items = suggestion.items_to_look_at()
    return [{"item": item, "result": result, "words": words} for item in items]


def after(day="2026-11-25"):
    return time_machine.travel(f"{day} 10:00+08:00", tick=False)


def test_judged_with_a_day_it_stays_open_on_the_courts_desk(stage):
    suggestion = judged(stage)
    assert (suggestion.status, suggestion.closed_on) == (Status.LOOK_BACK, None)
    assert (suggestion.holder, suggestion.due_on) == (stage.court, LATER)
    assert suggestion.outcome == "adopted"
    clock = suggestion.deadlines.owed().get()
    assert (clock.responsible, clock.rule.code) == (stage.court, "suggestion.look_back")
    told = Message.objects.filter(notice="suggestions.evaluated", channel="inbox")
    assert "将于2026-12-01前回头看" in told.get(recipient=stage.answerer).body
    assert list(suggestion.available_transitions(stage.answerer)) == []


def test_all_done_closes_it(stage):
    suggestion = judged(stage)
    with after():
        suggestion.look_back(
            actor=stage.clerk, on=date(2026, 11, 25), findings=findings(suggestion)
        )
    assert (suggestion.status, suggestion.closed_on) == (Status.CLOSED, date(2026, 11, 25))
    assert (suggestion.holder, suggestion.due_on, suggestion.look_back_on) == (None, None, None)
    assert suggestion.looked_back_on == date(2026, 11, 25)
    assert suggestion.audit.get(action="look_back").note == "2026-11-25，2条中2条已落实"


def test_what_is_not_done_is_looked_at_again_and_both_findings_stay(stage, client):
    suggestion = judged(stage)
    again = date(2027, 3, 1)
    with after():
        rows = findings(suggestion, "partly", "台账尚未建立")
        with pytest.raises(ValidationError, match="今天之后"):
            suggestion.look_back(
                actor=stage.clerk,
                on=date(2026, 11, 25),
                findings=rows,
                again_on=LATER.replace(month=1),
            )
        assert not suggestion.items_to_look_at()[0].look_backs.exists()
        suggestion.look_back(
            actor=stage.clerk, on=date(2026, 11, 25), findings=rows, again_on=again
        )
    assert (suggestion.status, suggestion.due_on) == (Status.LOOK_BACK, again)
    with after("2027-02-26"):
        suggestion.look_back(actor=stage.clerk, on=date(2027, 2, 26), findings=findings(suggestion))
        client.force_login(stage.answerer)
        page = client.get(suggestion.get_absolute_url()).content.decode()
    assert suggestion.status == Status.CLOSED
    assert [page.count(word) for word in ("部分落实", "台账尚未建立")] == [2, 2]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows[:1], "每条采纳"),
        (lambda rows: [rows[0], rows[0]], "每条采纳"),
        (lambda rows: [rows[0] | {"result": "not"}, rows[1]], "情况"),
    ],
)
def test_an_incomplete_finding_changes_nothing(stage, change, message):
    suggestion = judged(stage)
    with after(), pytest.raises(ValidationError, match=message):
        suggestion.look_back(
            actor=stage.clerk, on=date(2026, 11, 25), findings=change(findings(suggestion))
        )
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.looked_back_on) == (Status.LOOK_BACK, None)


def test_what_was_refused_is_not_looked_at(stage):
    assert len(judged(stage, rejected=1).items_to_look_at()) == 1


def test_where_all_was_refused_there_is_nothing_to_look_back_on(stage):
    with pytest.raises(ValidationError, match="不必回头看"):
        judged(stage, rejected=2)


def test_the_day_lies_ahead(stage):
    with pytest.raises(ValidationError, match="今天之后"):
        judged(stage, look_back_on=date(2026, 8, 20))


@pytest.mark.parametrize("name", ["recipient_clerk", "justice", "other_president"])
def test_only_the_court_that_asked_looks_back(stage, name):
    suggestion = judged(stage)
    with after(), pytest.raises(PermissionDenied):
        suggestion.look_back(
            actor=stage.people[name], on=date(2026, 11, 25), findings=findings(suggestion)
        )


def test_the_page_asks_for_each_answer_that_was_adopted(stage, client):
    suggestion = judged(stage, rejected=1)
    client.force_login(stage.clerk)
    with after():
        url = suggestion.step_url("look_back")
        form = client.get(url).context["form"]
        assert len(form.formsets["findings"]) == 1
        prefix = form.formsets["findings"].prefix
        given = {"on": "2026-11-25", f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 1}
        page = client.post(url, given | {f"{prefix}-0-result": "not", "again_on": "2026-11-01"})
        assert "必须写明" in page.content.decode() or "应写明情况" in page.content.decode()
        assert page.context["form"].errors.keys() == {"again_on"}
        done = client.post(url, given | {f"{prefix}-0-result": "done"})
    assert done.status_code == 302
    suggestion.refresh_from_db()
    assert suggestion.status == Status.CLOSED
