"""The yearly account: every number as counted by hand, only what was served, only for the court."""

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from liaison.metrics import Rate
from liaison.models import AuditEntry, Unit
from suggestions.documents.account import change, drawn_account, moved, points
from suggestions.models import Outcome, Response, Status
from suggestions.models.account import Account, same_days_before
from tests.database.walks import begun
from tests.disputes.paper_words import said
from tests.factories import suggestions as build
from tests.factories.suggestions import (
    answers,
    drafted,
    evaluate,
    scene,
    suggestion_in,
)
from tests.suggestions.test_addressees import with_second
from tests.suggestions.test_recurring import served

pytestmark = pytest.mark.django_db
ACCOUNT = reverse("suggestions:account")
TODAY = date(2026, 11, 20)


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
    """2025: two, one answered in time, one never. 2026: three to four units, and a secret."""
    of_2025 = [served(stage, date(2025, 3, 3)), served(stage, date(2025, 5, 6))]
    answer(stage, of_2025[0], stage.answerer, date(2025, 4, 2), "rejected")
    one = served(stage, date(2026, 2, 2), others=[stage.second])
    answer(stage, one, stage.answerer, date(2026, 3, 4), "adopted")
    answer(stage, one, stage.people["second_clerk"], date(2026, 5, 3), "partly")
    served(stage, date(2026, 6, 1), recipient=stage.second, field_of_work="工伤认定")
    evaluate(suggestion := suggestion_in(Status.REPLIED, stage), stage)
    drafted(stage, field_of_work="绝不外泄", subject="绝不外泄")
    signed = suggestion_in(Status.SIGNED, stage, field_of_work="绝不外泄", subject="绝不外泄")
    return [*of_2025, one, suggestion, signed]


def answer(stage, suggestion, user, on, response):
    items = answers(suggestion, response, reasons="限于职权")
    build.answer(suggestion, user, items=items, on=on)


def account(stage, user=None, year=2026):
    return Account(user or stage.clerk, stage.court, year, TODAY)


def test_every_number_is_the_one_counted_by_hand(stage, letters):
    told = account(stage)
    assert (told.sent, told.sent_before, told.services) == (3, 2, 4)
    assert told.by_kind == [("综合治理类", 1, 0), ("其他", 2, 2)]
    assert told.by_unit_kind == [("行政机关", 4)]
    months = [0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0]
    assert told.by_month == [months, [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]]
    assert told.fields == [("不动产登记", 3), ("工伤认定", 1)]
    # due on 2 April (in time after 30 days, late after 90), 3 August and 17 August (56 days)
    assert told.total == (2, 1, 1, 3, 56)
    assert told.total_before == (1, 0, 1, 0, 30)
    assert (told.total.replied, told.total.adoption) == (Rate(2, 4), Rate(3, 3))
    said = {Response.ADOPTED: 4, Response.PARTLY: 2, Response.REJECTED: 0}
    assert told.responses == said
    assert told.outcomes[Outcome.ADOPTED] == 1
    assert [(row.unit, row.letters) for row in told.again] == [(stage.recipient.pk, 4)]
    assert [row.due_on for row in told.unanswered] == [date(2025, 7, 7), date(2026, 8, 3)]


def test_what_a_unit_is_only_drafting_is_counted_nowhere(stage):
    suggestion = suggestion_in(Status.RETURNED, stage)
    before = account(stage)
    said = before.responses, before.total
    suggestion.draft_reply(
        actor=stage.answerer, items=answers(suggestion, "rejected", reasons="另有安排")
    )
    after = account(stage)
    assert (after.responses, after.total) == said
    assert after.responses[Response.ADOPTED] == 2


def test_the_paper_says_them_in_words(stage, letters):
    text = said(drawn_account(account(stage)))
    for words in (
        f"{stage.court.name}关于2026年度司法建议工作情况的报告",
        "数据截至2026年11月20日（星期五）上午10时",
        "2026年1月1日至2026年11月20日，我院共送达司法建议3件，比上年同期（2件）增加1件，增长50.00%",
        "送达被建议单位4件次",
        "应当反馈4件次，其中按期反馈2件次，逾期反馈1件次，逾期未反馈1件次",
        "反馈率50.00%（2÷4），与上年同期持平",
        "采纳率100.00%（3÷3），比上年同期上升100.00个百分点",
        "共6条建议得到反馈，其中采纳4条，部分采纳2条，不采纳0条",
        "用时中位数56日",
        "以往已经提出过的有1项",
        "2025—2026",
        "逾期未反馈的1件次；以前年度应当反馈、至今未反馈的1件次",
        "反馈率＝按期反馈÷应当反馈",
    ):
        assert words in text, words


