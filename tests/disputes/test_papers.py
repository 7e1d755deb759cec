"""Papers of a dispute read back from the issued PDF: the notice of acceptance, the agreement."""

import re
import subprocess

import pytest
from django.urls import reverse

from disputes.models import Agreement, Source, Stage, Status
from liaison import registry
from liaison.documents import frozen
from liaison.models import IssuedPaper
from liaison.templatetags.typeset import cn_date
from tests.factories.disputes import (
    COMPANY,
    LAWYER,
    PERSON,
    accept,
    ago,
    agree,
    ahead,
    bring,
    dispute_in,
    item,
    perform,
    refer,
    scene,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn_papers")]

NOTICE, AGREEMENT = (registry.papers[code] for code in ("dispute-acceptance", "dispute-agreement"))


def text_of(pdf):
    read = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    text = re.sub(r"—\s*\d+\s*—", "", read.stdout.decode())
    return re.sub(r"\s", "", text)


def issued(dispute, code):
    return text_of(frozen(dispute.papers.get(code=code)))


def test_the_notice_tells_both_sides_every_date_that_binds_them():
    dispute, here = dispute_in(Status.ACCEPTED, parties=[PERSON, COMPANY])
    text = issued(dispute, "dispute-acceptance")

    mediation = dispute.deadlines.get(rule__code="mediation.pre_suit")
    statement = dispute.deadlines.get(rule__code="disputes.statement")
    for words in (
        dispute.number,
        f"甄有理、{COMPANY['name']}、{here.agency.name}：",
        "一、化解期限。",
        "化解期限为30日",
        f"至{cn_date(mediation.due_on)}届满",
        "起诉材料退回移送法院，由法院依法立案审查",
        f"至迟于{cn_date(statement.due_on)}向本中心提交书面情况说明",
        f"指定{here.mediator}为调解员",
        f"抄送：{here.court.name}。",
        cn_date(dispute.accepted_on),
    ):
        assert words in text
    assert PERSON["id_number"] not in text


def test_the_agreement_names_the_sides_the_terms_and_where_to_sign():
    dispute, here = dispute_in(Status.PERFORMING, parties=[PERSON | {"agents": [LAWYER]}])
    text = issued(dispute, "dispute-agreement")

    for words in (
        f"申请人甄有理证件号码{PERSON['id_number']}委托代理人闻一律（律师、基层法律服务工作者）",
        f"被申请机关{here.agency.name}移送法院{here.court.name}",
        "争议要点：林木补偿标准偏低",
        f"经调解员{here.mediator}主持协调",
        "一、补记青苗1.2公顷。二、补偿款一次付清。",
        f"1补偿款一次付清被申请机关{cn_date(ahead(20))}",
        f"以上事项至迟于{cn_date(ahead(20))}全部履行完毕",
        "本协议一式4份",
        "申请人甄有理（签名或者盖章）：",
        "被申请机关（签名或者盖章）：",
        f"调解员{here.mediator}（签名或者盖章）：",
    ):
        assert words in text


def test_an_agreement_without_mediator_or_act_date_reads_whole():
    here = scene()
    dispute = refer(here, act_on=None, stage=Stage.IN_SUIT, court_case="（2026）吉24行初15号")
    accept(dispute, here, mediator=None)
    agree(dispute, here, items=[item(performer=Agreement.Performer.BOTH)])
    text = issued(dispute, "dispute-agreement")

    assert "因征收补偿决定发生争议" in text
    assert "经本中心主持协调" in text
    assert "（案号：（2026）吉24行初15号）" in text
    assert f"1补偿款一次付清双方{cn_date(ahead(20))}" in text
    assert "从本中心调解员名册中共同选定调解员" in issued(dispute, "dispute-acceptance")


def test_many_applicants_are_counted_in_the_notice():
    parties = [{"kind": "person", "name": f"申甲{rank}"} for rank in "一二三四"]
    dispute, _ = dispute_in(Status.ACCEPTED, parties=parties)

    assert "申甲一、申甲二等4人与" in issued(dispute, "dispute-acceptance")


def test_what_was_issued_stays_as_it_was():
    dispute, here = dispute_in(Status.PERFORMING)
    before = {paper.pk: frozen(paper) for paper in dispute.papers.all()}
    assert len(before) > 2

    perform(dispute, here)
    again = [{"item": dispute.items.get(), "due_on": ahead(60)}]
    dispute.send_back(actor=here.court_clerk, reason="余款", items=again)

    after = {paper.pk: frozen(paper) for paper in IssuedPaper.objects.all()}
    assert {pk: after[pk] for pk in before} == before


def test_the_notice_can_be_previewed_by_the_centre_before_it_is_issued(client):
    here = scene()
    dispute = refer(here)
    client.force_login(here.centre_clerk)
    address = reverse(
        "liaison:paper_preview", args=[dispute._meta.label_lower, dispute.pk, NOTICE.code]
    )
    answer = client.get(address)

    assert answer.content.startswith(b"%PDF-")
    text = "".join(NOTICE.paragraphs(dispute))  # the mark of a draft lies across the page's own
    assert "化解期限自受理的次日起计算" in text
    assert "在规定期限内向本中心提交" in text
    assert not dispute.papers.filter(code=NOTICE.code).exists()


def test_an_agreement_that_is_not_there_has_no_preview():
    dispute = refer(scene())

    assert NOTICE.available(dispute)
    assert not AGREEMENT.available(dispute)


def test_a_name_no_font_can_print_stops_the_acceptance():
    here = scene()
    dispute = bring(here, Source.PARTY, parties=[{"kind": "person", "name": "甄\ue000"}])

    with pytest.raises(Exception, match="没有字库"):
        accept(dispute, here, on=ago(1))

    dispute.refresh_from_db()
    assert (dispute.status, dispute.number) == (Status.REFERRED, "")
