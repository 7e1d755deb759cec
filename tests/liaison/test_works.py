"""Long works: begun once, run by one worker, all or nothing, whatever happens to the worker."""

import threading
import time
from datetime import timedelta

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from liaison import registry, tasks, works
from liaison.models import Area, LongWork
from liaison.models.works import TRIES
from liaison.outbox import bell
from tests.factories.liaison import UserFactory
from tests.liaison import sample_works
from tests.liaison.processes import kill_in_the_middle
from tests.liaison.test_outbox_races import at_once, worker_environment

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NAMES = ["甲地", "乙地", "丙地"]


@pytest.fixture(autouse=True)
def kinds():
    with sample_works.registered():
        yield


@pytest.fixture(autouse=True)
def rung(monkeypatch):
    """No broker: only who was rung for is noted."""
    tasks_rung_for = []
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: tasks_rung_for.append(task))
    return tasks_rung_for


def begin(owner=None, kind="tests.sowing", **arguments):
    arguments = {"names": NAMES} | arguments
    return works.begin(kind, owner=owner or UserFactory(), title="播种", arguments=arguments)


def sown():
    return Area.objects.filter(name__in=[*NAMES, "不该留下的"]).count()


def test_a_work_is_run_and_tells_what_came_of_it(rung):
    work = begin()
    assert (work.status, rung) == ("queued", [works.TASK])
    assert tasks.run_works()
    work.refresh_from_db()
    assert (work.status, work.message, work.report) == ("done", "播种3处", {"n": 1})
    with work.result.open() as file:
        assert file.read() == b"%PDF-1.4 seeds"
    assert (work.result_name, work.result_type) == ("清单.pdf", "application/pdf")
    assert (work.claim, work.attempts, sown()) == (None, 1, 3)
    assert not tasks.run_works(), "there is nothing more to do"


def test_a_work_of_a_step_that_fails_was_never_begun(rung):
    with transaction.atomic():
        begin()
        transaction.set_rollback(True)
    assert not LongWork.objects.exists()
    assert rung == []


def test_the_same_work_asked_for_twice_is_one(rung):
    owner = UserFactory()
    assert begin(owner) == begin(owner)
    assert begin(owner, names=["别处"]) != begin(owner)
    assert begin(UserFactory()).owner != owner
    assert works.run_next()
    assert begin(owner).attempts == 0, "what is done may be asked for again"


def test_two_clicks_at_once_begin_one_work():
    owner = UserFactory()
    begun = at_once(*[lambda: begin(owner).pk] * 4)
    assert len(set(begun)) == 1 == LongWork.objects.count()


def test_one_person_does_not_fill_the_queue():
    owner = UserFactory()
    for number in range(works.MOST_OPEN):
        begin(owner, names=[str(number)])
    with pytest.raises(ValidationError, match="5 项后台任务没有完成"):
        begin(owner)
    assert begin(UserFactory())


def test_an_unknown_kind_is_an_error_at_once():
    with pytest.raises(LookupError):
        works.begin("tests.nothing", owner=UserFactory(), title="x")


def test_two_workers_run_a_work_once(settings):
    settings.WORKS_AT_ONCE = 4
    work = begin()
    assert sorted(at_once(*[works.run_next] * 4)) == [False, False, False, True]
    work.refresh_from_db()
    assert (work.status, work.attempts, sown()) == ("done", 1, 3)


@pytest.mark.parametrize("most", [1, 2])
def test_no_more_works_go_on_at_once_than_are_let(settings, most):
    settings.WORKS_AT_ONCE = most
    for number in range(3):
        begin(names=[str(number)])
    claims = at_once(*[lambda: LongWork.objects.claim_next(timezone.now())] * 3)
    assert len([work for work in claims if work]) == most


def test_the_next_worker_is_rung_for(rung):
    begin()
    begin(names=["丁地"])
    rung.clear()
    works.run_next()
    assert rung == [works.TASK]
    works.run_next()
    assert rung == [works.TASK]


def test_what_the_owner_must_mend_is_told_and_nothing_is_kept():
    work = begin(kind="tests.refusing")
    assert works.run_next()
    work.refresh_from_db()
    assert (work.status, work.error, sown()) == ("failed", "第3行没有编号", 0)
    assert works.begin_again(work)
    assert not works.begin_again(work), "the second click"
    assert LongWork.objects.get().status == "queued"


