"""Rectification (整改): what a criticised unit owes after a monthly notice, and what came of it."""

from django.db import models
from django.db.models import F, Func, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from disputes.appearances.deadlines import RECTIFICATION
from disputes.appearances.models.interviews import Interviewing
from disputes.appearances.models.monthlychoices import (
    RECTIFICATION_VERBS,
    RectificationStatus,
    permissions,
)
from disputes.appearances.models.plans import Plan, Planning
from liaison import access, deadlines, registry
from liaison.models import Matter, MatterGrant, MatterQuerySet, record
from liaison.notices import publish
from liaison.numerals import numeral
from liaison.workdays import add_months

MOST_CRITICISED = 2
"""Criticised more often than this within ``MONTHS`` months, a unit's head is talked with (约谈);
after 商水县's workflow（被通报批评超过两次的，约谈）, domain.md §2 [V: SSX]."""
MONTHS = 12
REPORT = "rectification-report"
Status = RectificationStatus


class RectificationQuerySet(MatterQuerySet):
    """What lists and pages of rectifications ask for."""

    def with_listing(self):
        return super().with_listing().select_related("unit")

    def standing(self):
        """Keep those whose criticism stands: a correction withdrew the others."""
        return self.exclude(status=Status.WITHDRAWN)

    def within_year(self, unit, until):
        """Keep the criticisms of ``unit`` in the twelve months that end on ``until``."""
        since = add_months(until, -MONTHS)
        return self.standing().filter(unit=unit, criticised_on__gt=since, criticised_on__lte=until)

    def with_times(self):
        """Say of each how often its unit was criticised in the year up to it, as ``times``."""
        year = Func(
            F("criticised_on"),
            template="(%(expressions)s - interval '12 months')",
            output_field=models.DateField(),
        )
        earlier = (
            self.model.objects.standing()
            .filter(
                unit=OuterRef("unit"),
                criticised_on__gt=OuterRef("year_before"),
                criticised_on__lte=OuterRef("criticised_on"),
            )
            .order_by()
            .values("unit")
            .annotate(many=models.Count("pk"))
        )
        rows = self.alias(year_before=year)
        return rows.annotate(times=Coalesce(Subquery(earlier.values("many")), 0))

    def with_page(self):
        """Fetch what the page of one rectification shows."""
        plans = Plan.objects.select_related("proof", "reporter")
        related = self.select_related("notice__court", "committee__starter", "unit")
        return related.with_times().prefetch_related(Prefetch("plans", plans), "interviews")


