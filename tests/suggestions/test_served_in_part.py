"""Served on one of two: the other does not know of it, on whatever surface it asks."""

import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from liaison.access import drift
from liaison.models import CalendarFeed, DeskEntry, Message, Role
from suggestions.models import Addressee, JudicialSuggestion, Status
from tests.database.walks import begun
from tests.factories import suggestions as build
from tests.factories.liaison import MembershipFactory, UnitFactory, person
from tests.factories.suggestions import answers, scene, upload
from tests.suggestions.test_access import MARK, addresses

pytestmark = pytest.mark.django_db
BLIND = ("second_clerk", "second_leader", "above_clerk", "stranger", "office", "other_president")
READERS = ("recipient_clerk", "recipient_leader", "justice", "copied_clerk", "court_clerk")
LIST = reverse("suggestions:judicialsuggestion_list")


@pytest.fixture(autouse=True)
def september():
    """Four weeks after the lead's time was over."""
    with time_machine.travel("2026-09-14 10:00+08:00", tick=False):
        yield


@pytest.fixture
@begun
def stage():
    """The lead was served, is late and was urged; the second has still to get its letter."""
    stage = scene(place_name="珲春")
    above = UnitFactory()
    second = UnitFactory(parent=above)
    for unit in (above, second):
        MembershipFactory(committee=stage.committee, unit=unit)
    stage.people |= {
        "second_clerk": person(second, Role.UNIT_CLERK),
        "second_leader": person(second, Role.UNIT_LEADER, rank="leader_in_charge"),
        "above_clerk": person(above, Role.UNIT_CLERK),
    }
    stage.suggestion = build.drafted(
        stage,
        subject=f"规范{MARK}开采许可程序",
        field_of_work=f"{MARK}开采",
        others=[second],
        problems=[{"problem": f"{MARK}问题", "suggestion": f"{MARK}建议"}],
    )
    for take in build.STRAIGHT[:3]:
        take(stage.suggestion, stage)
    lead, stage.unserved = stage.suggestion.addressees.all()
    stage.suggestion.serve(
        actor=stage.clerk, on=build.DAYS["serve"], way="direct", receipt=upload(), addressee=lead
    )
    today = build.timezone.localdate()
    stage.suggestion.urge(
        actor=stage.clerk, tier=1, on=today, answer_by=today.replace(day=21), addressee=lead
    )
    stage.suggestion.draft_reply(
        actor=stage.answerer, items=answers(stage.suggestion, measures=f"{MARK}措施")
    )
    return stage


def said_by(response):
    """All that an answer says, what is packed in a spreadsheet too."""
    if "spreadsheet" in response["Content-Type"]:
        rows = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
        return "".join(str(cell) for row in rows for cell in row)
    return response.content.decode(errors="ignore")


def surfaces(stage, user):
    """Every page, list, search, count, export and feed on which something could be told."""
    figures = reverse("suggestions:figures")
    letters = reverse("suggestions:answers")
    year = "first=2026-01-01&last=2026-12-31"
    yield from (reverse("liaison:desk"), reverse("liaison:inbox"), reverse("liaison:work_list"))
    yield from (LIST, f"{LIST}?q={MARK}", f"{LIST}?state=open", f"{LIST}?format=xlsx")
    yield f"{LIST}?recipient={stage.unserved.unit_id}"
    yield f"{LIST}?due=overdue"
    yield from (figures, f"{figures}?{year}", f"{figures}?{year}&format=xlsx")
    yield from (letters, f"{letters}?{year}", f"{letters}?{year}&format=xlsx")
    yield from (f"{reverse('liaison:search')}?q={word}" for word in (MARK, "珲春法建", "司法建议"))
    yield from (f"{reverse('liaison:calendar')}?month={month}" for month in ("2026-08", "2026-09"))
    yield reverse("liaison:calendar_day", args=[stage.suggestion.due_on])
    _feed, token = CalendarFeed.objects.make(user)
    yield reverse("liaison:calendar_feed_file", args=[token])
    for name in ("index", "suggestions_judicialsuggestion_changelist"):
        yield reverse(f"admin:{name}")
    for name in ("message", "numberseries", "auditentry", "reminder"):
        yield reverse(f"admin:liaison_{name}_changelist")


@pytest.mark.parametrize("name", BLIND)
def test_whoever_was_not_served_finds_nothing_anywhere(client, stage, name):
    user, suggestion = stage.people[name], stage.suggestion
    user.is_staff = True
    user.save()
    client.force_login(user)
    for address in surfaces(stage, user):
        answer = client.get(address)
        assert answer.status_code in {200, 403}, address
        said = said_by(answer)
        for typed in (f'value="{MARK}"', f"“{MARK}”", 'value="珲春法建"', "“珲春法建”"):
            said = said.replace(typed, "")
        for word in (MARK, "珲春法建", "珲春法督"):
            assert word not in said, (address, word)
    for address in addresses(suggestion):
        assert client.get(address).status_code in {302, 404, 405}, address
    assert not JudicialSuggestion.objects.visible_to(user).exists()
    assert not Addressee.objects.seen_by(user).exists()
    assert not Message.objects.filter(recipient=user).exists()
    groups = [post.unit.group_id for post in user.posts.all()]
    assert not DeskEntry.objects.filter(group__in=groups).exists()


@pytest.mark.parametrize("name", READERS)
def test_whoever_was_served_or_told_finds_it(client, stage, name):
    """The other side of the test above: these very surfaces do tell whom they may tell."""
    user = stage.people[name]
    client.force_login(user)
    found = [
        address
        for address in surfaces(stage, user)
        if "/admin/" not in address and MARK in said_by(client.get(address))
    ]
    figures = ("figures/letters",) if name != "copied_clerk" else ()
    for part in (LIST, "format=xlsx", "search", *figures):
        assert any(part in address for address in found), part


def test_the_unserved_is_in_no_figure(client, stage):
    client.force_login(stage.people["justice"])
    page = client.get(reverse("suggestions:figures"), {"first": "2026-01-01"})
    assert page.context["total"].overdue == 1
    names = [row[0] for table in page.context["tables"] for row in table[2]]
    assert str(stage.unserved.unit) not in map(str, names)


def test_once_served_it_finds_it_and_the_first_ones_draft_stays_hidden(client, stage):
    user = stage.people["second_clerk"]
    stage.suggestion.serve(actor=stage.clerk, on=build.timezone.localdate(), way="post")
    client.force_login(user)
    page = client.get(stage.suggestion.get_absolute_url()).content.decode()
    assert f"{MARK}问题" in page
    assert f"{MARK}措施" not in page
    assert "珲春法督" not in page
    assert drift(stage.suggestion) == (set(), set())
    assert stage.suggestion.status == Status.SERVED
