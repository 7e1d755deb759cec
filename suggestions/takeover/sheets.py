"""The template for a table of earlier suggestions (导入模板)."""

from liaison.models import Unit
from liaison.tables import sheets
from liaison.tables.columns import Words
from suggestions.models.earlier import circle_of
from suggestions.models.suggestion import NOT_ADDRESSED
from suggestions.takeover.columns import COLUMNS, HEADINGS

SHEET = "司法建议"
WIDTHS = {
    "建议书文号": 24,
    "事由": 28,
    "被建议单位": 28,
    "问题": 44,
    "建议": 44,
    "理由": 32,
    "整改措施": 40,
    "附件": 36,
    "复函文号": 22,
    "案号": 22,
}
RULES = (
    "一行写一个问题和与它对应的建议；一份建议书有几个问题的，占几行，连在一起",
    "送几个单位的，在“被建议单位”里用顿号隔开；各单位答复不同的，每个单位各占几行",
    "同一份建议书的后续各行，文号、事由、日期等可以不填，填写的应当与第一行一致",
    "所有单位都答复了的，导入后为“已办结”；还有单位没有答复的，为“已送达”，按送达日期计算期限",
    "已经逾期没有答复的，导入后显示逾期，但不逐件发送提醒",
    "本年度的文号应当连续：系统以后编号从已导入的最大号之后开始",
    "同一文号再次导入：内容相同的跳过，不同的列为冲突，都不会改动系统内已有的内容",
    "附件另外打成一个 zip 压缩包上传：PDF、图片、Word、Excel，每个不超过 20 MB，不设密码，不重名",
    "只附建议书、送达回证、复函和整改材料；合议庭评议、审判委员会讨论的材料不得上传",
    "不要使用公式；不要改动列名，用不到的列可以删去",
    "本平台为非涉密系统，严禁录入涉密信息",
)


def template(committee):
    """The bytes of an empty table with its headings, the allowed words, and what to mind."""
    return sheets.template(SHEET, COLUMNS.values(), allowed_words(committee), RULES, WIDTHS)


def allowed_words(committee):
    """Heading → the words that a cell of the column may hold."""
    units = circle_of(committee)
    addressed = units.exclude(kind__in=NOT_ADDRESSED)
    urging = units.filter(kind__in=[Unit.Kind.JUSTICE_BUREAU, Unit.Kind.GOVERNMENT])
    words = {"被建议单位": _names(addressed), "督促单位": _names(urging)}
    for column in COLUMNS.values():
        if isinstance(column.widget, Words):
            words[column.column_name] = list(column.widget.values)
    return {heading: words[heading] for heading in HEADINGS if heading in words}


def _names(units):
    return sorted(units.values_list("name", flat=True))
