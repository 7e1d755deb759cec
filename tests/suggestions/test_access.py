"""Before service nobody outside the court learns of it: every surface as every role."""

from copy import deepcopy

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from liaison.access import drift
from liaison.models import Message, Role
from liaison.transitions import transitions_of
from suggestions.models import JudicialSuggestion, Status
from tests.factories import suggestions as build
from tests.factories.liaison import person
from tests.factories.suggestions import UNSERVED, scene, suggestion_in
from tests.factories.world import built_once

pytestmark = pytest.mark.django_db

MARK = "玄武岩"
OUTSIDERS = [
    "other_court_clerk",
    "other_president",
    "recipient_clerk",
    "recipient_leader",
    "justice",
    "copied_clerk",
    "stranger",
    "office",
    "office_leader",
    "security",
]
LISTS = (
    "liaison:desk",
    "liaison:inbox",
    "suggestions:judicialsuggestion_list",
    "admin:index",
    "admin:suggestions_judicialsuggestion_changelist",
    "admin:liaison_message_changelist",
    "admin:liaison_numberseries_changelist",
    "admin:liaison_auditentry_changelist",
    "admin:liaison_reminder_changelist",
)


NOVEMBER = "2026-11-20 10:00+08:00"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOVEMBER, tick=False):
        yield


COURTS = {
    Status.DRAFT: "白河",
    Status.WITHDRAWN: "通化",
    Status.APPROVED: "吉林",
    Status.SIGNED: "四平",
    Status.SERVED: "辽源",
    Status.REPLIED: "松原",
    Status.CLOSED: "白城",
}


@pytest.fixture(scope="module")
def media(tmp_path_factory):
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def same_media(settings, own_media, media):
    settings.MEDIA_ROOT = media


@pytest.fixture(scope="module")
def secrets(django_db_setup, django_db_blocker, media):
    with built_once(django_db_blocker, media, all_stages) as found:
        yield found


@time_machine.travel(NOVEMBER, tick=False)
def all_stages():
    """Status → (stage, secret): each on a stage of its own; where one is signed lies a draft."""
    stages = {status: scene(place_name=name) for status, name in COURTS.items()}
    secret(stages[Status.SIGNED], Status.DRAFT)
    return {status: (stage, secret(stage, status)) for status, stage in stages.items()}


@pytest.fixture
def kept(db, secrets):
    """The stage and the secret in a status, as if just put up."""
    return lambda status: deepcopy(secrets[status])


def secret(stage, status):
    return suggestion_in(
        status,
        stage,
        subject=f"规范{MARK}开采许可程序",
        problems=[{"problem": f"{MARK}问题", "suggestion": f"{MARK}建议"}],
    )


def reader_of(stage, name):
    stage.people["security"] = person(stage.committee.office, Role.SECURITY_ADMIN)
    user = stage.people[name]
    user.is_staff = True
    user.save()
    return user


def addresses(suggestion):
    """Every address under which something of one suggestion could be had."""
    pk = suggestion.pk
    yield reverse("suggestions:judicialsuggestion_detail", args=[pk])
    for step in transitions_of(JudicialSuggestion):
        yield suggestion.step_url(step.name)
    which = [JudicialSuggestion._meta.label_lower, pk, "judicial-suggestion"]
    for form in ("", "_docx"):
        yield reverse(f"liaison:paper_preview{form}", args=which)
        for paper in suggestion.papers.all():
            yield reverse(f"liaison:paper{form}", args=[paper.pk])
    yield reverse("admin:suggestions_judicialsuggestion_change", args=[pk])
    yield reverse("admin:suggestions_judicialsuggestion_history", args=[pk])


@pytest.mark.parametrize(
    ("status", "name"),
    [(Status.SIGNED, name) for name in OUTSIDERS]
    + [
        (status, name)
        for status in (Status.DRAFT, Status.WITHDRAWN)
        for name in ("recipient_clerk", "office")
    ],
)
def test_no_address_of_an_unserved_suggestion_answers_those_outside(client, kept, status, name):
    stage, suggestion = kept(status)
    client.force_login(reader_of(stage, name))
    for address in addresses(suggestion):
        responses = [client.get(address)]
        if "/admin/" not in address:
            responses.append(client.post(address, {"reason": "试探", "on": "2026-06-20"}))
        for response in responses:
            assert response.status_code in {302, 404, 405}, address
            if response.status_code == 302:  # the admin sends home who asks for what isn't there
                assert response["Location"] == reverse("admin:index")
            assert MARK not in response.content.decode()
            assert suggestion.number == "" or suggestion.number not in response.content.decode()
    suggestion.refresh_from_db()
    assert suggestion.status == status


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_list_search_count_or_message_tells_those_outside(client, kept, name):
    stage, signed = kept(Status.SIGNED)
    number = signed.number
    reader = reader_of(stage, name)
    client.force_login(reader)
    pages = [reverse(view) for view in LISTS]
    list_page = reverse("suggestions:judicialsuggestion_list")
    pages += [f"{list_page}?q={MARK}", f"{list_page}?year=2026", f"{list_page}?state=open"]
    pages += [f"{list_page}?recipient={stage.recipient.pk}", f"{list_page}?format=xlsx"]
    search = reverse("liaison:search")
    pages += [f"{search}?q={MARK}", f"{search}?q={number}", f"{search}?q=司法建议"]
    for page in pages:
        response = client.get(page)
        assert response.status_code in {200, 403}, page
        text = response.content.decode(errors="ignore")
        for word in (MARK, number, "suggestions.signed", "法建〔"):
            assert word not in text.replace(f'value="{MARK}"', "").replace(
                f'value="{number}"', ""
            ).replace(f"“{MARK}”", "").replace(f"“{number}”", ""), (page, word)
    shown = client.get(list_page).context
    assert list(shown["object_list"]) == []
    assert shown["total_text"] == "共 0 件"
    assert list(shown["filter"].form.fields["recipient"].queryset) == []
    assert "2026" not in str(shown["filter"].form["year"])
    tallies = client.get(reverse("liaison:desk")).context["tallies"]
    assert (tallies["todo"], tallies["waiting"]) == (0, 0)
    assert not Message.objects.filter(recipient=reader).exists()


