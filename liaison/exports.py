"""Spreadsheets going out (导出): Chinese headers, the reader's own rights, no live formulas."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

ROW_CEILING = 10_000
SHEET_CEILING = 100_000
"""Rows of a sheet that is to be read by machines again."""
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def text_cell(sheet, value):
    """A cell that is text and nothing else: whatever it starts with, it is never a formula."""
    if value is None or isinstance(value, int | float) or hasattr(value, "isoformat"):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value))[:32_000])
    cell.data_type = "s"
    return cell


def workbook(title, headers, rows, ceiling=None):
    """Return the bytes of a spreadsheet of one sheet; rows beyond the ceiling are left out."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    head = [text_cell(sheet, header) for header in headers]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.append(head)
    for number, row in enumerate(rows):
        if number >= (ceiling or ROW_CEILING):
            break
        sheet.append([text_cell(sheet, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def matter_rows(queryset):
    """Yield the lines of a list of matters, as a person reads them on the page."""
    for matter in queryset.with_listing()[:ROW_CEILING].iterator(chunk_size=500):
        yield (
            matter.number,
            matter.title,
            matter.get_status_display(),
            str(matter.initiator),
            str(matter.holder or ""),
            matter.due_on,
            "暂定" if matter.due_provisional else "",
            matter.closed_on,
        )


MATTER_HEADERS = ("编号", "标题", "状态", "提出单位", "承办单位", "期满日", "备注", "办结日期")
