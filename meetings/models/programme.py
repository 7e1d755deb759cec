"""What a meeting consists of: venues, agenda, who came, what was decided."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q


def names_of(through, owner):
    """The short names of the units that ``through`` ties to a row, as a list in one query."""
    ties = through.objects.filter(**{owner: OuterRef("pk")}).order_by("unit_id")
    return ArraySubquery(ties.values("unit__short_name"))


class Venue(models.Model):
    """A place where a meeting sits (会场): one main venue, the others joined by video."""

    meeting = models.ForeignKey(
        "meetings.JointMeeting", models.PROTECT, related_name="venues", verbose_name="会议"
    )
    order = models.PositiveSmallIntegerField("次序")
    is_main = models.BooleanField("主会场", default=False)
    name = models.CharField("会场", max_length=60)
    host = models.ForeignKey(
        "liaison.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承办单位",
    )
    place = models.CharField("地点", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会场"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="one_venue_an_order"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(is_main=True), name="one_main_venue"
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.kind}）"

    @property
    def kind(self):
        return "主会场" if self.is_main else "视频分会场"


class Delegate(models.Model):
    """A unit's person at a meeting, by post; the unit may be one that the system doesn't know."""

    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    other_unit = models.CharField("其他单位名称", max_length=60, blank=True)
    post = models.CharField("职务", max_length=60, blank=True)
    name = models.CharField("姓名", max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def unit_name(self):
        return self.other_unit or str(self.unit or "")

    @property
    def who(self):
        """Post and name, as a programme lists them: 院长 崔正言."""
        return " ".join(filter(None, [self.post, self.name]))


class AgendaItem(Delegate):
    """One item of the agenda (议程), with who presents it and the paper that goes with it."""

    class Kind(models.TextChoices):
        SPEECH = "speech", "讲话"
        INTRODUCTION = "introduction", "介绍"
        EXPLANATION = "explanation", "说明"
        DELIBERATION = "deliberation", "审议"
        OTHER = "other", "其他"

    meeting = models.ForeignKey(
        "meetings.JointMeeting", models.PROTECT, related_name="agenda", verbose_name="会议"
    )
    order = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("方式", max_length=20, choices=Kind.choices)
    title = models.CharField("议题", max_length=120)
    document_title = models.CharField("文件名称", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议程"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="one_agenda_item_an_order")
        ]

    def __str__(self):
        return f"{self.order}. {self.title}"


class Attendance(Delegate):
    """Who came to which venue, who asked for leave, who sat in (出席、请假、列席)."""

    class Presence(models.TextChoices):
        PRESENT = "present", "出席"
        ON_LEAVE = "on_leave", "请假"
        OBSERVING = "observing", "列席"

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

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering = ["venue__order", "order"]
        default_permissions = ()

    def __str__(self):
        return f"{self.unit_name}{self.who}（{self.get_presence_display()}）"


class Decision(models.Model):
    """What a meeting decided (会议议定), as written down there; issued, it is a resolved item.

    Until the minutes are issued it may be changed; then each decision becomes a
    ``ResolvedItem`` that its lead unit must answer for, and the decision stays as it was made.
    """

    meeting = models.ForeignKey(
        "meetings.JointMeeting", models.PROTECT, related_name="decisions", verbose_name="会议"
    )
    ordinal = models.PositiveSmallIntegerField("序号")
    title = models.CharField("议定事项", max_length=100)
    content = models.CharField("具体要求", max_length=500, blank=True)
    lead = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="牵头单位"
    )
    assisting = models.ManyToManyField(
        "liaison.Unit", blank=True, related_name="+", verbose_name="配合单位"
    )
    due_on = models.DateField("办结期限")

    class Meta:
        verbose_name = verbose_name_plural = "会议议定"
        ordering = ["ordinal"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "ordinal"], name="one_decision_an_ordinal")
        ]

    def __str__(self):
        return f"{self.ordinal}. {self.title}"


def check_venues(rows):
    """Refuse a programme without exactly one main venue."""
    mains = sum(bool(row["is_main"]) for row in rows)
    if mains != 1:
        raise ValidationError(f"主会场应当有且只有一个，现在是{mains}个")
    names = [row["name"] for row in rows]
    if len(set(names)) != len(names):
        raise ValidationError("会场名称不能重复")
