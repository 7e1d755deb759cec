"""The clock (期限): rules as data, the calendar as a table, each deadline a ledger of events."""

from datetime import timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Min, OuterRef, Q, Subquery, Value

from liaison import workdays
from liaison.clock import ledger
from liaison.models.audit import AppendOnlyQuerySet
from liaison.models.outbox import Reminder


class CalendarYear(models.Model):
    """A year whose days off the State Council has published (国务院办公厅节假日安排)."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("依据", max_length=200, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "已公布年份"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年"


class CalendarDay(models.Model):
    """A day that differs from the ordinary week: a weekday off, or a make-up working day."""

    day = models.DateField("日期", unique=True)
    working = models.BooleanField("上班", help_text="调休上班为是，放假为否")
    name = models.CharField("名称", max_length=40)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.name}（{'班' if self.working else '休'}）"


class DeadlineRuleQuerySet(models.QuerySet):
    def in_force(self, code, on):
        """Return the version of the rule ``code`` that applies to a trigger on ``on``."""
        return (
            self.filter(
                Q(valid_to__isnull=True) | Q(valid_to__gte=on), code=code, valid_from__lte=on
            )
            .order_by("-valid_from")
            .get_first(code)
        )

    def in_force_on(self, day):
        """The version of every rule that applies to a trigger on ``day``: one row a code."""
        holds = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        return (
            self.filter(holds, valid_from__lte=day).order_by("code", "-valid_from").distinct("code")
        )

    def widest_window(self):
        """How long before its date the earliest reminder of any rule is due."""
        tiers = self.order_by().values_list("tiers", flat=True).distinct()
        return timedelta(days=max((max(each) for each in tiers if each), default=0))

    def get_first(self, code):
        rule = self.first()
        if rule is None:
            raise self.model.DoesNotExist(code)
        return rule


class DeadlineRule(models.Model):
    """A period fixed by law or rulebook, as data with versions (期限规则).

    The version in force on the day of the trigger applies. ``length`` is in ``unit``;
    a rule of length 0 has its date set case by case (an item resolved at a meeting).
    ``tiers`` are the days before (positive) and after (negative) the due date on which a
    reminder is due.
    """

    class Direction(models.TextChoices):
        AFTER = "after", "之后"
        BEFORE = "before", "之前"

    code = models.CharField("代码", max_length=60)
    name = models.CharField("名称", max_length=60)
    law = models.CharField("依据", max_length=120)
    article = models.CharField("条款", max_length=80, blank=True)
    trigger = models.CharField("起算", max_length=120)
    length = models.PositiveSmallIntegerField("期间长度")
    unit = models.CharField(
        "单位", max_length=20, choices=[(unit.value, unit.label) for unit in workdays.Unit]
    )
    direction = models.CharField(
        "方向", max_length=10, choices=Direction.choices, default=Direction.AFTER
    )
    roll = models.BooleanField("末日顺延", default=True)
    extendable_by = models.PositiveSmallIntegerField("可延长", default=0)
    extension_unit = models.CharField("延长单位", max_length=20, blank=True)
    extension_note = models.CharField("延长条件", max_length=200, blank=True)
    effect_if_late = models.CharField("逾期后果", max_length=200, blank=True)
    tiers = ArrayField(
        models.SmallIntegerField(), verbose_name="提醒日（期满前为正）", default=list
    )
    note = models.CharField("说明", max_length=300, blank=True)
    verified = models.CharField("核实", max_length=1, blank=True)
    valid_from = models.DateField("施行")
    valid_to = models.DateField("失效", null=True, blank=True)

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限规则"
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_rule_version")
        ]

    def __str__(self):
        return f"{self.name}（{self.law}{self.article}）"

    @property
    def period(self):
        """The part of the rule that the arithmetic needs."""
        return ledger.Period(
            length=self.length,
            unit=workdays.Unit(self.unit),
            direction=workdays.Direction(self.direction),
            roll=self.roll,
        )


class NewestTier(Func):
    """The last of a rule's tiers (提醒日) that has come by a day, or NULL.

    Expressions: the tiers, the due date, the day for tiers before the date, the day for those
    at it and after it.
    """

    output_field = models.SmallIntegerField()
    template = (
        "(SELECT min(tier) FROM (SELECT %(expressions)s) AS given (tiers, due_on, before, since),"
        " unnest(tiers) AS tier WHERE due_on - tier <= CASE WHEN tier > 0 THEN before ELSE since"
        " END)"
    )


class DeadlineQuerySet(models.QuerySet):
    def running(self):
        return self.filter(status=Deadline.Status.RUNNING)

    def owed(self):
        """Keep what runs and is still to be done: what is handed in waits for its judge."""
        return self.running().filter(handed_in_on__isnull=True)

    def reminders_due(self, today, eve):
        """Keep the running deadlines with a tier that has come and isn't in the ledger yet.

        ``tier`` is the newest such tier, ``told`` the last one told of the same version: what
        lies between has been slept over and is told with the newest. Tiers are counted in
        calendar days, as the reader counts them on the wall. ``eve`` is the last day before the
        next working day: a tier before the date that falls on a day off is told on the working
        day before it, not after, when it may be too late.
        """
        days = [Value(day, models.DateField()) for day in (eve, today)]
        told = Reminder.objects.filter(deadline=OuterRef("pk"), version=OuterRef("version"))
        return (
            self.running()
            .filter(due_on__lte=eve + DeadlineRule.objects.widest_window())
            .annotate(
                tier=NewestTier(F("rule__tiers"), F("due_on"), *days),
                told=Subquery(
                    told.order_by().values("deadline").annotate(last=Min("tier")).values("last")
                ),
            )
            .filter(Q(told__isnull=True) | Q(tier__lt=F("told")), tier__isnull=False)
        )

    def open(self):
        """Keep what is running or suspended."""
        return self.filter(status__in=[Deadline.Status.RUNNING, Deadline.Status.SUSPENDED])

    def with_ledger(self):
        """Read these deadlines with rule, responsible unit and events: a list, by one query.

        Each has at least the event that started it, so that the events bring the deadlines.
        """
        found, matter = {}, self._hints.get("matter")
        events = DeadlineEvent.objects.filter(deadline__in=self.order_by()).select_related(
            "deadline__rule", "deadline__responsible"
        )
        for event in events.order_by("deadline__due_on", "deadline_id", "id"):
            deadline = found.setdefault(event.deadline_id, event.deadline)
            kept = deadline.__dict__.setdefault("_prefetched_objects_cache", {})
            if "events" not in kept:
                kept["events"] = DeadlineEvent.objects.none()
                kept["events"]._result_cache = []
                if matter:
                    Deadline._meta.get_field("matter").set_cached_value(deadline, matter)
            kept["events"]._result_cache.append(event)
        return list(found.values())

    def _fetch_all(self):
        super()._fetch_all()
        matter = self._hints.get("matter")
        for deadline in self._result_cache if matter else ():
            if isinstance(deadline, Deadline) and deadline.belongs_to(matter):
                Deadline._meta.get_field("matter").set_cached_value(deadline, matter)


class DeadlineManager(models.Manager.from_queryset(DeadlineQuerySet)):
    def get_queryset(self):
        """Let deadlines found through their matter know that very object, not a copy of it.

        The engine brings the matter's ``due_on`` into step; on a copy, the step that saves the
        original afterwards would write the old date back.
        """
        queryset = super().get_queryset()
        if matter := getattr(self, "instance", None):
            queryset._add_hints(matter=matter)
        return queryset


class Deadline(models.Model):
    """By when a unit must do something in a matter (期限).

    The truth is the ledger of ``DeadlineEvent``; ``status``, ``due_on``, ``provisional`` and
    ``version`` are its fold, stored so that sweeps and lists find them by index. ``version``
    rises whenever the due date moves, and reminders hang on it. ``ref`` tells apart several
    deadlines of one rule in one matter (an instalment, a recipient). ``handed_in_on`` is the day
    of an answer that whoever asked for it has still to judge (待核): it is late or not by that day.
    """

    class Status(models.TextChoices):
        RUNNING = "running", "进行中"
        SUSPENDED = "suspended", "中止"
        MET = "met", "已完成"
        WAIVED = "waived", "不再适用"

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    matter = GenericForeignKey("content_type", "object_id")
    rule = models.ForeignKey(DeadlineRule, models.PROTECT, related_name="deadlines")
    ref = models.CharField(max_length=60, blank=True)
    name = models.CharField("名称", max_length=120)
    responsible = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    asker = models.ForeignKey(
        "liaison.Unit", models.PROTECT, null=True, related_name="+", verbose_name="要求单位"
    )
    handler = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.RUNNING)
    started_on = models.DateField("起算事由发生日")
    due_on = models.DateField("期满日", null=True)
    provisional = models.BooleanField("暂定", default=False)
    version = models.PositiveSmallIntegerField(default=1)
    handed_in_on = models.DateField("报送日", null=True)
    ended_on = models.DateField("完成日", null=True)

    objects = DeadlineManager()

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        ordering = ["due_on", "id"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="deadline_of_matter"),
            models.Index(
                fields=["due_on", "id"], name="deadline_running", condition=Q(status="running")
            ),
            models.Index(
                fields=["content_type", "due_on"],
                include=["id", "object_id"],
                name="deadline_of_day",
                condition=Q(status="running"),
            ),
            models.Index(
                fields=["responsible", "due_on"],
                include=["status", "handed_in_on", "ended_on"],
                name="deadline_kept",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "rule", "ref"],
                condition=Q(status__in=["running", "suspended"]),
                name="one_open_deadline_a_rule",
            )
        ]

    def __str__(self):
        return f"{self.name} {self.due_on or '中止'}"

    def belongs_to(self, matter):
        kind = ContentType.objects.get_for_model(matter)
        return (self.content_type_id, self.object_id) == (kind.pk, matter.pk)

    def entries(self):
        """The ledger as the fold reads it: each event with the due date before and after it."""
        entries, before = [], None
        for event in self.events.all():
            entries.append(event.entry(before))
            before = event.due_on or before
        return entries

    def state(self, calendar):
        """Return what the ledger adds up to by ``calendar``."""
        return ledger.fold(self.entries(), self.rule.period, calendar)


class DeadlineEvent(models.Model):
    """One entry in a deadline's ledger; the database refuses update and delete."""

    class Kind(models.TextChoices):
        STARTED = "started", "起算"
        EXTENDED = "extended", "延长"
        SUSPENDED = "suspended", "中止"
        RESUMED = "resumed", "恢复"
        RESTARTED = "restarted", "重新起算"
        HANDED_IN = "handed_in", "报送待核"
        HANDED_BACK = "handed_back", "退回"
        MET = "met", "完成"
        WAIVED = "waived", "不再适用"
        RECOMPUTED = "recomputed", "按新日历重算"

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="events")
    kind = models.CharField("事件", max_length=20, choices=Kind.choices)
    on = models.DateField("发生日")
    length = models.PositiveSmallIntegerField("延长", null=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    until = models.DateField("指定日期", null=True)
    due_on = models.DateField("期满日", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    consent = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="同意书"
    )
    actor = models.ForeignKey("liaison.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期限台账"
        ordering = ["id"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.on} {self.get_kind_display()}"

    def entry(self, due_before=None):
        """Return the event as the fold reads it."""
        return ledger.Event(
            kind=ledger.EventKind(self.kind),
            on=self.on,
            length=self.length,
            unit=workdays.Unit(self.unit) if self.unit else None,
            until=self.until,
            old_due=due_before,
            new_due=self.due_on,
        )
