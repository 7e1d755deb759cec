"""Plans of rectification (整改方案): handed in by the unit or on paper, judged by the office."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from disputes.appearances.deadlines import RECTIFICATION
from disputes.appearances.models.monthlychoices import (
    AGENCY,
    OFFICE,
    RectificationStatus,
    of_rectification,
)
from liaison import deadlines
from liaison.days import check_day
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

Status = RectificationStatus
SEALED, ON_PAPER = "整改方案", "纸质整改方案"
"""Kinds of files: the sealed plan beside the words; the plan that came on paper."""


class Planning:
    """The steps of a plan: handed in, found good, handed back."""

    @transition(
        source=[Status.OPEN],
        target=Status.REPORTED,
        perm=of_rectification("hand_in"),
        part="answer",
        roles=AGENCY,
        label="报送整改方案",
        hint="逐项说明未出庭的原因、整改措施、责任人和完成时限。",
    )
    def hand_in(self, *, actor, done_by, proof=None, **words):
        """Hand the plan in (报送整改方案), by the unit, today: late is late."""
        today = timezone.localdate()
        if done_by < today:
            raise ValidationError({"done_by": "完成时限不能早于今天"})
        plan = self._keep(today, actor, proof=(proof, SEALED), done_by=done_by, **words)
        publish("appearances.plan_handed_in", self, key=f"plan:{plan.round}")

    @transition(
        source=[Status.OPEN],
        target=Status.REPORTED,
        perm=of_rectification("record_plan"),
        part="handle",
        roles=OFFICE,
        label="登记纸质整改方案",
        tone="secondary",
        hint="被批评单位以纸质报送的，由办公室代为登记，登记后再核验；邮寄的，日期填交邮日。",
    )
    def record_plan(self, *, actor, on, proof, done_by, **words):
        """Enter a plan that came on paper (登记纸质整改方案), with its scan as the proof.

        It counts on the day on which it came or was posted, however late it is entered; not
        before the criticism, nor before the plan that was handed back.
        """
        last = self.plans.last()
        since = (last.judged_on, "退回之日") if last else (self.criticised_on, "通报批评之日")
        check_day(on, *since)
        if done_by < on:
            raise ValidationError({"done_by": "完成时限不能早于报送日期"})
        plan = self._keep(on, actor, proof=(proof, ON_PAPER), done_by=done_by, **words)
        publish("appearances.plan_recorded", self, key=f"recorded:{plan.round}", on=on)
        return f"{on:%Y-%m-%d}纸质报送{'，逾期' if self.is_late else ''}"

    def _keep(self, on, actor, *, proof, **words):
        """Let a plan count as handed in on ``on``: the clock stands still until it is judged."""
        plan = self.plans.create(
            round=self.plans.count() + 1,
            on=on,
            proof=attach(self, *proof, actor),
            reporter=actor,
            **words,
        )
        self.holder = self.initiator
        deadlines.hand_in(self, RECTIFICATION, on=on, actor=actor)
        return plan

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


class Plan(models.Model):
    """One plan of rectification (整改方案), as it was handed in, and what the office found."""

    ACCEPTED, RETURNED = "accepted", "returned"
    VERDICTS = [(ACCEPTED, "通过"), (RETURNED, "退回")]

    rectification = models.ForeignKey(
        "appearances.Rectification", models.PROTECT, related_name="plans", verbose_name="整改"
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

    @property
    def on_paper(self):
        """Whether it came on paper, and the office entered it (纸质报送)."""
        return self.proof is not None and self.proof.kind == ON_PAPER
