"""Pages of suggestions: the list, the matrix, and every step by its form."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suggestions.models import JudicialSuggestion, Status
from tests.factories import suggestions as build
from tests.factories.suggestions import LETTER, PAIRS, scene, suggestion_in

pytestmark = pytest.mark.django_db

LIST = "suggestions:judicialsuggestion_list"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return scene()


def rows(prefix, values, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(values), f"{prefix}-INITIAL_FORMS": initial}
    for place, row in enumerate(values):
        data |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return data


def letter(stage, **more):
    return (
        LETTER
        | {
            "recipient": stage.recipient.pk,
            "coordinator": stage.coordinator.pk,
            "copies": [stage.copied.pk],
            "initiator": stage.court.pk,
            "committee": stage.committee.pk,
        }
        | rows("problems", PAIRS)
        | more
    )


def take(client, suggestion, user, step, data):
    client.force_login(user)
    response = client.post(suggestion.step_url(step), data)
    assert response.status_code == 302, response.context["form"].errors
    suggestion.refresh_from_db()


ANSWER = {"response": "adopted", "measures": "修订办事指南"}
VERDICT = {"satisfaction": "satisfied", "words": ""}


def test_the_straight_path_by_the_pages_alone(client, stage):
    client.force_login(stage.clerk)
    client.post(reverse("suggestions:judicialsuggestion_create"), letter(stage))
    suggestion = JudicialSuggestion.objects.get()
    assert list(suggestion.copies.all()) == [stage.copied]
    day = {"on": "2026-11-20"}
    take(client, suggestion, stage.clerk, "consult", day | {"talked_with": "局长", "note": "认可"})
    take(
        client, suggestion, stage.clerk, "approve", day | {"session": "第3次", "conclusion": "通过"}
    )
    take(client, suggestion, stage.president, "sign", day)
    take(
        client, suggestion, stage.clerk, "serve", day | {"way": "direct", "receipt": build.upload()}
    )
    take(client, suggestion, stage.answerer, "acknowledge", day)
    take(client, suggestion, stage.answerer, "draft_reply", rows("items", [ANSWER, ANSWER], 2))
    take(client, suggestion, stage.people["recipient_leader"], "approve_reply", {})
    take(client, suggestion, stage.answerer, "reply", {"number": "函〔2026〕8号"})
    verdicts = rows("verdicts", [VERDICT, VERDICT], 2) | {"outcome": "adopted"}
    take(client, suggestion, stage.clerk, "evaluate", verdicts)
    assert (suggestion.status, suggestion.outcome) == (Status.CLOSED, "adopted")


def test_the_list_costs_the_same_for_one_row_or_ten(client, stage):
    client.force_login(stage.answerer)
    costs = {}
    for count in (1, 10):
        while JudicialSuggestion.objects.count() < count:
            suggestion_in(Status.SERVED, stage)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(LIST))
        assert len(response.context["object_list"]) == count
        costs[count] = len(queries)
    assert costs[1] == costs[10] <= 12


@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("status", [Status.SERVED, Status.REPLIED])
def test_the_page_costs_the_same_for_one_problem_or_ten(
    client, stage, status, count, django_assert_max_num_queries
):
    suggestion = suggestion_in(status, stage, problems=PAIRS[:1] * count)
    client.force_login(stage.clerk)
    with django_assert_max_num_queries(12):
        page = client.get(suggestion.get_absolute_url())
    assert len(page.context["matrix"]) == count


def test_the_matrix_shows_problem_suggestion_answer_and_verdict(client, stage):
    suggestion = suggestion_in(Status.CLOSED, stage)
    client.force_login(stage.people["justice"])
    text = client.get(suggestion.get_absolute_url()).content.decode()
    table = re.search(r'<table class="matrix">.*?</table>', text, re.DOTALL)[0]
    assert table.count('<td data-label="问题">') == 2
    for words in (PAIRS[1]["problem"], PAIRS[1]["suggestion"], "已修订办事指南", "采纳", "满意"):
        assert words in table


def test_an_earlier_round_is_kept_under_the_newest(client, stage):
    suggestion = suggestion_in(Status.RETURNED, stage)
    build.answer(suggestion, stage.answerer, items=build.answers(suggestion, measures="已补充时限"))
    client.force_login(stage.answerer)
    text = client.get(suggestion.get_absolute_url()).content.decode()
    assert text.index("已补充时限") < text.index("此前的答复") < text.index("已修订办事指南")


def test_what_the_court_wants_is_told_on_the_page(client, stage):
    client.force_login(stage.answerer)
    returned = suggestion_in(Status.RETURNED, stage)
    assert "第二项没有写明时限" in client.get(returned.get_absolute_url()).content.decode()
    with time_machine.travel("2026-07-20 10:00+08:00"):
        served = suggestion_in(Status.SERVED, stage)
        served.ask_extension(actor=stage.answerer, until=date(2026, 9, 15), reason="需要上会")
    client.force_login(stage.clerk)
    assert "需要上会" in client.get(served.get_absolute_url()).content.decode()


def test_filters_by_kind_recipient_and_year(client, stage):
    governance = suggestion_in(Status.SERVED, stage)
    other = suggestion_in(Status.SERVED, stage, kind="other", recipient=stage.stranger)
    client.force_login(stage.clerk)

    def shown(**query):
        return set(client.get(reverse(LIST), query).context["object_list"])

    assert shown() == {governance, other}
    assert shown(kind="other") == {other}
    assert shown(recipient=stage.recipient.pk) == {governance}
    assert shown(year="2026") == {governance, other}
    assert shown(year="2025") == {governance, other}  # no such choice: the filter is void
    assert shown(q="不动产") == {governance, other}


def test_a_refused_draft_loses_nothing_typed(client, stage):
    client.force_login(stage.clerk)
    half = [PAIRS[0], {"problem": "只有问题，没有建议", "suggestion": ""}]
    data = letter(stage) | rows("problems", half)
    response = client.post(reverse("suggestions:judicialsuggestion_create"), data)
    text = response.content.decode()
    assert response.status_code == 200
    assert "只有问题，没有建议" in text
    assert LETTER["introduction"] in text
    assert not JudicialSuggestion.objects.exists()


def test_a_row_can_be_added_and_taken_out(client, stage):
    client.force_login(stage.clerk)
    create = reverse("suggestions:judicialsuggestion_create")
    page = client.post(create, letter(stage) | {"add_row": "problems"})
    assert page.context["form"].formsets["problems"].total_form_count() == 3
    assert "没有提交成功" not in page.content.decode()
    suggestion = suggestion_in(Status.DRAFT, stage)
    client.force_login(stage.clerk)
    assert PAIRS[1]["problem"] in client.get(suggestion.step_url("revise")).content.decode()
    data = letter(stage) | rows("problems", [PAIRS[0], PAIRS[1] | {"DELETE": "on"}], 2)
    take(client, suggestion, stage.clerk, "revise", data)
    assert suggestion.problems.count() == 1


def test_answers_come_one_a_problem_whatever_is_posted(client, stage):
    suggestion = suggestion_in(Status.SERVED, stage)
    client.force_login(stage.answerer)
    address = suggestion.step_url("draft_reply")
    page = client.get(address).content.decode()
    assert all(pair["suggestion"] in page for pair in PAIRS)
    for posted in (1, 0, 50):
        response = client.post(address, rows("items", [ANSWER] * posted, posted))
        if posted == 50:
            assert response.status_code == 302
        else:
            assert len(response.context["form"].formsets["items"].forms) == 2
    assert suggestion.replies.get().items.count() == 2


def test_the_recipient_cannot_date_its_answer_back(client, stage):
    suggestion = suggestion_in(Status.SERVED, stage)
    on = {"on": "2026-08-01"}
    data = rows("items", [ANSWER, ANSWER], 2) | on
    take(client, suggestion, stage.answerer, "draft_reply", data)
    take(client, suggestion, stage.answerer, "reply", on | {"letter": build.upload()})
    assert suggestion.replies.get().replied_on == date(2026, 11, 20)


def test_a_second_click_and_a_stale_page_change_nothing(client, stage):
    suggestion = suggestion_in(Status.SIGNED, stage)
    client.force_login(stage.president)
    again = client.post(suggestion.step_url("sign"), {"on": "2026-11-20"})
    assert "状态不能" in again.content.decode()
    assert client.get(suggestion.step_url("sign")).status_code == 302
    suggestion.refresh_from_db()
    assert suggestion.number == "延边法建〔2026〕1号"
    assert suggestion.papers.count() == 1
