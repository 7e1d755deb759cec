"""Absences in the admin: entered by the office for those who left without doing so."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from liaison import absences
from liaison.models import Absence, AuditEntry, Message, Role
from tests.factories.absences import absent, day, typed
from tests.factories.liaison import (
    CommitteeFactory,
    MembershipFactory,
    UnitFactory,
    person,
)
from tests.factories.outbox import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def clerk(unit):
    return member(unit, user__name="王晓丽")


@pytest.fixture
def colleague(unit):
    return member(unit)


@pytest.fixture
def committee(unit):
    committee = CommitteeFactory()
    MembershipFactory(committee=committee, unit=unit)
    return committee


def staff(client, unit, role):
    user = person(unit, role, user__is_staff=True)
    client.force_login(user)
    return user


def address(action, *args):
    return reverse(f"admin:liaison_absence_{action}", args=args)


def test_office_enters_it_for_somebody_who_left(client, committee, unit, clerk, colleague):
    actor = staff(client, committee.office, Role.OFFICE_CLERK)
    answer = client.post(address("add"), typed(0, 3, colleague) | {"user": clerk.pk})
    assert answer.status_code == 302, answer.context["errors"]
    assert f"王晓丽（{unit}）" in client.get(address("add")).content.decode()
    assert Absence.objects.get().user == clerk
    entry = AuditEntry.objects.get(action="absence")
    assert (entry.actor, entry.label) == (actor, "登记外出")
    assert "王晓丽" in client.get(address("changelist")).content.decode()
    assert Message.objects.inbox_of(colleague).count() == 1


def test_it_changes_and_calls_off_what_is_ahead_and_leaves_what_is_over(client, committee, clerk):
    staff(client, committee.office, Role.OFFICE_LEADER)
    ahead, running = absent(clerk, 10, 12), absent(clerk, -1, 3)
    over = absent(clerk, -9, -5)
    answer = client.post(address("change", running.pk), typed(1, 4))
    assert answer.status_code == 302, answer.context["errors"]
    running.refresh_from_db()
    assert (running.starts_on, running.ends_on) == (day(-1), day(4))
    overlapping = client.post(address("change", running.pk), typed(1, 11))
    assert "重叠" in overlapping.content.decode()
    assert client.post(address("change", over.pk), typed()).status_code == 403
    for absence, status in ((running, 403), (over, 403), (ahead, 302)):
        answer = client.post(address("delete", absence.pk), {"post": "yes"})
        assert answer.status_code == status
    labels = AuditEntry.objects.filter(action="absence").order_by("pk")
    assert [entry.label for entry in labels] == ["变更外出", "撤销外出"]


def test_who_comes_second_is_told_so(client, committee, clerk, monkeypatch):
    staff(client, committee.office, Role.OFFICE_CLERK)

    def too_late(absence, *, actor):
        raise ValidationError({"ends_on": "与已登记的外出（1月1日）重叠"})

    monkeypatch.setattr(absences, "enter", too_late)
    answer = client.post(address("add"), typed(0, 3) | {"user": clerk.pk}, follow=True)
    assert "与已登记的外出（1月1日）重叠" in answer.content.decode()


def test_office_knows_of_its_own_committees_people_only(client, committee, clerk):
    stranger = member(UnitFactory(), user__name="别处的人")
    theirs, ours = absent(stranger), absent(clerk)
    staff(client, committee.office, Role.OFFICE_CLERK)
    page = client.get(address("changelist")).content.decode()
    assert "王晓丽" in page
    assert "别处的人" not in page + client.get(address("add")).content.decode()
    assert client.get(address("change", ours.pk)).status_code == 200
    assert client.get(address("change", theirs.pk)).status_code == 302
    answer = client.post(address("add"), typed(9, 9) | {"user": stranger.pk})
    assert answer.status_code == 200
    assert Absence.objects.filter(user=stranger).count() == 1


def test_security_administrator_knows_everybody(client, clerk, colleague):
    staff(client, UnitFactory(), Role.SECURITY_ADMIN)
    assert client.get(address("add")).status_code == 200
    client.post(address("add"), typed(0, 3, colleague) | {"user": clerk.pk})
    assert Absence.objects.get().substitute == colleague


@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.AUDITOR, Role.COURT_LEADER])
def test_others_have_no_such_list(client, unit, role):
    staff(client, unit, role)
    assert client.get(address("changelist")).status_code == 403
