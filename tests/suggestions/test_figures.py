"""Figures of suggestions, checked against what was counted by hand, and who may read them."""

from datetime import date
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from liaison import registry
from liaison.metrics import Rate, Span
from suggestions.models import Status
from suggestions.models.figures import SuggestionFigures, added_up, fallen_due
from tests.database.walks import begun
from tests.factories import suggestions as build
from tests.factories.suggestions import answers, drafted, scene, suggestion_in
from tests.suggestions.test_addressees import with_second

pytestmark = pytest.mark.django_db
FIGURES = reverse("suggestions:figures")
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 20)
SERVED, DUE = date(2026, 6, 15), date(2026, 8, 17)

# kind, day of the answer of the lead and of the second (None: not yet), their responses
LETTERS = (
    ("other", date(2026, 7, 15), date(2026, 8, 25), ("adopted", "rejected")),
    ("other", date(2026, 8, 17), None, ("partly", "")),
    ("governance", None, None, ("", "")),
)
"""Six letters to two units: two answered in time, one late, three not at all."""


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return with_second(scene())


@pytest.fixture
@begun
def letters(stage):
    for kind, *days, responses in LETTERS:
        suggestion = drafted(stage, kind=kind, others=[stage.second])
        if kind == "governance":
            build.consult(suggestion, stage)
            build.approve(suggestion, stage)
        build.sign(suggestion, stage)
        for row in suggestion.addressees.all():
            suggestion.serve(actor=stage.clerk, on=SERVED, way="post", addressee=row)
        users = stage.answerer, stage.people["second_clerk"]
        for user, on, response in zip(users, days, responses, strict=True):
            if on:
                items = answers(suggestion, response, reasons="限于职权")
                build.answer(suggestion, user, items=items, on=on)
    return stage


def test_every_number_is_the_one_counted_by_hand(letters):
    rows = fallen_due(letters.clerk, YEAR, TODAY)
    total = SuggestionFigures.of(rows)
    # days from receipt to the answers: 30, 63, 71
    assert total == SuggestionFigures(in_time=2, late=1, overdue=3, adopted=2, days=63)
    assert (total.replied, total.adoption) == (Rate(2, 6), Rate(2, 3))
    assert added_up(rows, "unit_id")["unit_id"] == {
        letters.second.pk: SuggestionFigures(0, 1, 2, 0, 71),
        letters.recipient.pk: SuggestionFigures(2, 0, 1, 2, 46.5),
    }
    assert added_up(rows, "kind")["kind"] == {
        "governance": SuggestionFigures(overdue=2),
        "other": SuggestionFigures(2, 1, 1, 2, 63),
    }
    assert list(added_up(rows, "court")["court"]) == [letters.court.pk]


def test_the_metrics_are_those_rates(letters):
    rates = {
        code: registry.metrics[code].rate(letters.clerk, YEAR, TODAY)
        for code in ("suggestions.answered_in_time", "suggestions.adopted")
    }
    assert list(rates.values()) == [Rate(2, 6), Rate(2, 3)]


def test_what_is_not_due_counts_only_once_it_is_answered(letters):
    before = date(2026, 8, 17)
    assert SuggestionFigures.of(fallen_due(letters.clerk, YEAR, before)).overdue == 0
    assert not fallen_due(letters.clerk, Span(date(2026, 8, 18), TODAY), TODAY)
    assert len(fallen_due(letters.clerk, Span(DUE, DUE), TODAY)) == 6


def test_the_answer_that_counts_is_the_last(stage):
    suggestion = suggestion_in(Status.RETURNED, stage)
    build.answer(
        suggestion, stage.answerer, items=answers(suggestion, "rejected", reasons="没有职权")
    )
    (row,) = fallen_due(stage.clerk, YEAR, TODAY)
    assert (row.answered_on, row.adopts) == (date(2026, 8, 10), False)


def test_each_reader_counts_what_they_see_and_nothing_before_service(letters):
    suggestion_in(Status.SIGNED, letters)
    seen = {name: len(fallen_due(user, YEAR, TODAY)) for name, user in letters.people.items()}
    assert seen.pop("stranger") == seen.pop("office") == seen.pop("office_leader") == 0
    assert seen.pop("other_court_clerk") == seen.pop("other_president") == 0
    assert (seen.pop("second_clerk"), seen.pop("copied_clerk")) == (3, 0), "their own, none"
    assert set(seen.values()) == {6}


def test_the_page_shows_them_and_leads_to_the_letters(
    letters, client, django_assert_max_num_queries
):
    client.force_login(letters.clerk)
    client.get(FIGURES)
    with django_assert_max_num_queries(8):
        page = client.get(FIGURES)
    text = page.content.decode()
    assert "33.33%" in text
    assert "2 / 6" in text
    assert page.context["total"] == SuggestionFigures.of(fallen_due(letters.clerk, YEAR, TODAY))
    link = f"{reverse('suggestions:judicialsuggestion_list')}?recipient={letters.second.pk}"
    assert link in unescape(text)
    assert len(client.get(link).context["object_list"]) == 3

    client.force_login(letters.people["stranger"])
    page = client.get(FIGURES, {"first": "no day"})
    assert page.context["total"] == SuggestionFigures()
    assert "期内没有应当答复的司法建议" in page.content.decode()
    client.logout()
    assert client.get(FIGURES).status_code == 302
