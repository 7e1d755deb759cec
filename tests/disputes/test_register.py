"""The register of mediators: who serves, who was removed, whose term has ended."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from disputes.models import DisputeGrant, Mediator, Status, mediators_of
from liaison.access import drift
from liaison.models import Message, Role, User
from tests.disputes.bench import choice_clock, sees
from tests.factories.disputes import (
    ago,
    dispute_in,
    invited_mediator,
    record,
    register,
    scene,
    schedule,
)
from tests.factories.liaison import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def remove(here):
    entry = here.centre.mediators.get(user=here.mediator)
    entry.standing, entry.standing_note = Mediator.Standing.REMOVED, "泄露调解过程"
    entry.keep(actor=here.office_clerk, note="除名")


@pytest.mark.parametrize("status", [Status.MEDIATING, Status.SUSPENDED])
def test_whoever_is_removed_leaves_every_panel_at_once(status):
    dispute, here = dispute_in(status)
    foreign, there = dispute_in(Status.MEDIATING)
    remove(here)

    dispute.refresh_from_db()
    assert dispute.mediator is None
    assert not sees(here.mediator, dispute)
    assert drift(dispute) == (set(), set())
    assert sees(there.mediator, foreign)
    letter = Message.objects.get(notice="disputes.reassign", channel=Message.INBOX)
    assert letter.recipient == here.centre_clerk
    entry = dispute.audit.first()
    assert (entry.action, entry.actor) == ("lose_mediator", here.office_clerk)
    clock = choice_clock(dispute)
    paused = status == Status.SUSPENDED
    assert clock.status == ("suspended" if paused else "running")


@pytest.mark.parametrize("status", [Status.PERFORMING, Status.COMPLETED])
def test_when_mediation_is_over_only_the_sight_is_lost(status):
    dispute, here = dispute_in(status)
    remove(here)

    dispute.refresh_from_db()
    assert dispute.mediator == here.mediator
    assert not sees(here.mediator, dispute)
    assert not Message.objects.filter(notice="disputes.reassign").exists()
    assert choice_clock(dispute) is None


def test_who_sits_nowhere_loses_nothing():
    dispute, here = dispute_in(Status.MEDIATING)
    dispute.lose_mediator(here.agency_clerk, actor=here.office_clerk, reason="除名")

    assert dispute.mediator == here.mediator


def test_the_end_of_a_term_is_told_once_and_the_case_goes_on(time_machine):
    dispute, here = dispute_in(Status.MEDIATING)
    here.centre.mediators.update(ends_on=ago(1))

    assert Mediator.objects.tell_of_ended(ago(0)) == 1
    Mediator.objects.tell_of_ended(ago(0))

    letters = Message.objects.filter(notice="disputes.term_ended", channel=Message.INBOX)
    assert [letter.recipient for letter in letters] == [here.centre_clerk]
    assert sees(here.mediator, dispute)
    record(dispute, here, schedule(dispute, here))


def test_a_new_term_says_nothing():
    _, here = dispute_in(Status.MEDIATING)
    here.centre.mediators.update(ends_on=ago(1))
    register(here.centre, here.mediator, starts_on=ago(0))

    assert Mediator.objects.tell_of_ended(ago(0)) == 0


def test_registering_gives_a_group_and_leaves_a_trace():
    here = scene()
    own = person(here.centre.unit, Role.MEDIATOR)
    entry = register(here.centre, own)

    assert own.personal_group is not None
    assert own.get_personal_group() == own.personal_group
    assert str(entry) == f"{own}（律师）"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"standing": "warned"}, "standing_note"),
        ({"starts_on": ago(5), "ends_on": ago(6)}, "ends_on"),
        ({"starts_on": ago(5), "ends_on": None}, "starts_on"),
        ({"starts_on": ago(9000), "ends_on": ago(500)}, "starts_on"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(changes, field):
    here = scene()
    entry = {"kind": "lawyer", "starts_on": ago(9000), "ends_on": ago(8000)} | changes
    with pytest.raises(ValidationError) as refusal:
        Mediator(centre=here.centre, user=here.mediator, **entry).clean()
    assert field in refusal.value.message_dict


def test_terms_that_follow_each_other_are_fine():
    here = scene()
    Mediator(
        centre=here.centre, user=here.mediator, kind="lawyer",
        starts_on=ago(9000), ends_on=ago(8000),
    ).clean()  # fmt: skip


def test_the_choice_puts_the_field_first_and_then_the_least_busy():
    dispute, here = dispute_in(Status.ACCEPTED)
    idle = invited_mediator(here.centre)
    fit = invited_mediator(here.centre, fields=["expropriation"])
    invited_mediator(here.centre, ends_on=ago(1))
    invited_mediator(scene().centre)

    found = list(Mediator.objects.for_choice(dispute))

    assert [entry.user for entry in found] == [fit, idle, here.mediator]
    assert [entry.load for entry in found] == [0, 0, 1]


def test_the_upgrade_registers_whom_the_centres_could_name_before():
    dispute, here = dispute_in(Status.MEDIATING)
    posted = person(here.centre.unit, Role.MEDIATOR, starts_on=ago(99), ends_on=ago(-9))
    elsewhere = person(here.agency, Role.MEDIATOR)
    group = here.mediator.personal_group
    DisputeGrant.objects.filter(group=group).delete()
    User.objects.filter(pk=here.mediator.pk).update(personal_group=None)
    upgrade = import_module("disputes.migrations.0004_panel_and_sessions").register_mediators

    upgrade(apps, None)
    upgrade(apps, None)

    entry = here.centre.mediators.get(user=posted)
    assert (entry.kind, entry.starts_on, entry.ends_on) == ("other", ago(99), ago(-9))
    assert set(mediators_of(here.centre)) == {here.mediator, posted}
    assert not Mediator.objects.filter(user=elsewhere).exists()
    assert User.objects.get(pk=posted.pk).personal_group
    assert sees(here.mediator, dispute)
    assert drift(dispute) == (set(), set())
