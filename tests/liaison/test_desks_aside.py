"""What a unit owes beside a matter's course is on its desk until it is kept, also after the end."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from disputes import deadlines as codes
from liaison import access, desk
from liaison.clock import calendars
from liaison.models import DeskEntry
from tests.factories import disputes
from tests.factories.disputes import ago
from tests.liaison.test_calendars import NEW_YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return disputes.scene()


def filing(dispute):
    return dispute.deadlines.get(rule__code=codes.FILING)


def at_court(dispute, here):
    return DeskEntry.objects.about(dispute).filter(group=here.court.group_id).get()


def test_the_court_owes_the_filing_while_the_centre_owes_the_acceptance(here):
    dispute = disputes.refer(here)

    ours, _ = desk.on_top(here.court_clerk)
    theirs, _ = desk.on_top(here.centre_clerk)

    assert [(row.pk, row.due_on, row.action_label) for row in ours] == [
        (dispute.pk, filing(dispute).due_on, "登记立案")
    ]
    assert [(row.pk, row.due_on, row.action_label) for row in theirs] == [
        (dispute.pk, dispute.due_on, "审查受理")
    ]
    assert filing(dispute).due_on != dispute.due_on


def test_it_stays_after_the_end_until_the_court_has_said_what_became_of_it(client, here):
    dispute = disputes.refer(here)
    disputes.refuse(dispute, here)
    entry = at_court(dispute, here)
    assert (entry.awaited, entry.aside, entry.due_on) == (False, True, filing(dispute).due_on)
    assert desk.on_top(here.centre_clerk) == ([], [])
    client.force_login(here.court_clerk)
    page = client.get(reverse("liaison:desk")).content.decode()
    assert "要办 1 件" in " ".join(page.split())
    assert "登记立案" in page

    dispute.register_filing(actor=here.court_clerk, on=ago(1), filing_result="declined")

    assert not DeskEntry.objects.about(dispute).exists()
    assert desk.on_top(here.court_clerk) == ([], [])


def test_filed_in_time_the_court_waits_for_mediation_again(here):
    dispute = disputes.refer(here)
    given = {"filing_result": "filed", "court_case": "（2026）吉24行初15号"}

    dispute.register_filing(actor=here.court_clerk, on=ago(15), **given)

    entry = at_court(dispute, here)
    assert (entry.awaited, entry.aside, entry.due_on) == (True, False, dispute.due_on)


def test_the_date_of_the_matter_does_not_move_what_is_owed_aside(here):
    dispute = disputes.refer(here)
    disputes.accept(dispute, here)

    dispute.refresh_due()

    assert at_court(dispute, here).due_on == filing(dispute).due_on


def test_who_may_not_see_the_matter_is_not_told_of_what_it_owes(here, monkeypatch):
    dispute = disputes.refer(here)
    grants = access.Grants().give(here.centre.unit, "view")
    monkeypatch.setattr(type(dispute), "grants", lambda self: grants)

    access.sync_grants(dispute)

    assert not DeskEntry.objects.about(dispute).filter(group=here.court.group_id).exists()


def test_what_is_missing_is_put_back(here):
    dispute = disputes.refer(here)
    disputes.refuse(dispute, here)
    DeskEntry.objects.all().delete()

    call_command("rebuild_grants", stdout=StringIO())

    assert at_court(dispute, here).aside


def test_it_moves_when_the_arrangement_of_a_year_is_published(here):
    """4 January, the last of seven days, becomes a day off: the desk's date goes on to the next."""
    with time_machine.travel("2026-12-29 10:00+08:00", tick=False):
        dispute = disputes.refer(
            here, receipt_on=date(2026, 12, 28), consent_on=date(2026, 12, 28),
            referred_on=date(2026, 12, 28),
        )  # fmt: skip
        entry = at_court(dispute, here)
        assert (entry.due_on, entry.provisional) == (date(2027, 1, 4), True)
        row = desk.on_top(here.court_clerk)[0][0]
        assert row.provisional

        calendars.adopt(NEW_YEAR, actor=here.office_clerk)

        entry = at_court(dispute, here)
        assert (entry.due_on, entry.provisional) == (date(2027, 1, 5), False)
