"""The demo's feed of the court: handed in once, read by the real works, on any day of the year."""

import pytest
from django.urls import reverse

from disputes.appearances.demo import feed as play
from disputes.appearances.demo.lawsuits import HEARD, Docket
from disputes.appearances.models import Feed, Lawsuit, SuedAgency
from liaison import demo, registry
from liaison.models import LongWork

pytestmark = pytest.mark.django_db


def built(monkeypatch):
    """The stage with one lawsuit entered by hand, and the feed upon it, twice."""
    monkeypatch.setattr(registry, "demo", [])
    cast = demo.build()
    Docket(cast).judged(*HEARD[0])
    play.FeedDemo().build(cast)
    play.FeedDemo().build(cast)
    return cast


@pytest.mark.parametrize("today", ["2026-02-24", "2026-10-08", "2027-01-01"])
def test_the_demo_shows_what_a_feed_brings(today, time_machine, monkeypatch):
    time_machine.move_to(f"{today} 10:00+08:00")
    cast = built(monkeypatch)
    feed = Feed.objects.get()
    assert feed.is_whole
    assert (feed.created, feed.changed, feed.skipped, feed.wrong) == (9, 0, 1, 1)
    taken = Lawsuit.objects.filter(feed_rows__feed=feed)
    assert not taken.filter(number__contains="(").exists()
    assert {lawsuit.initiator for lawsuit in taken} == {cast.units["yanbian"], cast.units["antu"]}
    assert taken.get(instance="second").earlier.initiator == cast.units["antu"]
    assert taken.open().get().status == "heard"


def test_its_one_conflict_and_its_one_mistake_are_told(monkeypatch):
    built(monkeypatch)
    report = LongWork.objects.get(kind="appearances.check_feed").report
    (conflict,) = report["rows"]["conflict"]
    assert [change["column"] for change in conflict["changes"]] == ["负责人是否发言"]
    assert [error[1] for error in report["errors"]] == ["被告"]


@pytest.mark.parametrize("today", ["2026-03-01", "2026-12-31"])
def test_nothing_it_brings_was_heard_since_last_month_began(today, time_machine, monkeypatch):
    """Last month's notice says what was heard then: nothing comes in behind its back."""
    time_machine.move_to(f"{today} 10:00+08:00")
    built(monkeypatch)
    last = play.ago(play.timezone.localdate().day).replace(day=1)
    brought = SuedAgency.objects.filter(matter__feed_rows__isnull=False)
    assert brought.exists()
    assert not brought.filter(heard_on__gte=last).exists()


def test_the_clerk_finds_it_among_the_imports(monkeypatch, client):
    cast = built(monkeypatch)
    client.force_login(cast.people["yanbian_clerk"])
    page = client.get(reverse("appearances:feed")).content.decode()
    assert play.NAME in page
    client.force_login(cast.people["antu_clerk"])
    assert play.NAME not in client.get(reverse("appearances:feed")).content.decode()
