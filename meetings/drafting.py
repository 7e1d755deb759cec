"""The first draft of minutes (纪要初稿), from what the system knows of the meeting.

Plain text in the heading levels that the paper recognises. It is offered once; what was
edited by hand is never overwritten.
"""

from django.utils import timezone

from liaison.numerals import numeral


def drafted_body(meeting):
    """Draw up the minutes of ``meeting`` from its programme, attendance and decisions."""
    paragraphs = [_opening(meeting), *_speeches(meeting), *_decisions(meeting)]
    return "\n".join(paragraphs)


def cn_date(day):
    return f"{day.year}年{day.month}月{day.day}日"


def _opening(meeting):
    venues = list(meeting.venues.all())
    day = meeting.day
    starts = timezone.localtime(meeting.starts_at)
    half = "上午" if starts.hour < 12 else "下午"
    text = f"{cn_date(day)}{half}，{_presiding(meeting)}主持召开{meeting.title}。"
    if len(venues) > 1:
        others = "、".join(venue.name for venue in venues[1:])
        text += f"会议主会场设在{venues[0].name}，{others}以视频方式参加。"
    return text + "现将会议情况和议定事项纪要如下。"


def _presiding(meeting):
    return f"{meeting.presiding_unit}{meeting.presiding_post}{meeting.presiding_name}"


def _speeches(meeting):
    yield "一、会议情况"
    for rank, item in enumerate(meeting.agenda.select_related("unit"), 1):
        paper = f"《{item.document_title}》" if item.document_title else ""
        who = f"{item.unit_name}{item.post}{item.name}"
        yield f"（{numeral(rank)}）{item.title}。{who}{_verb(item, paper)}。"


def _verb(item, paper):
    verbs = {
        item.Kind.SPEECH: "讲话",
        item.Kind.INTRODUCTION: "作了介绍",
        item.Kind.EXPLANATION: f"对{paper}作了说明" if paper else "作了说明",
        item.Kind.DELIBERATION: f"提请会议审议{paper}" if paper else "提请会议审议",
        item.Kind.REPORT: "汇报了情况",
    }
    return verbs.get(item.kind, "发言")


def _decisions(meeting):
    decisions = list(meeting.decisions.select_related("lead").prefetch_related("assisting"))
    if not decisions:
        return
    yield "二、议定事项"
    for row in decisions:
        yield f"（{numeral(row.ordinal)}）{row.title}。{row.content}{duty(row)}"


def duty(row):
    """Who does it with whom, by when, as minutes say it."""
    assisting = "、".join(map(str, row.assisting.all()))
    with_whom = f"，{assisting}配合" if assisting else ""
    year = "" if row.due_on.year == row.meeting.day.year else f"{row.due_on.year}年"
    by = f"{year}{row.due_on.month}月{row.due_on.day}日"
    return f"由{row.lead}牵头{with_whom}，{by}前办结。"
