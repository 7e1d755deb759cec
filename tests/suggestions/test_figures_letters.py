"""The letters behind the figures: every number leads to exactly those, and both go to Excel."""

import io
import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from liaison.metrics import Span
from liaison.models import AuditEntry, User
from suggestions.models import Addressee, Status, Timeliness
from suggestions.models.figures import TOTAL, SuggestionFigures, added_up, fallen_due
from tests.database.walks import begun
from tests.factories.suggestions import answer, answers, scene, suggestion_in
from tests.suggestions.test_addressees import with_second
from tests.suggestions.test_recurring import served

pytestmark = pytest.mark.django_db
FIGURES, LETTERS = reverse("suggestions:figures"), reverse("suggestions:answers")
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}


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
    """To the recipient: in time, late, never; to the second in two of them: never, in time."""
    first = served(stage, date(2026, 1, 5), others=[stage.second])
    second = served(stage, date(2026, 2, 5), field_of_work="=1+1")
    third = served(stage, date(2026, 3, 5), others=[stage.second])
    second_clerk = stage.people["second_clerk"]
    for suggestion, user, on in (
        (first, stage.answerer, date(2026, 3, 5)),
        (second, stage.answerer, date(2026, 4, 8)),
        (third, second_clerk, date(2026, 5, 5)),
    ):
        answer(suggestion, user, items=answers(suggestion), on=on)
    suggestion_in(Status.SIGNED, stage)
    return first, second, third


def test_each_number_leads_to_exactly_the_letters_it_counts(stage, letters, client):
    client.force_login(stage.clerk)
    page = client.get(FIGURES, YEAR)
    links = re.findall(rf'href="({LETTERS}\?[^"]+)">(\d+)</a>', unescape(page.content.decode()))
    # by unit five numbers that are not nought, by court and by kind three each
    assert len(links) == 5 + 3 + 3
    for link, number in links:
        assert len(client.get(link).context["rows"]) == int(number), link
    total = page.context["total"]
    for how in Timeliness:
        rows = client.get(LETTERS, YEAR | {"answer": how}).context["rows"]
        assert len(rows) == getattr(total, how.value)
        assert {row.timeliness for row in rows} == {how}
    assert (total.in_time, total.late, total.overdue) == (2, 1, 2)


def test_a_long_table_is_cut_on_the_page_and_whole_in_excel(stage, letters, client, monkeypatch):
    monkeypatch.setattr("suggestions.views.figures.SHOWN", 1)
    client.force_login(stage.clerk)
    page = client.get(FIGURES, YEAR)
    assert [(len(rows), left) for _, _, rows, left in page.context["tables"]] == [
        (1, 1),
        (1, 0),
        (1, 0),
    ]
    assert "另有 1 行没有列出" in page.content.decode()
    rows = sheet_of(client.get(FIGURES, YEAR | {"format": "xlsx"}))
    assert sum(row[0].value == "按被建议单位" for row in rows) == 2


def test_figures_are_of_one_court_if_asked(stage, letters, client):
    client.force_login(stage.people["justice"])
    page = client.get(FIGURES, YEAR | {"court": stage.court.pk})
    assert page.context["total"].replied.denominator == 5
    other = stage.people["other_court_clerk"].posts.get().unit
    page = client.get(FIGURES, YEAR | {"court": other.pk})
    assert "court" in page.context["form"].errors  # of which the reader sees no letter


@pytest.mark.parametrize(
    ("name", "count"),
    [
        *(("court_clerk", 5), ("justice", 5), ("recipient_clerk", 5), ("second_clerk", 2)),
        *(("copied_clerk", 0), ("stranger", 0), ("office", 0), ("other_court_clerk", 0)),
    ],
)
def test_each_reader_lists_and_counts_only_what_they_see(stage, letters, client, name, count):
    """The court, the coordinator and the lead unit all; the second unit its own."""
    client.force_login(stage.people[name])
    assert len(client.get(LETTERS, YEAR).context["rows"]) == count
    assert client.get(FIGURES, YEAR).context["total"].replied.denominator == count
    sheet = sheet_of(client.get(LETTERS, YEAR | {"format": "xlsx"}))
    assert len(sheet) == count + 1


def test_whoever_has_no_post_counts_nothing(stage, letters, client):
    user = User.objects.create_user("nobody", password="x")
    rows = fallen_due(user, Span(date(2026, 1, 1), date(2026, 12, 31)), date(2026, 11, 20))
    assert added_up(rows, "kind") == {TOTAL: SuggestionFigures(), "kind": {}}


def test_an_overdue_letter_not_yet_served_on_all_counts_for_the_served(stage):
    suggestion = served(stage, date(2026, 1, 5), others=[stage.second])
    row = suggestion.addressees.get(unit=stage.second)
    Addressee.objects.filter(pk=row.pk).update(served_on=None)
    span = Span(date(2026, 1, 1), date(2026, 12, 31))
    (only,) = fallen_due(stage.clerk, span, date(2026, 11, 20))
    assert only.unit == stage.recipient


def sheet_of(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return list(sheet.iter_rows())


def test_the_figures_go_to_excel_with_what_rates_are_made_of(stage, letters, client):
    client.force_login(stage.clerk)
    rows = sheet_of(client.get(FIGURES, YEAR | {"format": "xlsx"}))
    heads, total = ([cell.value for cell in row] for row in rows[:2])
    told = dict(zip(heads, total, strict=True))
    assert (told["按期答复"], told["应当答复"], told["反馈率"]) == (2, 5, "40.00%")
    assert (told["其中采纳"], told["已答复"], told["采纳率"]) == (3, 3, "100.00%")
    assert {row[0].value for row in rows[2:6]} == {"按被建议单位", "按提出法院", "按种类"}
    assert AuditEntry.objects.filter(label="导出建议统计", actor=stage.clerk).exists()


def test_what_looks_like_a_formula_is_text(stage, letters, client):
    client.force_login(stage.clerk)
    rows = sheet_of(client.get(LETTERS, YEAR | {"format": "xlsx"}))
    cells = [cell for row in rows for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "x", "last": "\x00"},
        {"answer": "' OR 1=1"},
        {"recipient": "999999999999999999999"},
        {"kind": "%", "page": "9999"},
    ],
)
def test_hostile_questions_are_no_error(stage, letters, client, asked):
    client.force_login(stage.clerk)
    assert client.get(LETTERS, asked).status_code in {200, 404}
    assert client.get(FIGURES, asked).status_code == 200
