"""出庭应诉统计 on the page: every number leads to its cases, within the reader's rights."""

import io
import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from disputes.appearances.models.figures import AppearanceFigures
from liaison import registry
from liaison.metrics import Rate, Span
from liaison.models import AuditEntry, Role, Unit, User
from tests.factories import heads
from tests.factories.appearances import scene
from tests.factories.heads import CALLED, CAME, cases, heard, policy
from tests.factories.liaison import UnitFactory, person

pytestmark = pytest.mark.django_db
FIGURES, BEHIND = reverse("appearances:figures"), reverse("appearances:agencies")
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    built = scene()
    cases(built)
    return built


def shown(client, user, **asked):
    client.force_login(user)
    return client.get(FIGURES, YEAR | asked)


def sheet_of(response):
    return list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))


def links(page):
    """(address, number) of every figure that leads to the cases behind."""
    text = unescape(page.content.decode())
    found = re.findall(rf'href="({BEHIND}\?[^"]+)">([^<]+)</a>', text)
    return [(link, int(re.sub(r"\D", "", words))) for link, words in found if "%" not in words]


@pytest.mark.parametrize("joint", ["each", "shared", "once"])
def test_each_number_leads_to_exactly_its_cases(stage, client, joint):
    policy(stage, joint=joint, denominator="unexcused").save()
    page = shown(client, stage.justice_clerk)
    found = links(page)
    # the total's five; of two units, two courts, two instances and four months those not nought
    assert len(found) > 5 + 2 * 4
    for link, number in dict.fromkeys(found):
        rows = client.get(link).context["paginator"].count
        assert rows == number, link
    assert page.context["policy"].joint == joint


def test_a_month_leads_to_its_cases_by_the_policy_of_the_whole_span(stage, client):
    policy(stage, valid_to=date(2026, 6, 30)).save()
    policy(stage, valid_from=date(2026, 7, 1), denominator="notified").save()
    page = shown(client, stage.justice_clerk)
    march = next(row for row in page.context["months"] if row.value == date(2026, 3, 1))
    assert march.figures == AppearanceFigures(1, 1, 1, 1)
    rows = client.get(f"{BEHIND}?{march.query}").context["rows"]
    assert [row.matter.number for row in rows] == ["（2026）吉24行初1号"]
    assert "统计期间内口径有变化" in page.content.decode()


def test_the_page_says_by_what_is_counted_and_what_is_missed(stage, client):
    page = shown(client, stage.justice_clerk)
    text = page.content.decode()
    assert "期末没有施行的本委员会口径，按系统默认口径统计" in text
    assert "30.77%" in text
    assert "4 / 应当出庭 13" in text
    assert page.context["missed"]
    assert text.count(">低于80%<") == 2
    kept = policy(stage, threshold=30, basis="长管办发〔2020〕3号", name="本地口径")
    kept.save()
    text = shown(client, stage.justice_clerk).content.decode()
    assert "统计口径：本地口径" in text
    assert "依据：长管办发〔2020〕3号" in text
    assert "达到目标 30%" in text
    assert text.count(">低于30%<") == 1


def test_another_version_is_compared_with_or_counted_by(stage, client):
    kept = policy(stage, joint="shared", name="本地口径")
    kept.save()
    page = shown(client, stage.justice_clerk, compare="0")
    assert (page.context["total"][:2], page.context["beside"][:2]) == ((5, 13), (4, 13))
    row = next(each for each in page.context["ranking"] if each.value == stage.co_agency.pk)
    assert (row.figures[:2], row.other[:2]) == ((1, 4), (0, 4))
    assert "对照“系统默认口径”：30.77%" in page.content.decode()
    assert shown(client, stage.justice_clerk, policy="0").context["total"][:2] == (4, 13)
    page = shown(client, stage.justice_clerk, policy="999", compare="x")
    assert (page.context["policy"], page.context["other"]) == (kept, None)


def test_the_ranking_can_be_turned_and_equals_share_a_place(stage, client):
    for number in (21, 22):
        units = [stage.stranger] if number == 21 else [stage.justice]
        facts = CALLED | CAME
        heard(stage, f"（2026）吉24行初{number}号", date(2026, 7, 1), facts, units=units)
    page = shown(client, stage.justice_clerk)
    ranking = page.context["ranking"]
    assert [row.place for row in ranking] == [1, 1, 3, 4]
    assert [row.figures[:2] for row in ranking] == [(1, 1), (1, 1), (4, 9), (0, 4)]
    page = shown(client, stage.justice_clerk, sort="rate")
    assert [row.place for row in page.context["ranking"]] == [4, 3, 1, 1]
    page = shown(client, stage.justice_clerk, sort="-absent")
    assert [row.figures.absent for row in page.context["ranking"]] == [5, 4, 0, 0]
    page = shown(client, stage.justice_clerk, sort="-name; drop")
    assert [row.place for row in page.context["ranking"]] == [1, 1, 3, 4]


def test_the_ranking_is_leafed(stage, client, monkeypatch):
    monkeypatch.setattr("disputes.appearances.views.figures.RANKED", 1)
    page = shown(client, stage.justice_clerk, page=2)
    assert [row.value for row in page.context["ranking"]] == [stage.co_agency.pk]
    assert [row.place for row in page.context["ranking"]] == [2]


def test_it_is_counted_by_court_and_instance(stage, client):
    other = Unit.objects.get(court_code="吉06")
    page = shown(client, stage.justice_clerk, court=other.pk)
    assert page.context["total"][:2] == (1, 4)
    page = shown(client, stage.justice_clerk, court=other.pk, instance="second")
    assert page.context["total"][:2] == (1, 2)
    assert [row.name for row in page.context["instances"]] == ["二审"]
    assert shown(client, stage.justice_clerk, court="x").context["total"][:2] == (4, 13)


