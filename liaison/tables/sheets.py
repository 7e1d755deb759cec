"""The sheets that go out for a table to come in: the template to fill in, and what is wrong."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from liaison import exports

WORDS, HINTS, EXAMPLE = "填写用词", "填写说明", "示例"
ROWS_WITH_CHOICES = 5000
GREY = PatternFill("solid", fgColor="E9EDF2")


def template(title, columns, words, rules, widths, example=None):
    """The bytes of an empty table with its headings, the allowed words, and what to mind.

    ``words`` is heading → what a cell may hold, ``rules`` are sentences, ``widths`` are those of
    the columns that aren't as wide as most, ``example`` is a row, on a sheet that nobody reads in.
    """
    book = Workbook(write_only=True)
    _rows_to_fill(book, title, columns, words, widths)
    _table(book, WORDS, list(words), _side_by_side(words.values()))
    hints = (
        (column.column_name, "必填" if column.required else "", column.hint) for column in columns
    )
    said = (("规则", "", rule) for rule in rules)
    _table(book, HINTS, ["列名", "是否必填", "说明"], [*hints, *said])
    if example:
        headings = [column.column_name for column in columns]
        _table(book, EXAMPLE, headings, [[example.get(heading) for heading in headings]])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows_to_fill(book, title, columns, words, widths):
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    places = {heading: place for place, heading in enumerate(words, start=1)}
    for place, column in enumerate(columns, start=1):
        heading, letter = column.column_name, get_column_letter(place)
        sheet.column_dimensions[letter].width = widths.get(heading, 16)
        if words.get(heading):
            source = get_column_letter(places[heading])
            last = len(words[heading]) + 1
            choices = DataValidation("list", formula1=f"'{WORDS}'!${source}$2:${source}${last}")
            choices.add(f"{letter}2:{letter}{ROWS_WITH_CHOICES}")
            sheet.data_validations.append(choices)
    sheet.append([_head(sheet, column.column_name, column.required) for column in columns])


def _head(sheet, text, required=False):
    cell = WriteOnlyCell(sheet, f"{text}*" if required else text)
    cell.font, cell.fill = Font(bold=True), GREY
    cell.alignment = Alignment(horizontal="center")
    return cell


def _table(book, title, headings, rows):
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 24
    sheet.append([_head(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([exports.text_cell(sheet, value) for value in row])


def _side_by_side(lists):
    lists = list(lists)
    for number in range(max(map(len, lists), default=0)):
        yield [words[number] if number < len(words) else "" for words in lists]


def errors(rows):
    """The bytes of a sheet of what is wrong; ``rows`` are (row, column, what to do)."""
    return exports.workbook("问题清单", ["行", "列", "问题和改法"], rows)
