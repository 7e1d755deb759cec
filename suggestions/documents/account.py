"""The yearly account for the people's congress on paper (司法建议工作情况年度报告).

Words, tables and charts are made of what ``Account`` counts; nothing is typed in.
"""

from django.template.loader import render_to_string
from django.utils import timezone

from liaison import charts, documents
from liaison.metrics import Rate
from liaison.papers.tables import Column, Table
from liaison.templatetags.typeset import cn_date, cn_moment
from suggestions.models import Outcome, Response
from suggestions.models.figures import SuggestionFigures
from suggestions.models.recurring import MOST_ROWS

CHARTED = 8
"""Units that the chart of answers shows."""
NAMED = 3
"""Fields of work that the text names."""
SIZE, MEASURE = 12, 156
"""Points of the tables' type; millimetres of the type area."""
NOTES = (
    "1.只统计已经送达的司法建议；按期间首次送达的计为“件”，一件送达几个单位的，按单位分别计为“件次”。",
    "2.应当反馈，指反馈期限在期间届满，或者期限虽未届满、期满日在期间内而已经反馈的；"
    "经人民法院同意延长的，以延长后的期限为准。",
    "3.反馈率＝按期反馈÷应当反馈；采纳率＝全部或者部分采纳÷已经反馈；没有基数的记“—”。"
    "一次反馈中至少有一条建议被全部或者部分采纳的，计为采纳；多次反馈的，以最近一次为准。",
    "4.反馈用时自被建议单位收到之日计算至首次反馈之日，取中位数。",
    "5.再次建议，指对同一单位在同一治理领域送达两件以上、其中至少一件在期间送达的。",
    "6.比率按四舍五入保留两位小数。",
)


def drawn_account(account, moment=None):
    """Draw the account as a paper; the bytes of a PDF."""
    moment = moment or timezone.now()
    html = render_to_string(
        "documents/suggestions/account.html",
        {
            "heading": heading(account),
            "court": account.court.name,
            "moment": moment,
            "today": account.today,
            "as_of": f"（数据截至{cn_moment(moment)}）",
            "draft": False,
            "document": {"layout": "account"},
            "parts": list(parts(account)),
            "notes": "\n".join(NOTES),
        },
    )
    return documents.draw(html, "account").pdf


def heading(account):
    return f"{account.court.name}关于{account.year}年度司法建议工作情况的报告"


def parts(account):
    """Yield the parts of the paper: text, then tables and charts with what they are called."""
    places = {"表": 0, "图": 0}

    def piece(mark, name, **what):
        places[mark] += 1
        return {"caption": f"{mark}{places[mark]}　{name}", **what}

    yield {
        "text": "\n".join(sent(account)),
        "pieces": [
            piece("表", "按种类统计（件）", table=kinds(account)),
            piece("图", "按月送达司法建议（件）", svg=monthly(account)),
            piece("表", "按治理领域统计（件次）", table=fields(account)),
        ]
        if account.sent or account.sent_before
        else [],
    }
    due = account.total.replied.denominator
    pieces = [piece("表", "反馈和采纳情况", table=compared(account))]
    if due:
        pieces += [
            piece("图", f"被建议单位反馈情况（件次{first_of(account)}）", svg=by_unit(account)),
            piece("表", "按被建议单位统计（件次）", table=units(account)),
        ]
    yield {"text": "\n".join(answered(account)), "pieces": pieces}
    yield {
        "text": f"三、同一单位同一领域再次建议情况\n{again_in_words(account)}",
        "pieces": [piece("表", "再次建议情况", table=again(account))] if account.again else [],
    }
    yield {
        "text": f"四、逾期未反馈情况\n{unanswered_in_words(account)}",
        "pieces": [piece("表", "逾期未反馈的司法建议", table=unanswered(account))]
        if account.unanswered
        else [],
    }


def period(account):
    if account.is_whole:
        return f"{account.year}年"
    return f"{cn_date(account.span.first)}至{cn_date(account.span.last)}"


def change(now, before, unit):
    """How a number moved against the year before: 比上年同期（2件）增加1件，增长50.00%."""
    if now == before:
        return "与上年同期持平"
    more = now > before
    words = f"比上年同期（{before}{unit}）{'增加' if more else '减少'}{abs(now - before)}{unit}"
    if not before:
        return words
    return f"{words}，{'增长' if more else '下降'}{Rate(abs(now - before), before)}"


def points(now, before):
    """How a rate moved, in percentage points; nothing where one of the two has no base."""
    if now.percent is None or before.percent is None:
        return ""
    moved = now.percent - before.percent
    if not moved:
        return "，与上年同期持平"
    return f"，比上年同期{'上升' if moved > 0 else '下降'}{abs(moved)}个百分点"


