"""The columns of a table that comes in: what a cell may hold, and what is said of a wrong one.

They are django-import-export's fields and widgets: they turn cells into values and values back
into cells.
"""

import re
import unicodedata
from datetime import date
from difflib import get_close_matches

from import_export import fields, widgets

from liaison.imports import Unreadable
from liaison.markings import REFUSAL, mark_in

YEAR = re.compile(r"[\[(【〔［{〈<]\s*(\d{4})\s*[\])】〕］}〉>]")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
ALIKE = 0.5
"""How near a name must be to one that was typed to be put forward in its place."""


class Text(widgets.Widget):
    """Words of at most ``most`` characters."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def clean(self, value, row=None, **kwargs):
        text = "" if value is None else str(value)
        if len(text) > self.most:
            raise ValueError(f"超过{self.most}字，请精简")
        return text

    def render(self, value, obj=None, **kwargs):
        return value or ""


class Unmarked(Text):
    """The same; what bears a mark of secrecy (密级标志) is refused."""

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value, row, **kwargs)
        if "密" in text and (mark := mark_in(text)):
            raise ValueError(f"{REFUSAL}：有密级标志“{mark}”")
        return text


class Number(Text):
    """A number by which a matter is found, however its brackets were typed: 长协〔2019〕5号."""

    def clean(self, value, row=None, **kwargs):
        text = unicodedata.normalize("NFKC", super().clean(value, row, **kwargs))
        return "".join(YEAR.sub(r"〔\1〕", text).split())


class Words(widgets.Widget):
    """One of the words that the template lists."""

    def __init__(self, choices):
        super().__init__()
        self.values = {choice.label: choice.value for choice in choices}
        self.labels = {value: label for label, value in self.values.items()}

    def clean(self, value, row=None, **kwargs):
        if value in {None, ""}:
            return ""
        try:
            return self.values[str(value)]
        except KeyError:
            allowed = "、".join(self.values)
            raise ValueError(f"“{value}”不是可用的词，请改为：{allowed}") from None

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, "")


class Day(widgets.Widget):
    """A day: a date cell, or words such as 2019-3-5, 2019.3.5, 2019年3月5日."""

    def clean(self, value, row=None, **kwargs):
        if value in {None, ""}:
            return None
        if isinstance(value, date):
            return value
        found = DAY.fullmatch("".join(str(value).split()))
        try:
            return date(*map(int, found.groups()))
        except (AttributeError, ValueError):
            raise ValueError(f"“{value}”不是日期，请写成 2019-03-05 的样子") from None

    def render(self, value, obj=None, **kwargs):
        return value


class Named(widgets.Widget):
    """A unit by its full or short name, of those of ``kind`` that the table may name.

    ``circle`` is kind → the units by their ``Names``.
    """

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def clean(self, value, row=None, *, circle, **kwargs):
        if value in {None, ""}:
            return None
        return circle[self.kind].one(str(value))

    def render(self, value, obj=None, **kwargs):
        return value.name if value else ""


class Names(dict):
    """Things by the full and short names of their units: {name: {unit's id: thing}}."""

    def __init__(self, pairs):
        super().__init__()
        self._nearest = {}
        for unit, thing in pairs:
            for name in (unit.name, unit.short_name):
                self.setdefault(name, {})[unit.pk] = thing

    def one(self, name):
        """The one thing of that name; raise ValueError, with the nearest name, if there is none."""
        found = self.get(name)
        if found is None:
            near = self.nearest(name)
            perhaps = f"，最接近的是“{near}”" if near else ""
            raise ValueError(
                f"没有名为“{name}”的单位{perhaps}，请改为模板“填写用词”页中的全称或者简称"
            )
        if len(found) > 1:
            raise ValueError(f"不止一个单位简称“{name}”，请写全称")
        return next(iter(found.values()))

    def nearest(self, name):
        """The known name that is most like ``name``; looked for once for each that is typed."""
        if name not in self._nearest:
            found = get_close_matches(name[:120], self, n=1, cutoff=ALIKE)
            self._nearest[name] = next(iter(found), "")
        return self._nearest[name]


class Column(fields.Field):
    """A column of a table; ``hint`` is what the template says of it."""

    def __init__(self, attribute, name, widget, *, required=False, hint="", readonly=False):
        super().__init__(attribute, name, widget, readonly=readonly)
        self.required, self.hint = required, hint

    def clean(self, row, **kwargs):
        value = row.get(self.column_name)
        if isinstance(value, Unreadable):
            raise ValueError(value.reason)
        if value in {None, ""} and self.required:
            raise ValueError("必填")
        return self.widget.clean(value, row=row, **kwargs)
