"""Other endings (终结): nothing came of it, or it goes elsewhere; the report on every end."""

from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models.choices import (
    BINDING,
    ENDED_AS,
    SETTLED,
    UNDER_WAY,
    FailureGround,
    FileKind,
    Outcome,
    Status,
)
from disputes.models.conclusion import CourtReport
from disputes.models.sessions import Session
from liaison import deadlines, registry
from liaison.days import check_day, written
from liaison.models import NumberSeries, Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

GOING_ON = (*UNDER_WAY, Status.SUSPENDED)
TRANSFERS = "行政争议移送"
QUOTE = 16
"""So many characters in a row, taken from the mediation file, are a quotation of it."""


def ended(dispute):
    """The status after an end: the court that sent the dispute is owed a report first."""
    return Status.REPORTING if dispute.is_unreported else ENDED_AS[dispute.outcome]


def failure_grounds(dispute):
    """Why mediation can fail now: an agreement drawn up fails by not being signed, or not kept."""
    if dispute.status == Status.PERFORMING:
        unsigned = dispute.has_agreement and not dispute.sealed_on
        return [FailureGround.REFUSED_TO_SIGN if unsigned else FailureGround.NOT_PERFORMED]
    return [each for each in FailureGround if each != FailureGround.NOT_PERFORMED]


def quotation(text, source):
    """The first words of ``text`` that stand in ``source`` too, sixteen in a row; else nothing."""
    text, source = "".join(text.split()), "".join(source.split())
    starts = range(len(text) - QUOTE + 1)
    return next((text[i : i + QUOTE] for i in starts if text[i : i + QUOTE] in source), "")


