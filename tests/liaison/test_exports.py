"""Spreadsheets going out: text stays text, whatever it begins with."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from disputes.models import Dispute
from liaison import exports
from tests.factories import disputes

LIVE = (
    "=1+1",
    "==1+1",
    '===HYPERLINK("http://x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=cmd|' /C calc'!A0",
    "{=1+1}",
    "%0A=1+1",
    " =1+1",
    "'=1+1",
    "=",
    "0x10",
    "2026-11-21",
    "1e9",
    "TRUE",
    "#REF!",
)


def reopened(rows, headers=("甲",)):
    return load_workbook(io.BytesIO(exports.workbook("清单", headers, rows)))


def test_nothing_typed_becomes_a_formula():
    sheet = reopened([[text] for text in LIVE]).active
    for cell, text in zip(sheet["A"][1:], LIVE, strict=True):
        assert cell.data_type == "s", text
        assert cell.value.replace("\r", "\n") == text.replace("\r", "\n")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.builds("".join, st.lists(st.sampled_from(LIVE) | st.text(max_size=20))), max_size=30
    )
)
def test_nothing_made_of_anything_becomes_a_formula(texts):
    sheet = reopened([[text] for text in texts]).active
    assert {cell.data_type for cell in sheet["A"]}.isdisjoint({"f", "e"})


def test_headers_are_text_too_and_stay_in_sight():
    sheet = reopened([], headers=LIVE).active
    assert {cell.data_type for cell in sheet[1]} == {"s"}
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])


def test_control_characters_and_endless_text_are_cut_away():
    sheet = reopened([["a\x00b\x07c\x1b\x0b"], ["长" * 40_000], [""]]).active
    assert sheet["A2"].value == "abc"
    assert len(sheet["A3"].value) == 32_000
    assert sheet["A4"].value in {None, ""}


def test_numbers_and_dates_stay_numbers_and_dates():
    sheet = reopened([[7, 1.5, date(2026, 11, 21), None, True]], headers="甲乙丙丁戊").active
    assert [cell.value for cell in sheet[2]][:2] == [7, 1.5]
    assert sheet["C2"].value.date() == date(2026, 11, 21)
    assert sheet["C2"].is_date
    assert sheet["D2"].value is None


def test_rows_beyond_the_ceiling_are_left_out(monkeypatch):
    monkeypatch.setattr(exports, "ROW_CEILING", 3)
    assert reopened([[n] for n in range(9)]).active.max_row == 4


def test_a_long_title_still_names_the_sheet():
    book = load_workbook(io.BytesIO(exports.workbook("很" * 40, ["甲"], [])))
    assert book.sheetnames == ["很" * 31]


@pytest.mark.django_db
def test_the_lines_of_a_list_are_what_the_page_shows(django_assert_num_queries):
    here = disputes.scene()
    hostile = disputes.refer(here, title='=HYPERLINK("http://x","点我")')
    refused = disputes.refer(here, title="第二件")
    disputes.refuse(refused, here)
    Dispute.objects.filter(pk=hostile.pk).update(due_provisional=True, due_on=date(2027, 1, 4))

    with django_assert_num_queries(1):
        rows = list(exports.matter_rows(Dispute.objects.order_by("id")))

    assert len(rows[0]) == len(exports.MATTER_HEADERS)
    number, title, status, initiator, holder, due_on, note, closed_on = rows[0]
    assert (number, status, note, closed_on) == ("", "待受理", "暂定", None)
    assert (initiator, holder, due_on) == (
        str(here.court),
        str(here.centre.unit),
        date(2027, 1, 4),
    )
    assert rows[1][2] == "不予受理"
    assert rows[1][4] == ""
    assert rows[1][7] is not None
    sheet = reopened(rows, exports.MATTER_HEADERS).active
    assert (sheet["B2"].data_type, sheet["B2"].value) == ("s", title)