def listed(rows, unit):
    return "、".join(f"{name}{number}{unit}" for name, number in rows)


def sent(account):
    """Yield the text of 一、发出情况."""
    yield "一、司法建议发出情况"
    if not account.sent:
        yield f"{period(account)}，我院没有送达司法建议，上年同期{account.sent_before}件。"
        return
    yield (
        f"{period(account)}，我院共送达司法建议{account.sent}件，"
        f"{change(account.sent, account.sent_before, '件')}；"
        f"送达被建议单位{account.services}件次。"
    )
    by_kind = [(name, number) for name, number, _ in account.by_kind if number]
    yield f"（一）从种类看。{listed(by_kind, '件')}。"
    yield f"（二）从被建议单位看。{listed(account.by_unit_kind, '件次')}。"
    most = "较多的有" if len(account.fields) > NAMED else ""
    yield f"（三）从治理领域看。{most}{listed(account.fields[:NAMED], '件次')}。"


def answered(account):
    """Yield the text of 二、反馈和采纳情况."""
    total, before = account.total, account.total_before
    yield "二、反馈和采纳情况"
    if not total.replied.denominator:
        yield "期间没有应当反馈的司法建议。"
        return
    yield (
        f"（一）反馈情况。应当反馈{total.replied.denominator}件次，其中按期反馈{total.in_time}件次，"
        f"逾期反馈{total.late}件次，逾期未反馈{total.overdue}件次。反馈率{total.replied}"
        f"（{total.replied.numerator}÷{total.replied.denominator}）"
        f"{points(total.replied, before.replied)}。"
    )
    if not total.answered:
        return
    said, found = account.responses, account.outcomes
    yield (
        f"（二）采纳情况。已经反馈的{total.answered}件次中，全部或者部分采纳的{total.adopted}件次，"
        f"采纳率{total.adoption}（{total.adoption.numerator}÷{total.adoption.denominator}）"
        f"{points(total.adoption, before.adoption)}。逐条看，共{sum(said.values())}条建议得到反馈，"
        f"其中采纳{said[Response.ADOPTED]}条，部分采纳{said[Response.PARTLY]}条，"
        f"不采纳{said[Response.REJECTED]}条。"
    )
    yield f"（三）反馈用时。自收到司法建议书至首次反馈，用时中位数{days(total)}日。"
    if any(found.values()):
        yield (
            f"（四）办结情况。期间评估办结{sum(found.values())}件，其中全部采纳"
            f"{found[Outcome.ADOPTED]}件，部分采纳{found[Outcome.PARTLY]}件，"
            f"未采纳{found[Outcome.REJECTED]}件。"
        )


def again_in_words(account):
    if not account.again:
        return "期间没有对同一单位在同一治理领域再次提出的司法建议。"
    known = len(account.again)
    many = f"前{known}项" if known == MOST_ROWS else f"{known}项"
    return f"期间送达的司法建议中，对同一单位在同一治理领域以往已经提出过的有{many}，见下表。"


def unanswered_in_words(account):
    if not account.unanswered:
        return "没有逾期未反馈的司法建议。"
    of_year = account.total.overdue
    earlier = len(account.unanswered) - of_year
    words = f"截至{cn_date(account.today)}，期间应当反馈而逾期未反馈的{of_year}件次"
    more = f"；以前年度应当反馈、至今未反馈的{earlier}件次" if earlier else ""
    part = f"（只列最早的{MOST_ROWS}件次）" if len(account.unanswered) > MOST_ROWS else ""
    return f"{words}{more}，见下表{part}。"


def days(figures):
    return "—" if figures.days is None else f"{figures.days:g}"


def kinds(account):
    """Table: by kind, with shares and the year before."""
    rows = [
        [name, str(now), str(Rate(now, account.sent)), str(before), moved(now, before)]
        for name, now, before in account.by_kind
    ]
    now, before = account.sent, account.sent_before
    rows.append(["合计", str(now), str(Rate(now, now)), str(before), moved(now, before)])
    return table(rows, ("种类", 68), "本年", "占比", "上年同期", "增减")


def fields(account):
    """Table: by field of work, the most first."""
    rows = [[name, str(n), str(Rate(n, account.services))] for name, n in account.fields]
    rows.append(["合计", str(account.services), str(Rate(account.services, account.services))])
    return table(rows, ("治理领域", 96), "件次", "占比")


