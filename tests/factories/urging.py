"""Judicial suggestions whose answer is late, and letters that urge who owes it."""

from datetime import timedelta

from liaison.models import Role
from suggestions.models import Status, Tier
from tests.database.walks import begun, step
from tests.factories import suggestions as build
from tests.factories.liaison import MembershipFactory, UnitFactory, person
from tests.factories.suggestions import drafted, scene, suggestion_in

PAPERS = ("suggestion-urging", "suggestion-urging-superior")
NOW = "2026-10-20 10:00+08:00"
"""The answer was due on 17 August: two months after 15 June, and Monday."""


@begun
def stage_above(**kwargs):
    """The stage with a unit above the recipient, and people of every rank."""
    stage = scene(**kwargs)
    stage.above = UnitFactory()
    stage.recipient.parent = stage.above
    stage.recipient.save()
    stage.people |= {
        "head": person(stage.recipient, Role.UNIT_LEADER, rank="head"),
        "above_clerk": person(stage.above, Role.UNIT_CLERK),
        "above_leader": person(stage.above, Role.UNIT_LEADER, rank="leader_in_charge"),
    }
    return stage


def late(stage, **letter):
    """A suggestion that was served on 15 June and never answered."""
    return suggestion_in(Status.ACKNOWLEDGED, stage, **letter)


def late_by_two(stage):
    """The same with a second addressee, served on the same day; return it and its rows."""
    stage.second = UnitFactory()
    MembershipFactory(committee=stage.committee, unit=stage.second)
    stage.people["second_clerk"] = person(stage.second, Role.UNIT_CLERK)
    suggestion = drafted(stage, others=[stage.second])
    for take in build.STRAIGHT[:3]:
        take(suggestion, stage)
    rows = list(suggestion.addressees.all())
    for row in rows:
        suggestion.serve(actor=stage.clerk, on=build.DAYS["serve"], way="post", addressee=row)
    return suggestion, rows


@step
def urge(suggestion, actor, tier, addressee=None, **more):
    """Send a letter on the first day that there can be, which gives one day."""
    row = addressee or suggestion.addressees.first()
    on = more.pop("on", None) or suggestion.urged_since(row)[0]
    given = {"answer_by": on + timedelta(days=1)} | more
    suggestion.urge(actor=actor, tier=tier, on=on, addressee=row, **given)
    return row.urgings.last()


def climb(suggestion, actor, upto=Tier.SUPERIOR, addressee=None):
    """Send a letter of every tier up to ``upto``; return them."""
    return [urge(suggestion, actor, tier, addressee) for tier in range(1, upto + 1)]
