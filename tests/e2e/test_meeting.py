"""The journeys of joint meetings: from the topic to the printed minutes and what was resolved;
what is late is urged by letters and comes onto the next agenda by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.demo import Secretariat, followed_up
from meetings.models import JointMeeting, ResolvedItem
from tests.e2e.handouts import assert_printed
from tests.e2e.people import scan

TITLE = "第一次府院联席会议"
VENUES = "会场"
PRESIDING = {"主持单位": "长白山管委会", "主持人职务": "秘书长", "主持人姓名": "沈怀远"}
TOPIC = "化解中心工作规则"
PROPOSAL = {"议题": TOPIC, "方式": "说明", "提请理由和建议": "请会议审议。", "汇报人职务": "局长"}
LEADERS = ("gwh_leader", "yanbian_president", "baishan_president")
AGENDA = (
    {"议题": "通报行政审判情况", "方式": "介绍", "单位": "延边中院", "职务": "院长"},
    {"议题": "讲话", "方式": "讲话", "单位": "白山中院", "职务": "院长"},
)
ITEM = "印发化解中心工作规则"
NUMBER, MINUTES = "长府院联〔{}〕1号", "长府院纪〔{}〕1号"


@pytest.fixture(autouse=True)
def series(cast):
    """The series that the office keeps in its lists, with the heads of its papers."""
    return Secretariat(cast, "changbaishan").series


def test_a_meeting_from_plan_to_closed_item(sit_down, tmp_path):
    today = timezone.localdate()
    number, minutes = NUMBER.format(today.year), MINUTES.format(today.year)
    office, justice = sit_down("office"), sit_down("justice")

    propose(justice, office)
    plan(office)
    address = office.path
    office.sees("筹备中", "通知前仅办公室可见", TOPIC, *(row["议题"] for row in AGENDA))
    justice.is_refused(address)

    office.take("送审议程")
    assert "印发会议通知" not in office.offered()
    for leader in LEADERS:
        approve(sit_down(leader), address)
    office.read_letter("议程审定完毕")
    office.take("印发会议通知")
    office.sees(number, "已通知", "0 / 15 个单位已报")
    assert_printed(
        *(office, "joint-meeting-notice", number),
        *(f"关于召开{TITLE}的通知", number, "管委会三楼会议室", "安图县法院"),
        folder=tmp_path,
        title=f"关于召开{TITLE}的通知",
    )
    justice.read_letter(number)
    assert justice.path == address
    assert justice.offered() == ["报送回执"]
    receipt(justice)
    office.open(address)
    office.sees("1 / 15 个单位已报")
    sign_in(sit_down, justice, office, address)
    office.open(address)

    record_attendance(sit_down("office", javascript=False), address)
    hold(office, address, due_on=today + timedelta(days=30))
    office.take("拟写纪要")
    justice.open(address)
    justice.sees("纪要正在拟写、会签，印发后可见。")
    office.take("送会签")
    for signer in LEADERS:
        assert "印发纪要" not in office.offered()
        countersign(sit_down(signer), address)
    office.read_letter("会签")
    office.take("印发纪要")
    office.sees("督办中", minutes)
    assert_printed(
        *(office, "joint-meeting-minutes", number),
        *("长白山府院联席会议纪要", minutes, "长白山府院联动工作委员会办公室", TITLE, ITEM),
        *("池北区主会场", "安图县法院分会场", "抚松县法院分会场", "延边中院院长崔正言", "白山中院"),
        folder=tmp_path,
        title=f"{TITLE}纪要",
    )
    follow_up(justice, office, number=f"{minutes}（一）")
    office.open(address)
    office.sees("督办中")

    other = sit_down("dq_office")
    other.is_refused(address)
    other.finds_nothing("联席会议")


def propose(justice, office):
    """The justice bureau proposes a topic with its paper; the office finds it fit."""
    justice.open("/meetings/topics/")
    justice.follow("提出议题")
    justice.fill(PROPOSAL)
    justice.fill({"材料": scan("工作规则修订稿")}, within=justice.row("议题材料", 1))
    justice.done("提出议题")
    justice.sees("待筛选", "工作规则修订稿.pdf")
    office.read_letter("提出议题")
    office.take("采纳议题")
    office.sees("待列入议程")


def approve(leader, address):
    leader.read_letter("议程请审定")
    assert leader.path == address
    leader.sees(TOPIC)
    leader.take("同意议程")


def receipt(justice):
    """Who comes, in words of one row; a slip is told on its field."""
    justice.step("报送回执")
    row = justice.row("参会人员", 1)
    justice.fill({"参会": "请假", "职务": "局长", "姓名": "孟昭明"}, within=row)
    justice.submit("报送回执")
    justice.sees("请写明请假事由")
    justice.fill({"参会": "出席"}, within=justice.row("参会人员", 1))
    justice.done("报送回执")


def sign_in(sit_down, justice, office, address):
    """With a phone of one's own at the door, and nobody's account; the desk sees it."""
    code = JointMeeting.objects.get().venues.first().code
    office.open(f"{address}roll/")
    office.sees("孟昭明", "法定到会", "尚未达到")
    phone = sit_down(None)
    phone.open(f"/meetings/sign-in/{code}/")
    phone.fill({"单位": "长白山司法局", "姓名": "孟 昭明"}, within=phone.page.locator("main"))
    phone.page.get_by_role("button", name="签到").click()
    phone.sees("签到成功", "池北区")
    office.open(f"{address}roll/")
    office.sees("1 / 15")


def plan(office):
    """Three venues, the topic that came by itself, and two items more."""
    office.open("/meetings/joint/")
    office.follow("筹备会议")
    starts_at = timezone.localtime() + timedelta(minutes=20)
    office.fill({"会议名称": TITLE, "第几次": 1, "开会时间": starts_at} | PRESIDING)
    office.fill({"参会要求": "请提前入场。"})
    main = {
        "会场名称": "池北区",
        "主会场": True,
        "承办单位": "长白山管委会",
        "地点": "管委会三楼会议室",
    }
    office.fill(main, within=office.row(VENUES, 1))
    antu = {"会场名称": "安图县法院", "承办单位": "安图县法院"}
    office.fill(antu, within=office.row(VENUES, 2))
    fusong = {"会场名称": "抚松县法院", "承办单位": "抚松县法院"}
    office.fill(fusong, within=office.add_row(VENUES))
    assert office.typed("议题", within=office.row("议程", 1)) == TOPIC
    for place, row in enumerate(AGENDA, start=2):
        office.fill(row, within=office.row("议程", place))
    office.done("筹备会议")


def record_attendance(office, address):
    """The programme's people stand there already; one more comes in, on a page without scripts."""
    office.open(address)
    office.step("登记到会情况")
    office.fill({"姓名": "崔正言"}, within=office.row("到会人员", 3))
    rows = ("安图县法院（视频分会场）", "安图县法院"), ("抚松县法院（视频分会场）", "抚松县法院")
    for place, (venue, unit) in enumerate(rows, start=5):
        came = {"会场": venue, "单位": unit, "职务": "副院长", "姓名": "全世景"}
        office.fill(came, within=office.row("到会人员", place))
    away = {"会场": "池北区（主会场）", "到会": "请假", "单位": "长白山公安局", "职务": "局长"}
    office.fill(away | {"请假事由": "外出办案"}, within=office.add_row("到会人员"))
    office.done("登记到会情况")
    office.open(f"{address}roll/")
    office.sees("全世景", "崔正言", "外出办案", "签到")


