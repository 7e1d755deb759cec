"""The columns of an old register (历史登记的列): a django-import-export resource.

Its fields and widgets turn cells into values and values back into cells.
"""

import re
import unicodedata
from datetime import date

from import_export import fields, resources, widgets

from disputes.models import (
    ActKind,
    Dispute,
    FailureGround,
    Field,
    Outcome,
    Party,
    RefusalGround,
    Source,
    Stage,
)
from liaison.imports import Unreadable

YEAR = re.compile(r"[\[(【〔［{〈<]\s*(\d{4})\s*[\])】〕］}〉>]")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
REFUSED = "不予受理"


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


class Number(Text):
    """A number by which a dispute is found, however its brackets were typed: 长协〔2019〕5号."""

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


class Result(Words):
    """结果: what came of it; 不予受理 is told by its own column."""

    def clean(self, value, row=None, **kwargs):
        return "" if value == REFUSED else super().clean(value, row, **kwargs)

    def render(self, value, obj=None, **kwargs):
        return super().render(value) or REFUSED


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
    """A unit by its full or short name, of those that the committee's registers may name."""

    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def clean(self, value, row=None, *, circle, **kwargs):
        if value in {None, ""}:
            return None
        units = circle[self.kind].get(str(value))
        if units is None:
            raise ValueError(f"没有名为“{value}”的单位，请改为模板“填写用词”页中的全称或者简称")
        if len(units) > 1:
            raise ValueError(f"不止一个单位简称“{value}”，请写全称")
        return next(iter(units.values()))

    def render(self, value, obj=None, **kwargs):
        return value.name if value else ""


class Column(fields.Field):
    """A column of the register; ``hint`` is what the template says of it."""

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


APPLICANTS = [kind for kind in Party.Kind if kind != "agency"]
RESULTS = [outcome for outcome in Outcome if outcome != Outcome.AGREEMENT_PENDING]


class OldRegisterResource(resources.ModelResource):
    """The columns of an old register, in the order of the template."""

    number = Column("number", "编号", Number(60), required=True, hint="与化解中心一起认定同一争议")
    centre = Column("centre", "化解中心", Text(120), required=True, readonly=True)
    source = Column("source", "来源", Words(Source), required=True)
    stage = Column("stage", "阶段", Words(Stage), hint="不填的，按来源确定")
    court = Column("court", "有关法院", Named("courts"), hint="由法院引导、委托、移送的必填")
    court_case = Column("court_case", "法院案号", Text(60))
    respondent = Column("respondent", "被申请机关", Named("agencies"), required=True)
    applicants = Column(
        "parties", "申请人", Text(600), required=True, readonly=True, hint="多人用顿号隔开"
    )
    applicant_kind = Column(
        "parties", "申请人类别", Words(APPLICANTS), required=True, readonly=True
    )
    title = Column("title", "标题", Text(120), hint="可以不填；不得出现自然人的姓名")
    field = Column("field", "领域", Words(Field), required=True)
    act_kind = Column("act_kind", "行政行为种类", Words(ActKind))
    act = Column("act", "行政行为", Text(120), required=True, hint="如：征收补偿决定")
    act_on = Column("act_on", "行为作出日期", Day())
    gist = Column("gist", "争议要点", Text(2000))
    referred_on = Column("referred_on", "提交日期", Day(), required=True, hint="申请、移送的日期")
    accepted_on = Column("accepted_on", "受理日期", Day())
    ended_on = Column("ended_on", "终结日期", Day(), required=True)
    outcome = Column("outcome", "结果", Result(RESULTS), required=True)
    refusal_ground = Column(
        "refusal_ground", "不予受理情形", Words(RefusalGround), hint="结果是不予受理的必填"
    )
    failure_ground = Column("failure_ground", "终结情形", Words(FailureGround))
    ending_reason = Column("ending_reason", "说明", Text(1000))

    class Meta:
        model = Dispute
        fields = (
            *("number", "centre", "source", "stage", "court", "court_case", "respondent"),
            *("applicants", "applicant_kind", "title", "field", "act_kind", "act", "act_on"),
            *("gist", "referred_on", "accepted_on", "ended_on", "outcome", "refusal_ground"),
            *("failure_ground", "ending_reason"),
        )


COLUMNS = {name: OldRegisterResource.fields[name] for name in OldRegisterResource._meta.fields}
HEADINGS = [column.column_name for column in COLUMNS.values()]
REQUIRED = [column.column_name for column in COLUMNS.values() if column.required]
"""Headings without which a file is no register."""
NAMES = {column.attribute: column.column_name for column in reversed(COLUMNS.values())} | {
    f"{name}_id": COLUMNS[name].column_name for name in ("centre", "court", "respondent")
}
"""Attribute → heading."""
