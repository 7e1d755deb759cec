"""The journeys of joint meetings: that of 2 July 2020, on its own days, from the topic to the
printed minutes and what was resolved; what is late is urged by letters, and comes onto the next
agenda by itself."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from liaison.demo import CAST
from meetings.demo import Secretariat, followed_up
from meetings.demo.scenes import FIRST
from meetings.models import ResolvedItem
from tests.e2e.handouts import assert_printed
from tests.e2e.people import scan
from tests.factories.meetings import days_ago

TITLE = "第一次府院联席（视频）会议"
NUMBER, MINUTES = "长府院联〔2020〕1号", "长府院纪〔2020〕1号"
LEADERS = ("gwh_leader", "yanbian_president", "baishan_president")
VENUES = "会场"
BRANCHES = ("池北区", "池西区", "池南区", "安图县法院", "抚松县法院")
TOPIC = "对化解中心工作规则进行说明"
RULES = "行政争议协调化解中心工作规则（试行）"
PROPOSAL = {
    "议题": TOPIC,
    "方式": "说明",
    "提请理由和建议": "规则共28条，规定中心的人员组成、办理范围、启动方式和流程。",
    "汇报人职务": "常务副院长",
    "汇报人姓名": "高守诚",
    "文件名称": RULES,
}
CAME = (
    ("长白山管委会", {"单位": "长白山司法局", "姓名": "孟 昭明"}),
    ("安图县法院", {"单位": "安图县法院", "姓名": "全世景", "职务": "副院长"}),
    ("抚松县法院", {"单位": "抚松县法院", "姓名": "倪若谷", "职务": "副院长"}),
)
"""At the doors: whom the roll names, and two whose courts have not said who comes."""
DECIDED = [FIRST["decisions"][2], FIRST["decisions"][-1]]
ITEM = "规范行政机关应诉机制"
KINDS = {"introduction": "介绍", "explanation": "说明", "speech": "讲话"}


@pytest.fixture(autouse=True)
def series(cast):
    """The series that the office keeps in its lists, with the heads of its papers."""
    return Secretariat(cast, "changbaishan").series


@pytest.fixture
def comes(time_machine):
    """Let a moment of 2020 come (``comes("2020-07-02 08:30", office)``); who is named logs in."""

    def come(moment, *people):
        time_machine.move_to(f"{moment}+08:00")
        for person in people:
            person.come_in()

    return come


def test_the_meeting_of_2_july_2020_from_topic_to_closed_item(sit_down, comes, tmp_path):
    comes("2020-06-19 10:00")
    office, baishan = sit_down("office"), sit_down("baishan_clerk")
    propose(baishan)
    comes("2020-06-22 09:00", office)
    screen(office)
    plan(office)
    address = office.path
    office.sees("筹备中", "通知前仅办公室可见", *(row["title"] for row in FIRST["agenda"]))
    assert agenda(office) == [row["title"] for row in FIRST["agenda"]]
    justice = sit_down("justice")
    justice.is_refused(address)

    office.take("送审议程")
    assert "印发会议通知" not in office.offered()
    comes("2020-06-23 09:00")
    leaders = [sit_down(leader) for leader in LEADERS]
    for leader in leaders:
        approve(leader, address)
    comes("2020-06-24 09:00", office)
    call(office, folder=tmp_path)
    comes("2020-06-28 09:00", justice, office)
    receipts(sit_down, justice, office, address)
    comes("2020-07-02 08:30", office, justice)
    sign_in(sit_down, office, address)
    comes("2020-07-02 12:30", office)
    record_attendance(sit_down("office", javascript=False), address)
    hold(office, address)

    comes("2020-07-03 09:00", office, justice)
    office.open(address)
    office.take("拟写纪要")
    justice.open(address)
    justice.sees("纪要正在拟写、会签，印发后可见。")
    office.take("送会签")
    for day, leader in zip(FIRST["signed_on"], leaders, strict=True):
        assert "印发纪要" not in office.offered()
        comes(f"{day} 09:00", leader)
        countersign(leader, address)
    comes("2020-07-09 09:00", office)
    issue(office, folder=tmp_path)
    follow_up(comes, justice, office, number=f"{MINUTES}（一）")
    office.open(address)
    office.sees("督办中")

    other = sit_down("dq_office")
    other.is_refused(address)
    other.finds_nothing("联席会议")


def propose(court):
    """The court at Baishan proposes a topic with its paper, on a Friday."""
    court.open("/meetings/topics/")
    court.follow("提出议题")
    court.fill(PROPOSAL)
    court.fill({"材料": scan("工作规则")}, within=court.row("议题材料", 1))
    court.done("提出议题")
    court.sees("待筛选", "工作规则.pdf")


def screen(office):
    """The office finds it fit, in time: the five working days take in a Sunday of that year."""
    office.read_letter("提出议题")
    office.sees("还剩 7 天", "计入：6月28日 周日（端午节调休上班）", "第5个工作日为6月29日")
    office.sees_nothing_of("暂按周历推算")
    office.take("采纳议题")
    office.sees("待列入议程")


def plan(office):
    """Six venues, the topic that came by itself moved to its place, and five items more."""
    office.open("/meetings/joint/")
    office.follow("筹备会议")
    office.fill({"会议名称": TITLE, "第几次": 1, "开会时间": datetime(2020, 7, 2, 9)})
    office.fill({"主持单位": "长白山管委会", "主持人职务": "秘书长", "主持人姓名": "沈怀远"})
    office.fill({"参会要求": FIRST["requirements"].strip()})
    for place, venue in enumerate(FIRST["venues"], start=1):
        row = office.row(VENUES, place) if place < 3 else office.add_row(VENUES)
        office.fill({"会场名称": venue["name"], "承办单位": unit(venue["host"])}, within=row)
    office.fill({"主会场": True, "地点": "管委会三楼会议室"}, within=office.row(VENUES, 1))

    assert office.typed("议题", within=office.row("议程", 1)) == TOPIC
    for place in (1, 2):
        office.row("议程", place).get_by_role("button", name="下移").click()
    assert office.typed("姓名", within=office.row("议程", 3)) == "高守诚"
    for place, item in enumerate(FIRST["agenda"], start=1):
        if item["title"] == TOPIC:
            continue
        row = office.row("议程", place) if place < 3 else office.add_row("议程")
        given = {"议题": item["title"], "方式": KINDS[item["kind"]], "单位": unit(item["unit"])}
        given |= {"职务": item["post"], "文件名称": item.get("document_title", "")}
        office.fill(given | {"姓名": item["name"].removeprefix("崔正言")}, within=row)
    office.done("筹备会议")


def unit(key):
    return CAST["units"][key]["short_name"]


def agenda(person):
    return person.section("议程").get_by_role("listitem").locator("strong").all_inner_texts()


def approve(leader, address):
    leader.read_letter("议程请审定")
    assert leader.path == address
    leader.sees(TOPIC)
    leader.take("同意议程")


def call(office, folder):
    """The notice goes out the day before the Dragon Boat Festival."""
    office.read_letter("议程审定完毕")
    office.take("印发会议通知")
    office.sees(NUMBER, "已通知", "0 / 15 个单位已报", "截止 6月30日")
    assert_printed(
        *(office, "joint-meeting-notice", NUMBER),
        *(f"关于召开{TITLE}的通知", NUMBER, "2020年7月2日（星期四）上午9时", "2020年6月24日"),
        *("主会场：长白山管委会（管委会三楼会议室）", f"视频分会场：{'、'.join(BRANCHES)}。"),
        "会议由长白山管委会秘书长主持。",
        "1.介绍建立府院联动机制的背景情况（延边中院常务副院长）。",
        *("《关于建立府院联动机制的实施方案》", f"3.{TOPIC}（《", "》，白山中院常务副院长）。"),
        "6.讲话（长白山管委会党工委书记、管委会主任）。",
        "请于6月30日前在府院联动工作平台报送参会人员",
        folder=folder,
        title=f"关于召开{TITLE}的通知",
    )


def receipts(sit_down, justice, office, address):
    """Who comes, in words of one row; a slip is told on its field; a zone at its venue."""
    justice.read_letter(NUMBER)
    assert justice.path == address
    assert justice.offered() == ["报送回执"]
    justice.step("报送回执")
    row = justice.row("参会人员", 1)
    justice.fill({"参会": "请假", "职务": "局长", "姓名": "孟昭明"}, within=row)
    justice.submit("报送回执")
    justice.sees("请写明请假事由")
    justice.fill({"参会": "出席"}, within=justice.row("参会人员", 1))
    justice.done("报送回执")
    zone = sit_down("chibei_clerk")
    zone.open(address)
    zone.step("报送回执")
    zone.fill({"职务": "主任", "姓名": "柳长河"}, within=zone.row("参会人员", 1))
    zone.done("报送回执")
    office.open(address)
    office.sees("2 / 15 个单位已报")


def sign_in(sit_down, office, address):
    """At three doors, with phones of their own and nobody's account; the desk sees it."""
    office.open(f"{address}roll/")
    office.sees("孟昭明", "柳长河", "法定到会", "尚未达到")
    office.follow("签到二维码")
    doors = [office.section(f"{venue}签到").get_by_role("link") for venue, _ in CAME]
    doors = [door.get_attribute("href") for door in doors]
    for (venue, person), door in zip(CAME, doors, strict=True):
        phone = sit_down(None, width=390, height=844)
        phone.open(door.removeprefix(phone.address))
        phone.fill(person, within=phone.page.locator("main"))
        phone.page.get_by_role("button", name="签到").click()
        phone.sees("签到成功", f"在{venue}签到")
        if "职务" in person:
            phone.sees("名册上没有您的名字")
    office.open(f"{address}roll/")
    office.sees("3 / 15", "名册外")


