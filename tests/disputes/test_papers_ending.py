"""Papers of the clock and of the end: what becomes of the case, what is to be performed."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from disputes.models import FilingResult, Outcome, Source, Status
from liaison import registry
from liaison.numerals import numeral
from liaison.templatetags.typeset import cn_date
from tests.disputes.paper_words import form, issued, opened, said
from tests.factories.disputes import (
    COMPANY,
    PERSON,
    accept,
    ago,
    agree,
    ahead,
    bring,
    dispute_in,
    fail,
    hold_session,
    item,
    perform,
    refer,
    report,
    scene,
    stop_sham,
    suspend,
    upload,
    withdraw,
)

pytestmark = pytest.mark.django_db


def draft(dispute, code):
    return said(registry.papers[code].render(dispute))


def test_consent_to_more_time_knows_the_rulebook_s_numbers():
    dispute, _ = dispute_in(Status.ACCEPTED, parties=[PERSON, COMPANY])
    text = form(dispute, "dispute-extension-consent")

    mediation = dispute.deadlines.get(rule__code="mediation.pre_suit")
    for words in (
        f"化解期限至{cn_date(mediation.due_on)}届满",
        "延长以1次为限，每次不超过30日",
        "申请人甄有理（签章）：",
        f"申请人{COMPANY['name']}（签章）：",
        "被申请机关（签章）：",
    ):
        assert words in text


def test_a_pause_and_its_end_say_since_when_why_and_until_when():
    dispute, here = dispute_in(Status.SUSPENDED)
    text = issued(dispute, "dispute-stay")
    assert f"自{cn_date(dispute.suspended_on)}起中止协调化解" in text
    why = dispute.deadlines.get(rule__code="mediation.pre_suit").events.last().reason
    assert f"因{why.rstrip('。')}，" in text
    assert f"不影响{here.court.name}依法立案、审理、审查的期限" in text

    dispute.resume(
        actor=here.centre_clerk, on=ago(3), reason="意见已经作出。", opinion=upload("意见.pdf")
    )
    text = issued(dispute, "dispute-resumption")
    mediation = dispute.deadlines.get(rule__code="mediation.pre_suit")
    assert "因意见已经作出，依照《行政争议协调化解中心工作规则》" in text
    assert f"自{cn_date(ago(3))}起恢复协调化解" in text
    assert f"至{cn_date(mediation.due_on)}届满" in text


def test_a_period_that_begins_anew_is_told_with_its_last_day():
    dispute, here = dispute_in(Status.MEDIATING)
    dispute.restart(
        actor=here.centre_clerk,
        on=ago(5),
        ground="new_applicant",
        reason="追加第三人。",
        consent=upload("同意书.pdf"),
    )
    text = issued(dispute, "dispute-restart")
    mediation = dispute.deadlines.get(rule__code="mediation.pre_suit")
    assert f"化解期限自{cn_date(ago(5))}起重新计算，至{cn_date(mediation.due_on)}届满" in text


def test_a_pause_of_what_no_court_sent_says_nothing_of_a_court():
    here = scene()
    dispute = bring(here, Source.PARTY)
    accept(dispute, here)
    suspend(dispute, here)

    assert "立案" not in issued(dispute, "dispute-stay")


AFTERWARDS = {
    Source.GUIDANCE: "当事人坚持起诉的，由法院依法立案",
    Source.IN_SUIT: "及时审理",
    Source.ENFORCEMENT: "恢复审查",
    Source.PARTY: "仍可以依法申请行政复议、提起行政诉讼",
    Source.AGENCY: "仍可以依法申请行政复议、提起行政诉讼",
    Source.TRANSFER: "仍可以依法申请行政复议、提起行政诉讼",
}


@pytest.mark.parametrize("source", Source)
def test_the_notice_of_the_end_says_what_becomes_of_the_case(source):
    here = scene()
    dispute = bring(here, source)
    accept(dispute, here)
    dispute.failure_ground, dispute.ending_reason = "too_far", "数额差距大。"
    dispute.ended_on, dispute.outcome = ago(5), dispute.failed_outcome
    text = draft(dispute, "dispute-termination")

    for words in (
        "因各方分歧过大，无和解可能，依照",
        f"自{cn_date(ago(5))}起终结协调化解",
        "说明：数额差距大。",
        AFTERWARDS[source],
    ):
        assert words in text


def test_a_complaint_that_was_filed_meanwhile_is_tried():
    dispute, here = dispute_in(Status.ACCEPTED)
    dispute.filing_result, dispute.outcome = FilingResult.FILED, Outcome.PARTY_WITHDREW
    text = draft(dispute, "dispute-termination")

    assert "因申请人撤回化解申请，" in text
    assert f"案件由{here.court.name}及时审理" in text
    assert "说明：" not in text


@pytest.fixture
def agreed():
    dispute, here = dispute_in(Status.MEDIATING)
    items = [
        item(content=f"第{numeral(rank)}期补偿款", amount=amount, due_on=ahead(rank * 5))
        for rank, amount in ((1, None), (2, Decimal("120000")), (3, Decimal("60000.50")))
    ]
    agree(dispute, here, items=items, civil_part="林木转让价款由双方另行结清。")
    return dispute, here


def test_an_agreement_lists_what_is_to_be_performed_by_when(agreed):
    dispute, _ = agreed
    text = issued(dispute, "dispute-agreement")

    for words in (
        f"1第一期补偿款被申请机关{cn_date(ahead(5))}",
        f"2第二期补偿款被申请机关120,000.00{cn_date(ahead(10))}",
        f"3第三期补偿款被申请机关60,000.50{cn_date(ahead(15))}",
        "全部履行完毕，由本中心督促履行",
        "其中民事部分：林木转让价款由双方另行结清。",
        f"本协议已于{cn_date(ago(7))}经合法性审查",
        "本协议自最后一方签名或者盖章之日起生效",
        "各方当事人、本中心和移送法院各执一份",
    ):
        assert words in text


def test_an_agreement_without_a_court_has_no_copy_for_one():
    here = scene()
    dispute = bring(here, Source.AGENCY)
    accept(dispute, here)
    agree(dispute, here)
    text = issued(dispute, "dispute-agreement")

    assert "本协议一式3份，各方当事人和本中心各执一份" in text
    assert "法院" not in text
    assert "被申请机关于" in text


def test_performance_is_put_down_item_by_item(agreed):
    dispute, here = agreed
    first = dispute.items.get(ordinal=1)
    done = {"on": ago(2), "note": "已付。", "proof": upload("转账凭证.pdf")}
    dispute.perform(actor=here.centre_clerk, item=first, **done)
    assert not dispute.papers.filter(code="dispute-performance").exists()
    text = draft(dispute, "dispute-performance")
    assert f"{ahead(5):%Y.%m.%d}{ago(2):%Y.%m.%d}已付。证明：转账凭证.pdf" in text
    assert f"120,000.00元{ahead(10):%Y.%m.%d}未履行" in text

    perform(dispute, here)
    text = issued(dispute, "dispute-performance")
    assert f"签订日期{cn_date(ago(7))}生效日期{cn_date(ago(7))}" in text
    assert "未履行" not in text


def test_a_report_tells_the_court_four_things_and_no_concession(client):
    dispute, here = dispute_in(Status.REPORTING)
    report(dispute, here, basics="举行会谈二次。", cause="分歧过大。", points="面积已共同核对。")
    text = issued(dispute, "dispute-report")

    for words in (
        f"{here.court.name}：",
        "一、基本情况举行会谈二次。",
        "二、化解结果和原因分歧过大。",
        "三、需要注意的事项面积已共同核对。",
        "第二十六条",
        "不含当事人在化解中的陈述和让步",
    ):
        assert words in text
    assert "林地面积" not in text
    assert "增加他方成本" not in text
    paper = dispute.papers.get(code="dispute-report")
    for user, seen in {here.court_clerk: True, here.agency_clerk: False}.items():
        client.force_login(user)
        assert opened(client, paper) == seen


def test_papers_go_back_to_the_court_without_the_mediation_file():
    dispute, here = dispute_in(Status.MEDIATING)
    hold_session(dispute, here)
    fail(dispute, here)
    text = issued(dispute, "dispute-transfer-list")

    for words in (
        "关于退回移送材料的函",
        f"{here.court.name}：",
        "由法院依法立案",
        "1关于委派协调化解行政争议的函1",
        "书面同意：同意书.pdf1",
        "移交人（签名）：",
    ):
        assert words in text
    for kept in ("情况说明材料", "笔录", "签到", "披露"):
        assert kept not in text


def test_every_end_after_acceptance_is_told():
    for walk in (fail, withdraw, stop_sham):
        dispute, here = dispute_in(Status.MEDIATING)
        walk(dispute, here)
        assert "终结协调化解" in issued(dispute, "dispute-termination")
    dispute = refer(scene())
    withdraw(dispute, SimpleNamespace(court_clerk=dispute.created_by))
    assert not dispute.papers.filter(code="dispute-termination").exists()


def test_a_dispute_of_another_body_is_sent_there_with_the_reason():
    here = scene()
    dispute = bring(here, Source.TRANSFER)
    dispute.transfer(
        actor=here.centre_clerk,
        on=ago(5),
        transferred_to="某市仲裁委员会",
        reason="属于劳动争议。",
    )
    text = issued(dispute, "dispute-transfer-list")

    assert "关于移送行政争议的函" in text
    assert "某市仲裁委员会：" in text
    assert "理由：属于劳动争议。" in text
    assert f"长协移〔{ago(5).year}〕1号" in text
    assert not dispute.papers.filter(code="dispute-termination").exists()
