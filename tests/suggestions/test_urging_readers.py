"""Who reads the letters that urge, and whom the bulletin lists in the end."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from liaison.access import drift
from liaison.metrics import Span
from suggestions.models import Addressee, JudicialSuggestion
from tests.factories.suggestions import answer, answers, scene, upload
from tests.factories.urging import NOW, PAPERS, climb, late, late_by_two, stage_above, urge

pytestmark = pytest.mark.django_db
SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 30))
AUGUST = Span(date(2026, 8, 1), date(2026, 8, 31))


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stage():
    return stage_above()


def letters(suggestion, user):
    """The numbers of the letters that ``user`` reads, as the papers of the suggestion have them."""
    papers = suggestion.papers_seen_by(user).filter(code__in=PAPERS)
    return list(papers.order_by("pk").values_list("number", flat=True))


def test_the_unit_above_sees_nothing_before_the_fifth_tier_and_then_its_letter_alone(stage, client):
    suggestion = late(stage)
    above = stage.people["above_clerk"]
    climb(suggestion, stage.clerk, 4)
    assert not JudicialSuggestion.objects.visible_to(above).exists()
    last = urge(suggestion, stage.clerk, 5)
    assert JudicialSuggestion.objects.visible_to(above).get() == suggestion
    assert letters(suggestion, above) == [last.number]
    assert list(suggestion.available_transitions(above)) == []
    assert drift(suggestion) == (set(), set())
    client.force_login(above)
    page = client.get(suggestion.get_absolute_url()).content.decode()
    assert last.number in page
    assert "法督〔2026〕1号" not in page
    answer(suggestion, stage.answerer, items=answers(suggestion))
    assert JudicialSuggestion.objects.visible_to(above).exists(), "it sees what came of it"


def test_a_letter_is_read_by_who_was_addressed_or_copied_and_who_urges(stage, client):
    suggestion, (first, second) = late_by_two(stage)
    to_first = [each.number for each in climb(suggestion, stage.clerk, 4, first)]
    to_second = [
        urge(suggestion, stage.people["justice"], 1, second, requirement="只对乙说").number
    ]
    both = to_first + to_second
    reads = {
        "court_clerk": both,
        "justice": both,
        "recipient_clerk": to_first,
        "recipient_leader": to_first,
        "second_clerk": to_second,
        "copied_clerk": [],
    }
    assert {name: letters(suggestion, stage.people[name]) for name in reads} == reads
    papers = {paper.number: paper for paper in suggestion.papers.filter(code__in=PAPERS)}
    for name, numbers in reads.items():
        client.force_login(stage.people[name])
        page = client.get(suggestion.get_absolute_url()).content.decode()
        for number in both:
            found = client.get(reverse("liaison:paper", args=[papers[number].pk]))
            b"".join(found)  # read to its end, a file is closed
            assert found.status_code == (200 if number in numbers else 404), (name, number)
            assert (number in page) is (number in numbers), (name, number)
        assert ("只对乙说" in page) is (to_second[0] in numbers), name


def listed(court, span):
    return [row.unit for row in Addressee.objects.for_bulletin(court, span)]


def test_the_bulletin_lists_who_let_the_day_of_the_last_letter_pass(stage, client):
    suggestion = late(stage)
    climb(suggestion, stage.clerk, 4)
    assert listed(stage.court, SEPTEMBER) == []
    last = urge(suggestion, stage.clerk, 5, on=date(2026, 9, 10), answer_by=date(2026, 9, 17))
    with time_machine.travel("2026-09-17 23:00+08:00", tick=False):
        assert listed(stage.court, SEPTEMBER) == []
    (row,) = Addressee.objects.seen_by(stage.clerk).for_bulletin(stage.court, SEPTEMBER)
    assert (row.unit, row.urged_until, row.answered_on) == (stage.recipient, last.answer_by, None)
    assert listed(stage.court, AUGUST) == []
    assert listed(scene(place_name="白山").court, SEPTEMBER) == []
    client.force_login(stage.answerer)
    assert "已列入下期通报" in client.get(suggestion.get_absolute_url()).content.decode()

    answer(suggestion, stage.answerer, items=answers(suggestion))
    (row,) = Addressee.objects.for_bulletin(stage.court, SEPTEMBER)
    assert row.answered_on == date(2026, 10, 20), "what is true of a past month stays so"
    assert "已列入" not in client.get(suggestion.get_absolute_url()).content.decode()


def test_who_posted_the_answer_in_time_for_the_last_letter_is_not_listed(stage):
    suggestion = late(stage)
    climb(suggestion, stage.clerk, 4)
    urge(suggestion, stage.clerk, 5, on=date(2026, 9, 10), answer_by=date(2026, 9, 17))
    suggestion.record_reply(
        actor=stage.clerk, items=answers(suggestion), on=date(2026, 9, 17), letter=upload()
    )
    assert listed(stage.court, SEPTEMBER) == []


def test_two_last_letters_list_an_addressee_once_in_each_span(stage):
    stage.recipient.parent = None
    stage.recipient.save()
    suggestion = late(stage)
    climb(suggestion, stage.clerk, 3)
    for day in (date(2026, 9, 1), date(2026, 9, 10)):
        urge(suggestion, stage.clerk, 4, on=day)
    assert listed(stage.court, SEPTEMBER) == [stage.recipient]
