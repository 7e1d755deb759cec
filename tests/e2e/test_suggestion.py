"""The journeys of judicial suggestions: one drafted, talked over, passed, signed, printed, served,
of which nobody outside the court knows before, answered point by point and looked back on; and one
for an absent head, which goes to two above the agency, of whom one answers late."""

from datetime import timedelta

from django.utils import timezone

from suggestions.models import JudicialSuggestion
from tests.e2e.handouts import assert_printed
from tests.e2e.people import scan

SUBJECT = "规范不动产登记告知程序"
TITLE = f"关于{SUBJECT}的司法建议"
COURT, RECIPIENT = "延边朝鲜族自治州中级人民法院", "池北区自然资源局"
PROBLEMS = (
    ("不予登记前未书面告知申请人。", "建立不予登记前的书面告知制度。"),
    ("公告期限的起算不统一。", "统一公告的载体和期限。"),
)
TABLE = "问题与建议"
TALK = "对所列问题没有异议"


def test_a_suggestion_from_draft_to_look_back(sit_down, tmp_path):
    today = timezone.localdate()
    number = f"延边法建〔{today.year}〕1号"
    clerk, president = sit_down("yanbian_clerk"), sit_down("yanbian_president")
    recipient, coordinator = sit_down("land_clerk"), sit_down("justice")
    outside = (recipient, coordinator, sit_down("baishan_clerk"))

    draft(clerk)
    address = clerk.path
    clerk.sees("拟稿", "送达前仅本院可见", *(text for pair in PROBLEMS for text in pair))
    know_nothing(outside, address)

    clerk.take("登记沟通", {"沟通对象": "分管负责人", "沟通情况和对方意见": TALK})
    assert "签发" not in clerk.offered()
    session = f"审判委员会{today.year}年第12次会议"
    clerk.take("登记审委会审议通过", {"会议": session})
    president.open(address)
    president.sees(session)
    president.take("签发")
    president.sees(number, "已签发")
    know_nothing(outside, address)
    assert_printed(
        *(president, "judicial-suggestion", number),
        *("司法建议书", number, COURT, f"{COURT}关于{SUBJECT}的司法建议书", "自然资源局"),
        *(f"（一）{PROBLEMS[0][0]}", f"（二）{PROBLEMS[1][1]}", "在两个月内"),
        folder=tmp_path,
        title="司法建议书",
    )

    clerk.open(address)
    clerk.take("登记送达", {"送达方式": "直接送达", "送达回证": scan("送达回证")})
    recipient.open("/")
    recipient.section("现在要办的").get_by_role("link", name=TITLE, exact=True).wait_for()
    recipient.read_letter(number)
    assert recipient.path == address
    sees_the_clock(recipient)
    recipient.sees_nothing_of(TALK, session)
    coordinator.finds("登记告知", TITLE)
    coordinator.open(address)
    assert coordinator.offered() == []
    know_nothing(outside[2:], address)

    recipient.take("签收")
    reply(recipient, done_by=today + timedelta(days=30))
    clerk.open(address)
    clerk.sees("已签收", "待答复")
    clerk.sees_nothing_of("先行统一起算日。", "答复稿")
    approved(sit_down("land_deputy"), number, tmp_path)
    recipient.open(address)
    recipient.take("提交答复")
    recipient.sees("已答复", "先行统一起算日。")
    clerk.read_letter(number)
    clerk.sees("已答复", "修订告知文书样式。", "部分采纳")
    clerk.step("评估并办结")
    for place in (1, 2):
        clerk.choose("评价", "满意", within=clerk.row("逐条评价", place))
    clerk.fill({"采纳结果": "部分采纳", "总体评价": "态度认真，措施具体。"})
    clerk.fill({"回头看日期": today + timedelta(days=90)})
    clerk.done("评估并办结")
    left = (JudicialSuggestion.objects.get().due_on - today).days
    assert left >= 90
    clerk.sees("待回头看", "部分采纳", "满意", f"还剩 {left} 天")
    look_back(clerk)
    assert JudicialSuggestion.objects.get().status == JudicialSuggestion.Status.CLOSED
    recipient.open(address)
    recipient.sees("已办结", "回头看：", "部分落实")
    assert recipient.offered() == []


