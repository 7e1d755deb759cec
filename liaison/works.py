"""Long works (后台任务): set going in a step, run by a worker, watched by their owner.

A mechanism's ``works.py`` registers ``Kind`` objects. Its models and views call ``begin`` with
the code of one. A work runs in one transaction that ends with the word that it is done: a worker
that is killed leaves nothing behind, and a work that runs twice is done once. A work that goes on
where it stopped (``at_once = False``) makes transactions of its own, each of them whole.
"""

import hashlib
import json
import logging
import threading
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from liaison import registry
from liaison.models import LongWork
from liaison.outbox import bell

MOST_OPEN = 5
"""Works that one person may have waiting or going on."""
PULSE = 1
"""Seconds between two signs of life."""
TASK = "liaison.run_works"

log = logging.getLogger(__name__)


class Lost(Exception):
    """The work is no longer this worker's: cancelled, or taken for dead and given to another."""


@dataclass
class Result:
    """What a work brings: words for its owner, perhaps a file, and facts for a page of its own."""

    message: str = ""
    content: object = None
    """Bytes, or a Django ``File`` open for reading, which is closed when it has been kept."""
    name: str = ""
    media_type: str = "application/pdf"
    report: dict = field(default_factory=dict)
    aside: str = ""
    """The name of a file that it left in the work's folder for the work that comes after."""


class Kind:
    """A kind of long work: register an instance, or the class, in ``registry.works``.

    ``run`` does the work inside one transaction and returns a ``Result``. It calls
    ``progress.step`` often: there it is stopped when its owner calls it off. A ``ValidationError``
    is what the owner is told; any other exception is an incident.

    A kind that is not ``at_once`` ends each transaction of its own with ``progress.hold``, and
    finds out by itself how far it had come.
    """

    at_once = True

    code = ""
    label = ""
    icon = "settings"

    def run(self, work, progress) -> Result:
        raise NotImplementedError

    def may_read(self, work, user) -> bool:
        """Say whether the owner may still read what came of the work: rights may have ended."""
        return True

    def next_page(self, work):
        """The page on which a done work goes on, as (address, label), if it has one."""

    def first_page(self, work):
        """The page on which one that failed is asked for anew, as (address, label), if it has one.

        What was handed in may have to be another file: to run it again would be no use.
        """

    @property
    def left(self):
        """What is left of a work that stopped, in words."""
        return "没有写入任何内容" if self.at_once else "已经写入的保留，重新执行时接着写"


class Gone(Kind):
    """A kind that the system no longer has: nothing that came of its works can be read."""

    def may_read(self, work, user):
        return False


def kind_of(work):
    """The kind of a work."""
    return registry.works[work.kind] if work.kind in registry.works else Gone()


class Progress:
    """What a work tells of itself while it runs; a thread of its own writes it down each second.

    The thread has its own connection: what it writes is seen while the work's transaction goes
    on, and it keeps beating while the work is deep in one long call.
    """

    def __init__(self, work):
        self.work = work
        self.done, self.total, self.message = 0, 0, ""
        self._ended, self._lost = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._pulse, name=f"work {work.pk}", daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exception):
        self._ended.set()
        self._thread.join()

    def step(self, done=None, total=None, message=None):
        """Note how far the work is; raise ``Lost`` if it is not to go on."""
        self.done = self.done if done is None else done
        self.total = self.total if total is None else total
        self.message = self.message if message is None else message[:200]
        if self._lost.is_set():
            raise Lost

    def hold(self):
        """Keep the work this worker's until the caller's transaction ends; raise ``Lost`` if it
        no longer is."""
        if not self.work.beat(timezone.now()):
            raise Lost

    def _pulse(self):
        try:
            while not self._ended.wait(PULSE):
                self._beat()
        finally:
            connection.close()

    def _beat(self):
        seen = {"done": self.done, "total": self.total, "message": self.message}
        try:
            if not self.work.beat(timezone.now(), **seen):
                self._lost.set()
        except DatabaseError:
            log.warning("work %s: no sign of life could be left", self.work.pk, exc_info=True)
            connection.close()


def begin(code, *, owner, title, subject=None, unit=None, arguments=None, source=None, beside=None):
    """Set a work going when the caller's transaction commits; return it.

    The same work asked for again while the first is still open is the first. ``source`` is an
    upload that the work reads, ``beside`` another that it reads with it (``beside_of``). Raises
    ValidationError when the owner has too many works open.
    """
    work = LongWork(
        kind=registry.works[code].code,
        title=title[:120],
        owner=owner,
        unit=unit,
        subject=subject,
        arguments=arguments or {},
        source_name=source.name[-120:] if source else "",
    )
    work.key = _key(work, source, beside)
    open_works = LongWork.objects.of(owner).open()
    if same := open_works.filter(key=work.key).first():
        return same
    if open_works.count() >= MOST_OPEN:
        raise ValidationError(
            f"您已有 {MOST_OPEN} 项后台任务没有完成，请等其中一项完成后再试", code="too_many"
        )
    try:
        with transaction.atomic():
            work.save()
    except IntegrityError:  # the second of two clicks
        return open_works.get(key=work.key)
    if source:
        work.source = _kept(work, "source", source)
    if beside:
        work.arguments["beside"] = _kept(work, "beside", beside)
    work.save(update_fields=["source", "arguments"])
    bell.nudge(TASK)
    return work


