"""The demo's disputes: walked once, through the real steps, on any day of the year."""

import pytest

from disputes import demo as plays
from disputes.demo import cases
from disputes.models import Dispute, Party, Status
from liaison import demo, registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


@pytest.mark.parametrize("today", ["2026-02-24", "2026-10-08"])
def test_the_demo_shows_the_turns_a_dispute_can_take(today, time_machine, monkeypatch):
    monkeypatch.setattr(registry, "demo", [])
    monkeypatch.setattr(cases, "draw", lambda html, layout: Drawn)
    time_machine.move_to(f"{today} 10:00+08:00")
    cast = demo.build()
    plays.Disputes().build(cast)
    plays.Disputes().build(cast)

    found = Dispute.objects.all()
    assert found.count() == 9
    statuses = set(found.values_list("status", flat=True))
    ended = {Status.REPORTING, Status.TERMINATED, Status.WITHDRAWN}
    assert statuses == set(Status) - {Status.PERFORMED, *ended}
    assert found.overdue(plays.timezone.localdate()).exists()
    assert {party.id_number for party in Party.objects.all()} == {"", cases.CARD}


class Drawn:
    pdf = b"%PDF-1.4"
