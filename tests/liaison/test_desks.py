"""Desks: what lies on them follows every step and moves with the clock."""

from datetime import date
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from disputes.models import Dispute, Source
from liaison import access, desk
from liaison.models import DeskEntry, Role
from liaison.models.desks import LYING
from tests.factories import disputes
from tests.factories.liaison import PostFactory, UnitFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def here():
    return disputes.scene()


def entrusted(here):
    """A dispute of which the court owes nothing while it waits."""
    return disputes.bring(here, Source.IN_SUIT)


def lying(dispute):
    """Group → whether it waits, as the table has it."""
    return dict(DeskEntry.objects.about(dispute).values_list("group", "awaited"))


def test_it_lies_with_the_holder_and_with_those_who_asked_until_it_is_done(here):
    dispute = entrusted(here)
    court, centre, agency = (unit.group_id for unit in (here.court, here.centre.unit, here.agency))
    assert lying(dispute) == {court: True, centre: False}

    disputes.accept(dispute, here)
    mediator = here.mediator.personal_group_id
    assert lying(dispute) == {court: True, centre: True, agency: False, mediator: False}

    disputes.state(dispute, here)
    assert lying(dispute) == {court: True, centre: False, mediator: False}

    disputes.withdraw(dispute, here)
    disputes.report(dispute, here)
    assert lying(dispute) == {}


def test_its_day_moves_with_the_matters(here):
    dispute = entrusted(here)
    entries = DeskEntry.objects.about(dispute)
    assert {entry.due_on for entry in entries} == {dispute.due_on}

    disputes.accept(dispute, here)
    dispute.refresh_from_db()
    assert {entry.due_on for entry in entries.all()} == {dispute.due_on}

    dispute.deadlines.update(status="waived")
    dispute.refresh_due()
    assert {entry.due_on for entry in entries.all()} == {None}


def test_who_may_not_see_it_has_it_on_no_desk(here, monkeypatch):
    dispute = entrusted(here)
    grants = access.Grants().give(here.court, "view").give(here.centre.unit, "handle")
    monkeypatch.setattr(Dispute, "grants", lambda self: grants)

    access.sync_grants(dispute)

    assert lying(dispute) == {here.court.group_id: True}


def test_laying_out_twice_changes_nothing(here):
    dispute = disputes.refer(here)

    assert not dispute.lay_out()


def test_one_matter_is_once_on_the_desk_of_a_person_with_two_posts(here):
    dispute = disputes.refer(here)
    clerk = here.court_clerk
    PostFactory(user=clerk, unit=here.centre.unit, role=Role.CENTRE_CLERK)
    clerk = type(clerk).objects.get(pk=clerk.pk)

    todo, waiting = desk.on_top(clerk)
    counts = desk.tallies(clerk, TODAY)

    assert ([row.pk for row in todo], waiting) == ([dispute.pk], [])
    assert (counts["todo"], counts["waiting"]) == (1, 0)


def test_what_two_of_ones_units_wait_for_counts_once(here):
    disputes.accept(entrusted(here), here)
    clerk = here.court_clerk
    PostFactory(user=clerk, unit=here.centre.unit, role=Role.CENTRE_CLERK)
    clerk = type(clerk).objects.get(pk=clerk.pk)

    assert desk.tallies(clerk, TODAY)["waiting"] == len(desk.on_top(clerk)[1]) == 1


def test_an_entry_does_not_show_what_one_may_not_see(here):
    dispute = disputes.refer(here)
    DeskEntry.objects.filter(group=here.centre.unit.group).update(group=here.agency.group)

    todo, waiting = desk.on_top(here.agency_clerk)

    assert not Dispute.objects.visible_to(here.agency_clerk).filter(pk=dispute.pk).exists()
    assert todo == waiting == []


def test_drift_is_listed_and_put_right(here):
    dispute = entrusted(here)
    DeskEntry.objects.about(dispute).filter(awaited=True).delete()
    DeskEntry.objects.about(dispute).update(due_on=None)
    DeskEntry.objects.create(
        content_type=access.ContentType.objects.get_for_model(Dispute),
        object_id=dispute.pk,
        group=UnitFactory().group,
        awaited=True,
    )
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("rebuild_grants", "--check", stdout=out)
    assert f"disputes.dispute {dispute.pk}: 0 missing, 0 surplus, 3 on desks" in out.getvalue()

    call_command("rebuild_grants", stdout=out)
    assert lying(dispute) == {here.court.group_id: True, here.centre.unit.group_id: False}
    call_command("rebuild_grants", "--check", stdout=out)


def test_the_migration_lays_out_what_was_there_before(here):
    """Also what is done with, what others hold, and what nobody has told of yet."""
    for status in ("referred", "accepted", "mediating", "refused"):
        disputes.dispute_in(status, here)
    disputes.accept(entrusted(here), here)
    entries = DeskEntry.objects.values_list("object_id", "group", *LYING)
    before = set(entries)
    DeskEntry.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in ("disputes.migrations.0010_desks", "disputes.migrations.0013_desks_aside"):
            cursor.execute(import_module(name).Migration.operations[-1].sql)
        cursor.execute(import_module("liaison.migrations.0012_desks_owing").NAME)

    assert set(entries.all()) == before
    assert len(before) == 2 + 4 + 3 + 1 + 4


def test_with_many_entries_the_first_come_by_the_index_without_sorting(here):
    disputes.refer(here)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "INSERT INTO liaison_deskentry (content_type_id, object_id, group_id, awaited, due_on)"
            " SELECT content_type_id, 1000 + n, group_id, n % 3 = 0, date '2026-11-01' + n % 60"
            " FROM liaison_deskentry, generate_series(1, 5000) AS n"
        )
        cursor.execute("ANALYZE liaison_deskentry")
    lying = DeskEntry.objects.of([here.centre.unit.group_id]).filter(awaited=False)

    plan = lying.most_urgent_first()[:10].explain()

    assert "Index Scan using desk_by_due" in plan
    assert "Sort" not in plan
