"""What is told of meetings and resolved items (通知), and to whom."""

from django.utils import timezone

from liaison import registry
from liaison.models import Post
from liaison.notices import Notice
from liaison.outbox.staff import people_of
from meetings.models.series import member_units


def members(meeting, **variables):
    """Every member unit, the office that calls the meeting aside."""
    return [unit for unit in member_units(meeting.committee) if unit != meeting.committee.office]


def still_to_sign(meeting, units, **variables):
    return units


def office(matter, **variables):
    return [matter.committee.office]


def proposer(topic, **variables):
    return [topic.initiator]


def approving_leaders(meeting, **variables):
    """The heads of the units that are asked to approve the agenda now."""
    rows = meeting.approvals.asked().select_related("unit")
    return [leader for row in rows for leader in people_of(row.unit, Post.Rank.HEAD)]


def without_receipt(meeting, **variables):
    """The units that have not said who comes."""
    return [row.unit for row in meeting.receipts.awaited().select_related("unit")]


def signing_leaders(meeting, **variables):
    """The heads of the units that are asked to sign in the last round, whatever became of it."""
    rows = meeting.minutes.countersignatures.filter(round=meeting.minutes.round)
    return [
        leader
        for row in rows.select_related("unit")
        for leader in people_of(row.unit, Post.Rank.HEAD)
    ]


def lead_again(item, **variables):
    """The lead unit; its leader and head too if its time ran out while the office looked."""
    people = [item.lead]
    if item.due_on and item.due_on < timezone.localdate():
        for rank in (Post.Rank.LEADER_IN_CHARGE, Post.Rank.HEAD):
            people += people_of(item.lead, rank)
    return people


def urged(item, tier, **variables):
    """The lead unit's handlers, from the second tier on its leaders too; and who gets a copy."""
    people = [item.lead]
    if tier > 1:
        for rank in (Post.Rank.LEADER_IN_CHARGE, Post.Rank.HEAD):
            people += people_of(item.lead, rank)
    return people + item.copied_on(tier)


def lead_and_assisting(item, **variables):
    return item.taking_part()


