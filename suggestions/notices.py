"""What is told of a judicial suggestion, and to whom (司法建议的通知)."""

from liaison import registry
from liaison.models import Post
from liaison.notices import Notice, people_of


def court(matter, **variables):
    """The court's own handlers: nobody outside it."""
    return [matter.initiator]


def addressee(unit):
    """One addressee's handlers, and the leader who is in charge of them."""
    return [unit, *people_of(unit, Post.Rank.LEADER_IN_CHARGE)]


def whom_it_concerns(matter, unit, **variables):
    """The addressee that was served, who urges it, and who has a copy."""
    return [*addressee(unit), matter.coordinator, *matter.copies.all()]


def approvers(matter, unit, **variables):
    """The leader in charge of the unit that answers: nobody outside it hears of a draft."""
    return people_of(unit, Post.Rank.LEADER_IN_CHARGE)


def drafters(matter, unit, **variables):
    return [unit]


def answering_side(matter, unit, **variables):
    return [*addressee(unit), matter.coordinator]


def all_sides(matter, **variables):
    people = [one for unit in matter.addressed_units() for one in addressee(unit)]
    return [*people, matter.coordinator]


RANKS = (Post.Rank.HANDLER, Post.Rank.LEADER_IN_CHARGE, Post.Rank.HEAD)


def urged(matter, urging, **variables):
    """Who is urged, up to the rank that the letter means; the unit above; those with a copy."""
    unit = urging.addressee.unit
    meant = Post.Rank.HEAD if urging.to != unit else urging.rung.rank
    people = [one for rank in RANKS[: RANKS.index(meant) + 1] for one in people_of(unit, rank)]
    above = addressee(urging.to) if urging.to != unit else []
    return [*people, *above, *urging.copied.exclude(pk=unit.pk)]


for notice in (
    Notice(
        code="suggestions.passed_up",
        subject="收到层报的司法建议稿：{title}",
        body="{unit}层报《{title}》：被建议单位不在该院辖区，请研究，由本院修改、提出或者撤回。",
        recipients=court,
        variables=("unit",),
    ),
    Notice(
        code="suggestions.signed",
        subject="司法建议已签发：{number}",
        body="《{title}》已签发编号，请送达被建议单位，并登记收到的日期。",
        recipients=court,
    ),
    Notice(
        code="suggestions.served",
        subject="收到司法建议：{number} {title}",
        body="司法建议书已送达{unit}，应当在{due_on}前逐条书面答复。",
        recipients=whom_it_concerns,
        variables=("unit", "due_on"),
        plain=("due_on",),
        outside="【府院联动】{number}已送达，答复期限至{due_on}，请登录查看",
    ),
    Notice(
        code="suggestions.extension_asked",
        subject="申请延长答复：{number}",
        body="{unit}申请将《{title}》的答复期限延长至{until}，请审批。",
        recipients=court,
        variables=("unit", "until"),
    ),
    Notice(
        code="suggestions.extension_decided",
        subject="延长答复申请已审批：{number}",
        body="《{title}》：{decision}，{unit}的答复期限至{due_on}。",
        recipients=answering_side,
        variables=("unit", "decision", "due_on"),
    ),
    Notice(
        code="suggestions.reply_drafted",
        subject="答复稿待审签：{number} {title}",
        body="{unit}对《{title}》的答复稿已拟好，请审签，或者退回重拟。",
        recipients=approvers,
        variables=("unit",),
        outside="【府院联动】{number}的答复稿待审签，请登录办理",
    ),
    Notice(
        code="suggestions.reply_sent_back",
        subject="答复稿退回重拟：{number} {title}",
        body="{unit}对《{title}》的答复稿已退回，请按意见修改后再送审签。",
        recipients=drafters,
        variables=("unit",),
        outside="【府院联动】{number}的答复稿退回重拟，请登录办理",
    ),
    Notice(
        code="suggestions.reply_approved",
        subject="答复稿已审签：{number} {title}",
        body="{unit}对《{title}》的复函已审签，请打印盖章，提交答复。",
        recipients=drafters,
        variables=("unit",),
        outside="【府院联动】{number}的答复稿已审签，请登录提交",
    ),
    Notice(
        code="suggestions.replied",
        subject="收到答复：{number} {title}",
        body="{unit}已于{replied_on}逐条答复，请评估。",
        recipients=court,
        variables=("unit", "replied_on"),
    ),
    Notice(
        code="suggestions.returned",
        subject="答复退回补充：{number} {title}",
        body="法院认为{unit}的答复不完整，请在{until}前补充答复。",
        recipients=answering_side,
        variables=("unit", "until"),
        plain=("until",),
        outside="【府院联动】{number}的答复被退回，请在{until}前补充，请登录查看",
    ),
    Notice(
        code="suggestions.evaluated",
        subject="司法建议的答复已评价：{number} {title}",
        body="法院已对答复作出评价{later}。",
        recipients=all_sides,
        variables=("later",),
    ),
    Notice(
        code="suggestions.looked_back",
        subject="司法建议已回头看：{number} {title}",
        body="法院核对了整改措施的落实情况：{told}。",
        recipients=all_sides,
        variables=("told",),
    ),
    Notice(
        code="suggestions.urged",
        subject="{letter}：{unit}逾期未答复{number}",
        body="{unit}对《{title}》逾期未答复，已发{urging}，要求在{answer_by}前逐条书面答复。函见事项页面。",
        recipients=urged,
        variables=("urging", "letter", "unit", "answer_by"),
        plain=("letter", "answer_by"),
        outside="【府院联动】{letter}：{number}逾期未答复，应在{answer_by}前答复，请登录查看",
    ),
):
    registry.notices.register(notice)
