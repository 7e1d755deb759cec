"""The course of mediation (进程): another mediator, a session called off, more time, pauses."""

from django.core.exceptions import ValidationError

from disputes.models.choices import UNDER_WAY, FileKind, Status
from disputes.models.intake import check_mediator
from disputes.models.sessions import Session
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
        perm="disputes.appoint_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="指定（更换）调解员",
        tone="secondary",
    )
    def appoint(self, *, actor, mediator):
        """Name another mediator (指定、更换调解员); the one before loses sight of the dispute."""
        check_mediator(mediator, self)
        if mediator == self.mediator:
            raise ValidationError("该调解员已在办理本争议", code="same")
        self.mediator = mediator
        self.deadlines.open().filter(rule__code=self.mediation_rule).update(handler=mediator)
        publish("disputes.appointed", self, key=self.occasion("appointed"))
        return f"调解员：{mediator}"

    @transition(
        source=UNDER_WAY,
        perm="disputes.cancel_session_dispute",
        part="mediate",
        roles=[Role.CENTRE_CLERK, Role.MEDIATOR],
        label="取消会谈",
        tone="secondary",
        when=lambda dispute: dispute.planned_sessions,
    )
    def cancel_session(self, *, actor, session, reason):
        """Call off a session that was announced (取消会谈); another needs a new notice."""
        session = self.planned(session)
        session.status = Session.Status.CANCELLED
        session.save(update_fields=["status"])
        publish("disputes.session_off", self, key=f"session_off:{session.pk}", when=session.when)
        return f"{session}：{reason}"

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