class Rectification(Planning, Interviewing, Matter):
    """What a criticised unit does about it (整改): a plan within five working days, perhaps a talk.

    Opened by the notice; the unit hands its plan in, the office accepts it or hands it back.
    Where the plan is late, or the unit was criticised more than twice within twelve months, the
    office talks with its head (约谈) before it is done with. The office, the court and the
    government's starter see it; of the criticised units each its own.
    """

    Status = Status
    CLOSED = frozenset({Status.CLOSED, Status.WITHDRAWN})
    STAGES = (
        ("报整改方案", {Status.OPEN}),
        ("核验", {Status.REPORTED}),
        ("约谈", {Status.ACCEPTED}),
        ("办结", {Status.CLOSED}),
    )
    TONES = {Status.REPORTED: "yellow", Status.ACCEPTED: "yellow", Status.CLOSED: "green"}
    NEXT = {Status.OPEN: "报方案", Status.REPORTED: "核验", Status.ACCEPTED: "约谈"}
    ICON = "clipboard-check"
    PLACE = 23

    status = models.CharField("状态", max_length=30, choices=Status.choices)
    notice = models.ForeignKey(
        "appearances.MonthlyNotice",
        models.PROTECT,
        related_name="rectifications",
        verbose_name="通报",
    )
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="被批评单位"
    )
    ordinal = models.PositiveSmallIntegerField("序号")
    criticised_on = models.DateField("通报批评日期")

    objects = RectificationQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = verbose_name_plural = "出庭应诉整改"
        permissions = permissions(RECTIFICATION_VERBS, "rectification")
        constraints = [
            models.UniqueConstraint(fields=["notice", "unit"], name="one_rectification_a_unit"),
        ]
        indexes = [
            *Matter.Meta.indexes,
            models.Index(fields=["unit", "criticised_on"], name="rectification_of_unit"),
        ]

    @classmethod
    def begin(cls, notice, unit, *, actor):
        """Make ``unit`` owe a plan, inside the step that issues the notice.

        Its number is the notice's with its own in brackets; its clock runs from the day of
        issue, on which the notice reached the unit through the platform.
        """
        ordinal = notice.rectifications.count() + 1
        row = cls(
            number=f"{notice.number}（{numeral(ordinal)}）",
            title=f"{unit.short_name}{notice.month.year}年{notice.month.month}月出庭应诉整改",
            status=Status.OPEN,
            committee=notice.committee,
            initiator=notice.initiator,
            holder=unit,
            created_by=actor,
            notice=notice,
            unit=unit,
            ordinal=ordinal,
            criticised_on=notice.issued_on,
        )
        row.save()
        access.sync_grants(row)
        record(actor, "begin", "通报批评", row, unit=notice.initiator, after=row.status)
        deadline = deadlines.start(
            row,
            RECTIFICATION,
            on=notice.issued_on,
            responsible=unit,
            asker=notice.initiator,
            actor=actor,
        )
        publish("appearances.criticised", row, key="begun", due_on=deadline.due_on)
        return row

    def lift(self, notice, *, actor):
        """Withdraw the criticism (撤销批评), inside the step that issues the correction."""
        before, self.status, self.holder = self.status, Status.WITHDRAWN, None
        self.closed_on = self.closed_on or notice.issued_on
        self.save()
        self.call_off()
        reason = f"由{notice.number}更正"
        deadlines.waive(self, RECTIFICATION, on=notice.issued_on, reason=reason, actor=actor)
        access.sync_grants(self)
        record(
            actor,
            "lifted",
            "撤销批评",
            self,
            unit=self.initiator,
            before=before,
            after=self.status,
            note=reason,
        )
        publish("appearances.criticism_lifted", self, key="lifted", number_of=notice.number)
        self._spare_others(actor)

    def _spare_others(self, actor):
        """End what waited for an interview alone, and of which the unit need not be talked to now.

        Without the criticism that was withdrawn, another may be one too few.
        """
        waiting = type(self).objects.filter(unit=self.unit, status=Status.ACCEPTED)
        for other in waiting.select_for_update(of=["self"]):
            if other.must_interview:
                continue
            before = other.status
            other.finish(actor)
            access.sync_grants(other)
            record(
                actor,
                "spared",
                "不再约谈",
                other,
                unit=other.initiator,
                before=before,
                after=other.status,
            )

    def taking_part(self):
        """The unit, the court that criticises with the office, and who looks on for government."""
        units = [self.unit, self.notice.court, self.committee.starter]
        return list(dict.fromkeys(unit for unit in units if unit))

    def grants(self):
        """The office handles, the unit answers, the court and the starter look on."""
        granted = access.Grants().give(self.initiator, "view", "handle")
        granted.give(self.unit, "view", "answer")
        for unit in (self.notice.court, self.committee.starter):
            granted.give(unit, "view")
        return granted

    def clock(self):
        """The deadline of the plan."""
        return self.deadlines.filter(rule__code=RECTIFICATION).first()

    @property
    def is_late(self):
        """Whether the plan came after its day, or is past it: late stays late (逾期)."""
        clock = self.clock()
        if clock is None or clock.due_on is None:
            return False
        came = clock.ended_on or clock.handed_in_on or timezone.localdate()
        return came > clock.due_on

    def criticised_times(self):
        """How often the unit was criticised within the year up to this notice, this one with it."""
        known = self.__dict__.get("times")
        if known is not None:
            return known
        return type(self).objects.within_year(self.unit, self.criticised_on).count()

    def grounds(self):
        """Why the head is to be talked with, in words; empty where there is no reason."""
        found = []
        if self.is_late:
            found.append("未按期报送整改方案")
        if (times := self.criticised_times()) > MOST_CRITICISED:
            found.append(f"{numeral(MONTHS)}个月内第{numeral(times)}次被通报批评")
        return found

    @property
    def must_interview(self):
        """Whether the head has still to be talked with (应当约谈)."""
        return not self.is_interviewed and bool(self.grounds())

    def finish(self, actor):
        """Owe nothing any more, with a sheet for the file (整改情况表) that tells what came of it.

        With the last one the notice is done with too.
        """
        self.holder, self.closed_on, self.status = None, timezone.localdate(), Status.CLOSED
        self.save()
        self.call_off()
        registry.papers[REPORT].issue(self, actor)
        self.notice.end_with_last(actor)


class RectificationGrant(MatterGrant):
    """What a unit's group may do with one rectification."""

    content_object = models.ForeignKey(Rectification, models.CASCADE)
