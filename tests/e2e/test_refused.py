"""The journey of a dispute that is refused: a court guides before a suit, the centre says no with
ground and reason, and the court's own seven days run on until it registers the filing."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from disputes import deadlines as codes
from disputes.models import Dispute, FilingResult
from tests.e2e.handouts import assert_printed, cn
from tests.e2e.people import scan

TITLE = "长白山公安局治安处罚争议"
APPLICANT = "石敢当"
AGENCY = "长白山公安局"
COURT = "延边朝鲜族自治州中级人民法院"
CENTRE = "长白山保护开发区（池北）行政争议协调化解中心"
GROUND = "已有生效裁判"
REASON = "同一处罚决定已有生效判决，宜引导当事人依法申请再审。"
FILE_NOW = "化解已经结束而起诉状尚未立案，请依法登记立案"


def test_a_refused_dispute_leaves_the_court_its_seven_days(sit_down, tmp_path):
    today = timezone.localdate()
    received = today - timedelta(days=2)
    court, centre = sit_down("yanbian_clerk"), sit_down("centre")
    agency, office = sit_down("police_clerk"), sit_down("office")

    guide(court, received)
    address = court.path
    court.sees("待受理", "石某某")
    sees_its_clock(court, received)

    refuse(centre, address)
    dispute = Dispute.objects.get()
    assert_printed(
        *(centre, "dispute-refusal", dispute.papers.get(code="dispute-refusal").number),
        *("行政争议协调化解不予受理通知书", CENTRE, COURT, AGENCY, APPLICANT, GROUND, REASON),
        *("不影响你（单位）的起诉权利", "第五十一条决定是否立案", cn(today)),
        folder=tmp_path,
        title="不予受理通知书",
    )
    for outsider in (agency, office, sit_down("antu_clerk")):
        knows_nothing(outsider, address)

    court.read_letter("中心不予受理，理由见事项页面")
    assert court.path == address
    court.sees("不予受理", GROUND, REASON)
    court.open("/")
    court.section("现在要办的").get_by_role("link", name=TITLE, exact=True).wait_for()
    court.read_letter(FILE_NOW)
    assert court.path == address
    sees_its_clock(court, received)
    assert dispute.deadlines.open().get().rule.code == codes.FILING
    assert court.offered() == ["登记立案情况"]

    register_filing(court, today)
    assert not dispute.deadlines.open().exists()
    centre.read_letter("法院登记立案情况：已登记立案")
    centre.sees("不予受理", f"（{today.year}）吉24行初15号")
    centre.section("立案").get_by_text("已登记立案").wait_for()
    assert Dispute.objects.get().filing_result == FilingResult.FILED


def guide(court, received):
    """The court guides the parties before it files; the limits are worked out as it types."""
    court.open("/disputes/")
    court.follow("申请（移送）化解")
    court.page.get_by_role("link", name="法院诉前引导").click()
    court.fill(
        {
            "化解中心": "池北化解中心",
            "被申请机关": AGENCY,
            "行政行为种类": "行政处罚",
            "领域": "公安",
            "行政行为": "行政处罚决定",
            "行为作出日期": received - timedelta(days=90),
            "争议要点": "对同一行政处罚再次提出异议。",
            "请求事项": "撤销行政处罚决定。",
            "知道行政行为的日期": received - timedelta(days=88),
            "复议前置": "不属于复议前置",
            "起诉期限": "不能确定，须进一步核实",
            "收到起诉状日期": received,
            "书面同意日期": received,
            "移送日期": received + timedelta(days=1),
            "书面同意": scan("化解同意书"),
            "起诉（申请）材料": scan("起诉状"),
        }
    )
    court.fill({"姓名或者名称": APPLICANT}, within=court.row("申请人", 1))
    court.page.get_by_role("button", name="按所填日期推算起诉期限").click()
    court.sees("最长起诉期限", "第四十六条第二款")
    court.fill({"标题": f"{APPLICANT}不服治安处罚"})
    court.submit("提交化解中心")
    court.sees("没有提交成功", "不能写自然人姓名")
    assert not Dispute.objects.exists()
    court.fill({"标题": TITLE, "书面同意": scan("化解同意书"), "起诉（申请）材料": scan("起诉状")})
    court.done("申请（移送）化解", button="提交化解中心")


def sees_its_clock(court, received):
    """Seven days from the receipt of the complaint; mediation takes no part in them."""
    filing = court.section("立案")
    expect(filing).to_contain_text("协调化解不代替立案")
    expect(filing).to_contain_text(f"{COURT}至迟于")
    expect(court.section("期限")).to_contain_text("决定是否立案")
    clock = Dispute.objects.get().deadlines.open().get(rule__code=codes.FILING)
    assert clock.due_on >= received + timedelta(days=7)


def refuse(centre, address):
    """A refusal says ground and reason; one without its reason is not taken."""
    centre.read_letter("法院诉前引导，请审查受理")
    assert centre.path == address
    centre.step("不予受理")
    centre.fill({"情形": GROUND})
    centre.submit("不予受理")
    centre.sees("没有提交成功", "理由")
    centre.fill({"理由": REASON})
    centre.done("不予受理")
    centre.sees(GROUND, REASON)
    assert centre.offered() == ["归档"]


def knows_nothing(outsider, address):
    """The agency never hears of what was not taken in; the office reads no content."""
    outsider.is_refused(address)
    outsider.finds_nothing("治安处罚")
    for path in ("/", "/inbox/"):
        outsider.open(path)
        outsider.sees_nothing_of(TITLE, GROUND)


def register_filing(court, today):
    """Only the court's own word stops its clock: a case that was filed has its number."""
    court.step("登记立案情况")
    court.fill({"立案情况": "已登记立案"})
    court.submit("登记立案情况")
    court.sees("没有提交成功", "已登记立案的，请填写案号")
    court.fill({"案号": f"(行初字)({today.year})吉24行初15号"})
    court.submit("登记立案情况")
    court.sees("没有提交成功")
    court.fill({"案号": f"（{today.year}）吉24行初15号", "立案材料": scan("受理案件通知书")})
    court.done("登记立案情况")
    expect(court.section("立案")).to_contain_text(f"（{today.year}）吉24行初15号")
    court.sees("不予受理")
    assert court.offered() == []
