"""The outbox (发件箱), the ledger of reminders, and what the demo's post box caught."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone


class MessageQuerySet(models.QuerySet):
    def inbox_of(self, user):
        """The messages that have reached ``user`` in the browser, newest first."""
        return self.filter(
            recipient=user, channel=Message.INBOX, not_before__lte=timezone.now()
        ).order_by("-not_before", "-id")

    def unread(self):
        return self.filter(read_at__isnull=True)

    def failed(self):
        return self.filter(status=Message.Status.FAILED)


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
    status = models.CharField(
        "状态", max_length=20, choices=Status.choices, default=Status.PENDING
    )
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
        return self.subject


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
