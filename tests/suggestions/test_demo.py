"""The demo's suggestions: built once, in states worth showing, on any day of the year."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from liaison import demo, registry
from suggestions.models import JudicialSuggestion, Status, Urging

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """The stage alone, without the other mechanisms' plays."""
    return demo.stage()


@pytest.fixture
def builder():
    return registry.demo["suggestions"]


@pytest.mark.parametrize("day", ["2026-11-22", "2027-01-01", "2027-02-28"])
def test_the_demo_walks_to_every_state_it_promises(builder, cast, day):
    with time_machine.travel(f"{day} 10:00+08:00"):
        builder.build(cast)
        builder.build(cast)
        today = timezone.localdate()
        overdue = JudicialSuggestion.objects.overdue(today)
        week = today + timedelta(7)
        assert [each.tier for each in Urging.objects.all()] == [1, 2]
        soon = JudicialSuggestion.objects.open().filter(due_on__range=(today, week))
        assert [row.recipient.short_name for row in overdue] == ["池西区住建局"]
        assert [row.recipient.short_name for row in soon] == ["池北区自然资源局"]
    statuses = JudicialSuggestion.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [
        Status.ACKNOWLEDGED,
        Status.SERVED,
        Status.CLOSED,
        Status.REPLIED,
        Status.RETURNED,
        Status.CONSULTED,
        Status.ACKNOWLEDGED,
        Status.SERVED,
    ]
    two = JudicialSuggestion.objects.latest("pk").addressees.all()
    assert [row.state for row in two] == ["replied", "served"]


def test_daqing_does_not_see_changbaishan_nor_the_other_way_round(builder, cast):
    builder.build(cast)
    for name, courts in {
        "dq_legal": {"大庆中院"},
        "dq_land_clerk": {"大庆中院"},
        "justice": {"延边中院", "白山中院"},
        "land_clerk": {"延边中院"},
        "yanbian_clerk": {"延边中院"},
    }.items():
        seen = JudicialSuggestion.objects.visible_to(cast.people[name])
        assert {row.initiator.short_name for row in seen} == courts
