"""The period of the first answer stands with its addressee, whoever wrote it, and stays there."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from liaison.outbox import bell
from suggestions.deadlines import REPLY
from suggestions.models import Addressee, Status
from tests.factories.suggestions import scene, suggestion_in
from tests.factories.takeover import row_of, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return scene()


def clocks():
    """(day, unit, the addressee's own ref, code) of every clock that stands with an addressee."""
    rows = Addressee.objects.filter(clock__isnull=False).select_related("clock__rule")
    return [(row.clock.started_on, row.ref == row.clock.ref, row.clock.rule.code) for row in rows]


def test_service_starts_the_clock_of_an_addressee(stage):
    suggestion_in(Status.SIGNED, stage)
    assert clocks() == []
    served = suggestion_in(Status.SERVED, stage).addressees.get()
    ((started, own, code),) = clocks()
    assert (started, own) == (served.served_on, True)
    assert code in REPLY


def test_an_answer_that_is_handed_back_changes_nothing_of_it(stage):
    suggestion = suggestion_in(Status.RETURNED, stage)
    row = suggestion.addressees.get()
    assert suggestion.deadlines.filter(ref=row.ref).count() == 2
    assert row.clock.rule.code in REPLY
    assert row.clock.ended_on is not None


def test_earlier_letters_bring_theirs(stage, monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)
    take_in(stage.clerk, [row_of(stage, 1), row_of(stage, 2)], stage)
    rows = Addressee.objects.select_related("clock")
    assert len(rows) == len(clocks()) == 2
    for row in rows:
        days = (row.clock.started_on, row.clock.ended_on)
        assert days == (row.served_on, row.replied_on)
        assert row.clock.matter == row.matter


def test_rows_of_before_are_given_the_clock_that_service_started(stage):
    for status in (Status.SIGNED, Status.SERVED, Status.RETURNED, Status.CLOSED):
        suggestion_in(status, stage)
    kept = dict(Addressee.objects.values_list("pk", "clock"))
    assert sorted(clock is None for clock in kept.values()) == [False, False, False, True]
    Addressee.objects.update(clock=None)
    with connection.cursor() as cursor:
        cursor.execute(import_module("suggestions.migrations.0012_clock").CLOCKS)
    assert dict(Addressee.objects.values_list("pk", "clock")) == kept


def test_what_fell_due_is_counted_by_the_clock(stage):
    suggestion = suggestion_in(Status.SERVED, stage)
    row = Addressee.objects.with_clock().get()
    assert (row.due_on, row.answered_on) == (suggestion.due_on, None)
    assert (row.court, row.kind) == (suggestion.initiator_id, suggestion.kind)
    assert row.due_on > date(2026, 1, 1)
