"""The columns of the court's feed (法院案件数据的列): a row a case in one instance."""

from django.core.exceptions import ValidationError
from import_export import widgets

from disputes.appearances.feed.words import ACT_KINDS, NO, PROCEDURES, RANKS, YES
from disputes.appearances.models.filing import parsed
from disputes.models import ActKind
from liaison import casenumbers
from liaison.tables.columns import Column, Day, Text, Unmarked


class Kept(Unmarked):
    """Words that are kept as they came; numbers and days are words too."""

    def clean(self, value, row=None, **kwargs):
        return " ".join(super().clean(value, row, **kwargs).split())


class YesNo(widgets.Widget):
    """是 or 否, as any system writes it; an empty cell says neither."""

    def clean(self, value, row=None, **kwargs):
        word = "" if value is None else str(value).strip().upper()
        if not word:
            return None
        if word not in YES and word not in NO:
            raise ValueError(f"“{word[:20]}”请改为：是、否")
        return word in YES


class OneOf(widgets.Widget):
    """One of the words of a table."""

    def __init__(self, words):
        super().__init__()
        self.words = words

    def clean(self, value, row=None, **kwargs):
        word = "" if value is None else "".join(str(value).split())
        if not word:
            return ""
        if word not in self.words:
            raise ValueError(f"“{word[:20]}”不是可用的词，请改为：{'、'.join(self.words)}")
        return self.words[word]


class LawsuitNumber(widgets.Widget):
    """The number of an administrative lawsuit, however its brackets were typed, taken apart."""

    def clean(self, value, row=None, **kwargs):
        if value in {None, ""}:
            return None
        try:
            return parsed(str(value))
        except ValidationError as error:
            raise ValueError(error.messages[0]) from None


class OtherNumber(widgets.Widget):
    """The number of another case that the row names, in its official form."""

    def clean(self, value, row=None, **kwargs):
        return "" if value in {None, ""} else str(casenumbers.parse(str(value)))


