"""What is told of monthly notices, rectification and interviews (通报、整改、约谈的通知)."""

from disputes.appearances.notices.filing import agency
from liaison import registry
from liaison.models import Post
from liaison.notices import Notice, people_of


def court(matter, **variables):
    """The court's handlers, and its leaders, one of whom countersigns."""
    leaders = (Post.Rank.LEADER_IN_CHARGE, Post.Rank.HEAD)
    return [matter.court, *(one for rank in leaders for one in people_of(matter.court, rank))]


def office(matter, **variables):
    return [matter.initiator]


def all_concerned(matter, **variables):
    """Every unit that is named, the court, the starter, and the leaders of the governments."""
    named = [one for unit in matter.concerned() for one in agency(unit)]
    leaders = [one for unit in matter.governments() for one in with_head(unit)]
    return [*named, *court(matter), matter.committee.starter, *leaders]


def with_head(unit):
    """A unit's handlers, the leader in charge, and the head."""
    return [*agency(unit), *people_of(unit, Post.Rank.HEAD)]


def criticised(matter, **variables):
    return with_head(matter.unit)


def handlers(matter, **variables):
    return agency(matter.unit)


def everybody(matter, **variables):
    return [*with_head(matter.unit), matter.notice.court, matter.committee.starter]


for notice in (
    Notice(
        code="appearances.notice_sent",
        subject="通报待会签：{title}",
        body="《{title}》已拟稿，请核对数据和批评事实，会签或者退回修改。",
        recipients=court,
        outside="【府院联动】有月度通报待会签，请登录办理",
    ),
    Notice(
        code="appearances.notice_taken_back",
        subject="通报稿已撤回修改：{title}",
        body="委员会办公室撤回《{title}》修改，改好后另送会签。",
        recipients=court,
        outside="【府院联动】月度通报稿已撤回修改",
    ),
    Notice(
        code="appearances.notice_confirmed",
        subject="通报已会签：{title}",
        body="法院已会签《{title}》，请编号印发。",
        recipients=office,
        outside="【府院联动】月度通报已会签，请登录印发",
    ),
    Notice(
        code="appearances.notice_returned",
        subject="通报稿退回修改：{title}",
        body="法院退回《{title}》：{reason}",
        recipients=office,
        variables=("reason",),
        outside="【府院联动】月度通报稿退回修改，请登录办理",
    ),
    Notice(
        code="appearances.notice_issued",
        subject="收到通报：{number}",
        body="《{title}》已由委员会办公室和法院联合印发，请登录查看。",
        recipients=all_concerned,
        outside="【府院联动】{number}已印发，请登录查看",
    ),
    Notice(
        code="appearances.criticised",
        subject="被通报批评，请报送整改方案：{number}",
        body="贵单位因负责人未出庭应诉等情形被通报批评，应当在{due_on}前报送整改方案；"
        "逾期未报的，约谈单位负责人。",
        recipients=criticised,
        variables=("due_on",),
        plain=("due_on",),
        outside="【府院联动】{number}：应当在{due_on}前报送整改方案，请登录办理",
    ),
    Notice(
        code="appearances.criticism_lifted",
        subject="通报批评已撤销：{number}",
        body="{number_of}更正了原通报，《{title}》不再办理。",
        recipients=criticised,
        variables=("number_of",),
        outside="【府院联动】{number}不再办理，请登录查看",
    ),
    Notice(
        code="appearances.plan_handed_in",
        subject="收到整改方案：{number}",
        body="《{title}》的整改方案已报送，请核验。",
        recipients=office,
    ),
    Notice(
        code="appearances.plan_recorded",
        subject="办公室已登记纸质整改方案：{number}",
        body="《{title}》的纸质整改方案已登记，报送日期为{on}，待核验。",
        recipients=handlers,
        variables=("on",),
        plain=("on",),
        outside="【府院联动】{number}的纸质整改方案已登记，报送日期为{on}，请登录查看",
    ),
    Notice(
        code="appearances.plan_accepted",
        subject="整改方案已通过：{number}",
        body="《{title}》的整改方案已经核验通过。",
        recipients=handlers,
        outside="【府院联动】{number}：整改方案已通过，请登录查看",
    ),
    Notice(
        code="appearances.plan_returned",
        subject="整改方案退回：{number}",
        body="《{title}》的整改方案退回修改：{reason}",
        recipients=handlers,
        variables=("reason",),
        outside="【府院联动】{number}：整改方案退回修改，请登录办理",
    ),
    Notice(
        code="appearances.interview_called",
        subject="约谈通知：{number}",
        body="请单位负责人于{at}到{place}接受约谈，约谈通知书见《{title}》。",
        recipients=everybody,
        variables=("at", "place"),
        plain=("at",),
        outside="【府院联动】{number}：约谈定于{at}，请登录查看",
    ),
    Notice(
        code="appearances.interview_called_off",
        subject="约谈已取消：{number}",
        body="《{title}》不再需要约谈，原通知的约谈已取消，请单位负责人不必前往。",
        recipients=everybody,
        outside="【府院联动】{number}：原定的约谈已取消，请登录查看",
        urgent=True,
    ),
    Notice(
        code="appearances.interview_recorded",
        subject="约谈已登记：{number}",
        body="《{title}》的约谈记录已登记，请核对。",
        recipients=handlers,
    ),
):
    registry.notices.register(notice)
