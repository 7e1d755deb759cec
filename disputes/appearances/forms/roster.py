"""A list of people pasted in one piece (名单), as it comes from a table, a message or a letter."""

import re
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError

from disputes.appearances.models.observers import Observer, Standing

MOST_LINES = 300
MOST_SHOWN = 5
"""Complaints that are told at once: whoever pasted the wrong thing need not read them all."""
ORDINAL = re.compile(r"^[（(]?\d{1,3}(?:[)）.．、]+\s*|\s+)")
MARKS = (r"\t", r"[,，;；]")
STANDINGS = {
    "正职": Standing.CHIEF,
    "副职": Standing.DEPUTY,
    "内设机构": Standing.SECTION,
    "其他": Standing.STAFF,
    "工作人员": Standing.STAFF,
} | {one.label: one for one in Standing}
LEADING = ("长", "主任", "书记")
"""How posts end whose holders may be heads: what they are is to be said, not guessed."""


class RosterField(forms.CharField):
    """A line a person, whose columns are set apart by marks or blanks; see ``people_of``."""

    def __init__(self, label, columns, **kwargs):
        more = {
            "required": False,
            "max_length": 30000,
            "widget": forms.Textarea(attrs={"rows": 4}),
            "help_text": f"人少的，在下面逐行填；人多的，从表格或者文档中整块复制：一人一行，"
            f"{columns}之间用空格、逗号或者制表符隔开。类别写正职负责人、副职负责人、内设机构负责人；"
            "其他工作人员可以不写",
        }
        super().__init__(label=label, **more | kwargs)


def people_of(text, unit_of=None):
    """Read the people of a pasted list: name, post and standing, a line each.

    ``unit_of`` is given where a unit stands first on each line: it finds what is written of it,
    and the row has it as its ``invitation``. Raises ValidationError with the lines that won't do.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise ValidationError(f"一次最多{MOST_LINES}人，粘贴了{len(lines)}行，请分次录入")
    people, wrong = [], []
    for number, line in lines:
        try:
            people.append(person_of(cells_of(line), unit_of))
        except ValidationError as error:
            wrong.append(f"第{number}行“{line.strip()[:20]}”：{error.message}")
    if wrong:
        more = f"还有{len(wrong) - MOST_SHOWN}行有问题，改好后再看"
        raise ValidationError(wrong[:MOST_SHOWN] + [more] * (len(wrong) > MOST_SHOWN))
    return people


def cells_of(line):
    """The columns of a line, without an ordinal: by tabs or commas if it has any, else by blanks.

    A name of two characters is often spread out to the width of three (王　伟).
    """
    line = ORDINAL.sub("", line.strip())
    for mark in MARKS:
        if re.search(mark, line):
            cells = ["".join(cell.split()) for cell in re.split(mark, line)]
            return [cell for cell in cells if cell]
    cells = line.split()
    for at, (one, after) in enumerate(pairwise(cells)):
        if len(one) == len(after) == 1:
            return [*cells[:at], one + after, *cells[at + 2 :]]
    return cells


def person_of(cells, unit_of):
    row = {}
    if unit_of:
        row["invitation"] = unit_of(cells[0] if cells else "")
        cells = cells[1:]
    standing = STANDINGS.get(cells[-1]) if len(cells) > 2 else None
    if len(cells) - bool(standing) != 2 or cells[1] in STANDINGS:
        raise ValidationError("请依次写姓名、职务、类别，职务中间不留空格")
    if standing is None and cells[1].endswith(LEADING):
        raise ValidationError(f"“{cells[1]}”请写明类别")
    row |= {"name": cells[0], "post": cells[1], "standing": standing or Standing.STAFF}
    for name in ("name", "post"):
        field = Observer._meta.get_field(name)
        if len(row[name]) > field.max_length:
            raise ValidationError(f"{field.verbose_name}超过{field.max_length}个字")
    return row
