"""Papers of the panel and of sessions: one for each session, each mediator, each request."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from disputes.models import Attendance, Recusal, Session, Status
from disputes.models.confidentiality import MEDIATION_PAPERS
from liaison import registry
from liaison.templatetags.typeset import cn_moment
from tests.disputes.paper_words import form, issued, opened, said
from tests.factories.disputes import (
    PERSON,
    accept,
    ago,
    at,
    disclose,
    dispute_in,
    invited_mediator,
    record,
    refer,
    scene,
    schedule,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mediating():
    return dispute_in(Status.MEDIATING)


def test_an_appointment_names_the_panel_and_how_to_object():
    here = scene()
    dispute = refer(here)
    accept(dispute, here, mediator=None)
    second = invited_mediator(here.centre, kind="lawyer", workplace="长白律师事务所")
    dispute.choose_mediator(
        actor=here.centre_clerk, on=ago(17), mediators=[here.mediator, second], presides=second
    )
    text = issued(dispute, "dispute-appointment")

    for words in (
        "调解员选定书",
        f"{second}（律师，长白律师事务所，主持）",
        "第十五条",
        "第十六条",
    ):
        assert words in text
    assert "视为不同意调解" not in text

    dispute.appoint(
        actor=here.centre_clerk, on=ago(16), mediators=[here.mediator], reason="律师因病退出"
    )
    text = issued(dispute, "dispute-appointment")
    assert "调解员选定书" in text, "who stays was chosen by the parties"
    assert second.name not in text.split("下列人员")[1]


def test_a_mediator_named_by_the_centre_may_be_declined():
    here = scene()
    dispute = refer(here)
    accept(dispute, here, mediator=None)
    dispute.appoint(actor=here.centre_clerk, on=ago(17), mediators=[here.mediator])
    text = issued(dispute, "dispute-appointment")

    assert "调解员指定书" in text
    assert "不同意由本中心指定的调解员调解的，视为不同意调解" in text


def test_what_a_mediator_discloses_is_written_down_each_time(mediating):
    dispute, here = mediating
    seat = dispute.bench[0]
    assert "□没有需要披露的情形" in form(dispute, "dispute-disclosure", seat)

    disclose(dispute, here)
    assert "本人没有需要披露的情形" in issued(dispute, "dispute-disclosure", seat)

    dispute.disclose_more(
        actor=here.mediator, on=ago(10), appointment=seat, disclosure="曾任被申请机关法律顾问。"
    )
    assert "曾任被申请机关法律顾问。" in issued(dispute, "dispute-disclosure", seat)
    papers = dispute.papers.filter(code="dispute-disclosure")
    assert sorted(papers.values_list("part", "version")) == [
        (f"appointment:{seat.pk}", 1),
        (f"appointment:{seat.pk}", 2),
    ]


@pytest.mark.parametrize(("granted", "words"), [(True, "准予调解员"), (False, "驳回回避申请")])
def test_a_decision_on_recusal_says_what_becomes_of_the_panel(mediating, granted, words):
    dispute, here = mediating
    dispute.request_recusal(
        actor=here.agency_clerk,
        on=ago(12),
        appointment=dispute.bench[0],
        side=Recusal.Side.RESPONDENT,
        reason="与申请人有亲属关系。",
    )
    recusal = Recusal.objects.get()
    dispute.decide_recusal(
        actor=here.centre_clerk, on=ago(11), recusal=recusal, granted=granted, decision="已核实。"
    )
    text = issued(dispute, "dispute-recusal-decision", recusal)

    for each in (
        words,
        "被申请机关于",
        "与申请人有亲属关系。",
        "经审查，已核实。",
        str(here.mediator),
    ):
        assert each in text
    assert ("重新选定" in text) == granted


def test_a_notice_says_when_where_and_who_must_come(mediating):
    dispute, here = mediating
    session = schedule(dispute, here, note="请带测绘图。")
    text = issued(dispute, "dispute-session-notice", session)

    for words in (
        "第一次会谈",
        f"时间。{cn_moment(session.starts_at)}。",
        "调解室，现场举行",
        f"调解员。{here.mediator}。",
        "应当派负责人参加",
        "有权当场和解",
        "其他。请带测绘图。",
    ):
        assert words in text


def test_a_session_that_is_put_off_has_a_notice_of_its_own(mediating):
    dispute, here = mediating
    before = schedule(dispute, here)
    dispute.adjourn_session(
        actor=here.centre_clerk,
        session=before,
        on=ago(11),
        starts_at=at(ago(7), 14, 0),
        mode=Session.Mode.VIDEO,
        place="线上调解室",
        reason="申请人住院。",
    )
    after = dispute.sessions.get(status=Session.Status.PLANNED)
    text = issued(dispute, "dispute-session-notice", after)

    assert f"原定于{cn_moment(before.starts_at)}举行的第一次协调化解会谈因申请人住院改期" in text
    assert "以视频方式举行" in text
    assert "改期" not in issued(dispute, "dispute-session-notice", before)


def test_each_session_has_papers_of_its_own_and_versions_are_not_confused(mediating, tmp_path):
    dispute, here = mediating
    for day, what in ((10, "第一次谈补偿。"), (8, "第二次谈青苗。")):
        session = schedule(dispute, here, starts_at=at(ago(day)), on=ago(13))
        record(dispute, here, session, record=what, undisputed="" if day == 10 else "面积无争议。")
    first, second = dispute.sessions.all()

    assert "第一次谈补偿。" in issued(dispute, "dispute-record", first)
    assert "第二次谈青苗。" in issued(dispute, "dispute-record", second)
    records = dispute.papers.filter(code="dispute-record")
    assert set(records.values_list("version", flat=True)) == {1}
    assert sorted(records.values_list("title", flat=True)) == [
        "行政争议调解笔录（第一次会谈）",
        "行政争议调解笔录（第二次会谈）",
    ]
    assert list(
        dispute.papers.filter(code="dispute-undisputed").values_list("part", flat=True)
    ) == [f"session:{second.pk}"]

    target = tmp_path / "a.pdf"
    call_command("print", "dispute-record", dispute.number, "-o", str(target))
    assert "第二次谈青苗。" in said(target.read_bytes())
    part = f"session:{first.pk}"
    call_command("print", "dispute-record", dispute.number, "-o", str(target), "--part", part)
    assert "第一次谈补偿。" in said(target.read_bytes())


def test_a_record_tells_who_could_settle_and_where_everybody_signs(mediating):
    dispute, here = mediating
    session = schedule(dispute, here)
    came = [
        {"side": Attendance.Side.APPLICANT, "name": "甄有理"},
        {"side": Attendance.Side.RESPONDENT, "name": "冯立群", "post": "局长", "is_head": True},
        {"side": Attendance.Side.OTHER, "name": "尹评估", "post": "评估师"},
    ]
    record(dispute, here, session, attendance=came, apart=True)

    text = issued(dispute, "dispute-record", session)
    for words in (
        "被申请机关冯立群局长负责人",
        "分别听取意见",
        "双方各陈述意见。",
        "确认无误。",
        f"调解员{here.mediator}年月日",
        "记录人年月日",
    ):
        assert words in text
    assert "1申请人一方甄有理2被申请机关冯立群局长负责人3其他尹评估评估师4" in issued(
        dispute, "dispute-attendance", session
    )
    undisputed = issued(dispute, "dispute-undisputed", session)
    assert "林地面积无争议。" in undisputed
    assert "不包括为达成协议作出的让步" in undisputed
    assert "尹评估" not in undisputed


def test_before_a_session_its_papers_are_forms_with_room_to_write(mediating):
    dispute, here = mediating
    session = schedule(dispute, here)

    sheet = form(dispute, "dispute-attendance", session)
    assert "1申请人甄有理2被申请机关□负责人□有权和解3" in sheet
    assert f"调解员{here.mediator}" in form(dispute, "dispute-record", session)
    assert "同意单独记载" in form(dispute, "dispute-undisputed", session)


def test_an_agency_prints_its_own_authority_and_nobody_else_s(client, mediating):
    dispute, here = mediating
    party = dispute.parties.get()
    own, other = (f"unit:{here.agency.pk}", f"party:{party.pk}")
    address = reverse(
        "liaison:paper_preview", args=["disputes.dispute", dispute.pk, "dispute-authorisation"]
    )
    for user, part, status in (
        (here.agency_clerk, own, 200),
        (here.agency_clerk, other, 404),
        (here.agency_clerk, "", 404),
        (here.centre_clerk, own, 200),
        (here.centre_clerk, other, 200),
        (here.centre_clerk, "unit:0", 404),
        (here.court_clerk, own, 404),
        (here.office_clerk, own, 404),
    ):
        client.force_login(user)
        assert client.get(address, {"part": part}).status_code == status, (user, part)
    client.force_login(here.agency_clerk)
    page = client.get(dispute.get_absolute_url())
    assert [row["part"] for row in page.context["blank_forms"]] == [own]


def test_authority_to_settle_is_given_item_by_item(mediating):
    dispute, here = mediating
    agency = form(dispute, "dispute-authorisation", here.agency)
    assert "有权当场和解，签署调解协议" in agency
    assert f"委托单位{here.agency.name}" in agency
    party = form(dispute, "dispute-authorisation", dispute.parties.get())
    assert f"委托人甄有理证件号码{PERSON['id_number']}" in party
    assert "民事诉讼法》第六十二条逐项写明" in party


def test_the_page_names_no_natural_person_in_its_forms(client, mediating):
    dispute, here = mediating
    client.force_login(here.centre_clerk)
    page = client.get(dispute.get_absolute_url())
    labels = [row["label"] for row in page.context["blank_forms"]]
    assert "授权委托书：甄某某" in labels
    assert "甄有理" not in page.content.decode()


def test_papers_of_the_mediation_file_are_not_for_the_court(client):
    dispute, here = dispute_in(Status.PERFORMING)
    hidden = dispute.papers.filter(code__in=MEDIATION_PAPERS)
    assert set(hidden.values_list("code", flat=True)) == MEDIATION_PAPERS - {
        "dispute-casefile",
        "dispute-recusal-decision",
    }

    for user, seen in (
        (here.court_clerk, False),
        (here.office_clerk, False),
        (here.agency_clerk, True),
        (here.mediator, True),
    ):
        client.force_login(user)
        for paper in hidden:
            assert opened(client, paper) == seen, (user, paper)
    client.force_login(here.court_clerk)
    page = client.get(dispute.get_absolute_url())
    seen = {paper.code for paper in page.context["papers"]}
    assert seen == {
        "dispute-assignment",
        "dispute-acceptance",
        "dispute-session-notice",
        "dispute-agreement",
        "dispute-report",
    }


def test_every_code_kept_from_the_court_is_a_paper():
    assert all(code in registry.papers for code in MEDIATION_PAPERS - {"dispute-casefile"})