def record_attendance(office, address):
    """The programme's people stand there already; more come in, on a page without scripts."""
    office.open(address)
    office.step("登记到会情况")
    office.fill({"姓名": "崔正言"}, within=office.row("到会人员", 7))
    for place, zone in enumerate(("池西区", "池南区"), start=12):
        came = {"会场": f"{zone}（视频分会场）", "单位": f"{zone}管委会", "职务": "主要负责人"}
        office.fill(came, within=office.row("到会人员", place))
    away = {
        "会场": "长白山管委会（主会场）",
        "到会": "请假",
        "单位": "长白山公安局",
        "职务": "局长",
    }
    office.fill(away | {"请假事由": "外出办案"}, within=office.add_row("到会人员"))
    office.done("登记到会情况")
    office.open(f"{address}roll/")
    office.sees("全世景", "崔正言", "外出办案", "签到")


def hold(office, address):
    """What the meeting decided: of the eight mechanisms and two centres, one of each."""
    office.open(address)
    office.step("登记召开")
    for place, row in enumerate(DECIDED, start=1):
        form = office.row("议定事项", place)
        decided = {"议定事项": row["title"], "具体要求": row["content"]}
        decided |= {"牵头单位": unit(row["lead"]), "办结期限": row["due_on"]}
        office.fill(decided, within=form)
        office.choose("配合单位", *map(unit, row["assisting"]), within=form)
    office.done("登记召开")
    office.sees("已召开", ITEM)


