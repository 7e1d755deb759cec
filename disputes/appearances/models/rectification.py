"""Rectification (整改): what a criticised unit owes after a monthly notice, and what came of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from disputes.appearances.deadlines import RECTIFICATION
from disputes.appearances.models.interviews import Interviewing
from disputes.appearances.models.monthlychoices import (
    AGENCY,
    OFFICE,
    RECTIFICATION_VERBS,
    RectificationStatus,
    of_rectification,
    permissions,
)
from liaison import access, deadlines, registry
from liaison.models import Matter, MatterGrant, MatterQuerySet, record
from liaison.notices import publish
from liaison.numerals import numeral
from liaison.transitions import transition
from liaison.uploads import attach
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


class Rectification(Interviewing, Matter):
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

    @transition(
        source=[Status.OPEN],
        target=Status.REPORTED,
        perm=of_rectification("hand_in"),
        part="answer",
        roles=AGENCY,
        label="报送整改方案",
        hint="逐项说明未出庭的原因、整改措施、责任人和完成时限。",
    )
    def hand_in(self, *, actor, causes, measures, answerable, done_by, proof=None):
        """Hand the plan in (报送整改方案), by the unit, today: late is late."""
        today = timezone.localdate()
        if done_by < today:
            raise ValidationError({"done_by": "完成时限不能早于今天"})
        plan = self.plans.create(
            round=self.plans.count() + 1,
            on=today,
            causes=causes,
            measures=measures,
            answerable=answerable,
            done_by=done_by,
            proof=attach(self, proof, "整改方案", actor),
            reporter=actor,
        )
        self.holder = self.initiator
        deadlines.hand_in(self, RECTIFICATION, on=today, actor=actor)
        publish("appearances.plan_handed_in", self, key=f"plan:{plan.round}")

    @transition(
        source=[Status.REPORTED],
        perm=of_rectification("accept"),
        part="handle",
        roles=OFFICE,
        label="通过整改方案",
        hint="通过后办结；应当约谈而没有约谈的，约谈后办结。",
    )
    def accept(self, *, actor, comment=""):
        """Find the plan good (通过): it counts as handed in on the day on which it came.

        Done with, unless the head has still to be talked with.
        """
        plan = self._judge(Plan.ACCEPTED, comment)
        deadlines.meet(self, RECTIFICATION, on=plan.on, actor=actor)
        publish("appearances.plan_accepted", self, key=f"accepted:{plan.round}")
        self.status = Status.ACCEPTED
        if not self.must_interview:
            self.finish(actor)
        return comment

    @transition(
        source=[Status.REPORTED],
        target=Status.OPEN,
        perm=of_rectification("send_back"),
        part="handle",
        roles=OFFICE,
        label="退回整改方案",
        tone="danger",
        hint="期限不变，退回后逾期再报的，仍为逾期。",
    )
    def send_back(self, *, actor, reason):
        """Hand the plan back (退回), with what it lacks; it is owed again by the same day."""
        plan = self._judge(Plan.RETURNED, reason)
        self.holder = self.unit
        today = timezone.localdate()
        deadlines.hand_back(self, RECTIFICATION, on=today, actor=actor, reason=reason)
        publish("appearances.plan_returned", self, key=f"returned:{plan.round}", reason=reason)
        return reason

    def _judge(self, verdict, comment):
        plan = self.plans.last()
        plan.verdict, plan.comment, plan.judged_on = verdict, comment, timezone.localdate()
        plan.save()
        return plan

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


class Plan(models.Model):
    """One plan of rectification (整改方案), as it was handed in, and what the office found."""

    ACCEPTED, RETURNED = "accepted", "returned"
    VERDICTS = [(ACCEPTED, "通过"), (RETURNED, "退回")]

    rectification = models.ForeignKey(
        Rectification, models.PROTECT, related_name="plans", verbose_name="整改"
    )
    round = models.PositiveSmallIntegerField("次数")
    on = models.DateField("报送日期")
    causes = models.TextField("未出庭的原因", max_length=2000)
    measures = models.TextField("整改措施", max_length=3000)
    answerable = models.CharField("责任人", max_length=80)
    done_by = models.DateField("完成时限")
    proof = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="盖章方案"
    )
    reporter = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="报送人"
    )
    verdict = models.CharField("核验结果", max_length=20, choices=VERDICTS, blank=True)
    judged_on = models.DateField("核验日期", null=True)
    comment = models.CharField("核验意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "整改方案"
        ordering = ["round"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["rectification", "round"], name="one_plan_a_round"),
        ]

    def __str__(self):
        return f"第{self.round}次报送（{self.on}）"
