"""The sheets of old registers that go out: the template, what is wrong, what is in the system."""

import io

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from disputes.models import Dispute
from disputes.models.oldregister import centres_of, circle_of
from disputes.oldregister.columns import COLUMNS, HEADINGS, REFUSED, Words
from liaison import exports

SHEET, WORDS, HINTS = "登记", "填写用词", "填写说明"
ROWS_WITH_CHOICES = 5000
WIDTHS = {"编号": 20, "标题": 28, "行政行为": 28, "争议要点": 40, "说明": 30, "申请人": 20}
GREY = PatternFill("solid", fgColor="E9EDF2")


def template(user):
    """The bytes of an empty register with its headings, the allowed words, and what to mind."""
    words = allowed_words(user)
    book = Workbook(write_only=True)
    _rows_to_fill(book, words)
    _table(book, WORDS, list(words), _side_by_side(words.values()))
    hints = (
        (column.column_name, "必填" if column.required else "", column.hint)
        for column in COLUMNS.values()
    )
    _table(book, HINTS, ["列名", "是否必填", "说明"], [*hints, *RULES])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


RULES = (
    ("规则", "", "只登记已经办结的争议；还在办理的，请在系统内登记办理"),
    ("规则", "", "日期写成 2019-03-05；行为作出、提交、受理、终结的日期依次不得早于前一个"),
    ("规则", "", "编号和化解中心都相同的，视为同一争议：再次导入时更正，不会重复"),
    ("规则", "", "不要使用公式；不要改动列名，用不到的列可以删去"),
    ("规则", "", "本平台为非涉密系统，严禁录入涉密信息"),
)


def allowed_words(user):
    """Heading → the words that a cell of the column may hold, for ``user``."""
    centres = list(centres_of(user))
    words = {"化解中心": [centre.unit.name for centre in centres]}
    circles = [circle_of(committee) for committee in {centre.committee for centre in centres}]
    for heading, kind in (("有关法院", "courts"), ("被申请机关", "agencies")):
        names = {unit.name for circle in circles for unit in getattr(circle, kind)()}
        words[heading] = sorted(names)
    for column in COLUMNS.values():
        if isinstance(column.widget, Words):
            words[column.column_name] = list(column.widget.values)
    words["结果"].append(REFUSED)
    return {heading: words[heading] for heading in HEADINGS if heading in words}


def _rows_to_fill(book, words):
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    places = {heading: place for place, heading in enumerate(words, start=1)}
    for place, heading in enumerate(HEADINGS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = WIDTHS.get(heading, 16)
        if heading in places and words[heading]:
            source = get_column_letter(places[heading])
            last = len(words[heading]) + 1
            choices = DataValidation("list", formula1=f"'{WORDS}'!${source}$2:${source}${last}")
            choices.add(f"{letter}2:{letter}{ROWS_WITH_CHOICES}")
            sheet.data_validations.append(choices)
    sheet.append([_head(sheet, column.column_name, column.required) for column in COLUMNS.values()])


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


def register(user):
    """(bytes, count) of the old disputes that ``user`` may see, as a register.

    Natural persons' names are masked; taken in again, it changes nothing.
    """
    disputes = (
        Dispute.objects.visible_to(user)
        .filter(is_imported=True)
        .select_related("centre__unit", "court", "respondent")
        .prefetch_related("parties")
        .order_by("centre", "id")
    )
    count = disputes.count()
    rows = (line_of(dispute) for dispute in disputes.iterator(chunk_size=500))
    return exports.workbook(SHEET, HEADINGS, rows, ceiling=exports.SHEET_CEILING), count


def line_of(dispute):
    """A dispute as a line of a register."""
    parties = list(dispute.parties.all())
    special = {
        "centre": dispute.centre.unit.name,
        "applicants": "、".join(party.shown_name for party in parties),
        "applicant_kind": parties[0].get_kind_display() if parties else "",
    }
    return [
        special[name] if name in special else column.export(dispute)
        for name, column in COLUMNS.items()
    ]
