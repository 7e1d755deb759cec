"""The monthly notice on paper (通报): red head, figures as table and chart, praise, criticism.

All figures are those that were counted when the draft went to the court; nothing is typed in
but the opening and closing words.
"""

from itertools import groupby

from django.utils import timezone

from disputes.appearances.models import MonthlyNotice, NoticeStatus, Scope
from disputes.appearances.models.issuing import PAPER
from liaison import charts, registry
from liaison.documents import Document
from liaison.numerals import numeral
from liaison.papers import fonts, titles
from liaison.papers.tables import Column, Table
from liaison.templatetags.typeset import cn_date
from liaison.typesetting import POINTS_PER_MM

SIZE, TYPE = 12, 16
"""Points of the table's type, and of the text's."""
HALF = 74
"""Millimetres that each of the two issuers has to sign in."""
CHARTED = 15
"""Units that the chart shows."""
NAMED = 3
"""Units that stand under the title as recipients; more are called as one."""
COLUMNS = (
    # label, millimetres
    *(("单　位", 46), ("应当出庭", 22), ("出庭", 16), ("出庭应诉率", 26)),
    *(("正职出庭", 23), ("出庭发言", 23)),
)
NOTES = (
    "1.以一案、一审级、一个被诉行政机关为一件；“应当出庭”为分母，“出庭”为分子，"
    "没有应当出庭案件的记“—”，比率按四舍五入保留两位小数。",
    "2.“正职出庭”“出庭发言”分别为出庭负责人中正职负责人和发言负责人的件数与出庭件数之比。",
)


@registry.papers.register
class AppearanceNotice(Document):
    """通报: of office and court jointly, frozen with its number when the office issues it."""

    code = PAPER
    title = "行政机关负责人出庭应诉情况通报"
    model = MonthlyNotice
    template_name = "documents/appearances/monthly_notice.html"
    layout = "monthly"
    statuses = frozenset({NoticeStatus.DRAFT, NoticeStatus.COUNTERSIGNING, NoticeStatus.CONFIRMED})
    is_archival = is_checked = True

    def heading(self, matter):
        return f"关于{period(matter)}行政机关负责人出庭应诉情况的通报"

    def issuer(self, matter):
        return f"{matter.initiator}、{matter.court}"

    def withdrawal(self, matter):
        if matter.status != NoticeStatus.SUPERSEDED:
            return ""
        by = matter.corrections.exclude(issued_on=None).first()
        return f"已由{by.number}更正，以更正后的通报为准"

    def context(self, matter):
        office = matter.initiator.name
        return {
            "mark": f"{office}文件",
            "number": matter.number or "〔　　〕　号",
            "recipients": recipients(matter),
            "before": "\n".join(introduction(matter)),
            "pieces": list(pieces(matter)),
            "after": "\n".join(conclusions(matter)),
            "notes": "\n".join([*NOTES, f"3.统计口径：{matter.policy_words}。"]),
            "issuers": [in_half(office), in_half(matter.court.name)],
            "dated": matter.issued_on or timezone.localdate(),
            "copies": "，".join(unit.name for unit in copied(matter)),
            "printer": office,
        }


def in_half(name):
    """The lines of an issuer's name in half the measure: two sign beside each other."""
    return titles.balance(name, fonts.advances("fang"), HALF * POINTS_PER_MM, TYPE)


def period(matter):
    return f"{matter.month.year}年{matter.month.month}月"


def recipients(matter):
    """Name the units that are concerned, or where there are many, all of them as one."""
    units = matter.concerned()
    if len(units) > NAMED:
        return "各有关单位"
    return "、".join(unit.name for unit in units)


def copied(matter):
    """Who has a copy: the governments of the committee, and who looks on for them."""
    named = set(matter.concerned())
    units = [*matter.governments(), matter.committee.starter]
    return [unit for unit in dict.fromkeys(units) if unit and unit not in named]


def share(rate):
    """A rate with what it is made of: 66.67%（2÷3）."""
    return f"{rate}（{rate.numerator}÷{rate.denominator}）" if rate.denominator else "—"


