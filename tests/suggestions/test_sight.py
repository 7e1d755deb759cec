"""Who reads what of a suggestion to several units: each its own, court and lead the whole."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from liaison.models import Message, Role
from suggestions.models import JudicialSuggestion
from tests.database.walks import begun
from tests.factories import suggestions as build
from tests.factories.liaison import MembershipFactory, UnitFactory, person
from tests.factories.suggestions import answers, drafted, scene, upload

pytestmark = pytest.mark.django_db
WORDS = {"lead": "青石板", "second": "白桦林", "draft": "落叶松"}


@pytest.fixture(autouse=True)
def july():
    with time_machine.travel("2026-07-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
@begun
def stage():
    """A lead and a second addressee, the unit above the second copied, and a third that waits."""
    stage = scene()
    above = stage.copied
    stage.second = UnitFactory(parent=above)
    stage.third = UnitFactory()
    for unit in (stage.second, stage.third):
        MembershipFactory(committee=stage.committee, unit=unit)
    stage.people["second_clerk"] = person(stage.second, Role.UNIT_CLERK)
    stage.people["second_leader"] = person(stage.second, Role.UNIT_LEADER, rank="leader_in_charge")
    stage.people["third_clerk"] = person(stage.third, Role.UNIT_CLERK)
    return stage


@pytest.fixture
@begun
def suggestion(stage):
    """The lead has answered, so has the second; the third has drafted."""
    suggestion = drafted(stage, others=[stage.second, stage.third])
    for take in build.STRAIGHT[:3]:
        take(suggestion, stage)
    for row in suggestion.addressees.all():
        suggestion.serve(
            actor=stage.clerk,
            on=date(2026, 6, 15),
            way="direct",
            receipt=upload(f"回证{row.order}.png"),
            addressee=row,
        )
    for name, clerk in (("lead", "recipient_clerk"), ("second", "second_clerk")):
        items = answers(suggestion, measures=WORDS[name])
        items[0]["proof"] = upload(f"{WORDS[name]}.png")
        suggestion.draft_reply(actor=stage.people[clerk], items=items)
        leader = clerk.replace("clerk", "leader")
        suggestion.approve_reply(actor=stage.people[leader])
        suggestion.reply(actor=stage.people[clerk], letter=upload(f"{WORDS[name]}复函.png"))
    items = answers(suggestion, measures=WORDS["draft"])
    items[0]["proof"] = upload(f"{WORDS['draft']}.png")
    third = stage.people["third_clerk"]
    suggestion.ask_extension(actor=third, until=date(2026, 9, 15), reason="人手不足以按期办完")
    suggestion.draft_reply(actor=third, items=items)
    return suggestion


READS = {
    "court_clerk": {"lead", "second"},
    "president": {"lead", "second"},
    "justice": {"lead", "second"},
    "recipient_clerk": {"lead", "second"},
    "second_clerk": {"second"},
    "copied_clerk": {"second"},
    "third_clerk": {"draft"},
}


def status(client, address, **given):
    answer = client.get(address, given)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def files_of(suggestion):
    """Address of a file → whose it is."""
    found = {}
    for kept in suggestion.attachments.all():
        for name, word in WORDS.items():
            if word in kept.name:
                found[reverse("liaison:attachment", args=[kept.pk])] = name
    for reply in suggestion.replies.filter(paper__isnull=False):
        name = {1: "lead", 2: "second"}[reply.addressee.order]
        found[reverse("liaison:paper", args=[reply.paper_id])] = name
    return found


@pytest.mark.parametrize("name", READS)
def test_each_reads_the_answers_that_are_for_it(client, stage, suggestion, name):
    client.force_login(stage.people[name])
    page = client.get(suggestion.get_absolute_url()).content.decode()
    assert {key for key, word in WORDS.items() if word in page} == READS[name]
    files = files_of(suggestion)
    assert sorted(files.values()) == ["draft", *["lead"] * 3, *["second"] * 3]
    for address, whose in files.items():
        expected = 200 if whose in READS[name] else 404
        assert status(client, address) == expected, (address, whose)
        assert (address in page) == (expected == 200)


@pytest.mark.parametrize("name", READS)
def test_requests_and_receipts_are_for_the_same_readers(client, stage, suggestion, name):
    client.force_login(stage.people[name])
    page = client.get(suggestion.get_absolute_url()).content.decode()
    whole = READS[name] == {"lead", "second"}
    assert ("人手不足" in page) == (whole or name == "third_clerk")
    own = {"second_clerk": 2, "copied_clerk": 2, "third_clerk": 3}
    for place in (1, 2, 3):
        assert (f"回证{place}.png" in page) == (whole or own[name] == place)


@pytest.mark.parametrize("name", [*READS, "stranger", "office", "other_president"])
def test_nobody_else_learns_of_a_draft(client, stage, suggestion, name):
    """On the page, in the record, as a preview, in what is told and in what may be done."""
    user = stage.people[name]
    client.force_login(user)
    reply = suggestion.replies.drafts().get()
    label = JudicialSuggestion._meta.label_lower
    preview = reverse("liaison:paper_preview", args=[label, suggestion.pk, "suggestion-reply"])
    own = name == "third_clerk"
    assert status(client, preview, part=reply.ref) == (200 if own else 404)
    page = client.get(suggestion.get_absolute_url())
    if page.status_code == 200:
        assert ("拟写答复" in page.content.decode()) == (
            own or name in {"recipient_clerk", "second_clerk"}
        )
        assert ("答复稿" in page.content.decode()) == own
        steps = {step.name for step in page.context["matter"].available_transitions(user)}
        assert ("reply" in steps) == own
        assert not {"approve_reply", "send_back_reply"} & steps
    told = Message.objects.filter(recipient=user, notice="suggestions.reply_drafted")
    mine = {"recipient_leader", "second_leader"}
    assert told.exists() == (name in mine or own)


def test_nobody_is_told_that_a_draft_was_looked_at(client, stage, suggestion):
    third, files = stage.people["third_clerk"], suggestion.attachments
    leader = person(stage.third, Role.UNIT_LEADER, rank="leader_in_charge")
    suggestion.approve_reply(actor=leader)
    letter = suggestion.papers.get(part=suggestion.replies.drafts().get().ref)
    client.force_login(third)
    assert status(client, reverse("liaison:paper", args=[letter.pk])) == 200
    proof = files.get(name__contains=WORDS["draft"])
    assert status(client, reverse("liaison:attachment", args=[proof.pk])) == 200
    for user, told in ((third, True), (stage.clerk, False), (stage.answerer, False)):
        client.force_login(user)
        page = client.get(suggestion.get_absolute_url()).content.decode()
        for words in ("查看文书", "下载附件"):
            assert (words in page) == told, (user, words)


def test_a_letter_approved_twice_leaves_the_house_once(client, stage):
    suggestion = build.suggestion_in("acknowledged", stage)
    leader = stage.people["recipient_leader"]
    for measures in ("初稿的措施", "定稿的措施"):
        suggestion.draft_reply(actor=stage.answerer, items=answers(suggestion, measures=measures))
        suggestion.approve_reply(actor=leader)
    suggestion.reply(actor=stage.answerer)
    second, first = suggestion.papers.filter(code="suggestion-reply").order_by("-version")
    for user, expected in ((stage.clerk, 404), (stage.people["justice"], 404), (leader, 200)):
        client.force_login(user)
        assert status(client, reverse("liaison:paper", args=[second.pk])) == 200
        assert status(client, reverse("liaison:paper", args=[first.pk])) == expected
