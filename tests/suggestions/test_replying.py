"""How a unit comes to its answer: drafted, approved by its leader, sealed, given to the court."""

import io
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pypdf import PdfReader

from liaison import documents, registry
from liaison.access import drift
from liaison.models import Message
from suggestions.models import JudicialSuggestion, Reply, Status
from tests.database.walks import begun
from tests.factories import suggestions as build
from tests.factories.suggestions import PNG, answers, scene, suggestion_in, upload
from tests.suggestions.test_views import ANSWER, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def july():
    """Inside the period: served on 15 June, due on Monday 17 August."""
    with time_machine.travel("2026-07-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def leader(stage):
    return stage.people["recipient_leader"]


@begun
def drafted(stage, **more):
    suggestion = suggestion_in(Status.ACKNOWLEDGED, stage)
    suggestion.draft_reply(actor=stage.answerer, items=answers(suggestion, **more))
    return suggestion


def offered(suggestion, user):
    suggestion = JudicialSuggestion.objects.get(pk=suggestion.pk)
    return {step.name for step in suggestion.available_transitions(user)}


def told(user):
    return list(Message.objects.inbox_of(user).order_by("pk").values_list("notice", flat=True))


def test_a_draft_meets_no_clock_and_moves_nothing(stage):
    suggestion = drafted(stage)
    assert (suggestion.status, suggestion.due_on) == (Status.ACKNOWLEDGED, date(2026, 8, 17))
    assert (suggestion.replied_on, suggestion.holder) == (None, stage.recipient)
    draft = suggestion.replies.get()
    assert (draft.is_draft, draft.stage, draft.round) == (True, "待审签", 1)
    assert draft.items.count() == 2
    assert suggestion.latest_items() == []
    assert drift(suggestion) == (set(), set())


def test_the_leader_approves_and_the_clerk_gives_it_to_the_court(stage, leader):
    suggestion = drafted(stage)
    assert {"approve_reply", "send_back_reply", "reply"} <= offered(suggestion, leader)
    assert not {"approve_reply", "send_back_reply"} & offered(suggestion, stage.answerer)
    suggestion.approve_reply(actor=leader)
    assert "approve_reply" not in offered(suggestion, leader)
    draft = suggestion.replies.get()
    assert (draft.approved_by, draft.approved_on) == (leader, date(2026, 7, 20))
    assert suggestion.status == Status.ACKNOWLEDGED

    suggestion.reply(actor=stage.answerer, number="函〔2026〕8号")
    reply = suggestion.replies.get()
    assert (reply.replied_on, reply.number) == (date(2026, 7, 20), "函〔2026〕8号")
    assert (suggestion.status, suggestion.due_on) == (Status.REPLIED, None)
    assert reply.paper == suggestion.papers.get(code="suggestion-reply")
    assert offered(suggestion, stage.answerer) == set()
    assert drift(suggestion) == (set(), set())


def test_without_approval_only_the_sealed_letter_will_do(stage):
    suggestion = drafted(stage)
    with pytest.raises(ValidationError, match="没有负责人审签"):
        suggestion.reply(actor=stage.answerer)
    assert suggestion.status == Status.ACKNOWLEDGED
    suggestion.reply(actor=stage.answerer, letter=upload("复函.png"))
    reply = suggestion.replies.get()
    assert (reply.letter.kind, reply.paper, reply.approved_on) == ("复函", None, None)


def test_nobody_but_the_units_leader_approves(stage):
    suggestion = drafted(stage)
    for name in ("recipient_clerk", "justice", "copied_clerk", "court_clerk", "president"):
        for step, words in (("approve_reply", {}), ("send_back_reply", {"reason": "试探"})):
            with pytest.raises(PermissionDenied):
                getattr(suggestion, step)(actor=stage.people[name], **words)
    assert suggestion.replies.get().approved_on is None


def test_what_is_sent_back_is_drafted_anew_and_approved_anew(stage, leader):
    suggestion = drafted(stage)
    suggestion.send_back_reply(actor=leader, reason="第二项应写明时限")
    assert suggestion.replies.get().stage == "退回重拟"
    assert not {"approve_reply", "send_back_reply"} & offered(suggestion, leader)
    suggestion.draft_reply(actor=stage.answerer, items=answers(suggestion, measures="已写明时限"))
    assert suggestion.replies.get().stage == "待审签"
    suggestion.approve_reply(actor=leader)
    suggestion.draft_reply(actor=stage.answerer, items=answers(suggestion, measures="又改了"))
    draft = suggestion.replies.get()
    assert (draft.approved_on, draft.stage) == (None, "待审签"), "a change must be seen again"
    with pytest.raises(ValidationError, match="没有负责人审签"):
        suggestion.reply(actor=stage.answerer)
    suggestion.approve_reply(actor=leader)
    suggestion.reply(actor=stage.answerer)
    reply = suggestion.replies.get()
    assert {item.measures for item in reply.items.all()} == {"又改了"}
    assert reply.paper.version == 2


def test_a_proof_is_kept_until_another_is_handed_in(stage, leader):
    suggestion = suggestion_in(Status.ACKNOWLEDGED, stage)
    items = answers(suggestion)
    items[1]["proof"] = upload("指南.png")
    suggestion.draft_reply(actor=stage.answerer, items=items)
    suggestion.draft_reply(actor=stage.answerer, items=answers(suggestion, measures="改了"))
    build.answer(suggestion, stage.answerer, items=answers(suggestion, measures="再改"))
    first, second = suggestion.latest_items()
    assert (first.proof, second.proof.name) == (None, "指南.png")

    suggestion.return_reply(
        actor=stage.clerk, on=date(2026, 7, 20), reason="缺时限", until=date(2026, 8, 3)
    )
    assert suggestion.replies.get().return_reason == "缺时限"
    fresh = answers(suggestion)
    fresh[1]["proof"] = upload("新指南.png")
    build.answer(suggestion, stage.answerer, items=fresh)
    assert [item.proof and item.proof.name for item in suggestion.latest_items()] == [
        None,
        "新指南.png",
    ]
    assert suggestion.attachments.filter(name="指南.png").exists(), "it was given"
    earlier = suggestion.replies.get(round=1)
    assert [item.proof and item.proof.name for item in earlier.items.all()] == [None, "指南.png"]


def test_a_paper_answer_takes_the_place_of_the_draft(stage):
    suggestion = drafted(stage)
    suggestion.record_reply(
        actor=stage.clerk, items=answers(suggestion), on=date(2026, 7, 18), letter=upload()
    )
    reply = suggestion.replies.get()
    assert (reply.round, reply.is_draft, reply.replied_on) == (1, False, date(2026, 7, 18))


def test_a_proof_that_was_never_given_leaves_nothing_behind(stage):
    suggestion = suggestion_in(Status.ACKNOWLEDGED, stage)
    for name in ("初稿.png", "二稿.png"):
        items = answers(suggestion)
        items[0]["proof"] = upload(name, PNG + name.encode())
        suggestion.draft_reply(actor=stage.answerer, items=items)
    proofs = suggestion.attachments.filter(kind="佐证材料")
    assert [proof.name for proof in proofs] == ["二稿.png"]
    suggestion.record_reply(
        actor=stage.clerk, items=answers(suggestion), on=date(2026, 7, 18), letter=upload()
    )
    assert not proofs.all().exists()


def test_only_the_unit_hears_of_its_draft(stage, leader):
    suggestion = drafted(stage)
    suggestion.send_back_reply(actor=leader, reason="写细些")
    suggestion.draft_reply(actor=stage.answerer, items=answers(suggestion))
    suggestion.approve_reply(actor=leader)
    inside = {
        "suggestions.reply_drafted": leader,
        "suggestions.reply_sent_back": stage.answerer,
        "suggestions.reply_approved": stage.answerer,
    }
    for notice, user in inside.items():
        found = Message.objects.filter(notice=notice)
        assert set(found.values_list("recipient", flat=True)) == {user.pk}
    assert told(leader).count("suggestions.reply_drafted") == 2
    outside = Message.objects.filter(notice__in=inside).exclude(channel=Message.INBOX)
    assert not outside.filter(subject__contains=suggestion.title).exists()


def text_of(pdf):
    return "".join(
        "".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages
    )


@pytest.mark.usefixtures("drawn_papers")
def test_the_letter_of_answer_says_what_was_drafted(stage, leader):
    suggestion = suggestion_in(Status.ACKNOWLEDGED, stage)
    first, second = answers(suggestion)
    first |= {"done_by": date(2026, 9, 1), "proof": upload("办事指南.png")}
    second |= {"response": "partly", "reasons": "系统由上级统建。"}
    words = {"number": "池自然资函〔2026〕8号", "summary": "我局专题研究。"}
    suggestion.draft_reply(actor=stage.answerer, items=[first, second], **words)
    paper = registry.papers["suggestion-reply"]
    draft = suggestion.replies.get()
    assert "预览未印发" in text_of(paper.of(draft).render(suggestion))

    suggestion.approve_reply(actor=leader)
    issued = suggestion.papers.get(code="suggestion-reply")
    text = text_of(documents.frozen(issued))
    for piece in (
        stage.recipient.name,
        "池自然资函〔2026〕8号",
        "关于规范不动产登记告知程序司法建议的复函",
        f"{stage.court.name}：",
        f"《{suggestion.letter_title}》（延边法建〔2026〕1号）收悉",
        "一、总体情况我局专题研究。二、逐条答复",
        "（一）关于“建立不予登记前的书面告知制度”的建议采纳情况：采纳。整改措施：已修订办事指南。",
        "完成时限：2026年9月1日前。",
        "（二）关于“统一公告期限的起算”的建议采纳情况：部分采纳。理由：系统由上级统建。",
        "附件：办事指南",
        "2026年7月20日",
    ):
        assert piece in text, piece
    assert "预览" not in text
    assert list(paper.parts(suggestion)) == [], "what is approved is no draft any more"


def test_the_page_begins_with_what_was_drafted_before(client, stage, leader):
    suggestion = suggestion_in(Status.ACKNOWLEDGED, stage)
    client.force_login(stage.answerer)
    address = suggestion.step_url("draft_reply")
    data = rows("items", [ANSWER, ANSWER | {"proof": upload("指南.png")}], 2)
    assert client.post(address, data | {"summary": "已研究"}).status_code == 302
    page = client.get(address)
    form = page.context["form"]
    assert form["summary"].value() == "已研究"
    assert form.formsets["items"].forms[0]["measures"].value() == "修订办事指南"
    assert "指南.png" in page.content.decode()

    client.force_login(leader)
    assert "修订办事指南" in client.get(suggestion.step_url("approve_reply")).content.decode()
    client.post(suggestion.step_url("send_back_reply"), {"reason": "写细些"})
    client.force_login(stage.answerer)
    assert "写细些" in client.get(suggestion.get_absolute_url()).content.decode()


def test_the_page_of_giving_asks_for_what_is_lacking(client, stage, leader):
    suggestion = drafted(stage)
    client.force_login(stage.answerer)
    address = suggestion.step_url("reply")
    refused = client.post(address, {"number": "函〔2026〕8号"})
    assert "没有负责人审签" in refused.context["form"].errors["letter"][0]
    assert refused.context["form"]["number"].value() == "函〔2026〕8号"
    suggestion.approve_reply(actor=leader)
    assert client.post(address, {"number": "函〔2026〕8号"}).status_code == 302
    assert client.post(address, {}).status_code == 403, "a second click gives nothing twice"
    assert Reply.objects.given().count() == 1


def test_the_page_with_a_draft_costs_no_more_than_twelve_queries(
    client, stage, django_assert_max_num_queries
):
    suggestion = drafted(stage)
    client.force_login(stage.answerer)
    with django_assert_max_num_queries(12):
        page = client.get(suggestion.get_absolute_url())
    assert page.context["draft"] == suggestion.replies.get()
    preview = reverse(
        "liaison:paper_preview",
        args=[suggestion._meta.label_lower, suggestion.pk, "suggestion-reply"],
    )
    assert preview in page.content.decode()
