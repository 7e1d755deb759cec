"""The outbox (发件箱), the ledger of reminders, and what the demo's post box caught."""

from datetime import timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from liaison.models.people import Post

TRIES = 6
STALE = timedelta(minutes=10)
"""A claim older than this belongs to a worker that died: no channel takes so long."""


class MessageQuerySet(models.QuerySet):
    def inbox_of(self, user):
        """The messages that have reached ``user`` in the browser, newest first."""
        return self.filter(
            recipient=user, channel=Message.INBOX, not_before__lte=timezone.now()
        ).order_by("-not_before", "-id")

    def unread(self):
        return self.filter(read_at__isnull=True)

    def failed(self):
        """Keep what six tries, or a flat refusal, could not deliver: for the office to mend."""
        return self.filter(status=Message.Status.FAILED)

    def to_send(self, now):
        """Keep what waits for a channel and may go out by now, the longest waiting first."""
        return self.filter(status=Message.Status.PENDING, not_before__lte=now).order_by(
            "not_before", "id"
        )

    def claim(self, pk, now):
        """Take the message ``pk`` for sending; None if another worker has it, or it is not due.

        Compare and swap: of any number of workers one changes the row. The try is counted
        now, so that a worker that dies while sending has used it up.
        """
        claimed = (
            self.to_send(now)
            .filter(pk=pk)
            .update(status=Message.Status.SENDING, claimed_at=now, attempts=F("attempts") + 1)
        )
        return self.select_related("recipient").get(pk=pk) if claimed else None

    def release_stale(self, now):
        """Give back what a dead worker holds; what has no tries left has failed. Return how many.

        Whether the message went out before the worker died nobody knows: it goes again, under
        the same Message-ID, so that the receiving side can drop a repeat.
        """
        stale = self.filter(status=Message.Status.SENDING, claimed_at__lt=now - STALE)
        spent = stale.filter(attempts__gte=TRIES).update(
            status=Message.Status.FAILED, error="发送中断"
        )
        return spent + stale.update(status=Message.Status.PENDING, not_before=now, error="发送中断")

    def void_outdated(self):
        """Void what must not go out any more; return how many.

        That is a reminder of a date that has moved since or is no longer running, and whatever
        waits for a person whose account is closed or who has left all posts.
        """
        standing = Reminder.objects.filter(
            message=OuterRef("pk"),
            deadline__status="running",
            deadline__version=F("version"),
        )
        gone = Q(recipient__is_active=False) | Q(recipient__personal_group__isnull=True) & ~Exists(
            Post.objects.current().filter(user=OuterRef("recipient"))
        )
        outdated = Q(reminder__isnull=False) & ~Exists(standing)
        return self.filter(gone | outdated, status=Message.Status.PENDING).update(
            status=Message.Status.VOID
        )


class Message(models.Model):
    """One notice to one person by one channel (消息), written in the step's own transaction.

    ``key`` is unique with recipient and channel, so the same notice published twice is one.
    An inbox message is delivered by being written; it shows from ``not_before`` on. Other
    channels are claimed by compare-and-swap, PENDING → SENDING → SENT; what fails waits
    longer each time and is FAILED after six tries, for the office to see.
    """

    INBOX = "inbox"

    class Status(models.TextChoices):
        PENDING = "pending", "待发送"
        SENDING = "sending", "发送中"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"
        VOID = "void", "已作废"

    key = models.CharField(max_length=120)
    notice = models.CharField("通知种类", max_length=60)
    recipient = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="messages", verbose_name="收件人"
    )
    channel = models.CharField("渠道", max_length=20)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    matter = GenericForeignKey("content_type", "object_id")
    subject = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.PENDING)
    not_before = models.DateTimeField("不早于", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("发送时间", null=True)
    read_at = models.DateTimeField("阅读时间", null=True)
    error = models.CharField("失败原因", max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["key", "recipient", "channel"], name="one_message_a_channel"
            )
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="message_to_send",
                condition=Q(status__in=["pending", "sending"]),
            ),
            models.Index(fields=["recipient", "-not_before"], name="message_inbox"),
            models.Index(
                fields=["recipient"],
                name="message_unread",
                condition=Q(channel="inbox", read_at__isnull=True),
            ),
        ]

    def __str__(self):
        """Say which one, not what of: this heads the admin's pages, and the words are private."""
        return f"消息{self.pk}"

    def sent(self):
        """Note that the channel took the message; a claim lost meanwhile changes nothing."""
        return self._settle(status=self.Status.SENT, sent_at=timezone.now(), error="")

    def put_back(self, reason, again_at):
        """Note a failed try: wait until ``again_at``, or, when that is None, give up.

        ``reason`` is for the office to read and holds neither addresses nor secrets.
        """
        if again_at is None:
            return self._settle(status=self.Status.FAILED, error=reason)
        return self._settle(status=self.Status.PENDING, not_before=again_at, error=reason)

    def _settle(self, **changes):
        claim = Message.objects.filter(
            pk=self.pk, status=self.Status.SENDING, claimed_at=self.claimed_at
        )
        return bool(claim.update(**changes))


