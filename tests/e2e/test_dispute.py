"""The journey of a dispute: a court refers it, the centre takes it in, the agency answers and
is reminded, both agree, the agreement is printed, performed, and the court closes."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from disputes.models import SCOPE, Dispute
from liaison.clock import calendars
from liaison.outbox.delivery import deliver
from liaison.outbox.reminders import remind
from tests.e2e.handouts import assert_printed, cn
from tests.e2e.people import scan

TITLE = "池北区自然资源局林地征收补偿争议"
APPLICANT = "甄有理"
STATEMENT = "补偿按公布的区片价计算；青苗清点确有一处漏记，愿意复核。"
RECORD = "双方同意就漏记地块联合复测，复测费用由征收方承担。"
CENTRE = "长白山保护开发区（池北）行政争议协调化解中心"
COURT = "安图县人民法院"
MEDIATOR = "王若谷（律师，擅长市场监管、征收拆迁，在办 0 件）"
AGENCY = "长白山保护开发区池北区自然资源局"


def working_days_back(day, count):
    """The working day ``count`` working days before ``day``."""
    calendar = calendars.in_force()
    while count:
        day -= timedelta(days=1)
        count -= calendar.is_working(day)
    return day


@pytest.fixture
def last_working_day(cast):
    return working_days_back(timezone.localdate(), 1)


def test_a_dispute_from_referral_to_close(sit_down, settings, tmp_path, last_working_day):
    settings.EMAIL_BACKEND = "liaison.channels.CatchingBackend"
    taken_in = working_days_back(last_working_day, 4)  # so that the statement is due next
    today = timezone.localdate()
    court = sit_down("antu_clerk", typing=True)
    centre, agency, office = sit_down("centre"), sit_down("land_clerk"), sit_down("office")
    mediator = sit_down("mediator")
    outsiders = sit_down("housing_clerk"), sit_down("dq_land_clerk")

    refer(court, taken_in)
    address = court.path
    court.sees("待受理", "甄某某", "审查受理")
    for outsider in (agency, office, *outsiders):
        outsider.is_refused(address)

    centre.read_letter("法院诉前引导，请审查受理")
    assert centre.path == address
    found = {"逐项核对：不存在下列不予受理的情形": [ground.label for ground in SCOPE]}
    centre.take("受理", {"受理日期": taken_in, "调解员": MEDIATOR} | found)
    number = f"长协〔{taken_in.year}〕1号"
    centre.sees(number, "已受理", "王若谷")
    centre.section("期限").get_by_text("怎么算的").first.wait_for()
    centre.sees("特邀调解的规定第二十七条", "当日不计", "第5个工作日为")
    assert_printed(
        *(centre, "dispute-acceptance", number),
        *("行政争议协调化解受理通知书", number, CENTRE, COURT, AGENCY, APPLICANT, cn(taken_in)),
        folder=tmp_path,
        title="受理通知书",
    )

    agency.open("/")
    agency.section("现在要办的").get_by_role("link", name=TITLE, exact=True).wait_for()
    agency.read_letter(f"{number}：中心已受理")
    assert agency.path == address
    assert "受理" not in agency.offered()

    assert remind(timezone.make_aware(datetime.combine(last_working_day, time(10)))) > 0
    assert deliver() > 0
    agency.read_letter(f"{number}：提交情况说明还剩")
    mail = sit_down("admin").open("/admin/liaison/caughtmail/?q=land_clerk@demo.invalid")
    caught = mail.locator("#result_list").get_by_role("row").filter(has_text="提交情况说明还剩")
    expect(caught).to_have_count(1)
    expect(caught).not_to_contain_text("林地")

    agency.take("提交情况说明", {"内容": STATEMENT, "材料": scan("清点记录")})
    agency.sees("化解中", STATEMENT, "清点记录.pdf")
    court.open(address)
    court.sees("化解中")
    court.sees_nothing_of(STATEMENT, "清点记录.pdf")

    mediator.read_letter("中心已受理")
    mediator.take("调解员披露", {"披露": ["没有需要披露的事项"]})
    hold_session(centre, address, agency)
    agreed = centre_draws_up_agreement(centre, today)
    assert_printed(
        *(centre, "dispute-agreement", number),
        *("行政争议调解协议书", number, CENTRE, COURT, AGENCY, APPLICANT, *agreed),
        folder=tmp_path,
        title="调解协议书",
    )

    centre.take("报送情况报告", {"需要注意的事项": "林地总面积无争议。"})
    agency.open(address)
    agency.take("报告履行", {"履行情况": "补偿款已转账。", "履行证明": scan("转账凭证")})
    agency.sees("已报告，待中心确认")
    centre.read_letter("责任单位报告第1项已经履行，请核对确认")
    centre.take("确认履行", {"履行情况": "补偿款已付清。"})
    centre.sees("待确认办结", "未履行 0.00元")
    assert "确认办结" not in centre.offered()
    court.read_letter("中心已确认协议履行，请核对后办结")
    court.take("确认办结")
    court.sees("履行完毕", "达成协议并履行完毕", "林地总面积无争议。")
    court.sees_nothing_of(RECORD)

    assert Dispute.objects.get().status == Dispute.Status.COMPLETED
    for outsider in (office, *outsiders):
        sees_no_trace(outsider, address)


def refer(court, taken_in):
    """The court refers: consent in writing, a dated receipt, one applicant."""
    court.open("/disputes/")
    court.follow("申请（移送）化解")
    court.page.get_by_role("link", name="法院诉前引导").click()
    court.fill(
        {
            "化解中心": "池北化解中心",
            "被申请机关": "池北区自然资源局",
            "领域": "征收拆迁",
            "行政行为种类": "征收补偿",
            "行政行为": "征收补偿决定",
            "行为作出日期": taken_in - timedelta(days=40),
            "标题": TITLE,
            "争议要点": "林木补偿标准偏低，青苗漏记。",
            "请求事项": "补记青苗，提高补偿标准。",
            "知道行政行为的日期": taken_in - timedelta(days=40),
            "复议前置": "不属于复议前置",
            "起诉期限": "未超过",
            "收到起诉状日期": taken_in - timedelta(days=2),
            "书面同意日期": taken_in - timedelta(days=1),
            "移送日期": taken_in,
            "书面同意": scan("化解同意书"),
        }
    )
    applicant = {"类别": "自然人", "姓名或者名称": APPLICANT, "联系电话": "13900001234"}
    court.fill(applicant, within=court.row("申请人", 1))
    court.done("申请（移送）化解", button="提交化解中心")


def hold_session(centre, address, agency):
    """The centre announces a session at short notice, all agreeing, and records it."""
    centre.open(address)
    now = timezone.localtime().replace(second=0, microsecond=0)
    session = {"会谈时间": now, "房间": "第一调解室", "各方同意缩短通知时间": True}
    centre.take("通知会谈", session)
    agency.read_letter("会谈")
    agency.sees("第一调解室")
    centre.step("记录会谈")
    centre.fill({"笔录": RECORD, "无争议事实": "林地总面积无争议。"})
    centre.fill({"身份": "申请人一方", "姓名": APPLICANT}, within=centre.row("到场人员", 1))
    deputy = {"身份": "被申请机关", "姓名": "冯立群", "职务或者关系": "副局长"}
    centre.fill(deputy | {"有权当场和解": True}, within=centre.row("到场人员", 2))
    centre.done("记录会谈")
    centre.sees("冯立群（副局长，有权和解）")
    agency.open(address)
    agency.sees("林地总面积无争议。")


def centre_draws_up_agreement(centre, today):
    until = today + timedelta(days=20)
    terms = ["补记青苗1.2公顷。", "补偿款于二十日内一次付清。"]
    centre.step("达成协议")
    centre.fill(
        {
            "协议内容": f"一、{terms[0]}\n二、{terms[1]}",
            "合法性审查人": "韩静好",
            "合法性审查意见": "各方自愿，内容合法。",
            "签字的协议": scan("签字的协议"),
            "已核对：各方自愿，内容合法，不损害国家利益、社会公共利益和他人合法权益": True,
        }
    )
    owed = {"履行内容": terms[1], "履行方": "被申请机关", "金额（元）": "36000", "履行期限": until}
    centre.fill(owed, within=centre.row("履行事项", 1))
    centre.done("达成协议")
    centre.sees("履行中", "达成协议，待履行")
    return [*terms, cn(today), cn(until)]


def sees_no_trace(outsider, address):
    outsider.is_refused(address)
    outsider.finds_nothing("林地征收")
    outsider.open("/disputes/")
    outsider.sees("还没有事项")
    for path in ("/", "/inbox/"):
        outsider.open(path)
        outsider.sees_nothing_of(TITLE, "长协〔")