def approved(leader, number, folder):
    """The leader reads the draft, approves it, and the letter of answer can be printed."""
    leader.read_letter(number)
    leader.step("审签答复")
    leader.sees("先行统一起算日。")
    leader.done("审签答复")
    leader.sees("已审签，待提交")
    assert_printed(
        *(leader, "suggestion-reply", number),
        *("复函", "池自然资函〔1〕号", f"《{COURT}关于{SUBJECT}的司法建议书》（{number}）收悉"),
        *("采纳情况：部分采纳。理由：网站由上级统一建设。", "专此函复。"),
        folder=folder,
        title=f"关于{SUBJECT}司法建议的复函",
    )


def look_back(clerk):
    """What was promised is checked one by one; what is not done needs its words."""
    clerk.step("登记回头看")
    first, second = (clerk.row("逐条核对落实情况", place) for place in (1, 2))
    clerk.choose("落实情况", "已落实", within=first)
    clerk.choose("落实情况", "部分落实", within=second)
    clerk.submit("登记回头看")
    clerk.sees("没有提交成功", "应写明情况")
    clerk.fill({"说明": "网站改造已列入明年计划。"}, within=second)
    clerk.done("登记回头看")
    clerk.sees("已办结", "已落实", "网站改造已列入明年计划。")


ABSENT = "督促池北区自然资源局负责人依法出庭应诉"
ABOVE = "池北区管委会", "长白山管委会"
CASE = "（2026）吉24行初15号"


def test_an_absent_head_is_told_to_two_above_of_whom_one_answers_late(sit_down, tmp_path):
    today = timezone.localdate()
    signed, early, late = (today - timedelta(days=days) for days in (80, 75, 20))
    clerk, president = sit_down("yanbian_clerk"), sit_down("yanbian_president")
    lead, other = sit_down("chibei_clerk"), sit_down("gwh_leader")

    draft_for_absence(clerk)
    address = clerk.path
    president.open(address)
    president.take("签发", {"日期": signed})
    number = JudicialSuggestion.objects.get().number
    assert_printed(
        *(president, "judicial-suggestion", number),
        *(
            f"在我院审理的{CASE}案件中",
            "未经法庭许可中途退庭",
            "池北区管理委员会、长白山保护开发区",
        ),
        folder=tmp_path,
        title="司法建议书",
    )
    for place, (unit, on) in enumerate(zip(ABOVE, (early, late), strict=True)):
        clerk.open(address)
        clerk.step("登记送达")
        if place == 0:
            clerk.fill({"被建议单位": unit})
        clerk.fill({"被建议单位收到的日期": on, "送达方式": "邮寄送达"})
        clerk.done("登记送达")
        if place == 0:
            other.is_refused(address)
            other.finds_nothing("出庭应诉")

    other.read_letter(number)
    other.sees("已送达", "还剩")
    answer(other, "已约谈该局主要负责人。")
    assert other.offered() == []
    clerk.open(address)
    assert "评估并办结" not in clerk.offered()
    clerk.sees("已逾期", "待答复")
    lead.open(address)
    lead.sees("已约谈该局主要负责人。")
    answer(lead, "已责令作出书面检查。")

    clerk.open(address)
    clerk.sees("已答复", "逾期", *(f"{unit}（牵头）" for unit in ABOVE[:1]))
    clerk.step("评估并办结")
    for place in (1, 2):
        clerk.choose("评价", "满意", within=clerk.page.locator(".row-card").nth(place - 1))
    clerk.fill({"采纳结果": "全部采纳"})
    clerk.done("评估并办结")
    clerk.sees("已办结", "全部采纳")


def draft_for_absence(clerk):
    """Of its kind it says the case and the event, and must go to two."""
    clerk.open("/suggestions/judicial/new/")
    clerk.fill(
        {
            "种类": "行政机关负责人不出庭应诉",
            "案号": "(2026)吉24行初15号",
            "事由": ABSENT,
            "被建议单位": ABOVE[0],
            "政府方督促单位": "长白山司法局",
            "治理领域": "行政应诉",
            "在什么工作中发现": "审理不动产登记行政案件工作",
            "该领域的重要性和被建议单位已采取的举措": "负责人出庭应诉是法定职责。",
            "依据": "《中华人民共和国行政诉讼法》第三条第三款",
            "联系人": "金书妍",
            "联系电话": "0433-0000000",
        }
    )
    row = {"问题": "负责人中途退庭。", "对应的建议": "督促其依法履行出庭应诉职责。"}
    clerk.fill(row, within=clerk.row(TABLE, 1))
    clerk.submit("拟制司法建议")
    clerk.sees("没有提交成功", "应当写明不出庭应诉的情形", "应当同时送监察机关")
    clerk.fill({"不出庭应诉的情形": "负责人未经法庭许可中途退庭"})
    clerk.choose("其他被建议单位", ABOVE[1])
    clerk.done("拟制司法建议")
    clerk.sees(CASE, "送达前仅本院可见", *ABOVE)