class ReminderQuerySet(models.QuerySet):
    def write(self, rows, now):
        """Write reminders, each with its message, all or none; return how many are new.

        ``rows`` are tuples in the order of ``COLUMNS``. What the ledger knows already is
        passed over together with its message, whoever wrote it, and whenever.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TOLD)
            with cursor.copy(f"COPY told ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(WRITE, {"now": now})
            return cursor.rowcount


COLUMNS = {
    "deadline_id": "bigint",
    "version": "smallint",
    "tier": "smallint",
    "recipient_id": "bigint",
    "channel": "text",
    "notice": "text",
    "content_type_id": "integer",
    "object_id": "bigint",
    "subject": "text",
    "body": "text",
    "status": "text",
}
TOLD = f"""
CREATE TEMP TABLE IF NOT EXISTS told (
    message_id bigint DEFAULT nextval(pg_get_serial_sequence('liaison_message', 'id')),
    {", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())}
);
TRUNCATE told
"""
WRITE = """
WITH new AS (
    INSERT INTO liaison_reminder
        (deadline_id, version, tier, recipient_id, channel, message_id, created_at)
    SELECT deadline_id, version, tier, recipient_id, channel, message_id, %(now)s FROM told
    ON CONFLICT (deadline_id, version, tier, recipient_id, channel) DO NOTHING
    RETURNING message_id
)
INSERT INTO liaison_message (id, key, notice, recipient_id, channel, content_type_id, object_id,
    subject, body, status, not_before, sent_at, created_at, attempts, error)
SELECT message_id, 'deadline:' || deadline_id || ':' || version || ':' || tier, notice,
    recipient_id, channel, content_type_id, object_id, subject, body, status, %(now)s,
    CASE WHEN status = 'sent' THEN %(now)s::timestamptz END, %(now)s, 0, ''
FROM told JOIN new USING (message_id)
"""


class Reminder(models.Model):
    """The ledger of reminders (提醒): one row for what was told to whom about which date.

    Unique by deadline, version, tier, recipient and channel: whoever writes the row second
    finds it there and passes on, so each reminder is sent exactly once.
    """

    deadline = models.ForeignKey("liaison.Deadline", models.PROTECT, related_name="reminders")
    version = models.PositiveSmallIntegerField()
    tier = models.SmallIntegerField("期满前天数")
    recipient = models.ForeignKey("liaison.User", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="reminder")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒台账"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "version", "tier", "recipient", "channel"],
                name="one_reminder_a_tier",
            )
        ]

    def __str__(self):
        return f"{self.deadline_id} v{self.version} {self.tier:+d}"


class CaughtMail(models.Model):
    """An e-mail that the demo caught instead of sending it (演示邮箱)."""

    to = models.CharField("收件人", max_length=300)
    subject = models.CharField("标题", max_length=300)
    body = models.TextField("正文")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "演示邮箱"
        ordering = ["-id"]
        default_permissions = ("view",)

    def __str__(self):
        return self.subject