@pytest.mark.parametrize("name", OUTSIDERS)
def test_number_series_in_the_admin_do_not_tell_of_signed_letters(client, kept, name):
    stage, _ = kept(Status.SIGNED)
    client.force_login(reader_of(stage, name))
    page = client.get(reverse("admin:liaison_numberseries_changelist"))
    assert page.status_code == 403 or page.context["cl"].result_count == 0


def test_the_court_itself_sees_its_drafts(client, kept):
    stage, suggestion = kept(Status.DRAFT)
    client.force_login(stage.clerk)
    assert MARK in client.get(suggestion.get_absolute_url()).content.decode()
    found = client.get(reverse("liaison:search"), {"q": MARK})
    assert suggestion.title in found.content.decode()


@pytest.mark.parametrize("name", ["recipient_clerk", "recipient_leader", "justice", "copied_clerk"])
@pytest.mark.parametrize("status", [Status.SERVED, Status.REPLIED, Status.CLOSED])
def test_after_service_recipient_coordinator_and_copies_read_it(client, kept, status, name):
    stage, suggestion = kept(status)
    client.force_login(stage.people[name])
    page = client.get(suggestion.get_absolute_url())
    assert MARK in page.content.decode()
    letter = suggestion.papers.get(code="judicial-suggestion")
    paper = client.get(reverse("liaison:paper", args=[letter.pk]))
    assert MARK in b"".join(paper.streaming_content).decode()


@pytest.mark.parametrize(
    "name", ["other_court_clerk", "stranger", "office", "office_leader", "other_president"]
)
def test_after_service_it_is_still_nobody_elses(client, kept, name):
    stage, suggestion = kept(Status.CLOSED)
    client.force_login(stage.people[name])
    for address in addresses(suggestion):
        if "/admin/" not in address:
            assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["recipient_clerk", "justice", "copied_clerk"])
def test_talk_and_judicial_committee_never_leave_the_court(client, kept, name):
    stage, suggestion = kept(Status.CLOSED)
    client.force_login(reader_of(stage, name))
    pages = [
        suggestion.get_absolute_url(),
        reverse("admin:suggestions_judicialsuggestion_change", args=[suggestion.pk]),
    ]
    for page in pages:
        text = client.get(page).content.decode()
        for word in ("对方认可问题", "局法制科科长", "第12次会议", "审议通过", "登记沟通"):
            assert word not in text, (page, word)
    client.force_login(stage.clerk)
    text = client.get(suggestion.get_absolute_url()).content.decode()
    assert all(word in text for word in ("对方认可问题", "第12次会议", "登记沟通"))


OWN_PARTS = {"recipient_clerk": {"receive", "answer"}, "justice": {"urge"}}


@pytest.mark.parametrize("name", ["justice", "copied_clerk", "recipient_clerk"])
def test_readers_may_not_take_the_courts_steps(client, kept, name):
    stage, suggestion = kept(Status.REPLIED)
    client.force_login(stage.people[name])
    for step in transitions_of(JudicialSuggestion):
        if step.part not in OWN_PARTS.get(name, ()):
            assert client.get(suggestion.step_url(step.name)).status_code == 403
            assert client.post(suggestion.step_url(step.name)).status_code == 403
    assert suggestion.audit.filter(action="refused").exists()


def test_a_role_alone_and_a_part_alone_do_not_suffice(kept):
    stage, suggestion = kept(Status.APPROVED)
    names = {step.name for step in suggestion.available_transitions(stage.clerk)}
    assert "sign" not in names
    assert not suggestion.available_transitions(stage.people["other_president"])


@pytest.mark.parametrize("status", UNSERVED)
def test_only_the_courts_group_is_granted_anything_before_service(status):
    suggestion = suggestion_in(status)
    assert set(suggestion.grants()) == {suggestion.initiator.group_id}


@pytest.mark.parametrize("status", Status)
def test_stored_grants_are_those_the_status_calls_for(status):
    assert drift(suggestion_in(status)) == (set(), set())


def messages_on(suggestion):
    kind = ContentType.objects.get_for_model(suggestion)
    return Message.objects.filter(content_type=kind, object_id=suggestion.pk)


def test_signing_tells_the_court_alone_and_service_tells_the_others():
    stage = scene()
    suggestion = secret(stage, Status.SIGNED)
    told = set(messages_on(suggestion).values_list("recipient__name", flat=True))
    assert told == {stage.clerk.name}
    build.serve(suggestion, stage)
    served = messages_on(suggestion).filter(notice="suggestions.served", channel="inbox")
    names = ("recipient_clerk", "recipient_leader", "justice", "copied_clerk")
    assert {m.recipient for m in served} == {stage.people[name] for name in names}


def test_outside_channels_name_the_number_only(kept):
    _, suggestion = kept(Status.CLOSED)
    leaving = messages_on(suggestion).exclude(channel="inbox")
    assert leaving.exists()
    for message in leaving:
        assert MARK not in message.subject + message.body
        assert suggestion.number in message.subject
