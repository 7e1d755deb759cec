"""What a meeting consists of: venues, agenda, who came, what was decided."""

import secrets

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q


def names_of(through, owner):
    """The short names of the units that ``through`` ties to a row, as a list in one query."""
    ties = through.objects.filter(**{owner: OuterRef("pk")}).order_by("unit_id")
    return ArraySubquery(ties.values("unit__short_name"))


def sign_in_code():
    """What a venue's QR code leads to, not to be guessed."""
    return secrets.token_urlsafe(16)


class VenueQuerySet(models.QuerySet):
    def with_counts(self):
        """Say of each venue how many are expected, here, and on leave."""
        on_leave = Q(attendance__presence="on_leave")
        away = on_leave | Q(attendance__presence="absent")
        here = Q(attendance__arrived_at__isnull=False, attendance__left_at__isnull=True)
        counted = self.annotate(
            expected=models.Count("attendance", filter=~away),
            here=models.Count("attendance", filter=here),
            on_leave=models.Count("attendance", filter=on_leave),
        )
        return counted.order_by("order")  # who counts loses Meta.ordering


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
    room = models.ForeignKey(
        "liaison.Room", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="房间"
    )
    code = models.CharField("签到码", max_length=32, default=sign_in_code, unique=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会场"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="one_venue_an_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(is_main=True), name="one_main_venue"
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.kind}）"

    @property
    def kind(self):
        return "主会场" if self.is_main else "视频分会场"

    @property
    def whereabouts(self):
        """Where it is, as a notice names it: the room booked, or the place written out."""
        return self.room.whereabouts if self.room else self.place


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
        REPORT = "report", "汇报"
        OTHER = "other", "其他"

    meeting = models.ForeignKey(
        "meetings.JointMeeting", models.PROTECT, related_name="agenda", verbose_name="会议"
    )
    order = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("方式", max_length=20, choices=Kind.choices)
    title = models.CharField("议题", max_length=120)
    document_title = models.CharField("文件名称", max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField("预计用时（分钟）", null=True, blank=True)
    topic = models.ForeignKey(
        "meetings.Topic", models.PROTECT, null=True, related_name="items", verbose_name="议题"
    )
    carried = models.ForeignKey(
        "meetings.ResolvedItem",
        models.PROTECT,
        null=True,
        related_name="reported_in",
        verbose_name="未办结的议定事项",
    )
    approves = models.ForeignKey(
        "meetings.JointMeeting",
        models.PROTECT,
        null=True,
        related_name="approved_in",
        verbose_name="审议其纪要的会议",
    )
    is_late = models.BooleanField("临时增列", default=False)
    late_reason = models.CharField("增列理由", max_length=200, blank=True)
    notes = models.TextField("记录", max_length=10000, blank=True)
    begun_at = models.DateTimeField("开始", null=True)
    ended_at = models.DateTimeField("结束", null=True)
    present = models.PositiveSmallIntegerField("到会单位", null=True)
    quorum = models.PositiveSmallIntegerField("法定到会单位", null=True)

    SOURCES = {"topic": "topic", "item": "carried", "meeting": "approves"}
    """How a row names where it comes from → the field that keeps it."""

    class Meta:
        verbose_name = verbose_name_plural = "议程"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="one_agenda_item_an_order",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self):
        return f"{self.order}. {self.title}"

    @property
    def source(self):
        """Where the item came from by itself, as a row of the form names it: ``topic:7``."""
        for name, field in self.SOURCES.items():
            if ident := getattr(self, f"{field}_id"):
                return f"{name}:{ident}"
        return ""

    @property
    def had_quorum(self):
        """Whether enough units were there when it was closed; None if that was not counted."""
        return None if self.quorum is None else self.present >= self.quorum


class Decision(models.Model):
    """What a meeting decided (会议议定), as written down there; issued, it is a resolved item.

    Until the minutes are issued it may be changed; then each decision becomes a
    ``ResolvedItem`` that its lead unit must answer for, and the decision stays as it was made.
    """

    agenda_item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="议程",
    )

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

    def in_words(self):
        """The whole of it in a line: what, by whom, with whom, by when."""
        assisting = "、".join(map(str, self.assisting.all()))
        with_whom = f"，{assisting}配合" if assisting else ""
        return f"{self}：{self.content}（{self.lead}牵头{with_whom}，{self.due_on}前办结）"


def check_venues(rows):
    """Refuse a programme without exactly one main venue."""
    mains = sum(bool(row["is_main"]) for row in rows)
    if mains != 1:
        raise ValidationError(f"主会场应当有且只有一个，现在是{mains}个")
    names = [row["name"] for row in rows]
    if len(set(names)) != len(names):
        raise ValidationError("会场名称不能重复")


def keep_rows(kept, rows, *, spare=None):
    """Bring the rows ``kept`` (a related manager) into step with ``rows``, in their order.

    A row with the ``id`` of one that is kept changes it, in what ``rows`` say and nothing else;
    any other is new; what isn't among them any more is deleted, unless ``spare`` spares it.
    Raises ValidationError where something hangs on a row that is to go.
    """
    before = {row.pk: row for row in kept.select_for_update(of=["self"])}
    changed, new = [], []
    for order, values in enumerate(rows, 1):
        row = before.pop(values.get("id"), None)
        fields = {name: values[name] for name in values if name != "id"} | {"order": order}
        if row is None:
            new.append(kept.model(**kept.core_filters, **fields))
            continue
        for name, value in fields.items():
            setattr(row, name, value)
        changed.append((row, [*fields]))
    for row in before.values():
        _drop(row, spare)
    for row, names in changed:
        row.save(update_fields=names)
    kept.model.objects.bulk_create(new)


def _drop(row, spare):
    if spare and spare(row):
        return
    try:
        row.delete()
    except models.ProtectedError:
        raise ValidationError(f"“{row}”已有人员登记，不能删除") from None
