"""Long works (后台任务): what takes longer than a person waits for a page."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.urls import reverse

TRIES = 3
STALE = timedelta(seconds=60)
"""A heartbeat older than this belongs to a worker that died: a living one writes every second."""
TURNSTILE = 0x6C776F726B
"""The advisory lock under which works are claimed, so that they can be counted."""


class LongWorkQuerySet(models.QuerySet):
    def of(self, user):
        """Keep the works that ``user`` set going: nobody else hears of them."""
        return self.filter(owner=user)

    def open(self):
        """Keep what waits or is going on."""
        return self.filter(status__in=OPEN)

    def waiting(self):
        """Keep what waits for a worker, the longest waiting first."""
        return self.filter(status=LongWork.Status.QUEUED).order_by("id")

    def claim_next(self, now):
        """Take the work that has waited longest; None if none waits or enough are going on.

        Compare and swap: of any number of workers one changes the row. The try is counted now,
        so that a worker that dies on the work has used it up. No more than ``WORKS_AT_ONCE`` go
        on together: notices and reminders need workers too.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURNSTILE])
            if self.filter(status=LongWork.Status.RUNNING).count() >= settings.WORKS_AT_ONCE:
                return None
            work = self.waiting().first()
            return work if work and work.taken(now) else None

    def release_stale(self, now):
        """Give back what dead workers hold; what has no tries left has failed. Return how many.

        Whatever the dead worker had done was in a transaction that never ended: nothing of it is
        there.
        """
        stale = self.filter(status=LongWork.Status.RUNNING, heartbeat_at__lt=now - STALE)
        spent = stale.filter(attempts__gte=TRIES).update(
            status=LongWork.Status.FAILED,
            claim=None,
            ended_at=now,
            error="处理进程多次中断，没有完成；请稍后再试，仍不行的请联系系统管理员",
        )
        return spent + stale.update(status=LongWork.Status.QUEUED, claim=None, message="")

    def expired(self, now):
        """Keep the ended works whose files have been kept long enough."""
        since = now - timedelta(days=settings.WORKS_KEPT_DAYS)
        return self.filter(cleared_at=None, ended_at__lt=since)


class LongWork(models.Model):
    """Something that a worker does in the background while its owner watches (后台任务).

    It is set going in the caller's transaction (``liaison.works.begin``), claimed by
    compare-and-swap, QUEUED → RUNNING → DONE or FAILED, and cancelled by its owner. ``claim`` tells
    two workers apart: only the one whose claim stands may say how it went, in the transaction of
    the work itself. ``report`` and the files are dropped after some days (``WORKS_KEPT_DAYS``).
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"
        CANCELLED = "cancelled", "已取消"

    TONES = {
        Status.QUEUED: "secondary",
        Status.DONE: "green",
        Status.FAILED: "red",
        Status.CANCELLED: "secondary",
    }

    kind = models.CharField("种类", max_length=60)
    title = models.CharField("名称", max_length=120)
    owner = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="works", verbose_name="发起人"
    )
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    subject = GenericForeignKey("content_type", "object_id")
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    source = models.FileField(max_length=200, blank=True)
    source_name = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=64)
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.QUEUED)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    message = models.CharField("进度说明", max_length=200, blank=True)
    error = models.TextField("未完成原因", blank=True)
    report = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    result = models.FileField(max_length=200, blank=True)
    aside = models.CharField(max_length=200, blank=True)
    result_name = models.CharField("结果文件", max_length=120, blank=True)
    result_type = models.CharField(max_length=100, blank=True)
    claim = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    heartbeat_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField("发起时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    cleared_at = models.DateTimeField(null=True)

    objects = LongWorkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                name="one_open_work_of_a_kind",
                condition=Q(status__in=["queued", "running"]),
            )
        ]
        indexes = [
            models.Index(
                fields=["status", "id"],
                name="work_open",
                condition=Q(status__in=["queued", "running"]),
            ),
            models.Index(fields=["owner", "-id"], name="work_of_owner"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("liaison:work", args=[self.pk])

    @property
    def is_open(self):
        return self.status in OPEN

    @property
    def tone(self):
        return self.TONES.get(self.status, "blue")

    @property
    def may_be_begun_again(self):
        return self.status in STOPPED and self.cleared_at is None

    @property
    def folder(self):
        """Where its files lie; each claim writes under a name of its own."""
        return f"works/{self.pk}"

    def taken(self, now):
        """Claim the work; say whether it was still there to be taken."""
        claim = uuid.uuid4()
        taken = LongWork.objects.filter(pk=self.pk, status=self.Status.QUEUED).update(
            status=self.Status.RUNNING,
            claim=claim,
            attempts=F("attempts") + 1,
            heartbeat_at=now,
            started_at=now,
            done=0,
            total=0,
            message="",
        )
        self.refresh_from_db()
        return bool(taken) and self.claim == claim

    def beat(self, now, **seen):
        """Leave a sign of life and how far it is; say whether the claim still stands."""
        return self._held().update(heartbeat_at=now, **seen) > 0

    def settle(self, now, **outcome):
        """Say how it went, if the claim still stands; say whether it did."""
        return self._held().update(ended_at=now, claim=None, **outcome) > 0

    def _held(self):
        return LongWork.objects.filter(
            pk=self.pk, status=self.Status.RUNNING, claim=self.claim, claim__isnull=False
        )

    def cancel(self, now):
        """Call the work off (取消); say whether it was still going. The worker stops by itself."""
        return bool(
            LongWork.objects.open()
            .filter(pk=self.pk)
            .update(status=self.Status.CANCELLED, claim=None, ended_at=now)
        )


OPEN = (LongWork.Status.QUEUED, LongWork.Status.RUNNING)
STOPPED = (LongWork.Status.FAILED, LongWork.Status.CANCELLED)