def countersign(leader, address):
    """Each finds the request on the desk and in the inbox, reads the text, and signs it."""
    leader.read_letter("会签")
    assert leader.path == address
    leader.step("会签纪要")
    leader.sees(ITEM, "长白山司法局牵头，池北区管委会、池西区管委会、池南区管委会配合")
    leader.done("会签纪要")
    assert "会签纪要" not in leader.offered()


def issue(office, folder):
    office.read_letter("会签")
    office.take("印发纪要")
    office.sees("督办中", MINUTES)
    assert_printed(
        *(office, "joint-meeting-minutes", NUMBER),
        *("长白山府院联席会议纪要", MINUTES, "长白山府院联动工作委员会办公室", TITLE, ITEM),
        f"2020年7月2日上午，长白山管委会秘书长沈怀远主持召开{TITLE}。",
        f"会议主会场设在长白山管委会，{'、'.join(BRANCHES)}以视频方式参加。",
        *("延边中院常务副院长许松涛作了介绍", f"高守诚对《{RULES}》作了说明", "贺长青讲话"),
        *("（二）池西池南行政争议协调化解中心投入运行", "由抚松县法院牵头"),
        "出席：长白山管委会主会场：长白山管委会秘书长沈怀远、",
        "党工委书记、管委会主任贺长青，长白山司法局局长孟昭明，延边中院常务副院长许松涛、",
        "院长崔正言，白山中院常务副院长高守诚、院长唐秉公。",
        *("池北区分会场：池北区管委会主任柳长河。", "池西区分会场：池西区管委会主要负责人。"),
        "池南区分会场：池南区管委会主要负责人。安图县法院分会场：安图县法院副院长全世景。",
        "抚松县法院分会场：抚松县法院副院长倪若谷。",
        *("请假：长白山管委会主会场：长白山公安局局长。", "2020年7月9日印发"),
        folder=folder,
        title=f"{TITLE}纪要",
    )


def follow_up(comes, justice, office, number):
    """The lead unit reports with proof; it can't close what it did, the office can."""
    comes("2020-08-28 09:00", justice)
    justice.read_letter(number)
    address = justice.path
    justice.sees(ITEM, "还剩 3 天", "配合单位", "池北区管委会")
    justice.step("报办理情况")
    justice.choose("报告类别", "办结")
    justice.fill({"办理情况": DECIDED[0]["done"]})
    justice.submit("报办理情况")
    justice.sees("报办结须附佐证材料")
    justice.fill({"佐证材料": scan("行政应诉工作规定")})
    justice.done("报办理情况")
    justice.sees("待核验", "行政应诉工作规定.pdf")
    assert justice.offered() == []
    justice.is_refused(f"{address}verify_and_close/", 403)
    assert ResolvedItem.objects.get(number=number).status == ResolvedItem.Status.REPORTED

    comes("2020-08-31 09:00", office)
    office.read_letter(number)
    office.take("核验办结", {"核验意见": "佐证齐全"})
    office.sees("已办结", "核验通过", "佐证齐全")
    assert ResolvedItem.objects.get(number=number).closed_on == date(2020, 8, 31)
    office.open("/meetings/items/")
    office.sees(number, "办结")


def test_what_is_late_is_urged_by_tier_and_comes_onto_the_next_agenda(sit_down, cast, tmp_path):
    followed_up(Secretariat(cast, "changbaishan"))
    item = ResolvedItem.objects.get(ordinal=1)
    office, land = sit_down("office"), sit_down("land_clerk")

    office.open("/meetings/items/?due=overdue")
    office.follow(item.title)
    late = (timezone.localdate() - item.due_on).days
    assert late >= 2, "the demo's item was due two days ago, or on the working day before"
    office.sees(f"已逾期 {late} 天")
    for tier, ago in (("提醒函", 2), ("督办函", 1), ("督办通报", 0)):
        day = days_ago(ago)
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
