"""Lawsuits sent out as a feed: what the reader may see, in the same columns, never alive."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from disputes.appearances.feed import exporting
from disputes.appearances.feed.columns import HEADINGS
from disputes.appearances.models import Lawsuit
from liaison import access, exports, works
from liaison.models import AuditEntry, Post
from tests.factories.appearances import filed, scene, served
from tests.factories.feed import OPEN, check, counts, row_of, run, take_in

pytestmark = pytest.mark.django_db
SECOND = {"案号": "（2026）吉24行终9号", "审理程序": "二审"}


@pytest.fixture
def here():
    return scene()


def exported(user, **days):
    """(work, rows of the sheet as heading → cell)."""
    work = works.begin(exporting.EXPORT, owner=user, title="导出", arguments=days)
    result = run(work)
    work.message = result.message
    sheet = load_workbook(io.BytesIO(result.content)).active
    headings, *rows = sheet.iter_rows()
    assert [cell.value for cell in headings] == HEADINGS
    return work, [dict(zip(HEADINGS, row, strict=True)) for row in rows], result.content


def values(row):
    return {heading: cell.value for heading, cell in row.items() if cell.value}


def test_what_came_in_goes_out_and_coming_in_again_changes_nothing(here):
    second = SECOND | {"结案方式": "驳回上诉，维持原判"}
    parties = f"冯立群、{here.agency.name}、长松商贸有限公司"
    unheard = dict.fromkeys(("是否开庭", "开庭日期", "行政机关负责人是否出庭"))
    unheard |= dict.fromkeys(("出庭负责人职务", "负责人是否发言"))
    rows = [
        row_of(here, 1, 其他共同被告=here.co_agency.name, 当事人=parties, 结案事由="证据不足"),
        row_of(here, 2, **OPEN, **unheard),
        row_of(here, 3, 结案方式="并案处理", 行政行为种类="行政检查", 是否上诉="是"),
        row_of(here, 9, **second, 一审案号="(2026)吉24行初1号"),
    ]
    take_in(here, *rows)
    _, out, content = exported(here.clerk)
    assert {row["案号"].value for row in out} == set(
        Lawsuit.objects.values_list("number", flat=True)
    )
    assert counts(check(here, [], content=content)) == {"unchanged": 4}


def test_a_line_says_what_the_platform_knows(here):
    take_in(here, row_of(here, 1))
    _, (row,), _ = exported(here.clerk)
    told = values(row)
    assert told["原告"] == "冯立群"
    assert told["被告"] == here.agency.name
    assert told["立案日期"].date() == date(2026, 1, 6)
    assert told["审理程序"] == "一审普通程序"
    assert (told["是否开庭"], told["行政机关负责人是否出庭"]) == ("是", "是")
    assert told["出庭负责人职务"] == "副职负责人"
    assert (told["统计月份"], told["地区名称"]) == ("2026-10", "延边")


def test_what_was_registered_by_hand_goes_out_too_and_comes_back_the_same(here):
    served(here, ordinal=1, defendants=[here.agency, here.co_agency])
    _, (row,), content = exported(here.clerk)
    assert values(row)["其他共同被告"] == here.co_agency.name
    assert counts(check(here, [], content=content)) == {"unchanged": 1}


def test_what_the_later_instance_came_to_is_told_to_who_may_see_it(here):
    filed(here, ordinal=1)
    second = SECOND | {"结案方式": "发回重审"}
    take_in(here, row_of(here, 9, **second, 一审案号="(2026)吉24行初1号"))
    _, rows, _ = exported(here.clerk)
    told = {row["案号"].value: values(row) for row in rows}["（2026）吉24行初1号"]
    assert (told["二审案号"], told["二审结果"]) == ("（2026）吉24行终9号", "撤销原判，发回重审")


def test_each_reader_gets_what_they_may_see_and_no_more(here):
    take_in(here, row_of(here, 1), row_of(here, 2, 被告=here.co_agency.name))
    filed(here, ordinal=3)
    for name, numbers, plaintiff in (
        ("court_clerk", 3, "冯立群"),
        ("agency_clerk", 1, "冯立群"),
        ("office", 2, "冯某某"),
        ("justice", 2, "冯某某"),
    ):
        _, rows, _ = exported(here.people[name])
        assert len(rows) == numbers, name
        assert {row["原告"].value for row in rows} == {plaintiff}, name
    with pytest.raises(ValidationError, match="没有您可以查看的案件"):
        exported(here.people["stranger"])


def test_only_cases_filed_between_the_days(here):
    take_in(here, row_of(here, 1), row_of(here, 20), row_of(here, 40))
    _, rows, _ = exported(here.clerk, since="2026-01-20", until="2026-02-01")
    assert [row["立案日期"].value.date() for row in rows] == [date(2026, 1, 25)]


def test_what_is_left_out_is_told(here, monkeypatch):
    monkeypatch.setattr(exports, "SHEET_CEILING", 2)
    take_in(here, *(row_of(here, n) for n in range(1, 4)))
    work, rows, _ = exported(here.clerk)
    assert len(rows) == 2
    assert work.message == "共3件，只导出了前2件，请按立案日期分次导出"
    assert AuditEntry.objects.filter(action="export", note=work.message).exists()


def test_who_left_the_unit_reads_the_file_no_longer(here):
    take_in(here, row_of(here, 1))
    work, _, _ = exported(here.clerk)
    kind = works.kind_of(work)
    assert kind.may_read(work, here.clerk)
    Post.objects.filter(user=here.clerk).update(ends_on=date(2026, 1, 31))
    del here.clerk._standing
    assert not access.group_ids(here.clerk)
    assert not kind.may_read(work, here.clerk)


def test_a_live_cell_comes_in_and_goes_out_as_words(here):
    live = {"结案事由": "+1+1", "案由": "@SUM(A1)", "二审结果": "-2+3"}
    take_in(here, row_of(here, 1, **live))
    _, (row,), _ = exported(here.clerk)
    for heading, text in live.items():
        assert (row[heading].data_type, row[heading].value) == ("s", text)
