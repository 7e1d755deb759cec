"""What is told when a case is served (送达)."""

from liaison import registry
from liaison.models import Post
from liaison.notices import Notice, people_of


def agency(unit):
    """One agency's handlers, and the leader who is in charge of them."""
    return [unit, *people_of(unit, Post.Rank.LEADER_IN_CHARGE)]


def served(matter, unit, **variables):
    """The agency that was served, and who looks on for the government."""
    return [*agency(unit), matter.committee.starter]


registry.notices.register(
    Notice(
        code="appearances.served",
        subject="收到应诉通知：{number}",
        body="《{title}》的起诉状副本已送达{unit}，应当在{due_on}前提交答辩状、证据和所依据的规范性文件。",
        recipients=served,
        variables=("unit", "due_on"),
        plain=("due_on",),
        outside="【府院联动】{number}应诉通知已送达，答辩举证期限至{due_on}，请登录办理",
    )
)