def test_a_fault_of_ours_is_logged_and_not_shown(caplog):
    work = begin(kind="tests.breaking")
    assert works.run_next()
    work.refresh_from_db()
    assert (work.status, sown()) == ("failed", 0)
    assert "告知系统管理员" in work.error
    assert "甄有理" not in work.error
    assert "ZeroDivisionError" in caplog.text


def test_a_kind_that_is_gone_fails_its_work(caplog):
    work = begin()
    LongWork.objects.update(kind="tests.gone")
    works.run_next()
    work.refresh_from_db()
    assert work.status == "failed"


def test_a_work_that_takes_too_long_is_told_so(monkeypatch):
    def endless(self, work, number):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(sample_works.Sowing, "between", endless)
    work = begin()
    works.run_next()
    work.refresh_from_db()
    assert (work.status, sown()) == ("failed", 0)
    assert "时间过长" in work.error


def test_a_work_called_off_while_it_waits_is_not_run():
    work = begin()
    assert work.cancel(timezone.now())
    assert not work.cancel(timezone.now())
    assert not works.run_next()
    assert works.begin_again(LongWork.objects.get())


def test_a_work_called_off_while_it_runs_leaves_nothing(monkeypatch):
    monkeypatch.setattr(works, "PULSE", 0.05)
    work, begun, called_off = begin(), threading.Event(), threading.Event()

    def wait(self, work, number):
        begun.set()
        assert called_off.wait(10)
        time.sleep(0.3)

    monkeypatch.setattr(sample_works.Sowing, "between", wait)

    def call_off():
        assert begun.wait(10)
        done = work.cancel(timezone.now())
        called_off.set()
        return done

    assert at_once(works.run_next, call_off) == [True, True]
    work.refresh_from_db()
    assert (work.status, work.error, sown()) == ("cancelled", "", 0)


def test_a_work_called_off_at_the_last_moment_is_not_done(monkeypatch):
    work = begin()
    monkeypatch.setattr(
        sample_works.Sowing, "between", lambda *args: work.cancel(timezone.now()) or None
    )
    LongWork.objects.filter(pk=work.pk).update(arguments={"names": []})
    kept = works._finish

    def finish(running, result):
        at_once(lambda: work.cancel(timezone.now()))
        kept(running, result)

    monkeypatch.setattr(works, "_finish", finish)
    works.run_next()
    work.refresh_from_db()
    assert (work.status, work.result.name) == ("cancelled", "")
    assert works._files_in(work.folder) == [], "the file of the lost claim is gone"


def test_progress_is_seen_while_the_work_goes_on(monkeypatch):
    monkeypatch.setattr(works, "PULSE", 0.02)
    work, seen = begin(), []

    def look(self, running, number):
        time.sleep(0.2)
        seen.append(
            at_once(lambda: list(LongWork.objects.values_list("done", "total", "message")))[0][0]
        )

    monkeypatch.setattr(sample_works.Sowing, "between", look)
    works.run_next()
    assert seen == [(0, 3, "播种中"), (1, 3, "播种中"), (2, 3, "播种中")]
    work.refresh_from_db()
    assert work.status == "done"