def test_each_sees_what_is_theirs_in_figures_and_in_the_cases_behind(stage, client):
    for who, due in (("agency_clerk", 9), ("co_agency_clerk", 4), ("court_clerk", 9)):
        page = shown(client, stage.people[who])
        text = page.content.decode()
        assert page.context["total"].due == due
        assert client.get(BEHIND, YEAR).context["paginator"].count == due
        units = {row.value for row in page.context["ranking"]}
        assert (len(units) == 1) == (who != "court_clerk") == ("单位排名" not in text)
    client.force_login(stage.people["co_agency_clerk"])
    asked = YEAR | {"unit": stage.agency.pk}
    behind = client.get(BEHIND, asked)
    assert behind.context["paginator"].count == 0
    assert stage.agency.name not in behind.content.decode()


def test_who_has_nothing_sees_nothing(stage, client):
    page = shown(client, stage.people["stranger"])
    assert page.context["total"] == AppearanceFigures()
    assert "期内没有应当出庭的案件" in page.content.decode()
    assert "—" in page.content.decode()
    client.force_login(person(UnitFactory(), Role.UNIT_CLERK))
    assert client.get(FIGURES).status_code == 404
    assert client.get(BEHIND).status_code == 404
    client.logout()
    assert client.get(FIGURES).status_code == 302


def test_one_of_several_committees_is_counted_at_a_time(stage, client):
    other = scene()
    heard(other, "（2026）吉24行初1号", date(2026, 3, 1), CALLED | CAME)
    person(other.justice, Role.JUSTICE_CLERK, user=stage.justice_clerk)
    page = shown(client, stage.justice_clerk)
    assert page.context["total"].due == 13
    page = shown(client, stage.justice_clerk, committee=other.committee.pk)
    assert page.context["total"][:2] == (1, 1)
    fresh = User.objects.get(pk=stage.justice_clerk.pk)
    assert registry.metrics["appearances.heads"].rate(fresh, heads.YEAR, None) == Rate(5, 14)


def test_a_reader_of_one_committee_counts_no_other(stage, client):
    other = scene()
    page = shown(client, stage.justice_clerk, committee=other.committee.pk)
    assert page.context["committee"] == stage.committee


def test_the_metrics_are_those_rates(stage):
    names = ("appearances.heads", "appearances.chiefs", "appearances.spoke")
    rates = [registry.metrics[name].rate(stage.justice_clerk, heads.YEAR, None) for name in names]
    assert rates == [Rate(4, 13), Rate(2, 4), Rate(3, 4)]
    nobody = person(UnitFactory(), Role.UNIT_CLERK)
    assert registry.metrics["appearances.heads"].rate(nobody, heads.YEAR, None) == Rate(0, 0)


def test_both_go_to_excel_with_both_numbers_and_are_put_on_record(stage, client):
    Unit.objects.filter(pk=stage.agency.pk).update(name="=1+1", short_name="")
    response = shown(client, stage.justice_clerk, format="xlsx")
    rows = sheet_of(response)
    assert rows[0][:7] == ("类别", "名称", "名次", "应当出庭", "负责人出庭", "未出庭", "出庭应诉率")
    assert rows[1][:9] == ("合计", "合计", None, 13, 4, 9, "30.77%", None, 2)
    assert rows[2][:8] == ("按单位", "=1+1", 1, 9, 4, 5, "44.44%", "是")
    assert any(row[0] == "统计口径" and "系统默认口径" in row[1] for row in rows)
    cells = load_workbook(io.BytesIO(response.content)).active
    assert cells["B3"].data_type == "s"
    rows = sheet_of(client.get(BEHIND, YEAR | {"format": "xlsx", "what": "appeared"}))
    assert len(rows) == 1 + 4
    assert {row[-1] for row in rows[1:]} == {"是"}
    labels = AuditEntry.objects.filter(action="export").values_list("label", flat=True)
    assert set(labels) == {"导出出庭应诉统计", "导出出庭明细"}


def test_what_became_of_the_head_is_told_in_the_list(stage, client):
    policy(stage, joint="shared").save()
    client.force_login(stage.justice_clerk)
    text = client.get(BEHIND, YEAR).content.decode()
    for words in (
        "正职负责人，发言",
        "副职负责人，未发言",
        "未经许可中途退庭",
        "法院认为理由成立",
        f"商定由{stage.agency}负责人出庭",
    ):
        assert words in text
    assert client.get(BEHIND, YEAR | {"what": "x", "unit": "x"}).context["paginator"].count == 13


def test_the_pages_cost_few_queries(stage, client, django_assert_max_num_queries):
    policy(stage).save()
    shown(client, stage.justice_clerk)
    with django_assert_max_num_queries(9):
        shown_again = client.get(FIGURES, YEAR | {"compare": "0"})
    with django_assert_max_num_queries(8):
        client.get(BEHIND, YEAR)
    assert shown_again.context["total"].due == 13


def test_an_address_that_asks_for_nonsense_counts_this_year(stage, client):
    client.force_login(stage.justice_clerk)
    page = client.get(FIGURES, {"first": "nie", "last": "2026-99-99", "sort": "x", "page": "x"})
    assert page.context["span"] == Span(date(2026, 1, 1), date(2026, 11, 20))
    assert 'value="2026-01-01"' in client.get(FIGURES, {"sort": "rate"}).content.decode()
