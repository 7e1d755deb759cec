"""Whose members a committee's are, and when (成员单位)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from disputes.models import members_of
from liaison.models import Membership, Unit
from meetings.models.series import callable_units, member_units
from suggestions.models.suggestion import committee_units
from tests.factories.liaison import (
    CentreFactory,
    CommitteeFactory,
    MembershipFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory()


def member(committee, **kwargs):
    return MembershipFactory(committee=committee, **kwargs).unit


def test_members_are_those_of_the_day_asked_about(committee):
    today = timezone.localdate()
    staying = member(committee)
    leaving = member(committee, ends_on=today)
    gone = member(committee, ends_on=today - timedelta(days=1))
    coming = member(committee, starts_on=today + timedelta(days=1))
    member(CommitteeFactory())

    assert set(Unit.objects.members_of([committee])) == {staying, leaving}
    tomorrow = Unit.objects.members_of([committee], today + timedelta(days=1))
    assert set(tomorrow) == {staying, coming}
    assert set(Unit.objects.members_of([committee], date(2020, 1, 1))) == {staying, leaving, gone}
    assert not Unit.objects.members_of([committee], date(2019, 12, 31)).exists()


def test_of_several_committees_each_member_is_named_once(committee):
    other = CommitteeFactory()
    both, one = member(committee), member(other)
    member(other, unit=both)
    member(other, unit=both, starts_on=date(2021, 1, 1))

    assert list(Unit.objects.members_of([committee, other.pk])) == [both, one]
    assert not Unit.objects.members_of([]).exists()


def test_a_unit_out_of_use_is_a_member_still_but_nobodys_choice(committee):
    closed = member(committee, unit=UnitFactory(is_active=False))
    section = UnitFactory(parent=closed)

    assert list(Unit.objects.members_of([committee])) == [closed]
    assert list(Unit.objects.active().members_of([committee])) == []
    assert list(members_of([committee])) == [section]


def test_each_mechanism_builds_its_own_circle_on_the_members(committee):
    bureau, court = member(committee), member(committee, side=Membership.Side.COURT)
    first = member(committee)
    section = UnitFactory(parent=bureau)
    desk = UnitFactory(parent=section)
    UnitFactory(parent=desk)
    centre = CentreFactory(committee=committee).unit
    members = {bureau, court, first}

    assert set(members_of([committee])) == members | {section, desk}
    assert set(callable_units(committee)) == members | {committee.office, centre}
    assert set(committee_units(committee)) == members | {committee.office}
    assert list(member_units(committee)) == [bureau, first, court]