NOTICES = [
    Notice(
        code="meetings.topic_proposed",
        subject="{number}：{unit}提出议题，请筛选",
        body="{unit}提出议题《{title}》，请在期限内采纳、退回补充或者答复不予采纳。",
        recipients=office,
        variables=("unit",),
        outside="【府院联动】{number}：新议题待筛选，请登录办理",
    ),
    Notice(
        code="meetings.topic_screened",
        subject="{number}：议题已{verdict}",
        body="《{title}》已{verdict}，列入会议议程后另行通知。",
        recipients=proposer,
        variables=("verdict",),
        plain=("verdict",),
        outside="【府院联动】{number}：议题已{verdict}，请登录查看",
    ),
    Notice(
        code="meetings.topic_returned",
        subject="{number}：议题退回补充",
        body="《{title}》退回补充。需要补充：{reason}",
        recipients=proposer,
        variables=("reason",),
        outside="【府院联动】{number}：议题退回补充，请登录办理",
    ),
    Notice(
        code="meetings.topic_declined",
        subject="{number}：议题不予采纳",
        body="《{title}》不予采纳。理由：{reason}",
        recipients=proposer,
        variables=("reason",),
        outside="【府院联动】{number}：议题有答复，请登录查看",
    ),
    Notice(
        code="meetings.topic_withdrawn",
        subject="{number}：{unit}撤回议题",
        body="《{title}》已由{unit}撤回。",
        recipients=office,
        variables=("unit",),
        outside="【府院联动】{number}：议题已撤回",
    ),
    Notice(
        code="meetings.agenda_submitted",
        subject="会议议程请审定",
        body="《{title}》的议程已送审，请审定，或者写明意见退回修改。",
        recipients=approving_leaders,
        outside="【府院联动】{kind}议程待审定，请登录办理",
    ),
    Notice(
        code="meetings.agenda_returned",
        subject="{unit}退回会议议程，请修改",
        body="《{title}》的议程被{unit}退回修改，修改意见见事项页面。",
        recipients=office,
        variables=("unit",),
        outside="【府院联动】{kind}议程被退回，请登录修改",
    ),
    Notice(
        code="meetings.agenda_agreed",
        subject="会议议程审定完毕，请印发通知",
        body="《{title}》的议程已由各方审定，可以印发会议通知。",
        recipients=office,
        outside="【府院联动】{kind}议程审定完毕，请登录办理",
    ),
    Notice(
        code="meetings.topics_added",
        subject="{number}：会议增列议题",
        body="《{title}》增列议题：{topics}。材料见会议页面。",
        recipients=members,
        variables=("topics",),
        outside="【府院联动】{number}：会议增列议题，请登录查看",
    ),
    Notice(
        code="meetings.changed",
        subject="{number}：会议通知有更改，{day}开会",
        body="《{title}》的会议通知有更改，理由：{reason}。请以新版通知为准；时间或者会场变了的，请重新报送回执。",
        recipients=members,
        variables=("day", "reason"),
        plain=("day",),
        outside="【府院联动】{number}：会议通知有更改，{day}开会，请登录查看",
        urgent=True,
    ),
    Notice(
        code="meetings.receipts_urged",
        subject="{number}：请报送会议回执",
        body="《{title}》的回执还没有收到，请尽快报送谁参加（截止：{by}）。",
        recipients=without_receipt,
        variables=("by",),
        plain=("by",),
        outside="【府院联动】{number}：会议回执未报，请登录报送",
    ),
    Notice(
        code="meetings.notified",
        subject="{number}：会议通知，{day}开会",
        body="《{title}》定于{day}召开，会议通知见事项页面，请安排人员参会，并报送回执。",
        recipients=members,
        variables=("day",),
        plain=("day",),
        outside="【府院联动】{number}：会议通知，{day}开会，请登录查看",
    ),
    Notice(
        code="meetings.cancelled",
        subject="{number}：会议取消",
        body="《{title}》取消。理由：{reason}",
        recipients=members,
        variables=("reason",),
        outside="【府院联动】{number}：会议取消",
        urgent=True,
    ),
    Notice(
        code="meetings.countersign",
        subject="{number}：会议纪要请会签",
        body="《{title}》的纪要已送签，请阅读全文后会签，或者写明意见退回修改。",
        recipients=signing_leaders,
        outside="【府院联动】{number}：会议纪要待会签，请登录办理",
    ),
    Notice(
        code="meetings.recalled",
        subject="{number}：纪要已修改，本轮会签作废",
        body="《{title}》的纪要在会签期间作了修改，已有的会签作废，改定后重新送签。",
        recipients=signing_leaders,
        outside="【府院联动】{number}：纪要已修改，待重新会签",
    ),
    Notice(
        code="meetings.countersigned",
        subject="{number}：会议纪要会签完毕，请印发",
        recipients=office,
        outside="【府院联动】{number}：纪要会签完毕",
    ),
    Notice(
        code="meetings.returned",
        subject="{number}：{unit}退回会议纪要，请修改",
        body="《{title}》的纪要被{unit}退回修改，修改意见见事项页面；本轮会签作废。",
        recipients=office,
        variables=("unit",),
        outside="【府院联动】{number}：纪要被退回，请登录修改",
    ),
    Notice(
        code="meetings.issued",
        subject="{number}：会议纪要已印发（{minutes}）",
        body="《{title}》的纪要已印发，编号{minutes}，议定事项请牵头单位按期办理。",
        recipients=members,
        variables=("minutes",),
        plain=("minutes",),
        outside="【府院联动】{number}：会议纪要已印发（{minutes}），请登录查看",
    ),
    Notice(
        code="meetings.delivery_urged",
        subject="{number}：请签收会议纪要",
        body="《{title}》的纪要已印发并分送，请在会议页面签收。",
        recipients=still_to_sign,
        variables=("units",),
        outside="【府院联动】{number}：会议纪要待签收，请登录办理",
    ),
    Notice(
        code="meetings.item_opened",
        subject="{number}：会议议定事项，{unit}牵头，{due}前办结",
        body="《{title}》由{unit}牵头办理，期限{due}。进展和办结请在系统内报告，由办公室核验。",
        recipients=lead_and_assisting,
        variables=("unit", "due"),
        plain=("due",),
        outside="【府院联动】{number}：会议议定事项，{due}前办结，请登录查看",
    ),
    Notice(
        code="meetings.item_reported",
        subject="{number}：{unit}报告{what}情况",
        body="《{title}》：{unit}已报告{what}情况，请核对。",
        recipients=office,
        variables=("unit", "what"),
        plain=("what",),
        outside="【府院联动】{number}：已报告{what}情况，请登录核对",
    ),
    Notice(
        code="meetings.item_returned",
        subject="{number}：办结报告退回，请继续办理",
        body="《{title}》退回续办。理由：{reason}",
        recipients=lead_again,
        variables=("reason",),
        outside="【府院联动】{number}：退回续办，请登录查看",
    ),
    Notice(
        code="meetings.item_urged",
        subject="{number}：{what}，请抓紧办理",
        body="《{title}》已经逾期，办公室发出{what}（第{tier}档）。函见事项页面。",
        recipients=urged,
        variables=("tier", "what"),
        plain=("what",),
        outside="【府院联动】{number}：{what}，请登录查看",
        urgent=True,
    ),
    Notice(
        code="meetings.item_closed",
        subject="{number}：已核验办结",
        body="《{title}》已由办公室核验办结。",
        recipients=lead_and_assisting,
        outside="【府院联动】{number}：已核验办结",
    ),
]
for notice in NOTICES:
    registry.notices.register(notice)