def test_what_is_not_served_is_in_no_account(stage, letters):
    secret = letters[-1]
    assert secret.number
    text = said(drawn_account(account(stage)))
    assert "绝不外泄" not in text
    assert "".join(secret.number.split()) not in text


def test_a_year_without_letters_is_told_without_tables(stage, letters):
    text = said(drawn_account(account(stage, year=2023)))
    assert "2023年，我院没有送达司法建议，上年同期0件" in text
    assert "期间没有应当反馈的司法建议" in text
    assert "没有逾期未反馈的司法建议" in text
    assert "图1" not in text


def test_a_past_year_is_whole_and_counts_what_came_later(stage, letters):
    told = account(stage, year=2025)
    assert told.is_whole
    assert (told.sent, told.total.replied) == (2, Rate(1, 2))
    assert "2025年，我院共送达司法建议2件，比上年同期（0件）增加2件；" in said(drawn_account(told))


def test_whoever_is_not_of_the_court_counts_only_what_they_see(stage, letters):
    for name in ("other_court_clerk", "stranger", "office"):
        told = account(stage, stage.people[name])
        assert (told.sent, told.services, told.total, told.unanswered) == (
            0,
            0,
            (0, 0, 0, 0, None),
            [],
        )
        assert (told.again, told.fields, told.by_kind) == ([], [], [])


def test_the_page_makes_the_paper_for_the_courts_own_people(stage, letters, client):
    client.force_login(stage.clerk)
    page = client.get(ACCOUNT)
    assert page.status_code == 200
    assert list(page.context["form"].fields["court"].queryset) == [stage.court]
    asked = {"court": stage.court.pk, "year": 2026}
    paper = client.get(ACCOUNT, asked)
    assert paper["Content-Type"] == "application/pdf"
    assert "no-store" in paper["Cache-Control"]
    assert "我院共送达司法建议3件" in said(paper.content)
    assert AuditEntry.objects.filter(actor=stage.clerk, label="制作司法建议年度报告").exists()
    for wrong in ({"year": 1066}, {"court": 0}, {"year": "x' OR 1"}, {"court": "\x00"}):
        refused = client.get(ACCOUNT, asked | wrong)
        assert refused.status_code == 200
        assert refused.context["form"].errors
    other = Unit.objects.exclude(pk=stage.court.pk).filter(kind=Unit.Kind.COURT).first()
    assert client.get(ACCOUNT, asked | {"court": other.pk}).context["form"].errors


@pytest.mark.parametrize("name", ["recipient_clerk", "justice", "office", "stranger"])
def test_nobody_else_makes_it(stage, client, name):
    client.force_login(stage.people[name])
    asked = {"court": stage.court.pk, "year": 2026}
    assert client.get(ACCOUNT).status_code == client.get(ACCOUNT, asked).status_code == 403
    assert ACCOUNT not in client.get(reverse("suggestions:figures")).content.decode()


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (3, 2, "比上年同期（2件）增加1件，增长50.00%"),
        (1, 3, "比上年同期（3件）减少2件，下降66.67%"),
        (2, 0, "比上年同期（0件）增加2件"),
        (2, 2, "与上年同期持平"),
    ],
)
def test_changes_in_words(now, before, words):
    assert change(now, before, "件") == words


def test_rates_move_by_points_and_only_where_both_have_a_base():
    assert points(Rate(1, 3), Rate(1, 2)) == "，比上年同期下降16.67个百分点"
    assert points(Rate(0, 0), Rate(1, 2)) == points(Rate(1, 2), Rate(0, 0)) == ""
    assert (moved(None, 3), moved(2, 2), moved(1, 4), moved(46.5, 30)) == ("—", "0", "-3", "+16.5")


def test_the_drawn_paper_has_its_words_tables_and_charts(stage, letters, drawn_papers):
    pages = PdfReader(io.BytesIO(drawn_account(account(stage)))).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert len(pages) <= 6
    for words in (
        "图1按月送达司法建议（件）",
        "表3反馈和采纳情况",
        "11月",
        "逾期未反馈",
        "统计说明",
    ):
        assert words in text, words


def test_a_leap_day_is_held_against_the_day_before():
    span = Account(None, None, 2024, date(2024, 2, 29)).span
    assert same_days_before(span) == (date(2023, 1, 1), date(2023, 2, 28))
