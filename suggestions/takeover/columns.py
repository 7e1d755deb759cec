"""The columns of a table of earlier suggestions (以往司法建议的列): a row a problem and a unit."""

import re

from liaison.imports import Unreadable
from liaison.tables.columns import Column, Day, Number, Text, Unmarked, Words
from suggestions.models import Kind, Outcome, Response

COLUMNS = {
    column.attribute: column
    for column in (
        Column(
            "number",
            "建议书文号",
            Number(60),
            required=True,
            hint="同一份建议书的各行连在一起；后面的行可以不填",
        ),
        Column("kind", "种类", Words(Kind), hint="不填的为“其他”"),
        Column(
            "subject",
            "事由",
            Unmarked(80),
            required=True,
            hint="“关于”和“的司法建议”之间的文字",
        ),
        Column(
            "recipient",
            "被建议单位",
            Text(400),
            required=True,
            hint="有几个的用顿号隔开，第一个为牵头单位；各单位答复不同的，分行填写",
        ),
        Column("coordinator", "督促单位", Text(120), hint="不填的为委员会的司法行政机关"),
        Column("field_of_work", "治理领域", Unmarked(30)),
        Column("case_number", "案号", Text(60)),
        Column("signed_on", "签发日期", Day(), required=True),
        Column("served_on", "送达日期", Day(), hint="不填的，按签发日期计算答复期限"),
        Column("reply_by", "答复期限", Day(), hint="建议书写明的日期；不填的，为收到之日起两个月"),
        Column("problem", "问题", Unmarked(2000), required=True, hint="一行一个问题"),
        Column(
            "suggestion",
            "建议",
            Unmarked(2000),
            required=True,
            hint="与问题一一对应",
        ),
        Column("replied_on", "答复日期", Day(), hint="没有答复的不填"),
        Column("reply_number", "复函文号", Text(60)),
        Column("response", "采纳情况", Words(Response), hint="答复了的，每个问题都要填"),
        Column("reasons", "理由", Unmarked(1000)),
        Column("measures", "整改措施", Unmarked(2000)),
        Column(
            "outcome",
            "采纳结果",
            Words(Outcome),
            hint="各单位都答复了的才填；不填的，按各条采纳情况得出",
        ),
        Column(
            "files",
            "附件",
            Text(1000),
            hint="附件包里的文件名，几个的用分号隔开；文件名含“回证”“复函”“建议书”的据此归类",
        ),
    )
}
HEADINGS = [column.column_name for column in COLUMNS.values()]
REQUIRED = [column.column_name for column in COLUMNS.values() if column.required]
"""Headings without which a file is no table of suggestions."""
NAMES = {name: column.column_name for name, column in COLUMNS.items()}
OF_LETTER = (
    *("kind", "subject", "coordinator", "field_of_work", "case_number", "signed_on", "reply_by"),
    "outcome",
)
"""What all rows of a letter say alike, or leave to the first."""
OF_SIDE = ("served_on", "replied_on", "reply_number")
"""What all rows of a letter and a unit say alike."""


FILES_APART = re.compile(r"[；;]")


class Line:
    """One row, its cells as far as they can be read; ``wrong`` is name → what to do.

    ``files`` are the names of what goes with it. ``sides`` and ``problem`` are found later.
    """

    def __init__(self, row, cells):
        self.row, self.wrong, self.values = row, {}, {}
        for name, column in COLUMNS.items():
            try:
                self.values[name] = value_of(column, cells)
            except ValueError as error:
                self.wrong[name], self.values[name] = str(error), None
        self.files = parts(FILES_APART, self.values["files"])
        self.sides, self.problem = [], None

    def __getitem__(self, name):
        return self.values[name]


def parts(apart, text):
    """What stands in a cell, one by one."""
    found = map(str.strip, apart.split(text or ""))
    return list(dict.fromkeys(filter(None, found)))


def value_of(column, cells):
    """A cell's value; what is required of a letter need not stand in each of its rows."""
    value = cells.get(column.column_name)
    if isinstance(value, Unreadable):
        raise ValueError(value.reason)
    return column.widget.clean(value)
