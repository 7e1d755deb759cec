"""What is told of hearings: when and where, who is called, who comes, who came (开庭、出庭)."""

from disputes.appearances.notices.filing import agency
from liaison import registry
from liaison.models import Post
from liaison.notices import Notice, people_of


def summoned(matter, unit, **variables):
    """The agency and its leaders up to the head, and who looks on for the government."""
    return [*agency(unit), *people_of(unit, Post.Rank.HEAD), matter.committee.starter]


def court(matter, **variables):
    return [matter.initiator]


def court_and_starter(matter, **variables):
    return [matter.initiator, matter.committee.starter]


def answered(matter, unit, **variables):
    return agency(unit)


def urged(matter, unit, **variables):
    return [*agency(unit), *people_of(unit, Post.Rank.HEAD), matter.initiator]


def all_sides(matter, **variables):
    """The agencies that know of the case, and who looks on for the government."""
    known = [row for row in matter.sued() if row.served_on or matter.taken_over_on]
    sides = [person for row in known for person in agency(row.unit)]
    return [*sides, matter.committee.starter]


ADJOURNED = {
    "subject": "延期开庭：{number} 改为{time}",
    "body": "《{title}》原定{before}开庭，现延期至{time}，在{place}开庭。{unit}：{told}",
    "recipients": summoned,
    "variables": ("unit", "before", "time", "place", "told"),
    "plain": ("before", "time"),
    "outside": "【府院联动】{number}原定{before}开庭，延期至{time}，请登录查看",
}
CANCELLED = {
    "subject": "取消开庭：{number}（原定{time}）",
    "body": "《{title}》原定{time}的开庭取消，请通知{unit}出庭人员。另行开庭的，另行通知。",
    "recipients": summoned,
    "variables": ("unit", "time"),
    "plain": ("time",),
    "outside": "【府院联动】{number}原定{time}的开庭取消，请登录查看",
}

for notice in (
    Notice(
        code="appearances.hearing_fixed",
        subject="开庭通知：{number} {time}",
        body="《{title}》定于{time}在{place}开庭。{unit}：{told}",
        recipients=summoned,
        variables=("unit", "time", "place", "told"),
        plain=("time",),
        outside="【府院联动】{number}定于{time}开庭，请登录查看",
    ),
    Notice(code="appearances.hearing_adjourned", **ADJOURNED),
    Notice(code="appearances.hearing_adjourned_soon", urgent=True, **ADJOURNED),
    Notice(code="appearances.hearing_cancelled", **CANCELLED),
    Notice(code="appearances.hearing_cancelled_soon", urgent=True, **CANCELLED),
    Notice(
        code="appearances.head_agreed",
        subject="共同被告出庭商定：{number}",
        body="《{title}》：{told}。",
        recipients=all_sides,
        variables=("told",),
    ),
    Notice(
        code="appearances.head_named",
        subject="{unit}已报送出庭负责人：{number}",
        body="《{title}》{hearing}，{unit}报送：{told}。",
        recipients=court_and_starter,
        variables=("unit", "hearing", "told"),
    ),
    Notice(
        code="appearances.head_excused",
        subject="{unit}负责人不能出庭，请审查：{number}",
        body="《{title}》{hearing}，{unit}说明负责人不能出庭：{told}。请审查理由是否成立。",
        recipients=court,
        variables=("unit", "hearing", "told"),
        outside="【府院联动】{number}有不能出庭的理由待审查，请登录办理",
    ),
    Notice(
        code="appearances.excuse_decided",
        subject="不能出庭的理由已审查：{number}",
        body="《{title}》{hearing}，法院对{unit}负责人不能出庭的意见：{told}。",
        recipients=answered,
        variables=("unit", "hearing", "told"),
        outside="【府院联动】{number}不能出庭的理由已审查，请登录查看",
    ),
    Notice(
        code="appearances.head_urged",
        subject="督促负责人出庭应诉：{number}",
        body="《{title}》：就{unit}负责人出庭应诉发出{urging}，函见事项页面。",
        recipients=urged,
        variables=("unit", "urging"),
        outside="【府院联动】{number}收到督促负责人出庭应诉的函，请登录查看",
    ),
    Notice(
        code="appearances.recorded",
        subject="出庭情况已登记：{number}",
        body="《{title}》{hearing}：{told}。",
        recipients=all_sides,
        variables=("hearing", "told"),
    ),
    Notice(
        code="appearances.corrected",
        subject="出庭情况已更正：{number}",
        body="《{title}》出庭情况更正为：{told}。理由：{reason}",
        recipients=all_sides,
        variables=("told", "reason"),
    ),
):
    registry.notices.register(notice)
