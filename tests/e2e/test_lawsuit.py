"""The journey of a lawsuit: filed, served, answered, heard without the head; the court drafts a
suggestion of which nobody else knows, office and court name the absence in the month's notice, and
the agency hands in what it will do about it."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from disputes.appearances.models import Lawsuit, MonthlyNotice, Rectification
from suggestions.models import JudicialSuggestion
from tests.e2e.handouts import assert_printed

COURT = "延边朝鲜族自治州中级人民法院"
AGENCY = "池北区自然资源局"
TITLE = f"冯某某诉{AGENCY}不动产登记案"
GROUND = "社会高度关注"
EVENT = "负责人未出庭，且未说明理由或者理由不成立"
SUGGESTION = f"关于督促{AGENCY}负责人依法出庭应诉的司法建议"


@pytest.fixture
def days():
    """A hearing in the middle of last month, and what came before it."""
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    heard = last.replace(day=15)
    return {
        "month": last,
        "filed": heard - timedelta(days=36),
        "served": heard - timedelta(days=33),
        "notified": heard - timedelta(days=8),
        "heard": heard,
    }


def test_a_lawsuit_from_filing_over_absence_to_suggestion_and_notice(sit_down, days, tmp_path):
    clerk, land = sit_down("yanbian_clerk"), sit_down("land_clerk")
    onlookers = justice, office = sit_down("justice"), sit_down("office")
    number = f"（{days['filed'].year}）吉24行初88号"

    address = file(clerk, days, number)
    for person in (land, *onlookers, sit_down("baishan_clerk")):
        person.is_refused(address)
        person.finds_nothing("不动产登记")
    clerk.take("登记送达", {"行政机关收到起诉状副本的日期": days["served"], "送达方式": "电子送达"})

    answer(land, number, address)
    assert_printed(
        *(land, "lawsuit-answer", number),
        *("答辩状", number, "冯立群", COURT, "请求驳回原告的诉讼请求。", "韩立峰"),
        folder=tmp_path,
        title="答辩状",
    )
    clerk.open(address)
    clerk.sees("请求驳回原告的诉讼请求。", "逾期")
    justice.open(address)
    justice.sees_nothing_of("请求驳回原告的诉讼请求。", "冯立群")

    call(clerk, days)
    record(clerk)
    clerk.sees("已开庭", EVENT)
    suggest(clerk)
    draft = JudicialSuggestion.objects.get()
    clerk.open(address)
    for person in (land, *onlookers):
        person.open(address)
        person.sees(EVENT)
        person.sees_nothing_of(SUGGESTION, "提出司法建议")
        person.is_refused(draft.get_absolute_url())

    notice = announce(office, sit_down("yanbian_president"), land, days, tmp_path)
    rectify(land, notice, sit_down("office_leader"))
    assert Lawsuit.objects.get().status == Lawsuit.Status.HEARD
    assert Rectification.objects.get().status == "closed"


def file(clerk, days, number):
    """The number comes back with a word when it is another court's; what was typed is kept."""
    clerk.open("/appearances/lawsuits/new/")
    clerk.fill(
        {
            "案号": number.replace("吉24", "吉06"),
            "立案日期": days["filed"],
            "行政行为种类": "行政登记、确认",
            "案由": "不动产登记",
            "被诉行政行为": "不予登记告知书",
        }
    )
    clerk.fill({"姓名或者名称": "冯立群"}, within=clerk.row("原告和第三人", 1))
    clerk.fill({"行政机关": AGENCY}, within=clerk.row("被诉行政机关", 1))
    clerk.submit("登记行政诉讼")
    clerk.sees("没有提交成功", "不是本院的案号，本院的法院代字为“吉24”")
    clerk.fill({"案号": number.replace("（", "(").replace("）", ")")})
    clerk.done("登记行政诉讼")
    clerk.sees(TITLE, number, "已立案", "送达前仅本院可见")
    return clerk.path


def answer(land, number, address):
    """The agency drafts, and hands in late; until then the draft is its own."""
    land.read_letter(number)
    assert land.path == address
    land.step("拟写答辩状")
    land.fill(
        {
            "法定代表人": "韩立峰",
            "法定代表人职务": "局长",
            "答辩意见": "被诉告知书认定事实清楚。\n请求驳回原告的诉讼请求。",
        }
    )
    values = {"证据名称": "告知书", "来源": "本机关制作", "证明目的": "证明告知内容", "页数": 2}
    land.fill(values, within=land.row("证据清单", 1))
    land.done("拟写答辩状", button="保存答辩稿")
    land.take("提交答辩举证")
    land.sees("逾期")


def only_row(person):
    """The row of the one agency there is."""
    return person.page.locator("main .row-card").first


def call(clerk, days):
    """The hearing is registered late; the head was called in time."""
    at = datetime.combine(days["heard"], time(9))
    clerk.step("确定开庭")
    clerk.fill({"开庭时间": at, "开庭地点": "第三审判庭"})
    called = {"通知负责人出庭的事由": GROUND, "出庭通知书送达日期": days["heard"]}
    clerk.fill(called, within=only_row(clerk))
    clerk.submit("确定开庭")
    clerk.sees("没有提交成功")
    clerk.fill({"出庭通知书送达日期": days["notified"]}, within=only_row(clerk))
    clerk.done("确定开庭")
    clerk.sees("待开庭", "第三审判庭")


def record(clerk):
    clerk.step("登记出庭情况")
    facts = {"出庭情况": "仅相应的工作人员出庭", "出庭的工作人员": "法制科科长尹善姬"}
    clerk.fill(facts, within=only_row(clerk))
    clerk.done("登记出庭情况")


def suggest(clerk):
    """Supervisory organ and the agency above are filled in already; the draft opens at once."""
    clerk.step("提出司法建议")
    assert clerk.typed("监察机关")
    clerk.done("提出司法建议")
    clerk.sees(SUGGESTION, "送达前仅本院可见", EVENT)


def announce(office, president, land, days, folder):
    """Office and court issue the month's notice; until then the agency hears nothing of it."""
    month = days["month"]
    office.open("/appearances/notices/new/")
    office.fill({"月份": f"{month.year}年{month.month}月", "会签法院": "延边中院"})
    office.done("拟写月度通报")
    path = office.path
    office.take("送法院会签")
    land.is_refused(path)
    president.open(path)
    president.take("会签")
    office.open(path)
    office.take("编号印发")
    notice = MonthlyNotice.objects.get()
    assert_printed(
        *(office, "appearance-notice", notice.number),
        *(notice.number, f"{month.year}年{month.month}月", AGENCY, "0.00%", COURT),
        folder=folder,
        title="通报",
    )
    land.read_letter(notice.number)
    assert SUGGESTION not in land.page.content()
    return notice


def rectify(land, notice, leader):
    row = Rectification.objects.get()
    land.open(row.get_absolute_url())
    land.take(
        "报送整改方案",
        {
            "未出庭的原因": "开庭当日安排了其他会议。",
            "整改措施": "主要负责人签批出庭安排。",
            "责任人": "于文博，副局长",
            "完成时限": timezone.localdate() + timedelta(days=30),
        },
    )
    leader.open(row.get_absolute_url())
    leader.sees("开庭当日安排了其他会议。")
    leader.take("通过整改方案")
