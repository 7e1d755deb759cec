"""The calculator's page and sheet: everything is in the address, and nothing in it breaks."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.urls import reverse

from liaison import deadlines
from liaison.views import calculator
from tests.factories.liaison import UserFactory
from tests.factories.world import papers_in_words

pytestmark = pytest.mark.django_db
PAGE, SHEET = reverse("liaison:calculator"), reverse("liaison:calculator_sheet")
ASKED = {"rule": "suggestion.governance", "started_on": "2026-06-15"}


@pytest.fixture(autouse=True)
def somebody(client):
    client.force_login(UserFactory())


def test_the_empty_page_offers_every_rule_by_its_law(client):
    page = client.get(PAGE)
    assert "working" not in page.context
    choices = page.context["form"].fields["rule"].choices
    assert choices[0] == ("", "请选择")
    codes = [code for _, group in choices[1:] for code, _ in group]
    assert "suggestion.governance" in codes
    assert len(codes) == len(set(codes)), "the newest version of each, once"


def test_the_answer_is_what_the_engine_says(client):
    page = client.get(PAGE, ASKED)
    answer = deadlines.calculate("suggestion.governance", date(2026, 6, 15))
    assert page.context["lines"] == answer.lines
    text = page.content.decode()
    assert all(line in text for line in answer.lines)
    assert page.context["print_url"] == (
        f"{SHEET}?rule=suggestion.governance&started_on=2026-06-15"
    )


def test_the_sheet_is_a_paper_of_the_same_answer(client):
    with papers_in_words():
        answer = client.get(SHEET, ASKED)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert unquote(answer["Content-Disposition"]).startswith("inline; filename*=UTF-8''期限计算表")
    assert "期限计算表" in answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"rule": "no.such.rule", "started_on": "2026-06-15"},
        {"rule": "", "started_on": ""},
        {"rule": "suggestion.governance", "started_on": "2026-02-30"},
        {"rule": "suggestion.governance", "started_on": "\x00"},
        {"rule": "suggestion.governance", "started_on": "0000-00-00"},
        {"rule": "suggestion.governance\x00", "started_on": "2026-06-15"},
        {"rule": "suggestion.governance", "started_on": "99999-01-01"},
        {"rule": "suggestion.governance"},
    ],
)
def test_a_bad_question_is_told_on_the_field_and_has_no_sheet(client, asked):
    page = client.get(PAGE, asked)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "working" not in page.context
    assert client.get(SHEET, asked).status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "1949-10-01", "2099-12-31", "9999-12-31"])
def test_days_far_from_any_calendar_end_in_words(client, day):
    """Every rule, at the ends of what a date can be."""
    page = client.get(PAGE)
    codes = [
        code for _, group in page.context["form"].fields["rule"].choices[1:] for code, _ in group
    ]
    for code in codes[:: 1 if day == "9999-12-31" else 7]:
        page = client.get(PAGE, {"rule": code, "started_on": day})
        assert page.status_code == 200, code
        assert "working" in page.context or page.context["form"].errors, code


def test_what_the_engine_refuses_is_said_on_the_form(client, monkeypatch):
    def refused(code, day):
        raise deadlines.DeadlineRefused("这个期限没有固定长度")

    monkeypatch.setattr(calculator.deadlines, "calculate", refused)
    page = client.get(PAGE, ASKED)
    assert "这个期限没有固定长度" in page.content.decode()
    assert client.get(SHEET, ASKED).status_code == 404