def answer(person, measures):
    """A unit without a leader on the platform: the sealed letter shows that it was approved."""
    person.step("拟写答复")
    row = person.row("逐条答复", 1)
    person.choose("采纳情况", "采纳", within=row)
    person.fill({"整改措施": measures}, within=row)
    person.done("拟写答复")
    person.step("提交答复")
    person.submit("提交答复")
    person.sees("没有提交成功", "还没有负责人审签")
    person.fill({"盖章复函扫描件": scan("盖章复函")})
    person.done("提交答复")


def draft(clerk):
    """The letter with two problems; the second without its suggestion is refused, and kept."""
    clerk.open("/suggestions/judicial/new/")
    clerk.fill(
        {
            "事由": SUBJECT,
            "被建议单位": RECIPIENT,
            "政府方督促单位": "长白山司法局",
            "抄送": ["池北区管委会"],
            "治理领域": "不动产登记",
            "在什么工作中发现": "审理不动产登记行政案件工作",
            "该领域的重要性和被建议单位已采取的举措": "不动产登记关系群众重大财产权益。",
            "依据": "《不动产登记暂行条例》第十七条",
            "联系人": "金书妍",
            "联系电话": "0433-0000000",
        }
    )
    (first, its), (second, lacking) = PROBLEMS
    clerk.fill({"问题": first, "对应的建议": its}, within=clerk.row(TABLE, 1))
    clerk.fill({"问题": second}, within=clerk.row(TABLE, 2))
    clerk.submit("拟制司法建议")
    clerk.sees("没有提交成功", "第 2 行 对应的建议")
    assert not JudicialSuggestion.objects.exists()
    assert clerk.typed("事由") == SUBJECT
    assert clerk.typed("问题", within=clerk.row(TABLE, 2)) == second
    clerk.fill({"对应的建议": lacking}, within=clerk.row(TABLE, 2))
    clerk.done("拟制司法建议")


def know_nothing(people, address):
    for person in people:
        person.is_refused(address)
        person.finds_nothing("登记告知")
        person.open("/suggestions/judicial/")
        person.sees_nothing_of(SUBJECT)
        person.open("/inbox/")
        person.sees_nothing_of(SUBJECT, "法建〔")


def sees_the_clock(recipient):
    """Two months from service, with the working that leads there."""
    due_on = JudicialSuggestion.objects.get().due_on
    left = (due_on - timezone.localdate()).days
    assert left >= 59
    recipient.sees("已送达", f"还剩 {left} 天", f"{due_on.month}月{due_on.day}日")
    clock = recipient.section("期限")
    clock.get_by_text("书面答复司法建议").first.wait_for()
    clock.get_by_text("期限台账").first.wait_for()
    recipient.sees("若干问题的规定第八条")


def reply(recipient, done_by):
    """Every problem gets its answer; one left out is refused."""
    recipient.step("拟写答复")
    first, second = recipient.row("逐条答复", 1), recipient.row("逐条答复", 2)
    recipient.choose("采纳情况", "采纳", within=first)
    recipient.fill({"整改措施": "修订告知文书样式。", "完成时限": done_by}, within=first)
    recipient.submit("拟写答复")
    recipient.sees("没有提交成功", "第 2 行 采纳情况")
    assert recipient.typed("整改措施", within=first) == "修订告知文书样式。"
    recipient.choose("采纳情况", "部分采纳", within=second)
    answered = {"理由": "网站由上级统一建设。", "整改措施": "先行统一起算日。"}
    recipient.fill(answered, within=second)
    recipient.fill({"复函文号": "池自然资函〔1〕号"})
    recipient.done("拟写答复")
    recipient.sees("答复稿", "待审签", "先行统一起算日。")
