"""The journey of a dispute that a court entrusts during a suit: fifteen days, one session, no
agreement. The court reads a report and the result; what was said stays with the centre, and the
committee's office follows by number and status alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from disputes.models import SCOPE, Dispute, Outcome
from liaison.clock import calendars
from tests.e2e.handouts import assert_printed, cn
from tests.e2e.people import scan

TITLE = "池西区住建局房屋征收补偿争议"
APPLICANT = "滕远山"
COURT = "抚松县人民法院"
CENTRE = "长白山保护开发区（池西池南）行政争议协调化解中心"
AGENCY = "长白山保护开发区池西区住房和城乡建设局"
STATEMENT = "临街部分可以按商铺评估结果的百分之八十酌情补偿，停业损失另行计算。"
RECORD = "被申请机关提出再增加补偿五万元，申请人坚持全部按商业用途补偿，双方未能接近。"
UNDISPUTED = "房屋总面积和临街部分面积无争议。"
REASON = "补偿用途的认定分歧过大，申请人请求法院依法裁判。"
POINTS = "双方对房屋面积无争议，可以直接审理补偿用途。"


@pytest.fixture
def entrusted_on(cast):
    """A working day some ten days ago, so that the fifteen are under way."""
    day = timezone.localdate() - timedelta(days=10)
    while not calendars.in_force().is_working(day):
        day -= timedelta(days=1)
    return day


def test_an_entrusted_dispute_that_fails_goes_back_with_a_report(sit_down, tmp_path, entrusted_on):
    today = timezone.localdate()
    case = f"（{today.year}）吉0621行初23号"
    court, centre, agency = (
        sit_down("fusong_clerk"),
        sit_down("centre_chixi"),
        sit_down("chixi_housing_clerk"),
    )
    mediator, office = sit_down("mediator_chixi"), sit_down("office")

    entrust(court, entrusted_on, case)
    address = court.path
    court.sees("待受理", "滕某某", case)
    accept(centre, address, entrusted_on)
    number = Dispute.objects.get().number
    court.read_letter("中心已受理")
    court.sees(number, due_in_words(entrusted_on), "特邀调解的规定第二十七条")

    agency.read_letter(f"{number}：中心已受理")
    agency.take("提交情况说明", {"内容": STATEMENT, "材料": scan("评估报告")})
    mediator.read_letter("中心已受理")
    mediator.take("调解员披露", {"披露": ["没有需要披露的事项"]})
    files = hold_session(mediator, agency, entrusted_on)

    centre.open(address)
    centre.take("化解不成", {"情形": "各方分歧过大，无和解可能", "说明": REASON})
    centre.sees("待报告法院", "化解不成，恢复审理")
    report(centre)
    centre.sees("化解不成", POINTS)
    assert_printed(
        *(centre, "dispute-report", number),
        *("情况的报告", CENTRE, COURT, AGENCY, APPLICANT, POINTS, "第二十六条", cn(today)),
        folder=tmp_path,
        title="化解情况的报告",
    )

    court.read_letter("中心已报送情况报告")
    assert court.path == address
    court.sees("化解不成，恢复审理", "各方分歧过大，无和解可能", POINTS)
    keeps_the_file_from(court, files)
    agency.open(address)
    agency.sees("化解不成，恢复审理", STATEMENT, RECORD)
    agency.sees_nothing_of(POINTS)
    follows_from_afar(office, number, case, address)
    assert Dispute.objects.get().outcome == Outcome.FAILED_RESUME_TRIAL


def entrust(court, day, case):
    """The court entrusts a case that is filed; without its number it is not taken."""
    court.open("/disputes/")
    court.follow("申请（移送）化解")
    court.page.get_by_role("link", name="法院诉中委托").click()
    court.fill(
        {
            "化解中心": "池西池南化解中心",
            "审理程序": "诉中（普通程序）",
            "法院案号": "23号",
            "被申请机关": "池西区住建局",
            "行政行为种类": "征收补偿",
            "领域": "征收拆迁",
            "行政行为": "房屋征收补偿决定",
            "标题": TITLE,
            "争议要点": "临街住宅改作商铺的部分按何种用途补偿。",
            "请求事项": "按商业用途补偿。",
            "收到起诉状日期": day - timedelta(days=9),
            "书面同意日期": day - timedelta(days=1),
            "委托日期": day,
            "书面同意": scan("化解同意书"),
        }
    )
    court.fill({"姓名或者名称": APPLICANT}, within=court.row("申请人", 1))
    court.submit("提交化解中心")
    court.sees("没有提交成功", "法院案号")
    assert not Dispute.objects.exists()
    court.fill({"法院案号": case, "书面同意": scan("化解同意书")})
    court.done("申请（移送）化解", button="提交化解中心")


def accept(centre, address, day):
    """The centre asks nothing that the court has settled: no time limit, no reconsideration."""
    centre.read_letter("法院诉中委托，请审查受理")
    assert centre.path == address
    centre.step("受理")
    expect(centre.page.get_by_label("起诉期限")).to_have_count(0)
    centre.fill(
        {
            "受理日期": day,
            "调解员": "段和平（人民调解员，擅长劳动和社会保障、规划建设，在办 0 件）",
            "逐项核对：不存在下列不予受理的情形": [ground.label for ground in SCOPE],
        }
    )
    centre.done("受理")


def due_in_words(accepted_on):
    """Fifteen days on, or the next working day (普通程序：十五日)."""
    day = accepted_on + timedelta(days=15)
    while not calendars.in_force().is_working(day):
        day += timedelta(days=1)
    return f"{day.month}月{day.day}日"


def hold_session(mediator, agency, day):
    """By video, announced in time and held yesterday; return where its signed record lies."""
    held = timezone.localtime().replace(hour=9, minute=30, second=0, microsecond=0)
    plan = {"通知日期": day, "会谈时间": held - timedelta(days=1), "方式": "视频"}
    mediator.take("通知会谈", plan | {"地点": "会议号 000 000 001"})
    agency.read_letter("会谈")
    agency.sees("视频", "会议号 000 000 001")
    mediator.step("记录会谈")
    record = {"笔录": RECORD, "无争议事实": UNDISPUTED, "签字的笔录": scan("会谈笔录")}
    mediator.fill(record)
    people = mediator.row("到场人员", 1), mediator.row("到场人员", 2)
    mediator.fill({"身份": "申请人一方", "姓名": APPLICANT}, within=people[0])
    mediator.fill({"身份": "被申请机关", "姓名": "田野"}, within=people[1])
    mediator.done("记录会谈")
    mediator.sees(RECORD, UNDISPUTED)
    kept = mediator.section("附件").get_by_role("link", name="会谈笔录.pdf").first
    return [kept.get_attribute("href")]


def report(centre):
    """The report begins with what the register says; what was conceded is refused word by word."""
    centre.step("报送情况报告")
    assert COURT[:2] in centre.typed("基本情况") or "贵院" in centre.typed("基本情况")
    centre.fill({"需要注意的事项": f"会谈中{RECORD}"})
    centre.submit("报送情况报告")
    centre.sees("没有提交成功", "化解中的陈述和让步不得报告")
    centre.fill({"需要注意的事项": POINTS})
    centre.done("报送情况报告")


def keeps_the_file_from(court, files):
    """The court knows that there was a session, and nothing of what was said in it."""
    court.sees("第1次会谈")
    court.sees_nothing_of(STATEMENT, RECORD, UNDISPUTED, "评估报告.pdf", "会谈笔录.pdf")
    for file in files:
        court.is_refused(file)


def follows_from_afar(office, number, case, address):
    """The office finds number, agency and result in the list of progress; it opens nothing."""
    office.open("/")
    office.follow("化解进展台账", office.page.get_by_role("navigation", name="主导航"))
    row = office.page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("池西区住建局")
    expect(row).to_contain_text("法院诉中委托")
    expect(row).to_contain_text("化解不成，恢复审理")
    expect(row.get_by_role("link")).to_have_count(0)
    office.sees_nothing_of(TITLE, case, "滕", REASON, POINTS, STATEMENT, RECORD)
    office.is_refused(address)
    office.finds_nothing("房屋征收补偿")