def test_a_database_that_does_not_answer_a_heartbeat_is_no_end(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise DatabaseError

    work = begin()
    LongWork.objects.claim_next(timezone.now())
    monkeypatch.setattr(LongWork, "beat", fail)
    progress = works.Progress(work)
    progress._beat()
    progress.step(1)
    assert "no sign of life" in caplog.text


RUN = "import django; django.setup(); from tests.liaison.sample_works import run_one; run_one()"


@pytest.fixture
def killed(tmp_path):
    """A work whose worker was killed in the middle."""
    work = begin(pause=60)
    kill_in_the_middle(RUN, worker_environment(25) | {"MEDIA_ROOT": str(tmp_path / "media")})
    work.refresh_from_db()
    assert work.status == "running"
    return work


def test_a_killed_worker_leaves_nothing_and_its_work_is_done_by_the_next(killed):
    assert sown() == 0
    assert not works.run_next(), "its heartbeat is fresh"
    LongWork.objects.update(arguments={"names": NAMES})
    with time_machine.travel(timezone.now() + timedelta(seconds=70)):
        assert sorted(at_once(works.run_next, works.run_next)) == [False, True]
    killed.refresh_from_db()
    assert (killed.status, killed.attempts, sown()) == ("done", 2, 3)


def test_a_work_that_kills_its_workers_is_given_up():
    work = begin()
    later = timezone.now()
    for _ in range(TRIES):
        assert LongWork.objects.claim_next(later)
        later += timedelta(seconds=70)
        LongWork.objects.release_stale(later)
    work.refresh_from_db()
    assert (work.status, work.attempts) == ("failed", TRIES)
    assert "中断" in work.error


def test_who_was_taken_for_dead_says_nothing_any_more():
    work = begin()
    slow = LongWork.objects.claim_next(timezone.now())
    LongWork.objects.release_stale(timezone.now() + timedelta(seconds=70))
    quick = LongWork.objects.claim_next(timezone.now())
    assert not slow.beat(timezone.now())
    assert not slow.settle(timezone.now(), status="done")
    assert quick.settle(timezone.now(), status="done")
    works._drop_files(work)
    work.refresh_from_db()
    assert work.status == "done"


def test_files_of_a_work_that_another_has_now_are_left(tmp_path):
    work = begin()
    LongWork.objects.claim_next(timezone.now())
    default_storage.save(f"{work.folder}/x", SimpleUploadedFile("x", b"x"))
    works._drop_files(work)
    assert works._files_in(work.folder) == [f"{work.folder}/x"]


def test_files_are_dropped_when_they_have_been_kept_long_enough(settings):
    source = SimpleUploadedFile("登记.XLSX", b"rows")
    work = works.begin(
        "tests.sowing",
        owner=UserFactory(),
        title="x",
        arguments={"names": NAMES},
        source=source,
    )
    assert work.source.name.endswith(".xlsx")
    works.run_next()
    kept = timezone.now() + timedelta(days=settings.WORKS_KEPT_DAYS)
    assert works.clear(kept - timedelta(minutes=1)) == 0
    assert len(works._files_in(work.folder)) == 2
    with time_machine.travel(kept + timedelta(minutes=1)):
        assert tasks.clear_works() == 1
        assert tasks.clear_works() == 0
    work.refresh_from_db()
    assert (work.source.name, work.result.name, work.report) == ("", "", {})
    assert (works._files_in(work.folder), work.status) == ([], "done")
    assert not works.begin_again(work)


def test_what_is_handed_in_beside_the_source_is_kept_as_long_as_it():
    def begun(owner, beside):
        more = {"source": SimpleUploadedFile("登记.xlsx", b"rows"), "arguments": {"names": NAMES}}
        upload = SimpleUploadedFile("附件.ZIP", beside)
        return works.begin("tests.sowing", owner=owner, title="x", beside=upload, **more)

    owner = UserFactory()
    work = begun(owner, b"one")
    assert begun(owner, b"one") == work
    assert begun(owner, b"two") != work, "the same table with other files is another work"
    assert works.run_next()
    work.refresh_from_db()
    assert works.beside_of(work).endswith("beside.zip")
    assert works.beside_of(work) in works._files_in(work.folder)
    works._drop_files(work, all_of_them=True)
    assert works._files_in(work.folder) == []


def test_a_folder_that_belongs_to_no_work_is_emptied_after_a_day():
    default_storage.save("works/999999/source.xlsx", SimpleUploadedFile("x", b"x"))
    works.clear(timezone.now())
    assert works._files_in("works/999999")
    works.clear(timezone.now() + timedelta(days=2))
    assert works._files_in("works/999999") == []


def test_the_same_source_is_the_same_work_and_another_is_another():
    owner, rows = UserFactory(), [b"a", b"a", b"b"]
    begun = [
        works.begin(
            "tests.sowing",
            owner=owner,
            title="x",
            arguments={"names": []},
            source=SimpleUploadedFile("x.csv", content),
        ).pk
        for content in rows
    ]
    assert begun[0] == begun[1] != begun[2]


def test_a_kind_says_nothing_of_itself_unless_it_does():
    kind = works.Kind()
    assert kind.may_read(None, None)
    assert kind.next_page(None) is None
    assert kind.first_page(None) is None
    assert "tests.sowing" in registry.works


def test_again_does_not_double_an_open_work():
    owner = UserFactory()
    work = begin(owner)
    work.cancel(timezone.now())
    begin(owner)
    work.refresh_from_db()
    assert not works.begin_again(work)