MONTH, AREA_CODE, AREA = "统计月份", "地区代码", "地区名称"
COLUMNS = {
    column.attribute: column
    for column in (
        Column("month", MONTH, Text(20), hint="如：2026-10"),
        Column("area_code", AREA_CODE, Text(20)),
        Column("area", AREA, Text(60)),
        Column(
            "number",
            "案号",
            LawsuitNumber(),
            required=True,
            hint="括号全角半角均可；与法院一起认定同一案件",
        ),
        Column("court_code", "法院代码", Text(20), hint="法院代字，如：吉24；不填的，看法院名称"),
        Column(
            "court",
            "法院名称",
            Text(120),
            hint="全称或者简称，限本院和下级法院；代码、名称都不填的，为本院",
        ),
        Column("filed_on", "立案日期", Day(), required=True),
        Column("source", "案件来源", Kept(60), hint="如：当事人起诉、上诉"),
        Column("procedure", "审理程序", OneOf(PROCEDURES), hint="应与案号的审级一致"),
        Column("cause", "案由", Kept(40), required=True, hint="不得出现自然人的姓名"),
        Column("closed_on", "结案日期", Day(), hint="没有结案的不填"),
        Column("closing", "结案方式", Kept(60), hint="结案的必填；没有对应的，按“其他”并保留原文"),
        Column("closing_reason", "结案事由", Kept(300)),
        Column("plaintiffs", "原告", Text(1500), required=True, hint="多人用顿号隔开"),
        Column("defendants", "被告", Text(600), required=True, hint="委员会内单位的全称或者简称"),
        Column("co_defendants", "其他共同被告", Text(600), hint="几个的用顿号隔开"),
        Column("parties", "当事人", Text(3000), hint="其中不是原告、被告的，登记为第三人"),
        Column("heard", "是否开庭", YesNo(), hint="是、否"),
        Column("heard_on", "开庭日期", Day(), hint="首次开庭；不填的，按结案日期"),
        Column("notified", "是否通知负责人出庭", YesNo(), hint="是、否"),
        Column("appeared", "行政机关负责人是否出庭", YesNo(), hint="是、否"),
        Column("came", "行政机关是否出庭", YesNo(), hint="是、否"),
        Column("head_rank", "出庭负责人职务", OneOf(RANKS), hint="正、副、其他"),
        Column("spoke", "负责人是否发言", YesNo(), hint="是、否"),
        Column("act_kind", "行政行为种类", Kept(60), hint="没有对应的，按“其他”并保留原文"),
        Column("norm", "是否附带审查规范性文件", YesNo(), hint="是、否"),
        Column("lost", "行政机关是否败诉", YesNo(), hint="是、否；不填的，按结案方式"),
        Column("loss_reason", "败诉原因", Kept(200)),
        Column("appealed", "是否上诉", YesNo(), hint="是、否"),
        Column("earlier_number", "一审案号", OtherNumber(), hint="二审、再审的填写"),
        Column("reversed", "是否改判发回", YesNo(), hint="是、否"),
        Column("second_number", "二审案号", OtherNumber()),
        Column("second_result", "二审结果", Kept(60)),
        Column("reversal_reason", "改判发回原因", Kept(300)),
        Column("updated_on", "更新时间", Day(), hint="早于已导入数据的，不导入"),
    )
}
HEADINGS = [column.column_name for column in COLUMNS.values()]
REQUIRED = [column.column_name for column in COLUMNS.values() if column.required]
NAMES = {name: column.column_name for name, column in COLUMNS.items()}
"""Column → heading."""
ALIASES = {
    "月份": MONTH,
    "统计年月": MONTH,
    "地区编码": AREA_CODE,
    "地区": AREA,
    "行政区划代码": AREA_CODE,
    "行政区划": AREA,
    "案件编号": "案号",
    "法院编码": "法院代码",
    "法院代字": "法院代码",
    "法院": "法院名称",
    "受理法院": "法院名称",
    "承办法院": "法院名称",
    "立案时间": "立案日期",
    "来源": "案件来源",
    "适用程序": "审理程序",
    "审级": "审理程序",
    "结案时间": "结案日期",
    "结案理由": "结案事由",
    "原告名称": "原告",
    "原告姓名": "原告",
    "被告名称": "被告",
    "被诉行政机关": "被告",
    "共同被告": "其他共同被告",
    "其他被告": "其他共同被告",
    "全部当事人": "当事人",
    "开庭": "是否开庭",
    "开庭时间": "开庭日期",
    "是否通知负责人": "是否通知负责人出庭",
    "负责人是否出庭": "行政机关负责人是否出庭",
    "行政机关负责人出庭": "行政机关负责人是否出庭",
    "是否负责人出庭": "行政机关负责人是否出庭",
    "机关是否出庭": "行政机关是否出庭",
    "负责人职务": "出庭负责人职务",
    "是否发言": "负责人是否发言",
    "行政行为种类名称": "行政行为种类",
    "行政行为类型": "行政行为种类",
    "是否审查规范性文件": "是否附带审查规范性文件",
    "是否败诉": "行政机关是否败诉",
    "行政机关败诉": "行政机关是否败诉",
    "行政机关败诉原因": "败诉原因",
    "上诉": "是否上诉",
    "原审案号": "一审案号",
    "是否改判或发回": "是否改判发回",
    "是否改判、发回": "是否改判发回",
    "二审裁判结果": "二审结果",
    "改判或发回原因": "改判发回原因",
    "更新日期": "更新时间",
}
"""What other systems call a column → our heading."""
ASIDE = (
    *("area_code", "area", "source", "closing", "closing_reason", "came", "norm"),
    *("reversed", "second_number", "second_result", "reversal_reason"),
)
"""Columns that no lawsuit has a field for: they are kept with the row, and go out with it."""
PASSING = ("month", "updated_on")
"""Columns that say of the row, not of the case: when they alone differ, nothing has."""
FREE = (
    *("cause", "act_kind", "source", "closing", "closing_reason", "loss_reason"),
    *("second_result", "reversal_reason"),
)
"""Words in which no natural person of the case may be named."""


def act_kind_of(words):
    """The kind of act (行政行为种类) that these words are; what is unknown is 其他."""
    return ACT_KINDS.get(words, ActKind.OTHER)


def aside_of(cells):
    """What the cells of a row say beside the lawsuit, column by column, as it goes out again."""
    return {name: in_words(cells[name]) for name in ASIDE}


def aside_in(raw):
    """The same of a row that was kept, heading by heading."""
    return aside_of({name: COLUMNS[name].clean(raw) for name in ASIDE})


def in_words(value):
    """A value of a cell in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value or "")
