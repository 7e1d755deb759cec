"""The calculator's page and sheet: the due date with its working, and clear words for bad input."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.factories.liaison import UserFactory

pytestmark = pytest.mark.django_db
ANSWER = {"rule": "agency.answer_evidence", "started_on": "2026-09-18"}


@pytest.fixture
def page(client):
    client.force_login(UserFactory())

    def get(name="liaison:calculator", **query):
        return client.get(reverse(name), query)

    return get


def test_it_shows_the_due_date_with_every_step_of_its_working(page):
    response = page(**ANSWER)

    text = response.content.decode()
    assert "2026年10月8日 周四" in text
    assert "第15日为10月3日 周六（国庆节），顺延至节后第一个工作日10月8日 周四" in text
    assert "行政诉讼法" in text


def test_a_year_without_a_published_calendar_is_marked(page):
    assert (
        "2027年的放假安排尚未公布"
        in page(rule="suggestion.governance", started_on="2026-11-25").content.decode()
    )


def test_nothing_asked_is_no_error(page):
    response = page()

    assert not response.context["form"].is_bound
    assert "先选期限和日期" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"rule": "no.such", "started_on": "2026-09-18"},
        {"rule": "agency.answer_evidence", "started_on": "2026-02-30"},
        {"rule": "agency.answer_evidence", "started_on": ""},
        {"rule": "agency.answer_evidence", "started_on": "9999-12-31"},
        {"rule": "agency.answer_evidence", "started_on": "1900-01-01"},
        {"rule": "\x00", "started_on": "\x00"},
    ],
)
def test_bad_input_is_answered_on_the_form(page, query):
    response = page(**query)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert "working" not in response.context


def test_rules_whose_date_is_set_case_by_case_are_not_offered(page):
    groups = page().context["form"].fields["rule"].choices
    offered = {code for _, group in groups[1:] for code, _ in group}

    assert "agency.answer_evidence" in offered
    assert "meetings.resolved_item" not in offered


def test_the_sheet_says_the_same_on_paper(page, drawn_papers):
    response = page("liaison:calculator_sheet", **ANSWER)

    paper = PdfReader(io.BytesIO(response.content))
    text = "".join(sheet.extract_text() for sheet in paper.pages).replace("\n", "")
    assert response["Content-Type"] == "application/pdf"
    for words in ("期限计算表", "答辩举证", "2026年10月8日", "顺延至节后第一个工作日", "第2班"):
        assert words in text


def test_a_sheet_of_nothing_is_not_found(page):
    assert page("liaison:calculator_sheet", rule="no.such").status_code == 404
