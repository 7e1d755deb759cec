"""The demo's observed hearings: walked once, through the real steps, on any day of the year."""

import pytest

from disputes.appearances.demo.observation import ObservationsDemo
from disputes.appearances.models import Observation
from liaison import demo, registry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("today", ["2026-02-24", "2026-10-08"])
def test_the_demo_shows_observed_hearings_in_every_turn(today, time_machine, monkeypatch):
    monkeypatch.setattr(registry, "demo", [])
    time_machine.move_to(f"{today} 10:00+08:00")
    cast = demo.build()
    ObservationsDemo().build(cast)
    ObservationsDemo().build(cast)

    found = Observation.objects.values_list("status", flat=True)
    assert sorted(found) == ["closed", "held", "invited", "planned", "proposed"]
    coming = Observation.objects.get(status="invited")
    assert coming.invitations.awaited().count() == 3
    came = Observation.objects.get(status="closed").observers_seen_by(cast.people["office"])
    assert came.here().count() == 7
