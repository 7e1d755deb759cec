"""The roll of a meeting (名册、到会): who is to come, who came, who left, who stayed away."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery

from meetings.models.programme import Delegate, Venue

BEFORE, AFTER = timedelta(hours=3), timedelta(hours=3)
"""How long before the meeting begins, and after it should end, people may sign in."""


class AttendanceQuerySet(models.QuerySet):
    def here(self):
        """Keep those who have signed in and not left."""
        return self.filter(arrived_at__isnull=False, left_at__isnull=True)

    def missing(self):
        """Keep those who said they come, did not sign in, and were not noted by the office."""
        return self.filter(arrived_at__isnull=True, is_recorded=False).exclude(
            presence__in=[Attendance.Presence.ON_LEAVE, Attendance.Presence.ABSENT]
        )

    def with_clash(self, meeting):
        """Say of each, as ``clash``, at which other meeting the same person is expected then.

        The same person is the same name of the same unit.
        """
        elsewhere = (
            Attendance.objects.exclude(meeting=meeting)
            .exclude(presence=Attendance.Presence.ON_LEAVE)
            .filter(
                unit=OuterRef("unit"),
                name=OuterRef("name"),
                meeting__closed_on__isnull=True,
                meeting__held_on__isnull=True,
                meeting__starts_at__lt=meeting.ends_at,
                meeting__ends_at__gt=meeting.starts_at,
            )
            .exclude(name="")
        )
        return self.annotate(clash=Subquery(elsewhere.values("meeting__title")[:1]))


class Attendance(Delegate):
    """Who came to which venue, who asked for leave, who sat in (出席、请假、列席)."""

    class Presence(models.TextChoices):
        PRESENT = "present", "出席"
        ON_LEAVE = "on_leave", "请假"
        OBSERVING = "observing", "列席"
        ABSENT = "absent", "缺席"

    class Via(models.TextChoices):
        CODE = "code", "扫码签到"
        CLERK = "clerk", "工作人员签到"

    meeting = models.ForeignKey(
        "meetings.JointMeeting", models.PROTECT, related_name="attendance", verbose_name="会议"
    )
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="attendance", verbose_name="会场")
    order = models.PositiveSmallIntegerField("次序")
    presence = models.CharField(
        "到会", max_length=20, choices=Presence.choices, default=Presence.PRESENT
    )
    leave_reason = models.CharField("请假事由", max_length=100, blank=True)
    substitute_for = models.CharField("代谁参会", max_length=60, blank=True)
    arrived_at = models.DateTimeField("签到时间", null=True)
    arrived_via = models.CharField("签到方式", max_length=10, choices=Via.choices, blank=True)
    left_at = models.DateTimeField("离会时间", null=True)
    is_recorded = models.BooleanField("已由办公室登记", default=False)
    is_walk_in = models.BooleanField("名册外签到", default=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering = ["venue__order", "order", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["unit", "name"], name="attendance_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "unit", "name"],
                condition=Q(is_walk_in=True),
                name="one_walk_in_a_person",
            )
        ]

    def __str__(self):
        return f"{self.unit_name}{self.who}（{self.get_presence_display()}）"

    @property
    def is_here(self):
        return self.arrived_at is not None and self.left_at is None

    @property
    def is_late(self):
        """Whether the person came after the meeting had begun."""
        return self.arrived_at is not None and self.arrived_at > self.meeting.starts_at

    def sign_in(self, now, via, *, venue=None, recorder=None):
        """Note that the person has come (签到); say whether that is news.

        Compare and swap: of any number of taps one counts. Whoever had asked for leave and
        comes all the same is present. ``venue`` is where they came to, if not where they were
        expected.
        """
        news = {"arrived_at": now, "arrived_via": via, "left_at": None}
        if self.presence in {self.Presence.ON_LEAVE, self.Presence.ABSENT}:
            news |= {"presence": self.Presence.PRESENT, "leave_reason": ""}
        if venue:
            news["venue"] = venue
        return self._moved(Movement.Kind.ARRIVED, now, recorder, news, arrived_at__isnull=True)

    def leave(self, now, recorder):
        """Note that the person has left before the end (离会); say whether that is news."""
        here = {"arrived_at__isnull": False, "left_at__isnull": True}
        return self._moved(Movement.Kind.LEFT, now, recorder, {"left_at": now}, **here)

    def come_back(self, now, recorder):
        """Note that the person is back (返回); say whether that is news."""
        away = {"left_at__isnull": False}
        return self._moved(Movement.Kind.RETURNED, now, recorder, {"left_at": None}, **away)

    def undo_sign_in(self, now, recorder):
        """Take back a sign-in that was a slip (撤销签到); who wasn't on the roll goes from it."""
        news = {"arrived_at": None, "arrived_via": "", "left_at": None}
        here = {"arrived_at__isnull": False}
        if not self._moved(Movement.Kind.UNDONE, now, recorder, news, **here):
            return False
        if self.is_walk_in:
            Attendance.objects.filter(pk=self.pk).delete()
        return True

    @transaction.atomic
    def _moved(self, kind, now, recorder, news, **only_if):
        if not Attendance.objects.filter(pk=self.pk, **only_if).update(**news):
            return False
        Movement.objects.create(attendance=self, kind=kind, at=now, recorder=recorder)
        return True


class Movement(models.Model):
    """Somebody coming, going or coming back (签到、离会、返回), as it was noted; never changed."""

    class Kind(models.TextChoices):
        ARRIVED = "arrived", "签到"
        LEFT = "left", "离会"
        RETURNED = "returned", "返回"
        UNDONE = "undone", "撤销签到"

    attendance = models.ForeignKey(
        Attendance, models.CASCADE, related_name="movements", verbose_name="人员"
    )
    kind = models.CharField("动态", max_length=10, choices=Kind.choices)
    at = models.DateTimeField("时间")
    recorder = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "到会动态"
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.at:%H:%M} {self.attendance} {self.get_kind_display()}"


class Recusal(models.Model):
    """Somebody who takes no part in one item of the agenda (回避), with the reason."""

    attendance = models.ForeignKey(
        Attendance, models.CASCADE, related_name="recusals", verbose_name="人员"
    )
    item = models.ForeignKey(
        "meetings.AgendaItem", models.CASCADE, related_name="recusals", verbose_name="议程"
    )
    reason = models.CharField("理由", max_length=100, blank=True)
    recorder = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="登记人"
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["attendance", "item"], name="one_recusal_an_item")
        ]

    def __str__(self):
        return f"{self.attendance} 回避 {self.item}"
