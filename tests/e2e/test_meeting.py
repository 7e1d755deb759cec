"""The journey of a joint meeting: planned, called, held at several venues, minuted, signed by
both sides, issued and printed; what it resolved is reported by one and closed by another."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from meetings.demo import Secretariat
from meetings.models import ResolvedItem
from tests.e2e.handouts import assert_printed
from tests.e2e.people import scan

TITLE = "第一次府院联席会议"
VENUES = "会场"
PRESIDING = {"主持单位": "长白山管委会", "主持人职务": "秘书长", "主持人姓名": "沈怀远"}
AGENDA = (
    {"议题": "通报行政审判情况", "方式": "介绍", "单位": "延边中院", "职务": "院长"},
    {"议题": "化解中心工作规则", "方式": "说明", "单位": "长白山司法局", "职务": "局长"},
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

    plan(office, today)
    address = office.path
    office.sees("筹备中", "通知前仅办公室可见", *(row["议题"] for row in AGENDA))
    justice.is_refused(address)

    office.take("印发会议通知")
    office.sees(number, "已通知")
    assert_printed(
        *(office, "joint-meeting-notice", number),
        *(f"关于召开{TITLE}的通知", number, "管委会三楼会议室", "安图县法院"),
        folder=tmp_path,
        title=f"关于召开{TITLE}的通知",
    )
    justice.read_letter(number)
    assert justice.path == address
    assert justice.offered() == []

    record_attendance(sit_down("office", javascript=False), address)
    hold(office, address, due_on=today + timedelta(days=30))
    office.take("拟写纪要")
    justice.open(address)
    justice.sees("纪要正在拟写、会签，印发后可见。")
    office.take("送会签")
    for signer in ("gwh_leader", "yanbian_president", "baishan_president"):
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


def plan(office, today):
    """Three venues and three items of agenda; a row of each is added on the page."""
    office.open("/meetings/joint/")
    office.follow("筹备会议")
    starts_at = datetime.combine(today, time(9))
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
    for place, row in enumerate(AGENDA, start=1):
        office.fill(row, within=office.row("议程", place) if place < 3 else office.add_row("议程"))
    office.done("筹备会议")


def record_attendance(office, address):
    """The programme's people stand there already; one more comes in, on a page without scripts."""
    office.open(address)
    office.step("登记到会情况")
    office.fill({"姓名": "崔正言"}, within=office.row("到会人员", 2))
    rows = ("安图县法院（视频分会场）", "安图县法院"), ("抚松县法院（视频分会场）", "抚松县法院")
    for place, (venue, unit) in enumerate(rows, start=5):
        came = {"会场": venue, "单位": unit, "职务": "副院长", "姓名": "全世景"}
        office.fill(came, within=office.row("到会人员", place))
    away = {"会场": "池北区（主会场）", "到会": "请假", "单位": "长白山公安局", "职务": "局长"}
    office.fill(away | {"请假事由": "外出办案"}, within=office.add_row("到会人员"))
    office.done("登记到会情况")
    office.sees("全世景", "崔正言", "外出办案")


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
