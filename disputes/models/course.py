"""The course of mediation (进程): more time, pauses."""

from django.core.exceptions import ValidationError

from disputes.models.choices import UNDER_WAY, FileKind, Status
from liaison import deadlines
from liaison.days import check_day
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach


class CourseSteps:
    """The steps that change how mediation goes on, not what comes of it."""

    @transition(
        source=UNDER_WAY,
        perm="disputes.extend_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="延长期限",
        hint="须各方当事人书面同意",
        tone="secondary",
    )
    def extend(self, *, actor, on, days, reason, consent):
        """Give mediation more time, by written consent of both sides (延长期限).

        With consent the law sets no bound (特邀调解规定第二十七条); the consent is kept with the
        ledger's entry. Raises ValidationError without it.
        """
        check_day(on, self.accepted_on)
        if consent is None:
            raise ValidationError("请上传各方签字的延期同意书", code="consent")
        (deadline,) = self.clocks(rule__code=self.mediation_rule)
        paper = attach(self, consent, FileKind.EXTENSION, actor)
        deadlines.extend(deadline, length=days, reason=reason, actor=actor, on=on, consent=paper)
        publish("disputes.extended", self, key=f"extended:{paper.pk}", days=days)
        return f"延长{days}日：{reason}"

    @transition(
        source=UNDER_WAY,
        target=Status.SUSPENDED,
        perm="disputes.suspend_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="中止",
        hint="鉴定、评估或者等待其他结果期间，期限不计算",
        tone="secondary",
    )
    def suspend(self, *, actor, on, reason):
        """Stop the clocks while something else must come first (中止), as an appraisal."""
        check_day(on, self.accepted_on)
        self.paused_from, self.suspended_on = self.status, on
        self.holder = self.centre.unit
        for deadline in self.clocks(status="running"):
            deadlines.suspend(deadline, on=on, reason=reason, actor=actor)
        publish("disputes.suspended", self, key=self.occasion("suspended"))
        return reason

    @transition(
        source=[Status.SUSPENDED],
        target=lambda dispute: dispute.paused_from,
        perm="disputes.resume_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="恢复",
        hint="期限从恢复之日起接着计算",
    )
    def resume(self, *, actor, on, reason):
        """Let the clocks go on (恢复), from where they stopped."""
        check_day(on, self.suspended_on)
        if self.paused_from == Status.ACCEPTED:
            self.holder = self.respondent
        for deadline in self.clocks(status="suspended"):
            deadlines.resume(deadline, on=on, reason=reason, actor=actor)
        publish("disputes.resumed", self, key=self.occasion("resumed"))
        return reason
