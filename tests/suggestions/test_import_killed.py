"""Earlier suggestions, half taken in when the worker is killed: nothing is there, and then all."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from liaison import uploads, works
from liaison.models import Attachment, AuditEntry, Deadline, LongWork, NumberSeries
from liaison.outbox import bell
from suggestions.models import JudicialSuggestion, Takeover
from suggestions.takeover import taking
from tests.factories.bundles import PDF
from tests.factories.suggestions import scene
from tests.factories.takeover import check, row_of
from tests.liaison.processes import kill_in_the_middle
from tests.liaison.test_outbox_races import worker_environment

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
RUN = """
import django, time
django.setup()
from liaison import works
from suggestions.takeover import taking
write = taking.write
def slow(*args):
    write(*args)
    print("in the middle", flush=True)
    time.sleep(60)
taking.write = slow
works.run_next()
"""


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def begun(media, monkeypatch):
    """A confirmed table of three letters with a file each."""
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)
    here = scene()
    rows = [row_of(here, n, 附件=f"复函{n}.pdf") for n in range(1, 4)]
    files = {f"复函{n}.pdf": PDF + b"%d" % n for n in range(1, 4)}
    work = check(here.clerk, rows, here, files=files)
    arguments = {name: work.arguments[name] for name in ("court", "committee")}
    arguments |= {"check": work.pk, "seen": work.report["seen"]}
    return works.begin(taking.TAKE, owner=here.clerk, title="导入", arguments=arguments)


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_does_it_once(begun, media):
    kill_in_the_middle(RUN, worker_environment(25) | {"MEDIA_ROOT": str(media)})
    for model in (JudicialSuggestion, Takeover, Attachment, Deadline, NumberSeries):
        assert not model.objects.exists(), model
    assert not AuditEntry.objects.filter(action="take_over").exists()
    assert not works.run_next(), "its heartbeat is fresh"
    with time_machine.travel(timezone.now() + timedelta(seconds=70)):
        assert works.run_next()
    begun.refresh_from_db()
    assert (begun.status, begun.attempts) == ("done", 2)
    assert (JudicialSuggestion.objects.count(), Attachment.objects.count()) == (3, 3)
    assert LongWork.objects.open().count() == 0
    assert uploads.clear_strays(timezone.now() + timedelta(days=2)) == 3, "what the dead one wrote"
    assert all(default_storage.exists(kept.file.name) for kept in Attachment.objects.all())
