"""Papers by which a dispute comes in: what each way of starting makes them say."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from disputes.models import Article, Dispute, Rulebook, Source, Status
from liaison import registry
from tests.disputes.paper_words import form, issued, opened, said
from tests.factories.disputes import (
    COMPANY,
    PERSON,
    accept,
    ago,
    bring,
    dispute_in,
    refer,
    scene,
)

pytestmark = pytest.mark.django_db
LETTERS = {
    Source.GUIDANCE: ("关于委派协调化解行政争议的函", "我院立案的，及时告知你中心"),
    Source.IN_SUIT: ("关于委托协调化解行政争议的函", "我院受理的甄有理与"),
    Source.ENFORCEMENT: ("关于移送协调化解行政争议的函", "申请我院强制执行征收补偿决定"),
}
REMEDIES = {
    Source.GUIDANCE: "行政诉讼法》第五十一条决定是否立案；对不予立案的裁定不服的，可以依法提起上诉",
    Source.IN_SUIT: "依法审理",
    Source.ENFORCEMENT: "依法审查",
    Source.PARTY: "第二十条申请行政复议，或者依照《中华人民共和国行政诉讼法》第四十六条",
    Source.AGENCY: "也不影响相对人依法申请行政复议、提起行政诉讼",
    Source.TRANSFER: "依法主张权利",
}
CAME = {
    Source.GUIDANCE: "{court}于{on}移送的",
    Source.IN_SUIT: "{court}于{on}移送的",
    Source.ENFORCEMENT: "{court}于{on}移送的",
    Source.PARTY: "申请人于{on}申请化解的",
    Source.AGENCY: "{agency}于{on}申请化解的",
    Source.TRANSFER: "{office}于{on}移送的",
}


def names(here):
    return {
        "court": here.court.name,
        "agency": here.agency.name,
        "office": here.committee.office.name,
        "on": f"{ago(20).year}年{ago(20).month}月{ago(20).day}日",
    }


@pytest.mark.parametrize("source", Source)
def test_every_way_of_starting_has_its_notice_of_acceptance(source):
    here = scene()
    dispute = bring(here, source)
    accept(dispute, here)
    text = issued(dispute, "dispute-acceptance")

    assert CAME[source].format(**names(here)) in text
    assert dispute.number in text
    copied = {Source.PARTY: ""}.get(source, f"抄送：{dispute.initiator.name}。")
    assert copied in text
    assert ("抄送" in text) == (source != Source.PARTY)


@pytest.mark.parametrize("source", Source)
def test_a_refusal_names_the_ground_the_reason_and_what_may_still_be_done(source):
    here = scene()
    dispute = bring(here, source)
    dispute.refuse(
        actor=here.centre_clerk, on=ago(18), refusal_ground="judged", reason="已有生效判决。"
    )
    text = issued(dispute, "dispute-refusal")

    for words in ("已有生效裁判", "理由：已有生效判决。", "不予受理", REMEDIES[source]):
        assert words in text
    head = f"不受〔{ago(18).year}〕1号{here.agency.name if source == Source.AGENCY else '甄有理'}："
    assert head in text
    assert dispute.number in text


def test_a_refusal_is_printed_by_its_number(tmp_path):
    dispute, _ = dispute_in(Status.REFUSED)
    target = tmp_path / "a.pdf"
    call_command("print", "dispute-refusal", dispute.number, "-o", str(target))
    assert "不予受理" in said(target.read_bytes())


@pytest.mark.parametrize("source", Source)
def test_only_a_court_writes_a_letter_and_it_goes_out_with_the_dispute(source):
    here = scene()
    dispute = bring(here, source)

    assert dispute.papers.filter(code="dispute-assignment").exists() == (source in LETTERS)
    if source in LETTERS:
        text = issued(dispute, "dispute-assignment")
        title, own = LETTERS[source]
        for words in (title, own, f"{here.centre.unit.name}：", "附件：", here.court.name):
            assert words in text
        assert (dispute.court_case or "（）号") in text


def test_the_letter_is_found_by_the_number_that_the_dispute_has_by_now(tmp_path, capsys):
    here = scene()
    dispute = refer(here)
    accept(dispute, here)
    target = tmp_path / "a.pdf"
    call_command("print", "dispute-assignment", dispute.number, "-o", str(target))
    assert "关于委派协调化解" in said(target.read_bytes())

    call_command("print", "--list")
    assert f"dispute-assignment\t{dispute.number}\n" in capsys.readouterr().out


def test_the_letter_may_be_read_by_the_court_that_wrote_it(client):
    here = scene()
    letter = refer(here).papers.get()
    people = {here.court_clerk: True, here.centre_clerk: True, here.agency_clerk: False}
    for user, seen in people.items():
        client.force_login(user)
        assert opened(client, letter) == seen


def test_an_article_is_cited_only_where_the_rulebook_in_force_has_it():
    here = scene()
    first, second = refer(here), refer(here)
    accept(first, here)
    rulebook = Rulebook.objects.create(
        committee=here.committee,
        title="协调化解工作规则（试行）",
        version=1,
        status=Rulebook.Status.IN_FORCE,
        valid_from=ago(300),
    )
    Article.objects.create(
        rulebook=rulebook, ordinal=15, heading="受理", text="……", touches=["dispute-acceptance"]
    )
    accept(second, here)

    assert "依照《行政争议协调化解中心工作规则》，本中心决定" in issued(first, "dispute-acceptance")
    assert "依照《协调化解工作规则（试行）》第十五条，本中心决定" in issued(
        second, "dispute-acceptance"
    )


def test_the_application_is_printed_with_all_that_is_known():
    dispute = bring(scene(), Source.PARTY, parties=[PERSON, COMPANY], claims="补记青苗。")
    text = form(dispute, "dispute-application")

    for words in (
        f"申请人甄有理证件号码{PERSON['id_number']}",
        f"申请人{COMPANY['name']}证件号码",
        "请求事项补记青苗。",
        "事实和理由林木补偿标准偏低",
        "申请人甄有理（签章）：",
        "不影响依法申请行政复议、提起行政诉讼",
    ):
        assert words in text


def test_an_agency_applies_in_its_own_name():
    here = scene()
    text = form(bring(here, Source.AGENCY), "dispute-application")

    assert f"申请机关{here.agency.name}" in text
    assert f"{here.agency.name}（签章）：" in text
    assert "相对人甄有理" in text


@pytest.mark.parametrize("source", Source)
def test_whoever_agrees_is_told_what_mediation_does_not_touch(source):
    here = scene()
    text = form(bring(here, source), "dispute-guidance")

    for words in ("同意书", "□同意由", "□不同意协调化解", "送达地址", "不收取费用"):
        assert words in text
    assert ("协调化解不代替立案" in text) == (source == Source.GUIDANCE)
    told_by = here.court if source in LETTERS else here.centre.unit
    assert f"{told_by.name}年月日" in text


@pytest.mark.parametrize("paper", [each for each in registry.papers if each.before_opening])
def test_empty_forms_are_printed_before_there_is_a_dispute(client, paper):
    here = scene()
    address = reverse("liaison:paper_blank", args=["disputes.dispute", paper.code])
    for user in (here.court_clerk, here.centre_clerk, here.agency_clerk):
        client.force_login(user)
        page = client.get(reverse("disputes:dispute_create")).content.decode()
        assert address in page
        answer = client.get(address)
        text = said(answer.content)
        assert paper.title[:4] in text or "告知书" in text
        assert "预览未印发" not in text
        assert here.agency.name not in text
    assert not Dispute.objects.exists()


def test_empty_forms_are_for_those_who_may_bring_a_dispute_in(client):
    here = scene()
    client.force_login(here.mediator)
    codes = {"dispute-guidance": 403, "dispute-record": 404, "no-such": 404}
    for code, status in codes.items():
        address = reverse("liaison:paper_blank", args=["disputes.dispute", code])
        assert client.get(address).status_code == status
    address = reverse("liaison:paper_blank", args=["meetings.jointmeeting", "dispute-guidance"])
    assert client.get(address).status_code == 404


def test_a_form_is_no_draft_and_a_notice_before_its_issue_is(client):
    here = scene()
    dispute = refer(here)
    client.force_login(here.centre_clerk)
    page = client.get(dispute.get_absolute_url())
    forms = {row["code"] for row in page.context["blank_forms"]}
    assert forms == {"dispute-guidance", "dispute-authorisation"}
    assert [row["code"] for row in page.context["drafts"]] == ["dispute-acceptance"]

    assert "预览未印发" not in form(dispute, "dispute-guidance")
    assert "预览未印发" in form(dispute, "dispute-acceptance")
