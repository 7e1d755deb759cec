"""Spreadsheets coming in (导入): read row by row, within bounds, and never calculated.

A table is told by its headings, which may stand under a title. What is wrong with the file as a
whole is a ValidationError for whoever handed it in; what is wrong with a row, its reader says.
"""

import codecs
import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from liaison.markings import REFUSAL, mark_on
from liaison.uploads import plain_name, refuse_classified, refuse_infected, sniff

MOST_ROWS = 100_000
MOST_COLUMNS = 60
MOST_TEXT = 4000
MEGABYTE = 1024 * 1024
MOST_PARTS = 500
MOST_BYTES = 300 * MEGABYTE
"""Bytes of everything that a workbook unpacks to."""
MOST_OF_A_PART = 16 * MEGABYTE
STREAMED = {"xl/sharedStrings.xml": (b"</si>", 48), "xl/worksheets/": (b"</row>", 300)}
"""Parts that are read piece by piece: how a piece ends, and how many megabytes there may be."""
MOST_OF_A_PIECE = 2 * MEGABYTE
HEADING_WITHIN = 10
"""The rows among which the headings are looked for."""
NO_HEADINGS = (
    f"没有找到表头：请使用模板，保留模板的列名，放在第一个工作表的前{HEADING_WITHIN}行之内"
)
BROKEN = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError)


class Unreadable:
    """A cell that holds no value of its own; ``reason`` says what to do about it."""

    def __init__(self, reason):
        self.reason = reason


NO_TABLE = "请上传 xlsx 或者 csv 文件"
EMPTY = "文件里没有内容，请核对后重新选择文件"
FOREIGN = {
    b"%PDF": f"这是 PDF 文件，改了扩展名也不能读取；{NO_TABLE}",
    b"\xd0\xcf\x11\xe0": "这是旧版 xls 或者加了密码的文件，请另存为不加密的 xlsx 后上传",
}
"""How files begin that people hand in for a table, and what to do about them."""
WEB_PAGE = "这是网页或者 XML 格式的表格，请用 Excel 或者 WPS 打开，另存为 xlsx 后上传"
"""Case systems hand out web pages that are called xls."""
TOO_LARGE = "文件解开后过大，请拆分后分次导入"
UNOPENED = "文件已损坏，无法打开；请另存为新的 xlsx"
FORMULA = Unreadable("是公式，本平台不计算公式，请改为数值（复制后选择性粘贴为“数值”）")
WRONG = Unreadable("是错误值（如 #REF!），请改为正确的内容")
LONG = Unreadable(f"超过{MOST_TEXT}字")


class TableField(forms.FileField):
    """A table handed in as xlsx or csv; ``media_type`` and the ending are made to fit."""

    default_error_messages = {"empty": EMPTY}

    def __init__(self, **kwargs):
        super().__init__(max_length=120, **kwargs)
        self.widget.attrs.setdefault("accept", ".xlsx,.csv")

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload is None:
            return None
        if upload.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError("文件超过 20 MB，请拆分后分次导入", code="size")
        refuse_infected(upload)
        ending = _ending(upload)
        stem = PurePath(plain_name(upload.name)).stem or "登记"
        upload.name = f"{stem}.{ending}"
        return upload


def _ending(upload):
    head = upload.read(4)
    upload.seek(0)
    if head == b"PK\x03\x04":
        ending, _ = sniff(upload)
        if ending != "xlsx":
            raise ValidationError(NO_TABLE, code="type")
        check_workbook(upload)
        refuse_classified(upload, ending)
        return ending
    if head in FOREIGN:
        raise ValidationError(FOREIGN[head], code="type")
    text = decoded(upload.read())
    upload.seek(0)
    if text.lstrip().startswith("<"):
        raise ValidationError(WEB_PAGE, code="type")
    if mark := mark_on(text[:20_000]):
        raise ValidationError(
            f"{REFUSAL}：文件标有密级“{mark}”，不得上传，请按保密规定另行报送", code="classified"
        )
    return "csv"


def check_workbook(stream):
    """Refuse a workbook that would unpack to more than is read, or that declares entities."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
                raise ValidationError(TOO_LARGE, code="bomb")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(archive, part)
    except BROKEN:
        raise ValidationError(UNOPENED, code="type") from None
    finally:
        stream.seek(0)


def _check_part(archive, part):
    """Refuse a part that is too large as a whole, or in a piece that is read at once."""
    end, most = b"", MOST_OF_A_PART
    for start, (ending, megabytes) in STREAMED.items():
        if part.filename.startswith(start):
            end, most = ending, megabytes * MEGABYTE
    if part.file_size > most:
        raise ValidationError(TOO_LARGE, code="bomb")
    with archive.open(part) as opened:
        head = opened.read(MEGABYTE)
        if b"<!DOCTYPE" in head.upper():
            raise ValidationError("文件含有不允许的声明，请另存为新的 xlsx", code="type")
        if end:
            _check_pieces(head, opened, end)


def _check_pieces(head, opened, end):
    """Refuse a part in which two ends of pieces lie too far apart."""
    rest = head
    while chunk := opened.read(MEGABYTE):
        rest = rest.rpartition(end)[2] + chunk
        if len(rest) > MOST_OF_A_PIECE + MEGABYTE:
            raise ValidationError(TOO_LARGE, code="bomb")


def decoded(content):
    """The text of a csv file, as Excel or anything newer writes it; raise if it is none."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise ValidationError(EMPTY, code="empty")
        if "\x00" not in text:
            return text
    raise ValidationError(NO_TABLE, code="type")


