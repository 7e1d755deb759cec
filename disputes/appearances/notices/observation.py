"""What is told of observed hearings (旁听庭审), and to whom."""

from liaison import registry
from liaison.models import Post
from liaison.notices import Notice, people_of


def court(matter, **variables):
    return [matter.court]


def proposer(matter, **variables):
    return [matter.initiator] if matter.is_proposed else []


def invited(matter, **variables):
    """Every invited unit, its head where the head is asked for, and who follows for both sides."""
    units = []
    for row in matter.invited():
        heads = people_of(row.unit, Post.Rank.HEAD) if row.head_asked else []
        units += [row.unit, *heads]
    return [*units, matter.committee.starter, matter.committee.office]


def awaited(matter, **variables):
    """The units that have not said who comes."""
    return [row.unit for row in matter.invitations.awaited().select_related("unit")]


NOTICES = [
    Notice(
        code="appearances.observation_proposed",
        subject="{unit}提议组织旁听庭审：{title}",
        body="{unit}提议组织《{title}》，理由：{reason}\n请决定是否采纳。",
        recipients=court,
        variables=("unit", "reason"),
        outside="【府院联动】有旁听庭审的提议，请登录办理",
    ),
    Notice(
        code="appearances.observation_decided",
        subject="旁听庭审的提议已{verdict}：{title}",
        body="{reason}",
        recipients=proposer,
        variables=("verdict", "reason"),
        plain=("verdict",),
        outside="【府院联动】旁听庭审的提议已{verdict}，请登录查看",
    ),
    Notice(
        code="appearances.observation_invited",
        subject="{number}：{court}邀请旁听庭审，{day}开庭",
        body="《{title}》定于{day}开庭，请于{by}前报送旁听人员；不能派员的，写明理由。",
        recipients=invited,
        variables=("court", "day", "by"),
        plain=("day", "by"),
        outside="【府院联动】{number}：邀请旁听{day}的庭审，请于{by}前登录报送旁听人员",
    ),
    Notice(
        code="appearances.observation_moved",
        subject="{number}：旁听的庭审改期，{day}开庭",
        body="《{title}》改在{day}开庭。原因：{reason}\n请于{by}前重新报送旁听人员。",
        recipients=invited,
        variables=("day", "by", "reason"),
        plain=("day", "by"),
        outside="【府院联动】{number}：旁听的庭审改到{day}，请于{by}前登录重新报送",
        urgent=True,
    ),
    Notice(
        code="appearances.observation_called_off",
        subject="{number}：{day}的旁听取消",
        body="《{title}》原定{day}的旁听取消，请不要前往。原因：{reason}",
        recipients=invited,
        variables=("day", "reason"),
        plain=("day",),
        outside="【府院联动】{number}：{day}的旁听取消，请不要前往",
        urgent=True,
    ),
    Notice(
        code="appearances.observation_urged",
        subject="{number}：请报送旁听回执（截止{by}）",
        body="《{title}》{day}开庭，贵单位尚未报送旁听人员，请即报送；不能派员的，写明理由。",
        recipients=awaited,
        variables=("day", "by"),
        plain=("day", "by"),
        outside="【府院联动】{number}：尚未报送旁听回执（截止{by}），请登录报送",
    ),
    Notice(
        code="appearances.observation_closed",
        subject="{number}：旁听庭审情况",
        body="{day}的《{title}》已经小结，请查看。",
        recipients=invited,
        variables=("day",),
        plain=("day",),
        outside="【府院联动】{number}：旁听庭审已经小结，请登录查看",
    ),
]
for notice in NOTICES:
    registry.notices.register(notice)
