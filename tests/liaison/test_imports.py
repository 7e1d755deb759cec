"""Tables coming in: told by their headings, read within bounds, never calculated."""

import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from liaison import imports
from liaison.imports import FORMULA, LONG, WRONG, Table, TableField

HEADINGS = ("编号", "名称", "日期")


def workbook(*rows, sheets=("甲",)):
    book = Workbook(write_only=True)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows_of(content, ending="xlsx", required=("编号",)):
    return list(Table(io.BytesIO(content), ending, HEADINGS, required))


def part_of(content, name, make):
    """The workbook with one part made otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, make(data) if part == name else data)
    return out.getvalue()


GOOD = workbook(HEADINGS, ("1", "甲", date(2020, 1, 2)))
SHEET = "xl/worksheets/sheet1.xml"


def test_rows_are_told_by_their_headings_with_their_numbers():
    content = workbook(
        ["某某中心登记簿"],
        [],
        ["名称*", " 编 号 ", "日期"],
        ["甲", 5.0, datetime(2020, 1, 2, 8, 0)],
        [None, None, None],
        ["  乙\n丙 ", 2.5, True],
    )
    assert rows_of(content) == [
        (4, {"名称": "甲", "编号": 5, "日期": date(2020, 1, 2)}),
        (6, {"名称": "乙 丙", "编号": 2.5, "日期": "是"}),
    ]


def test_only_the_first_sheet_is_read():
    assert len(rows_of(workbook(HEADINGS, ("1", "甲", ""), sheets=("登记", "填写用词")))) == 1


def test_formulas_are_told_and_not_calculated():
    content = workbook(HEADINGS, ("=1+1", '=HYPERLINK("http://x")', "#REF!"))
    content = part_of(
        content, SHEET, lambda data: data.replace(b'<c r="C2" t="inlineStr">', b'<c r="C2" t="e">')
    )
    ((_, row),) = rows_of(content)
    assert row["编号"] is FORMULA
    assert row["名称"] is FORMULA
    assert "请改为数值" in row["编号"].reason
    assert imports._value(type("Cell", (), {"value": "#REF!", "data_type": "e"})) is WRONG


def test_a_text_that_looks_like_a_formula_in_csv_is_text():
    assert rows_of("编号,名称\n=1+1,@x\n".encode(), "csv") == [(2, {"编号": "=1+1", "名称": "@x"})]


def test_a_cell_of_endless_text_is_named():
    ((_, row),) = rows_of(workbook(HEADINGS, ("1", "长" * 4001, "")))
    assert row["名称"] is LONG


HEADING_FAULTS = {
    "none": ([["a", "b"], ["1", "2"]], "没有找到表头"),
    "unknown": ([[*HEADINGS, "备注2"]], "不认识的列：备注2"),
    "twice": ([[*HEADINGS, "编号"]], "列名重复：编号"),
    "lacking": ([["名称", "日期"]], "缺少必填的列：编号"),
    "too far down": ([["x"]] * 12 + [HEADINGS], "没有找到表头"),
    "empty": ([], "没有找到表头"),
}


@pytest.mark.parametrize("what", HEADING_FAULTS)
def test_wrong_headings_are_refused(what):
    rows, words = HEADING_FAULTS[what]
    with pytest.raises(ValidationError, match=words):
        rows_of(workbook(*rows))


def test_more_rows_than_may_be_are_refused(monkeypatch):
    monkeypatch.setattr(imports, "MOST_ROWS", 2)
    content = workbook(HEADINGS, *[(str(n), "甲", "") for n in range(3)])
    with pytest.raises(ValidationError, match="超过2行"):
        rows_of(content)


def test_columns_beyond_the_last_are_not_read():
    content = workbook([*HEADINGS, *[""] * 100, "编号"], ("1",))
    assert rows_of(content) == [(2, {"编号": "1"})]


def test_a_row_far_down_is_not_waited_for():
    content = part_of(GOOD, SHEET, lambda data: data.replace(b'<row r="2"', b'<row r="99999999"'))
    assert rows_of(content) == []


BOMBS = {
    "many parts": lambda archive: [archive.writestr(f"x{n}.xml", b"") for n in range(600)],
    "a huge whole": lambda archive: archive.writestr("media/x.bin", b"\0" * (301 << 20)),
    "a huge part": lambda archive: archive.writestr("xl/styles2.xml", b" " * (17 << 20)),
    "huge words": lambda archive: archive.writestr("xl/sharedStrings.xml", b" " * (49 << 20)),
    "one endless row": lambda archive: archive.writestr(
        "xl/worksheets/sheet9.xml", b"<row>" + b"<c/>" * (1 << 20)
    ),
    "entities": lambda archive: archive.writestr("xl/x.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]>"),
}


@pytest.mark.parametrize("what", BOMBS)
def test_bombs_are_not_unpacked(what):
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        BOMBS[what](archive)
    with pytest.raises(ValidationError) as caught:
        rows_of(stream.getvalue())
    assert caught.value.code == ("type" if what == "entities" else "bomb")


def test_many_rows_are_no_bomb():
    content = workbook(HEADINGS, *[(str(n), "甲" * 50, "") for n in range(9_000)])
    assert len(rows_of(content)) == 9_000


BROKEN = {
    "no zip": b"PK\x03\x04 not really",
    "no workbook": part_of(GOOD, "xl/workbook.xml", lambda data: b"<x/>"),
    "cut sheet": part_of(GOOD, SHEET, lambda data: data[:300]),
    "no xml": part_of(GOOD, SHEET, lambda data: b"\xff\xfe\x00"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_told_so(what):
    with pytest.raises(ValidationError, match="已损坏|没有找到表头"):
        rows_of(BROKEN[what])


def test_csv_is_told_apart_by_the_lines_under_its_title_too():
    """Whether saved by Excel as “CSV” or as “Unicode 文本”."""
    told = [(3, {"编号": "1", "名称": "甲"})]
    assert rows_of("登记簿\n编号\t名称\n1\t甲\n".encode("utf-16"), "csv") == told
    assert rows_of("登记簿\n编号;名称\n1;甲\n".encode("gb18030"), "csv") == told
    assert rows_of("登记簿,,\n编号,名称,\n1,甲,\n".encode("utf-8-sig"), "csv") == told


def test_csv_that_ends_in_a_quotation_is_read_as_far_as_it_goes():
    assert rows_of('编号,名称\n1,"甲'.encode(), "csv") == [(2, {"编号": "1", "名称": "甲"})]


def test_a_csv_field_without_end_is_told(monkeypatch):
    content = ('编号,名称\n1,"' + "甲" * 200_000).encode()
    with pytest.raises(ValidationError, match="第.*行附近格式有误"):
        rows_of(content, "csv")


# What is handed in


def handed(content, name="登记.xlsx"):
    return TableField().clean(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (GOOD, "../登 记.csv", "登 记.xlsx"),
        ("编号,名称\n".encode(), "登记.txt", "登记.csv"),
        ("编号,名称\n".encode("gb18030"), "登记", "登记.csv"),
        ("编号\t名称\n".encode("utf-16"), "登记.txt", "登记.csv"),
    ],
)
def test_the_ending_follows_what_the_file_is(content, name, kept):
    upload = handed(content, name)
    assert upload.name == kept
    assert upload.read(2) == content[:2], "it is at its beginning"


def docx():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return stream.getvalue()


def old_excel():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


REFUSED = {
    "word": (docx(), "xlsx 或者 csv"),
    "old excel": (old_excel(), "旧版 xls 或者加了密码"),
    "a pdf": (b"%PDF-1.4\n1 0 obj\n", "这是 PDF 文件"),
    "a web page": ("\ufeff\n<html><td>编号</td>".encode(), "网页"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "xlsx 或者 csv"),
    "blanks": (b" \n", "没有内容"),
    "nothing": (b"", "没有内容"),
    "half of utf-16": (b"\xff\xfe1", "xlsx 或者 csv"),
    "a mark in utf-16": ("机密★10年\n编号,名称\n".encode("utf-16"), "密级"),
    "a mark": ("机密★10年\n编号,名称\n".encode(), "密级"),
    "a mark in a workbook": (workbook(["机密★10年"], HEADINGS), "密级"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_or_bears_a_mark_is_refused(what):
    content, words = REFUSED[what]
    with pytest.raises(ValidationError, match=words):
        handed(content)


def test_a_file_too_large_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(ValidationError, match="20 MB"):
        handed(GOOD)


def test_nothing_handed_in_is_nothing():
    assert TableField(required=False).clean(None) is None
