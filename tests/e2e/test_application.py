"""The journey of a party's own application: the centre registers it on paper, both sides choose a
mediator, meet, and agree; the agency reports each thing done, the centre confirms it and closes
on the applicant's written word."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from disputes.models import SCOPE, Dispute
from tests.e2e.handouts import assert_printed, cn
from tests.e2e.people import scan

TITLE = "长白山市场监管局食品标签处罚争议"
SHOP, KEEPER, LAWYER = "二道白河山珍商行", "谷雨", "闻一律"
CENTRE = "长白山保护开发区（池北）行政争议协调化解中心"
AGENCY = "长白山保护开发区市场监督管理局"
ACT = "行政处罚决定（长市监处罚〔2026〕7号）"
STATEMENT = "商品已全部下架，未造成危害后果；愿意就裁量幅度协商。"
RECORD = "商行承认标签有误，请求免罚；市场监管局同意在裁量基准内减轻。"
UNDISPUTED = "标签内容与实物不符的事实无争议。"
ITEMS = ("变更罚款数额为五千元，并送达变更决定。", "退还多缴的罚款一万五千元。")
PROOFS = ("变更决定送达回证", "退款转账凭证")
LAWFUL = "已核对：各方自愿，内容合法，不损害国家利益、社会公共利益和他人合法权益"


@pytest.fixture
def dates():
    """The last day for each of the two things, in the order in which they are done."""
    today = timezone.localdate()
    return today + timedelta(days=10), today + timedelta(days=25)


def test_an_application_from_paper_to_close(sit_down, tmp_path, dates):
    today = timezone.localdate()
    centre, agency = sit_down("centre"), sit_down("market_clerk")
    mediator, office = sit_down("mediator_scholar"), sit_down("office")
    court = sit_down("antu_clerk")

    register(centre, today)
    address = centre.path
    centre.sees("待受理", "当事人申请", SHOP, "闻某某", "谷某")
    centre.sees_nothing_of(KEEPER, LAWYER)
    for outsider in (agency, mediator, office, court):
        outsider.is_refused(address)

    accept(centre)
    number = Dispute.objects.get().number
    choose(centre)
    agency.read_letter(f"{number}：中心已受理")
    agency.take("提交情况说明", {"内容": STATEMENT, "材料": scan("整改照片")})
    mediator.read_letter("已指定调解员")
    assert mediator.path == address
    hold_session(centre, mediator, agency, address)
    agree(centre, address, dates)
    assert_printed(
        *(centre, "dispute-agreement", number),
        *("行政争议调解协议书", number, CENTRE, AGENCY, SHOP, LAWYER, "苏问渠", *ITEMS),
        *("15,000.00", *map(cn, (today, *dates))),
        folder=tmp_path,
        title="调解协议书",
    )

    for place in (1, 2):
        report(agency, place, PROOFS[place - 1], address)
        confirm(centre, place)
    centre.sees("待确认办结")
    agency.open(address)
    agency.sees("待确认办结")
    assert "确认办结" not in agency.offered()
    close(centre)
    agency.read_letter("已确认办结")
    agency.sees("履行完毕", "达成协议并履行完毕")
    for outsider in (office, court):
        outsider.is_refused(address)
    assert Dispute.objects.get().status == Dispute.Status.COMPLETED


def register(centre, today):
    """The only way that is the centre's: what came on paper, with the lawyer who acts."""
    centre.open("/disputes/")
    centre.follow("申请（移送）化解")
    expect(centre.page.get_by_role("heading", level=1)).to_have_text("当事人申请")
    centre.fill(
        {
            "申请书签署日期": today - timedelta(days=1),
            "收到申请书日期": today,
            "被申请机关": "长白山市场监管局",
            "行政行为种类": "行政处罚",
            "领域": "市场监管",
            "行政行为": ACT,
            "行为作出日期": today - timedelta(days=30),
            "有管辖权的法院": "安图县法院（池北区）",
            "标题": TITLE,
            "争议要点": "罚款数额是否与违法情节相当；是否适用轻微免罚。",
            "请求事项": "减轻处罚。",
            "知道行政行为的日期": today - timedelta(days=28),
            "复议前置": "不属于复议前置",
            "起诉期限": "未超过",
            "化解申请书": scan("化解申请书"),
        }
    )
    shop = centre.row("申请人", 1)
    of_shop = {"类别": "个体工商户", "姓名或者名称": SHOP, "联系电话": "0433-0000000"}
    centre.fill(of_shop | {"法定代表人（负责人、经营者）": KEEPER}, within=shop)
    shop.get_by_text("委托代理人", exact=True).click()
    of_lawyer = {"代理人身份": "律师、基层法律服务工作者", "代理人姓名": LAWYER}
    of_lawyer |= {"代理权限": "特别授权", "代理人电话": "13900000009"}
    centre.fill(of_lawyer | {"授权委托书": scan("授权委托书")}, within=shop)
    centre.done("申请（移送）化解", button="提交化解中心")