class Table:
    """The rows under the headings of a file: iterate over it for (row number, {heading: value}).

    Values are text, dates, numbers or ``Unreadable``; empty cells and empty rows are left out.
    ``expected`` is how many rows there may be, for showing progress; ``aliases`` is another word
    for a heading → the heading.
    """

    def __init__(self, stream, ending, headings, required, aliases=None):
        opened = _sheet(stream) if ending == "xlsx" else _csv(stream)
        self.expected, self._rows, self._value = opened
        self._headings, self.required, self._aliases = set(headings), required, aliases or {}
        self.columns = self._find_headings()

    def _find_headings(self):
        """Read up to the headings; return {place: heading}. Unknown columns are refused."""
        for number, cells in self._rows:
            words = enumerate(map(self._value, cells))
            named = {
                place: self._heading(word)
                for place, word in words
                if isinstance(word, str) and word
            }
            if len(self._headings & set(named.values())) > 1:
                return self._checked(named)
            if number >= HEADING_WITHIN:
                break
        raise ValidationError(NO_HEADINGS, code="headings")

    def _heading(self, word):
        plain = "".join(word.split()).rstrip("*＊")
        return self._aliases.get(plain, plain)

    def _checked(self, columns):
        names = list(columns.values())
        if unknown := [name for name in names if name not in self._headings]:
            raise ValidationError(
                f"不认识的列：{'、'.join(unknown[:10])}，请删去或者改为模板的列名"
            )
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValidationError(f"列名重复：{'、'.join(twice)}", code="headings")
        if lacking := [name for name in self.required if name not in names]:
            raise ValidationError(f"缺少必填的列：{'、'.join(lacking)}", code="headings")
        return columns

    def __iter__(self):
        count = 0
        for number, cells in self._rows:
            row = {}
            for place, heading in self.columns.items():
                value = self._value(cells[place]) if place < len(cells) else None
                if value is not None and value != "":
                    row[heading] = value
            if not row:
                continue
            count += 1
            if count > MOST_ROWS:
                raise ValidationError(f"超过{MOST_ROWS}行，请拆分后分次导入", code="rows")
            yield number, row


def _sheet(stream):
    """How many rows the first sheet may have, the rows, and how a cell's value is told."""
    check_workbook(stream)
    try:
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        expected = min(sheet.max_row or 0, MOST_ROWS)
    except (*BROKEN, IndexError, SyntaxError, TypeError, AttributeError):
        raise ValidationError(UNOPENED, code="type") from None
    return expected, _sheet_rows(book, sheet), _value


def _sheet_rows(book, sheet):
    """Yield (number, cells); what breaks off in the middle is told."""
    try:
        rows = sheet.iter_rows(max_row=MOST_ROWS + HEADING_WITHIN + 1, max_col=MOST_COLUMNS)
        yield from enumerate(rows, start=1)
    except (*BROKEN, SyntaxError, TypeError, AttributeError):
        raise ValidationError(UNOPENED, code="type") from None
    finally:
        book.close()


def _value(cell):
    """What a cell says; a formula is what it is: a formula."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return FORMULA
    if cell.data_type == "e":
        return WRONG
    return _plain(value)


def _plain(value):
    """A cell's value as text, a day or a number; 5.0 is 5, and a moment is its day."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, date | int | float):
        return value
    return _text(str(value))


def _text(text):
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    text = text.strip()
    return LONG if len(text) > MOST_TEXT else text


def _csv(stream):
    stream.seek(0)
    text = decoded(stream.read())
    top = "\n".join(text.split("\n", HEADING_WITHIN)[:HEADING_WITHIN])
    delimiter = max(",\t;", key=top.count)
    lines = io.StringIO(text, newline="")
    return text.count("\n"), _csv_rows(csv.reader(lines, delimiter=delimiter)), _plain


def _csv_rows(reader):
    try:
        for cells in reader:
            yield reader.line_num, cells[:MOST_COLUMNS]
    except csv.Error:
        raise ValidationError(
            f"csv 文件第{reader.line_num}行附近格式有误，请用 Excel 打开后另存为 xlsx", code="type"
        ) from None