def introduction(matter):
    """Yield the text before the figures: why it is written, how the month was on the whole."""
    if matter.corrects:
        yield (
            f"经核实，{matter.corrects.number}通报有误（{matter.correction_reason.rstrip('。')}），"
            "现予更正，以本通报为准，原通报同时作废。"
        )
    yield matter.opening
    yield "一、总体情况"
    figures = matter.figures
    courts = matter.court.name
    if matter.scope == Scope.WITH_LOWER:
        courts += "和下级人民法院"
    if not figures.due:
        yield f"{period(matter)}，{courts}没有应当统计的开庭案件。"
        return
    yield (
        f"{period(matter)}，{courts}开庭审理的行政案件中，应当由行政机关负责人出庭的{figures.due}件，"
        f"负责人出庭{figures.appeared}件，出庭应诉率{share(figures.rate)}。"
        f"出庭的负责人中，正职负责人{figures.chiefs}件，占{share(figures.chief_share)}；"
        f"在庭审中发言的{figures.spoke}件，占{share(figures.spoke_share)}。各单位情况见下表。"
    )


def pieces(matter):
    """Yield the table and the chart, where anything was counted."""
    rows = list(matter.listed.all())
    if not rows:
        return
    yield {"caption": "表　负责人出庭应诉情况（件）", "table": units(matter, rows)}
    first = f"，前{CHARTED}家" if len(rows) > CHARTED else ""
    yield {"caption": f"图　负责人出庭、未出庭件数（{period(matter)}{first}）", "svg": chart(rows)}


def units(matter, rows):
    """Table: by unit, the highest rate first, numerator and denominator beside the rate."""
    lines = [line(row.unit.short_name, row.figures) for row in rows]
    lines.append(line("合　计", matter.figures))
    columns = [
        Column(label, width, center=place > 0) for place, (label, width) in enumerate(COLUMNS)
    ]
    return Table(columns, lines, size=SIZE)


def line(name, figures):
    return [
        name,
        str(figures.due),
        str(figures.appeared),
        str(figures.rate),
        fraction(figures.chief_share),
        fraction(figures.spoke_share),
    ]


def fraction(rate):
    return f"{rate.numerator}/{rate.denominator}" if rate.denominator else "—"


def chart(rows):
    """Bars in greys: how often heads appeared and how often not, the highest rate on top."""
    shown = rows[:CHARTED][::-1]
    return charts.printed(
        [row.unit.short_name for row in shown],
        stacked=True,
        lying=True,
        height=56 + 20 * len(shown),
        出庭=[row.appeared for row in shown],
        未出庭=[row.due - row.appeared for row in shown],
    )


def conclusions(matter):
    """Yield the text after the figures: praise, criticism with its facts, what is asked for."""
    part = iter(map(numeral, range(2, 9)))
    if praised := matter.praised():
        yield f"{next(part)}、通报表扬"
        names = "、".join(row.unit.name for row in praised)
        yield f"{names}负责人出庭应诉率为100%，予以通报表扬。"
    if matter.criticised():
        yield f"{next(part)}、通报批评"
        yield from criticism(matter)
    if below := matter.below():
        yield f"{next(part)}、预警提示"
        names = "、".join(f"{row.unit.short_name}{share(row.figures.rate)}" for row in below)
        yield f"下列单位出庭应诉率低于{matter.threshold}%的目标，予以预警：{names}。"
    yield f"{next(part)}、工作要求"
    if matter.criticised():
        yield (
            "被通报批评的单位应当自收到本通报之日的次日起五个工作日内，在府院联动工作平台报送整改方案，"
            "说明未出庭的原因、整改措施、责任人和完成时限。逾期未报，或者十二个月内被通报批评超过两次的，"
            "由委员会办公室约谈单位负责人。"
        )
    yield matter.closing


def criticism(matter):
    """Yield a paragraph a unit: in which case, on what day, what happened."""
    grouped = groupby(matter.blamed(), key=lambda row: row.unit)
    for place, (unit, rows) in enumerate(grouped, start=1):
        facts = "；".join(
            f"{cn_date(row.heard_on)}开庭审理的{row.number}案，{row.happened}" for row in rows
        )
        yield f"（{numeral(place)}）{unit.name}。{facts}。"
