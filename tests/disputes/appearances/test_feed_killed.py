"""The court's feed, half taken in when the worker is killed: whole batches, and then all, once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from disputes.appearances.feed import reading, taking
from disputes.appearances.models import Feed, FeedRow, Lawsuit, Litigant, SuedAgency
from liaison import works
from liaison.models import AuditEntry, LongWork
from liaison.outbox import bell
from tests.factories.appearances import scene
from tests.factories.feed import check, row_of
from tests.liaison.processes import kill_in_the_middle
from tests.liaison.test_outbox_races import worker_environment

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
RUN = """
import django, time
django.setup()
from liaison import works
from disputes.appearances.feed import reading, taking
reading.BATCH = 2
write, written = taking.write, []
def slow(batch, feed):
    write(batch, feed)
    written.append(batch)
    if len(written) == 2:
        print("in the middle", flush=True)
        time.sleep(60)
taking.write = slow
works.run_next()
"""
EACH = (Lawsuit, Litigant, SuedAgency, FeedRow)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def begun(media, monkeypatch):
    """A confirmed feed of six cases, in batches of two."""
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)
    monkeypatch.setattr(reading, "BATCH", 2)
    here = scene()
    work = check(here, [row_of(here, n) for n in range(1, 7)])
    arguments = work.arguments | {"check": work.pk}
    return works.begin(taking.TAKE, owner=here.clerk, title="导入", arguments=arguments)


def audited():
    return AuditEntry.objects.filter(action="take_feed").count()


def killed(media):
    kill_in_the_middle(RUN, worker_environment(25) | {"MEDIA_ROOT": str(media)})
    assert [model.objects.count() for model in EACH] == [2, 2, 2, 2], (
        "the second batch is not there"
    )
    assert (audited(), Feed.objects.get().created) == (2, 2)
    assert not works.run_next(), "its heartbeat is fresh"


def later():
    return time_machine.travel(timezone.now() + timedelta(seconds=70))


def test_a_worker_killed_in_a_batch_leaves_whole_batches_and_the_next_goes_on(begun, media):
    killed(media)
    first = list(Lawsuit.objects.order_by("id").values_list("pk", flat=True))
    with later():
        assert works.run_next()
    begun.refresh_from_db()
    assert (begun.status, begun.attempts, begun.error) == ("done", 2, "")
    assert begun.message == "新增6件，更新0件，相同0件"
    assert [model.objects.count() for model in EACH] == [6, 6, 6, 6]
    assert set(first) <= set(Lawsuit.objects.values_list("pk", flat=True))
    feed = Feed.objects.get()
    assert (feed.created, feed.unchanged, feed.is_whole, audited()) == (6, 0, True, 6)
    assert LongWork.objects.open().count() == 0


def test_a_work_that_was_called_off_goes_on_where_it_stopped(begun, media):
    killed(media)
    begun.refresh_from_db()
    assert begun.cancel(timezone.now())
    assert works.kind_of(begun).left == "已经写入的保留，重新执行时接着写"
    begun.refresh_from_db()
    assert works.begin_again(begun)
    assert works.run_next()
    begun.refresh_from_db()
    assert (begun.status, Lawsuit.objects.count(), Feed.objects.get().created) == ("done", 6, 6)


def test_a_worker_that_was_taken_for_dead_writes_no_more(begun, media, monkeypatch):
    """The first comes back to life in its second batch, when another has the work."""
    write, seen = taking.write, []

    def overtaken(batch, feed):
        write(batch, feed)
        seen.append(batch)
        if len(seen) == 2:
            LongWork.objects.filter(pk=begun.pk).update(status="queued", claim=None)

    monkeypatch.setattr(taking, "write", overtaken)
    # The claim is given away in the batch's own transaction, which then comes to nothing.
    assert works.run_next()
    assert Lawsuit.objects.count() == 2
    assert Feed.objects.get().last_row == 3
