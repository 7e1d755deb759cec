"""A list that is searched: exact, in the list's order, its texts read no further than leafed."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from disputes.models import Dispute
from liaison import search
from liaison.views.paginators import FoundPaginator
from suggestions.models import JudicialSuggestion
from tests.factories import disputes
from tests.factories.liaison import UnitFactory, person
from tests.factories.suggestions import drafted, scene

pytestmark = pytest.mark.django_db

LIST = reverse("disputes:dispute_list")
TITLES = ("林地征收甲", "征收林地乙", "林地征收丙", "林地和征收丁", "林地征收戊")
HOLDING = ["林地征收戊", "林地征收丙", "林地征收甲"]
"""Those of them that hold the word, the newest first."""


@pytest.fixture
def here():
    here = disputes.scene()
    for title in TITLES:
        disputes.refer(here, title=title)
    return here


@pytest.fixture
def clerk(client, here):
    client.force_login(here.court_clerk)
    return here.court_clerk


def titles(page):
    return [matter.title for matter in page.context["object_list"]]


def candidates(user, words, model=Dispute):
    return model.objects.visible_to(user).candidates(words).order_by("-pk")


def read(words, most, user):
    """How many texts are looked at for the first ``most`` that hold ``words``."""
    with CaptureQueriesContext(connection) as queries:
        candidates(user, words).first_holding(words, most)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + queries[-1]["sql"])
        (found,) = cursor.fetchone()
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    (looked,) = [each for each in under(plan) if each.get("Parent Relationship") == "SubPlan"]
    return looked["Actual Loops"]


def under(plan):
    for each in plan.get("Plans", ()):
        yield each
        yield from under(each)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("林地征收", HOLDING),
        ("林地征收 征收丙", ["林地征收丙"]),
        ("林地 征收", [*reversed(TITLES)]),
        ("林地 丁", ["林地和征收丁"]),
        ("地征收林", []),
        ("林", []),
        ("%%", []),
        ("林地征收%", []),
        ("'; --", []),
    ],
)
def test_the_list_shows_what_holds_every_word_and_nothing_else(client, clerk, words, wanted):
    page = client.get(LIST, {"q": words})
    assert titles(page) == wanted
    assert page.context["total_text"] == f"共 {len(wanted)} 件"


def test_no_more_texts_are_read_than_are_asked_for(clerk):
    """The words are in the newest, then in every other: so in three of all five, and last."""
    assert [read("林地征收", most, clerk) for most in (1, 2, 3, 9)] == [1, 3, 5, 5]


def test_a_word_of_two_characters_needs_no_text_of_a_letter():
    stage = scene()
    letter = drafted(stage)
    found = candidates(stage.clerk, "凭证", JudicialSuggestion)
    with CaptureQueriesContext(connection) as queries:
        assert found.first_holding("凭证", 9) == [letter.pk]
    assert "strpos" not in queries[-1]["sql"]
    with CaptureQueriesContext(connection) as queries:
        assert found.first_holding("送达凭证", 9) == [letter.pk]
    assert "strpos" in queries[-1]["sql"]


def test_who_stands_nowhere_finds_nothing(client, here):
    for user in (person(UnitFactory(), "unit_clerk"), here.agency_clerk):
        user.posts.all().delete()
        assert candidates(user, "林地征收").first_holding("林地征收", 9) == []


def test_what_is_found_too_often_is_listed_as_far_as_the_page_says(client, clerk, monkeypatch):
    monkeypatch.setattr(FoundPaginator, "ceiling", 2)
    page = client.get(LIST, {"q": "林地征收"})
    assert titles(page) == HOLDING[:2]
    assert "2+ 件，列出前 2 件" in page.content.decode()


def test_a_spreadsheet_has_all_that_was_found(client, clerk, monkeypatch):
    monkeypatch.setattr(FoundPaginator, "ceiling", 2)
    sheet = client.get(LIST, {"q": "林地征收", "format": "xlsx"}).content
    rows = load_workbook(io.BytesIO(sheet)).active.iter_rows(min_row=2, values_only=True)
    assert [row[1] for row in rows] == HOLDING


def test_what_was_found_is_leafed_through_in_its_order(client, clerk, monkeypatch):
    monkeypatch.setattr("liaison.views.matters.MatterListView.paginate_by", 2)
    pages = [client.get(LIST, {"q": "林地征收", "page": n}) for n in (1, 2)]
    assert [titles(page) for page in pages] == [HOLDING[:2], HOLDING[2:]]
    assert client.get(LIST, {"q": "林地征收", "page": 3}).status_code == 404


def test_what_was_found_is_sorted_whatever_index_has_the_lists_order(here):
    """Else a word that many have and this reader does not is sought through the whole table."""
    found = search.sought_first(Dispute.objects.visible_to(here.court_clerk).candidates("征收"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_seqscan = off")
        sql, params = found.values("id").query.sql_with_params()
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
    plan = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]

    assert "Sort" in {each["Node Type"] for each in (plan, *under(plan))}
