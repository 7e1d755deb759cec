"""The desk: what is mine to do, what is late, what I wait for, what is coming."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from disputes.models import Dispute, Source
from liaison import agenda, desk, registry
from liaison.models import DeskEntry, Role, User
from tests.factories import disputes
from tests.factories.liaison import UnitFactory, UserFactory, person

pytestmark = pytest.mark.django_db
DESK = reverse("liaison:desk")


@pytest.fixture
def here():
    return disputes.scene()


def entrusted(here):
    """A dispute of which the court owes nothing while it waits."""
    return disputes.bring(here, Source.IN_SUIT)


def due(dispute, days):
    """Put the due date where the test wants it."""
    on = (days is not None and timezone.localdate() + timedelta(days=days)) or None
    Dispute.objects.filter(pk=dispute.pk).update(due_on=on)
    DeskEntry.objects.about(dispute).update(due_on=on)
    return dispute


def today():
    return timezone.localdate()


def test_tiles_count_by_due_date_and_tell_the_first(here):
    for days in (-3, -1, 0, 6, 7, 8, None):
        due(entrusted(here), days)

    mine = desk.tallies(here.centre_clerk, today())
    theirs = desk.tallies(here.court_clerk, today())

    assert (mine["todo"], mine["late"], mine["today"], mine["week"]) == (7, 2, 1, 3)
    assert mine["week_first"] == today()
    assert mine["waiting"] == 0
    assert (theirs["todo"], theirs["waiting"]) == (0, 7)
    assert theirs["waiting_first"] == today()


def test_what_is_done_with_is_on_no_desk(here):
    dispute = entrusted(here)
    disputes.refuse(dispute, here)

    for clerk in (here.centre_clerk, here.court_clerk):
        assert desk.on_top(clerk) == ([], [])
        assert desk.tallies(clerk, today())["todo"] == 0


def test_the_most_urgent_comes_first_and_what_has_no_date_last(here):
    by_days = {days: due(entrusted(here), days) for days in (9, None, -2, 3)}

    rows, _ = desk.on_top(here.centre_clerk)

    assert [row.pk for row in rows] == [by_days[days].pk for days in (-2, 3, 9, None)]
    assert rows[0].action_label == "审查受理"
    assert rows[0].kind == "行政争议"
    assert (rows[0].initiator, rows[0].holder) == (here.court, here.centre.unit)
    assert rows[0].url == by_days[-2].get_absolute_url()
    assert [row.pk for row in desk.on_top(here.court_clerk, waiting=2)[1]] == [
        by_days[-2].pk,
        by_days[3].pk,
    ]


def test_a_state_without_a_word_for_it_is_looked_at(here):
    dispute = disputes.refer(here)
    disputes.refuse(dispute, here)
    row = desk.found(here.court_clerk, dispute.title)[0]
    assert (row.action_label, row.status_label, row.status_tone) == (
        "查看",
        "不予受理",
        "secondary",
    )


def test_the_page_says_what_is_to_do_and_what_may_be_begun(client, here):
    due(entrusted(here), 0)
    client.force_login(here.centre_clerk)
    text = client.get(DESK).content.decode()
    assert "要办 1 件，今天到期 1 件" in " ".join(text.split())
    assert "法院移送" not in text

    client.force_login(here.court_clerk)
    page = client.get(DESK)
    actions = {action["label"]: action["url"] for action in page.context["create_actions"]}
    assert actions["申请（移送）化解"] == reverse("disputes:dispute_create")
    assert "等对方办理的" in page.content.decode()


@pytest.mark.parametrize("post", [None, Role.UNIT_CLERK])
def test_an_empty_desk_says_so_to_whoever_comes(client, post):
    """Also to somebody without any post, and to the system administrator."""
    user = person(UnitFactory(), post) if post else UserFactory()
    for superuser in (False, True):
        User.objects.filter(pk=user.pk).update(is_superuser=superuser)
        client.force_login(User.objects.get(pk=user.pk))
        page = client.get(DESK)
        assert page.status_code == 200
        assert page.context["tallies"]["todo"] == 0
        for words in ("没有待办事项", "没有等您办理的事项", "没有等对方办理的事项", "近期没有日程"):
            assert words in page.content.decode()


def test_coming_events_in_order_and_only_ones_own(client, here, monkeypatch):
    dispute = disputes.refer(here)
    disputes.accept(dispute, here)
    noon = timezone.make_aware(datetime.combine(disputes.ahead(6), time(12)))
    for hours in (30, 0):
        disputes.schedule(
            dispute, here, on=disputes.ago(1), starts_at=noon + timedelta(hours=hours)
        )

    events = agenda.coming(here.centre_clerk, timezone.now())

    assert [event.starts_at for event in events] == [noon, noon + timedelta(hours=30)]
    assert events[0].url == dispute.get_absolute_url()
    assert events[0].place == "调解室"
    assert agenda.coming(here.centre_clerk, noon + timedelta(days=9)) == []
    assert agenda.coming(here.office_clerk, timezone.now()) == []
    assert len(agenda.coming(here.centre_clerk, timezone.now(), limit=1)) == 1
    client.force_login(here.centre_clerk)
    assert dispute.title in client.get(DESK).content.decode()

    monkeypatch.setattr(registry, "agenda", registry.Store("agenda"))
    assert agenda.coming(here.centre_clerk, timezone.now()) == []


def test_one_source_of_events_needs_no_union(here, monkeypatch):
    store = registry.Store("agenda")
    store.register(registry.agenda["disputes.session"])
    monkeypatch.setattr(registry, "agenda", store)
    dispute = disputes.refer(here)
    disputes.accept(dispute, here)
    starts_at = disputes.at(disputes.ahead(6))
    disputes.schedule(dispute, here, on=disputes.ago(1), starts_at=starts_at)
    assert [event.pk for event in agenda.coming(here.centre_clerk, timezone.now())] == [dispute.pk]