class EndingSteps:
    """The steps that end a dispute without a result, and the report on every end."""

    @transition(
        source=[*GOING_ON, Status.PERFORMING],
        target=ended,
        perm="disputes.fail_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="化解不成",
        hint="写明原因；诉前的，起诉材料退回法院依法立案，不得久调不立",
        tone="danger",
        when=lambda dispute: dispute.outcome not in BINDING,
    )
    def fail(self, *, actor, on, failure_ground, reason):
        """End mediation without a result (化解不成) and give the case back to the court.

        Before a suit the court must then file the complaint as the law requires; after filing
        it judges in good time (特邀调解规定第二十一条, 行诉解释第八十六条第四款). Whoever came
        without a court is told of the ways the law leaves. An agreement that one side won't sign,
        or doesn't keep, fails too.
        """
        self._check_failure(on, failure_ground)
        self.failure_ground = failure_ground
        self._end(self.failed_outcome, on, reason, "化解终结", actor)
        publish("disputes.failed", self, key="failed")
        return self.get_failure_ground_display()

    def _check_failure(self, on, ground):
        check_day(on, self.settled_on or self.latest_on)
        if ground not in failure_grounds(self):
            raise ValidationError("这一情形与争议目前的状态不符", code="ground")
        if ground == FailureGround.EXPIRED:
            for clock in self.clocks(rule__code=self.mediation_rule, due_on__gt=on):
                raise ValidationError(
                    f"化解期限至{written(clock.due_on)}，尚未届满", code="running"
                )

    @transition(
        source=GOING_ON,
        target=ended,
        perm="disputes.lapse_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="按撤回处理",
        hint="申请人经通知无正当理由不参加，或者无法联系的；写明通知的时间和方式",
        tone="danger",
    )
    def lapse(self, *, actor, on, reason, upload=None):
        """Take it as withdrawn (按撤回处理): the applicant can't be found, or won't come."""
        check_day(on, self.latest_on)
        attach(self, upload, FileKind.EVIDENCE, actor)
        self._end(Outcome.LAPSED, on, reason, "按撤回处理", actor)
        publish("disputes.lapsed", self, key="lapsed")

    @transition(
        source=GOING_ON,
        target=ended,
        perm="disputes.stop_sham_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="终止虚假调解",
        hint="发现虚假争议、恶意串通的，立即终止并报告，由有权机关依法处理",
        tone="danger",
    )
    def stop_sham(self, *, actor, on, reason, upload=None):
        """Stop what looks like sham mediation, and report it (特邀调解规定第十八条)."""
        check_day(on, self.latest_on)
        attach(self, upload, FileKind.EVIDENCE, actor)
        self._end(Outcome.TERMINATED_SHAM, on, reason, "涉嫌虚假调解", actor)
        publish("disputes.sham", self, key="sham")

    @transition(
        source=[Status.REFERRED, *GOING_ON],
        target=ended,
        perm="disputes.transfer_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="移送其他机构",
        hint="应当由其他机构处理的，写明移送到哪里和理由，附移送清单",
        tone="danger",
    )
    def transfer(self, *, actor, on, transferred_to, reason, upload=None):
        """Hand the dispute to the body whose business it is (移送), with the reason.

        Its letter needs a number: before acceptance it draws one of its own series.
        """
        check_day(on, self.latest_on)
        if not self.number:
            drawn = NumberSeries.objects.take(self.centre.unit, TRANSFERS, on.year)
            self.number = f"{self.centre.number_prefix}移〔{on.year}〕{drawn}号"
        attach(self, upload, FileKind.OUTCOME, actor)
        self.transferred_to = transferred_to
        deadlines.meet(self, codes.ACCEPT, on=on, actor=actor)
        self._end(Outcome.TRANSFERRED, on, reason, "移送其他机构", actor)
        publish("disputes.transferred", self, key="transferred")
        return f"移送到：{transferred_to}"

    @transition(
        source=[Status.REFERRED, *GOING_ON],
        target=ended,
        perm="disputes.withdraw_dispute",
        part="withdraw",
        roles=[Role.COURT_CLERK, Role.CENTRE_CLERK, Role.UNIT_CLERK, Role.JUSTICE_CLERK],
        label="登记撤回",
        hint="申请人撤回化解申请的，登记后终结",
        tone="danger",
    )
    def withdraw(self, *, actor, on, reason, upload=None):
        """Put down that the applicant takes the dispute back (撤回); mediation is voluntary."""
        check_day(on, self.latest_on)
        attach(self, upload, FileKind.WITHDRAWAL, actor)
        self._end(Outcome.PARTY_WITHDREW, on, reason, "申请人撤回", actor)
        publish("disputes.withdrawn", self, key="withdrawn")

    @transition(
        source=[*SETTLED, Status.REPORTING],
        target=lambda dispute: (
            ENDED_AS[dispute.outcome] if dispute.status == Status.REPORTING else dispute.status
        ),
        perm="disputes.report_to_court_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="报送情况报告",
        hint="向移送法院书面报告；不写当事人在化解中的陈述和让步",
        when=lambda dispute: dispute.owes_report,
    )
    def report_to_court(self, *, actor, on, basics, cause, conduct="", points=""):
        """Report the end of mediation to the court that sent the dispute (情况报告).

        特邀调解规定第二十六条 says what must stand in it. What was conceded, stated or said in a
        session must not (第二十二条): raises ValidationError for words quoted from the file.
        Freezes the report as a paper.
        """
        check_day(on, self.mediation_ended_on, "化解终结")
        self.refuse_quotation(basics, cause, conduct, points)
        CourtReport.objects.update_or_create(
            dispute=self,
            defaults={
                "reported_on": on,
                "basics": basics,
                "cause": cause,
                "conduct": conduct,
                "points": points,
                "reported_by": actor,
            },
        )
        self.reported_on = on
        deadlines.meet(self, codes.REPORT, on=on, actor=actor)
        self.holder = None if self.status == Status.REPORTING else self.turn_in_performance()
        registry.papers["dispute-report"].issue(self, actor)
        publish("disputes.reported", self, key=self.occasion("reported"))

    def report_draft(self):
        """How a report may begin: what the register says, nothing of what was said."""
        if not (self.accepted_on and self.mediation_ended_on):
            return {}
        number = sum(one.status == Session.Status.HELD for one in self.sessions.all())
        held = f"举行会谈{number}次" if number else "没有举行会谈"
        by = f"由调解员{self.mediator}主持，" if self.mediator else ""
        ground = f"（{self.get_failure_ground_display()}）" if self.failure_ground else ""
        return {
            "basics": (
                f"贵院{written(self.referred_on)}移送的《{self.title}》，"
                f"本中心于{written(self.accepted_on)}受理，编号{self.number}，{by}"
                f"{held}，化解于{written(self.mediation_ended_on)}终结。"
            ),
            "cause": f"{self.get_outcome_display()}{ground}。{self.ending_reason}".strip(),
        }

    def refuse_quotation(self, *texts):
        """Refuse what quotes a statement or a record; what is undisputed may be told."""
        file = [statement.text for statement in self.statements.all()]
        file += [session.record for session in self.sessions.all()]
        for text in texts:
            if words := quotation(text, "\n".join(file)):
                raise ValidationError(
                    f"“{words}…”出自情况说明或者会谈笔录，化解中的陈述和让步不得报告", code="quoted"
                )

    def _end(self, outcome, on, reason, why, actor):
        self.outcome, self.ending_reason, self.ended_on = outcome, reason, on
        self.leave_mediation(on, why, actor)
        self.holder = self.centre.unit if ended(self) == Status.REPORTING else None
        if self.accepted_on:
            registry.papers["dispute-termination"].issue(self, actor)
        if outcome == Outcome.TRANSFERRED or (self.accepted_on and self.is_of_court):
            registry.papers["dispute-transfer-list"].issue(self, actor)
        self.press_for_filing()

    def leave_mediation(self, on, why, actor):
        """Mediation has come to its end: its clock is met, others are dropped, a report is owed."""
        deadlines.meet(self, self.mediation_rule, on=on, actor=actor)
        self.leave_off(on, why, actor)
        self.mediation_ended_on, self.reported_on = on, None
        if self.is_unreported:
            self.drop(codes.REPORT, on, why, actor)
            deadlines.start(
                self,
                codes.REPORT,
                on=on,
                responsible=self.centre.unit,
                asker=self.court,
                actor=actor,
            )

    def leave_off(self, on, reason, actor):
        """Call off what is still planned, and drop the clocks that no longer matter."""
        self.call_off_sessions()
        for deadline in self.clocks():
            if deadline.rule.code not in codes.RUN_ON:
                deadlines.waive(
                    self, deadline.rule.code, on=on, reason=reason, actor=actor, ref=deadline.ref
                )

    def drop(self, code, on, reason, actor):
        """Drop the clocks of one rule, none of them before the day it was last set."""
        for clock in self.clocks(rule__code=code):
            day = max(on, clock.events.last().on)
            deadlines.waive(self, code, on=day, reason=reason[:200], actor=actor, ref=clock.ref)