def accept(centre):
    """Nobody is named yet: the parties have two working days to choose."""
    found = {"逐项核对：不存在下列不予受理的情形": [ground.label for ground in SCOPE]}
    centre.take("受理", found)
    centre.sees("已受理", "还没有选定或者指定")
    centre.section("期限").get_by_text("选定调解员").first.wait_for()


def choose(centre):
    chosen = "苏问渠（专家学者，擅长林业和草原，在办 0 件）"
    centre.take("登记共同选定调解员", {"调解员": [chosen], "选定意见": scan("选定意见")})
    expect(centre.section("调解员")).to_contain_text("苏问渠")
    expect(centre.section("调解员")).to_contain_text("共同选定")


def hold_session(centre, mediator, agency, address):
    """No record without disclosure; the mediator makes it, announces the session and records."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    plan = {"会谈时间": now, "房间": "第二调解室", "各方同意缩短通知时间": True}
    mediator.take("通知会谈", plan)
    agency.read_letter("会谈")
    agency.sees("第二调解室")
    centre.open(address)
    centre.step("记录会谈")
    write_record(centre)
    centre.submit("记录会谈")
    centre.sees("没有提交成功", "披露")
    mediator.take("调解员披露", {"披露": ["没有需要披露的事项"]})
    mediator.step("记录会谈")
    write_record(mediator)
    mediator.done("记录会谈")
    agency.open(address)
    agency.sees("化解中", RECORD, UNDISPUTED, f"{LAWYER}（代理人，有权和解）")


def write_record(person):
    person.fill({"笔录": RECORD, "无争议事实": UNDISPUTED})
    lawyer, officer = person.row("到场人员", 1), person.row("到场人员", 2)
    came = {"身份": "申请人一方", "姓名": LAWYER, "职务或者关系": "代理人"}
    person.fill(came | {"有权当场和解": True}, within=lawyer)
    person.fill({"身份": "被申请机关", "姓名": "葛新民"}, within=officer)


def agree(centre, address, dates):
    """Two things to perform, each with its day; checked by the centre, not by the mediator."""
    centre.open(address)
    centre.step("达成协议")
    choice = centre.page.get_by_label("合法性审查人")
    expect(choice.get_by_role("option").filter(has_text="苏问渠")).to_have_count(0)
    centre.fill({"协议内容": "\n".join(ITEMS), "合法性审查人": "韩静好", LAWFUL: True})
    centre.fill({"合法性审查意见": "各方自愿，内容合法。", "签字的协议": scan("签字的协议")})
    first = {"履行内容": ITEMS[0], "履行方": "被申请机关", "履行期限": dates[0]}
    centre.fill(first, within=centre.row("履行事项", 1))
    second = {"履行内容": ITEMS[1], "金额（元）": "15000", "履行期限": dates[1]}
    centre.fill(second, within=centre.add_row("履行事项"))
    centre.done("达成协议")
    centre.sees("履行中", "达成协议，待履行", "未履行 15,000.00元")


def report(agency, place, proof, address):
    """The agency reports from the item itself, with its proof; it can't confirm."""
    agency.open(address)
    agency.follow(f"报告履行 第{place}项", agency.section("履行事项"))
    agency.fill({"履行情况": f"第{place}项已经办结。"})
    agency.submit("报告履行")
    agency.sees("没有提交成功", "履行证明")
    agency.fill({"履行证明": scan(proof)})
    agency.done("报告履行")
    agency.sees("已报告，待中心确认")
    assert "确认履行" not in agency.offered()


def confirm(centre, place):
    centre.read_letter(f"责任单位报告第{place}项已经履行，请核对确认")
    centre.follow(f"确认履行 第{place}项", centre.section("履行事项"))
    centre.fill({"履行情况": f"已核对第{place}项的履行证明。"})
    centre.done("确认履行")


def close(centre):
    """Nobody closes for the applicant without the applicant's word in writing."""
    centre.step("确认办结")
    centre.submit("确认办结")
    centre.sees("没有提交成功", "申请人书面确认")
    centre.fill({"申请人书面确认": scan("履行完毕确认书")})
    centre.done("确认办结")
    centre.sees("履行完毕", "达成协议并履行完毕")
