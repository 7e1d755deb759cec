"""The office's lists in the admin: the register of mediators and the rooms, each its own."""

import pytest
from django.urls import reverse

from disputes.models import Dispute, Mediator, Status
from disputes.tasks import tell_of_ended_terms
from liaison.models import AuditEntry, Role, Room, User
from tests.factories.disputes import ago, dispute_in, invited_mediator, room_of, scene
from tests.factories.liaison import UserFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]

ADD = "admin:disputes_mediator_add"
LIST = "admin:disputes_mediator_changelist"


def change(entry):
    return reverse("admin:disputes_mediator_change", args=[entry.pk])


@pytest.fixture
def here(client):
    here = scene()
    User.objects.filter(pk=here.office_clerk.pk).update(is_staff=True)
    client.force_login(here.office_clerk)
    return here


def typed(here, account, **changes):
    return {
        "centre": here.centre.pk,
        "account": account,
        "kind": "lawyer",
        "fields": ["land", "police"],
        "workplace": "某某律师事务所",
        "starts_on": ago(10),
        "standing": "good",
    } | changes


def test_the_office_registers_somebody_by_account(client, here):
    user = UserFactory(username="lawyer7", name="许知远")
    answer = client.post(reverse(ADD), typed(here, " lawyer7 "))

    assert answer.status_code == 302, answer.context["errors"]
    entry = here.centre.mediators.get(user=user)
    assert (entry.fields, entry.kind, entry.workplace) == (
        ["land", "police"],
        "lawyer",
        "某某律师事务所",
    )
    user.refresh_from_db()
    assert user.personal_group is not None
    trace = AuditEntry.objects.get(action="register", actor=here.office_clerk)
    assert trace.note.startswith("许知远：")
    page = client.get(reverse(LIST)).content.decode()
    assert "许知远" in page
    assert "土地和自然资源、公安" in page


@pytest.mark.parametrize("account", ["nobody", "closed", "root"])
def test_an_account_that_cannot_mediate_is_refused(client, here, account):
    UserFactory(username="closed", is_active=False)
    User.objects.create_superuser("root", "r@e.cn", "x", name="管理员")
    answer = client.post(reverse(ADD), typed(here, account))

    assert "没有这个账号" in answer.content.decode()
    assert here.centre.mediators.count() == 1


def test_a_sanction_wants_its_reason_and_a_term_its_order(client, here):
    UserFactory(username="lawyer7")
    for changes, words in (
        ({"standing": "warned"}, "请写明原因"),
        ({"ends_on": ago(11)}, "任期止不能早于任期起"),
        ({"account": here.mediator.username}, "重叠的任期"),
        ({"fields": ["鱼"]}, "选择"),
    ):
        answer = client.post(reverse(ADD), typed(here, "lawyer7") | changes)
        assert words in answer.content.decode(), changes
    assert here.centre.mediators.count() == 1


def test_removal_takes_effect_at_once_and_the_person_cannot_be_swapped(client, here):
    dispute_in(Status.MEDIATING, here)
    entry = here.centre.mediators.get()
    page = client.get(change(entry)).content.decode()
    assert str(here.mediator) in page
    assert 'name="account"' not in page
    swapped = typed(here, "x", standing="removed", standing_note="泄密", user=here.agency_clerk.pk)
    answer = client.post(change(entry), swapped)

    assert answer.status_code == 302
    entry.refresh_from_db()
    assert (entry.user, entry.is_removed) == (here.mediator, True)
    fresh = User.objects.get(pk=here.mediator.pk)
    assert not Dispute.objects.visible_to(fresh).exists()
    assert "除名" in AuditEntry.objects.get(action="register", actor=here.office_clerk).label


def test_each_office_sees_and_keeps_its_own_centres_only(client, here):
    there = scene()
    theirs = there.centre.mediators.get()
    page = client.get(reverse(LIST)).content.decode()

    assert str(here.mediator) in page
    assert str(there.mediator) not in page
    assert client.get(change(theirs)).status_code == 302
    assert str(there.centre) not in client.get(reverse(ADD)).content.decode()
    UserFactory(username="lawyer7")
    answer = client.post(reverse(ADD), typed(there, "lawyer7"))
    assert answer.status_code == 200
    assert there.centre.mediators.count() == 1
    assert client.post(change(theirs) + "../delete/").status_code in {302, 403}
    assert Mediator.objects.filter(pk=theirs.pk).exists()


def test_others_keep_no_register(client):
    here = scene()
    for user in (here.centre_clerk, here.court_clerk, person(here.committee.office, Role.AUDITOR)):
        User.objects.filter(pk=user.pk).update(is_staff=True)
        client.force_login(user)
        assert client.get(reverse(LIST)).status_code == 403
        assert client.get(reverse("admin:liaison_room_changelist")).status_code == 403


def test_a_leader_of_the_office_and_the_system_administrator_keep_it_too(client):
    here = scene()
    leader = person(here.committee.office, Role.OFFICE_LEADER)
    root = User.objects.create_superuser("root", "r@e.cn", "x", name="管理员")
    User.objects.filter(pk=leader.pk).update(is_staff=True)
    for user in (leader, root):
        client.force_login(user)
        assert str(here.mediator) in client.get(reverse(LIST)).content.decode()


def test_the_office_keeps_the_rooms_of_its_centres_and_no_others(client, here):
    ours, theirs = room_of(here), room_of(scene())
    page = client.get(reverse("admin:liaison_room_changelist")).content.decode()
    assert page.count("第一调解室") == 1
    assert client.get(reverse("admin:liaison_room_change", args=[theirs.pk])).status_code == 302
    add = reverse("admin:liaison_room_add")
    new = {"name": "大会议室", "unit": here.committee.office.pk, "is_active": "on"}
    assert client.post(add, new).status_code == 302
    assert client.post(add, new).status_code == 200
    for unit in (here.agency, theirs.unit):
        assert client.post(add, new | {"unit": unit.pk, "name": "别处"}).status_code == 200
    client.post(
        reverse("admin:liaison_room_change", args=[ours.pk]),
        {"name": "第一调解室", "unit": here.centre.unit.pk},
    )
    assert not Room.objects.get(pk=ours.pk).is_active
    delete = reverse("admin:liaison_room_delete", args=[ours.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_beat_tells_of_terms_that_ended():
    _, here = dispute_in(Status.MEDIATING)
    invited_mediator(here.centre, ends_on=ago(1))
    here.centre.mediators.filter(user=here.mediator).update(ends_on=ago(1))

    assert tell_of_ended_terms() == 1