def hold(office, address, due_on):
    office.open(address)
    office.step("登记召开")
    decided = {"议定事项": ITEM, "具体要求": "征求法院意见后印发。", "牵头单位": "长白山司法局"}
    office.fill(decided | {"办结期限": due_on}, within=office.row("议定事项", 1))
    office.choose("配合单位", "延边中院", within=office.row("议定事项", 1))
    second = {"议定事项": "通报行政审判情况", "牵头单位": "延边中院", "办结期限": due_on}
    office.fill(second, within=office.row("议定事项", 2))
    office.done("登记召开")
    office.sees("已召开", ITEM)


def countersign(leader, address):
    """Each finds the request on the desk and in the inbox, reads the text, and signs it."""
    leader.read_letter("会签")
    assert leader.path == address
    leader.step("会签纪要")
    leader.sees(ITEM, "长白山司法局牵头，延边中院配合")
    leader.done("会签纪要")
    assert "会签纪要" not in leader.offered()


def follow_up(justice, office, number):
    """The lead unit reports with proof; it can't close what it did, the office can."""
    justice.read_letter(number)
    address = justice.path
    justice.sees(ITEM, "还剩 30 天", "配合单位", "延边中院")
    justice.step("报办理情况")
    justice.choose("报告类别", "办结")
    justice.fill({"办理情况": "规则已经印发。"})
    justice.submit("报办理情况")
    justice.sees("报办结须附佐证材料")
    justice.fill({"佐证材料": scan("工作规则")})
    justice.done("报办理情况")
    justice.sees("待核验", "工作规则.pdf")
    assert justice.offered() == []
    justice.is_refused(f"{address}verify_and_close/", 403)
    assert ResolvedItem.objects.get(number=number).status == ResolvedItem.Status.REPORTED

    office.read_letter(number)
    office.take("核验办结", {"核验意见": "佐证齐全"})
    office.sees("已办结", "核验通过", "佐证齐全")
    office.open("/meetings/items/")
    office.sees(number, "办结")


def test_what_is_late_is_urged_by_tier_and_comes_onto_the_next_agenda(sit_down, cast, tmp_path):
    followed_up(Secretariat(cast, "changbaishan"))
    item = ResolvedItem.objects.get(ordinal=1)
    office, land = sit_down("office"), sit_down("land_clerk")

    office.open("/meetings/items/?due=overdue")
    office.follow(item.title)
    office.sees("已逾期 2 天")
    for tier, ago in (("提醒函", 2), ("督办函", 1), ("督办通报", 0)):
        day = timezone.localdate() - timedelta(days=ago)
        office.step("督办")
        office.choose("档次", tier)
        office.fill({"发出日期": day, "要求报告日期": day})
        office.done("督办")
        office.sees(tier)
    assert "督办" not in office.offered()
    letters = item.papers.filter(code="resolved-item-urging").order_by("pk")
    assert [letter.title[:4] for letter in letters] == ["关于提醒", "关于督办", "关于通报"]
    land.read_letter("督办通报")
    assert land.path == item.get_absolute_url()
    assert "督办" not in land.offered()
    president = sit_down("yanbian_president")
    president.open(item.get_absolute_url())
    president.sees("督办通报", item.title)

    office.open("/meetings/joint/")
    office.follow("筹备会议")
    first = office.typed("议题", within=office.row("议程", 1))
    assert first == "审议林地征收补偿争议化解专题会议纪要"
    assert item.title in office.typed("议题", within=office.row("议程", 2))
    office.row("议程", 1).get_by_role("button", name="下移").click()
    assert office.typed("议题", within=office.row("议程", 2)) == first
    office.row("议程", 2).get_by_label("职务").press("Alt+ArrowUp")
    office.row("议程", 1).get_by_role("button", name="上移").click()
    assert office.typed("议题", within=office.row("议程", 1)) == first
    assert [office.typed("次序", within=office.row("议程", row)) for row in (1, 2)] == ["1", "2"]
