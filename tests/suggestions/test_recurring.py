"""The same unit, the same field again: on the letter's page, in the figures, behind the walls."""

from datetime import date
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from liaison.metrics import Span
from suggestions.models import Addressee, Status
from suggestions.models.recurring import MOST, earlier, recurring
from tests.database.walks import begun
from tests.factories import suggestions as build
from tests.factories.suggestions import drafted, scene, suggestion_in
from tests.suggestions.test_addressees import with_second

pytestmark = pytest.mark.django_db
LIST = reverse("suggestions:judicialsuggestion_list")
FIGURES = reverse("suggestions:figures")
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return with_second(scene())


@begun
def served(stage, on, **letter):
    """A letter that needs neither talk nor committee, served on all its addressees on ``on``."""
    suggestion = drafted(stage, kind="other", **letter)
    suggestion.sign(actor=stage.president, on=on)
    for row in suggestion.addressees.all():
        suggestion.serve(actor=stage.clerk, on=on, way="post", addressee=row)
    return suggestion


@pytest.fixture
@begun
def letters(stage):
    """Three to the recipient in one field over three years, typed in three ways; two others."""
    return {
        "first": served(stage, date(2024, 3, 1), field_of_work="不动产 登记ＡＢ"),
        "second": served(
            stage, date(2025, 4, 1), field_of_work="不动产登记AB", others=[stage.second]
        ),
        "other field": served(stage, date(2025, 5, 1), field_of_work="工伤认定"),
        "other unit": served(
            stage, date(2025, 6, 1), field_of_work="不动产登记ab", recipient=stage.second
        ),
        "third": served(stage, date(2026, 7, 1), field_of_work="不动产登记ab"),
    }


def test_earlier_letters_are_those_to_the_unit_in_the_field_before(stage, letters):
    assert earlier(letters["third"], stage.clerk) == [letters["second"], letters["first"]]
    assert earlier(letters["second"], stage.clerk) == [letters["first"]]
    assert earlier(letters["first"], stage.clerk) == []
    assert earlier(letters["other field"], stage.clerk) == []
    draft = drafted(stage, field_of_work="不动产登记ab", recipient=stage.second)
    assert earlier(draft, stage.clerk) == [letters["other unit"], letters["second"]]


def test_of_one_day_the_later_follows_the_earlier(stage):
    first, second = (served(stage, date(2026, 7, 1)) for _ in range(2))
    assert (earlier(first, stage.clerk), earlier(second, stage.clerk)) == ([], [first])


def test_nobody_is_led_to_what_they_may_not_see(stage, letters):
    suggestion_in(Status.SIGNED, stage, field_of_work="不动产登记ab")
    third = letters["third"]
    assert earlier(third, stage.answerer) == [letters["second"], letters["first"]]
    # the second unit's clerk may see the letter that was served on it, not the first
    assert earlier(third, stage.people["second_clerk"]) == [letters["second"]]
    assert earlier(third, stage.people["stranger"]) == []
    assert earlier(third, stage.people["other_court_clerk"]) == []


def test_an_addressee_that_was_not_served_does_not_count(stage):
    first = drafted(stage, kind="other", others=[stage.second])
    first.sign(actor=stage.president, on=date(2026, 5, 1))
    row = first.addressees.get(order=1)
    first.serve(actor=stage.clerk, on=date(2026, 5, 2), way="post", addressee=row)
    later = served(stage, date(2026, 7, 1), recipient=stage.second)
    assert earlier(later, stage.clerk) == []
    assert recurring(stage.clerk, YEAR) == []


def test_the_page_shows_the_card_and_no_more_than_it_holds(
    stage, client, django_assert_max_num_queries
):
    letters = [served(stage, date(2026, month, 1)) for month in range(1, MOST + 3)]
    client.force_login(stage.clerk)
    client.get(letters[-1].get_absolute_url())
    with django_assert_max_num_queries(12):
        text = client.get(letters[-1].get_absolute_url()).content.decode()
    assert "以往同类建议" in text
    assert [letter.number in text for letter in letters[:-1]] == [False] + [True] * MOST
    assert "以往同类建议" not in client.get(letters[0].get_absolute_url()).content.decode()
    link = unescape(text).split(f'href="{LIST}?recipient=')[1].split('"')[0]
    rows = client.get(f"{LIST}?recipient={link}").context["object_list"]
    assert set(rows) == set(letters)


def test_recurring_is_what_was_counted_by_hand(stage, letters):
    (row,) = recurring(stage.clerk, YEAR)
    assert (row.unit, row.letters, row.years) == (stage.recipient.pk, 3, [2024, 2025, 2026])
    before = recurring(stage.clerk, Span(date(2025, 1, 1), date(2025, 12, 31)))
    assert {(row.unit, row.letters) for row in before} == {
        (stage.recipient.pk, 2),
        (stage.second.pk, 2),
    }
    assert recurring(stage.clerk, Span(date(2024, 1, 1), date(2024, 12, 31))) == []
    assert recurring(stage.clerk, YEAR, stage.people["other_court_clerk"].posts.get().unit) == []


def test_each_reader_counts_only_what_they_see(stage, letters):
    both = Span(date(2024, 1, 1), date(2026, 12, 31))
    seen = {name: recurring(user, both) for name, user in stage.people.items()}
    for name in ("stranger", "office", "office_leader", "other_court_clerk", "other_president"):
        assert seen[name] == []
    # served together with the first in one letter, it sees that one of the first's, and its own
    assert [(row.unit, row.letters) for row in seen["second_clerk"]] == [(stage.second.pk, 2)]
    assert {row.letters for row in seen["justice"]} == {2, 3}


def test_the_table_leads_to_exactly_those_letters(stage, letters, client):
    build.sign(drafted(stage, kind="other", field_of_work="不动产登记ab"), stage)
    client.force_login(stage.clerk)
    page = client.get(FIGURES, {"first": "2024-01-01"})
    assert page.context["again"]
    for unit, row in page.context["again"]:
        start = f'href="{LIST}?recipient={unit.pk}&field_of_work='
        link = unescape(page.content.decode()).split(start)[1].split('"')[0]
        rows = client.get(f"{LIST}?recipient={unit.pk}&field_of_work={link}")
        found = rows.context["object_list"]
        assert len(found) == row.letters
        own = Addressee.objects.filter(unit=unit, matter__in=[each.pk for each in found])
        assert own.filter(served_on__isnull=False).count() == row.letters


def test_the_list_is_filtered_by_court_field_and_service(stage, letters, client):
    draft = drafted(stage, field_of_work="不动产登记ab")
    client.force_login(stage.clerk)

    def found(**asked):
        return set(client.get(LIST, asked).context["object_list"])

    assert found(field_of_work="工伤 认定") == {letters["other field"]}
    assert found(served="no") == {draft}
    assert found(served="yes") == set(letters.values())
    assert found(court=stage.court.pk) == {draft, *letters.values()}