def _key(work, *uploads):
    """What makes two works the same: kind, subject, arguments and the bytes they read."""
    said = [work.kind, work.content_type_id, work.object_id, work.arguments]
    digest = hashlib.sha256(json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True).encode())
    for upload in filter(None, uploads):
        for chunk in upload.chunks():
            digest.update(chunk)
    return digest.hexdigest()


def _kept(work, stem, upload):
    """Keep an upload in the folder of a work; return the name under which it lies there."""
    upload.seek(0)
    ending = upload.name.rpartition(".")[2].lower()[:8]
    return default_storage.save(f"{work.folder}/{stem}.{ending}", upload)


def beside_of(work):
    """The name of what was handed in beside the source of a work; empty if nothing was."""
    return work.arguments.get("beside", "")


def begin_again(work):
    """Put a work that failed or was cancelled back in the queue; say whether it was."""
    if not work.may_be_begun_again:
        return False
    ended = LongWork.objects.filter(pk=work.pk, status=work.status, cleared_at=None)
    try:
        with transaction.atomic():
            again = ended.update(
                status=LongWork.Status.QUEUED, attempts=0, error="", ended_at=None, message=""
            )
    except IntegrityError:  # the same work is open already
        return False
    if again:
        bell.nudge(TASK)
    return bool(again)


def run_next():
    """Give back what dead workers hold, then claim one work and run it; say whether there was one.

    One a call: the task's time limit is one work's. If more are waiting another worker is rung for.
    """
    now = timezone.now()
    LongWork.objects.release_stale(now)
    work = LongWork.objects.claim_next(now)
    if work is None:
        return False
    run(work)
    if LongWork.objects.waiting().exists():
        bell.bell.ring(TASK)
    return True


def run(work):
    """Run a claimed work to its end, whatever that is; return nothing and raise nothing."""
    kind = kind_of(work)
    try:
        with Progress(work) as progress, transaction.atomic() if kind.at_once else nullcontext():
            result = kind.run(work, progress)
            with transaction.atomic():
                _finish(work, result)
    except Lost:
        log.info("work %s was called off", work.pk)
    except ValidationError as error:
        _fail(work, "\n".join(error.messages))
    except SoftTimeLimitExceeded:
        _fail(work, "处理时间过长，已停止；请减少一次处理的数量后再试")
    except Exception:
        log.exception("work %s (%s) failed", work.pk, work.kind)
        _fail(work, f"处理时出错，没有完成；{kind.left}。请告知系统管理员：任务{work.pk}")
    _drop_files(work)


def _finish(work, result):
    """Keep the file and say that the work is done: in the transaction of the work itself."""
    name = ""
    if result.content is not None:
        content = result.content
        content = ContentFile(content) if isinstance(content, bytes) else content
        with content as kept:
            name = default_storage.save(f"{work.folder}/{work.claim.hex}", kept)
    stands = work.settle(
        timezone.now(),
        status=LongWork.Status.DONE,
        message=result.message[:200],
        report=result.report,
        aside=result.aside,
        result=name,
        result_name=result.name[:120],
        result_type=result.media_type if name else "",
    )
    if not stands:
        raise Lost


def _fail(work, reason):
    work.settle(timezone.now(), status=LongWork.Status.FAILED, error=reason)


def _drop_files(work, *, all_of_them=False):
    """Delete the files of the work's folder that the work doesn't name: of claims that came to
    nothing."""
    fresh = (
        LongWork.objects.filter(pk=work.pk)
        .only("source", "result", "aside", "status", "arguments")
        .first()
    )
    if fresh and fresh.status == LongWork.Status.RUNNING:
        return  # another worker has it now
    named = set()
    if fresh and not all_of_them:
        named = {fresh.source.name, fresh.result.name, fresh.aside, beside_of(fresh)}
    for name in _files_in(work.folder):
        if name not in named:
            default_storage.delete(name)


def _files_in(folder):
    try:
        return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []


def clear(now):
    """Delete the files and the report of works that ended some days ago; return how many.

    Who had what done, and when, stays.
    """
    cleared = 0
    for work in LongWork.objects.expired(now):
        _drop_files(work, all_of_them=True)
        cleared += LongWork.objects.filter(pk=work.pk, cleared_at=None).update(
            cleared_at=now, report={}, source="", result="", aside=""
        )
    _clear_strays(now - timedelta(days=1))
    return cleared


def _clear_strays(before):
    """Delete the folders that belong to no work: their transaction was never committed."""
    try:
        folders = [name for name in default_storage.listdir("works")[0] if name.isdecimal()]
    except FileNotFoundError:
        return
    known = set(LongWork.objects.filter(pk__in=folders).values_list("pk", flat=True))
    for folder in folders:
        for name in _files_in(f"works/{folder}") if int(folder) not in known else ():
            if default_storage.get_modified_time(name) < before:
                default_storage.delete(name)


def subject_seen_by(work, user):
    """The matter that a work is about, if ``user`` may see it; otherwise None."""
    if work.content_type_id is None:
        return None
    model = ContentType.objects.get_for_id(work.content_type_id).model_class()
    return model.objects.visible_to(user).filter(pk=work.object_id).first()