def compared(account):
    """Table: how the answers stand, held against the year before."""
    now, before = account.total, account.total_before
    counts = (
        ("应当反馈（件次）", now.replied.denominator, before.replied.denominator),
        ("按期反馈（件次）", now.in_time, before.in_time),
        ("逾期反馈（件次）", now.late, before.late),
        ("逾期未反馈（件次）", now.overdue, before.overdue),
        ("采纳（件次）", now.adopted, before.adopted),
    )
    rates = (("反馈率", now.replied, before.replied), ("采纳率", now.adoption, before.adoption))
    rows = [[name, str(a), str(b), moved(a, b)] for name, a, b in counts]
    for name, a, b in rates:
        rows.append([name, share(a), share(b), moved(a.percent, b.percent, "个百分点")])
    rows.append(["反馈用时中位数（日）", days(now), days(before), moved(now.days, before.days)])
    return table(rows, ("项目", 52), ("本年", 36), ("上年同期", 36), "增减")


def moved(now, before, unit=""):
    """By how much a number of the table rose or fell; “—” where one of the two is lacking."""
    if now is None or before is None:
        return "—"
    return f"{now - before:+g}{unit}" if now != before else "0"


def share(rate):
    """A rate with what it is made of: 66.67%（2÷3）."""
    return f"{rate}（{rate.numerator}÷{rate.denominator}）" if rate.denominator else "—"


def units(account):
    """Table: by unit, those with most overdue first."""
    found = [(account.units[pk].name, each) for pk, each in account.figures["unit_id"].items()]
    shown, rest = found[:MOST_ROWS], found[MOST_ROWS:]
    if rest:
        shown.append((f"其余{len(rest)}家", added([each for _, each in rest])))
    rows = [
        [
            name,
            *map(str, (each.replied.denominator, each.in_time, each.late, each.overdue)),
            *map(str, (each.replied, each.adoption)),
        ]
        for name, each in [*shown, ("合计", account.total)]
    ]
    counts = (("应当", 14), ("按期", 14), ("逾期", 14), ("未反馈", 16))
    return table(rows, ("被建议单位", 58), *counts, ("反馈率", 20), ("采纳率", 20))


def added(figures):
    """Figures of several units as one, without the middle of their days, which can't be added."""
    counts = zip(*(each[:4] for each in figures), strict=True)
    return SuggestionFigures(*map(sum, counts))


def again(account):
    """Table: who was written to again in the same field."""
    rows = [
        [account.units[each.unit].name, each.field, str(each.letters), each.years_in_words]
        for each in account.again
    ]
    return table(rows, ("被建议单位", 60), ("治理领域", 42), ("件数", 16), "送达年度", left=2)


def unanswered(account):
    """Table: letters without an answer, by how much each is late."""
    rows = [
        [
            *(row.matter.number, row.matter.subject, row.unit.name),
            f"{row.due_on.year}.{row.due_on.month}.{row.due_on.day}",
            str((account.today - row.due_on).days),
        ]
        for row in account.unanswered[:MOST_ROWS]
    ]
    heads = (("编号", 36), ("事由", 42), ("被建议单位", 34), ("期满日", 27))
    return table(rows, *heads, ("逾期日", 17), left=3)


def table(rows, *heads, left=1):
    """A table over the whole measure: heads are (label, width); those without share the rest.

    The first ``left`` columns hold words, the others numbers.
    """
    known = [head[1] for head in heads if isinstance(head, tuple)]
    rest = (MEASURE - sum(known)) // max(1, len(heads) - len(known))
    columns = [
        Column(*(head if isinstance(head, tuple) else (head, rest)), center=place >= left)
        for place, head in enumerate(heads)
    ]
    return Table(columns, rows, size=SIZE)


def monthly(account):
    now, before = account.by_month
    labels = [f"{month}月" for month in range(1, len(now) + 1)]
    return charts.printed(labels, height=200, 本年=now, 上年同期=before)


def by_unit(account):
    """Chart: the units with most answers due, those in time, late and lacking."""
    rows = charted(account)[::-1]
    labels = [account.units[pk].short_name for pk, _ in rows]
    return charts.printed(
        labels,
        stacked=True,
        lying=True,
        height=70 + 26 * len(rows),
        按期反馈=[each.in_time for _, each in rows],
        逾期反馈=[each.late for _, each in rows],
        逾期未反馈=[each.overdue for _, each in rows],
    )


def charted(account):
    found = account.figures["unit_id"].items()
    return sorted(found, key=lambda row: -row[1].replied.denominator)[:CHARTED]


def first_of(account):
    return f"，前{CHARTED}家" if len(account.figures["unit_id"]) > CHARTED else ""
