"""Intake (申请、移送与受理): how a dispute comes in, and what the centre says to it."""

from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models.admissibility import PRIOR, check_scope, check_time, time_limits
from disputes.models.choices import FileKind, Reconsideration, Source, Stage, Status
from disputes.models.units import members_of
from disputes.models.ways import WAYS, check_way
from liaison import deadlines, registry
from liaison.days import check_day
from liaison.models import NumberSeries, Role, Secrecy
from liaison.notices import publish
from liaison.transitions import opening, transition
from liaison.uploads import attach

SERIES = "行政争议受理"
REFUSALS = "行政争议不予受理"


class IntakeSteps:
    """The steps by which a dispute comes in, and by which the centre answers."""

    @opening(
        perm="disputes.refer_dispute",
        label="申请（移送）化解",
        status=Status.REFERRED,
        roles=[
            Role.COURT_CLERK,
            Role.CENTRE_CLERK,
            Role.UNIT_CLERK,
            Role.JUSTICE_CLERK,
            Role.OFFICE_CLERK,
        ],
        hint="法院引导、委托或者移送，当事人、行政机关申请，信访或者委员会移送",
    )
    def refer(self, *, actor, parties, consent=None, complaint=None, application=None):
        """Bring a dispute to the centre (申请、移送化解) by one of the ways of starting.

        The centre's time to decide runs from this day; where the court guides the parties
        before a suit, its own time to file runs beside it. Raises ValidationError when the way
        is not the unit's, a paper is missing, the days are out of order, or a unit is not of
        the centre's committee.
        """
        if WAYS[self.source].of_court:
            self.court = self.initiator
        self.check_intake(consent=consent, complaint=complaint, application=application)
        self.secrecy, self.holder = Secrecy.CONFIDENTIAL, self.centre.unit
        self.enter(parties, actor)
        attach(self, application, FileKind.APPLICATION, actor)
        attach(self, consent, FileKind.CONSENT, actor)
        attach(self, complaint, FileKind.COMPLAINT, actor)
        deadlines.start(
            self,
            codes.ACCEPT,
            on=self.referred_on,
            responsible=self.holder,
            asker=self.asker,
            actor=actor,
        )
        self.start_filing_clock(actor)
        if self.is_of_court:
            registry.papers["dispute-assignment"].issue(self, actor)
        publish("disputes.referred", self, key="referred", source=self.get_source_display())
        return self.get_source_display()

    def check_intake(self, **papers):
        """Hold what came in against the rules of its way; raise ValidationError."""
        check_way(self, **papers)
        if not self.act_kind:
            raise ValidationError("请选择行政行为种类", code="act_kind")
        days = [getattr(self, name) for name in WAYS[self.source].dates]
        days = [day for day in days if day]
        for since, day in zip([None, *days], days, strict=False):
            check_day(day, since)
        for name in ("known_on", "reconsidered_on", "consent_on"):
            if day := getattr(self, name):
                check_day(day, self.act_on)
        self.check_units()

    def check_units(self):
        """The centre, the two sides and the court must be of one committee."""
        circle = members_of([self.committee_id])
        units = {self.respondent_id}
        if self.initiator_id not in {self.centre.unit_id, self.committee.office_id}:
            units.add(self.initiator_id)
        if self.centre.committee_id != self.committee_id or circle.filter(
            pk__in=units
        ).count() != len(units):
            raise ValidationError(
                "提交单位、被申请机关和化解中心不属于同一委员会", code="committee"
            )
        if self.court and not circle.courts().filter(pk=self.court_id).exists():
            raise ValidationError("有关法院不属于同一委员会", code="court")

    @transition(
        source=[Status.REFERRED],
        target=Status.ACCEPTED,
        perm="disputes.accept_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="受理",
        hint="取得受理编号，印发受理通知书，化解期限开始计算，被申请机关收到通知",
    )
    def accept(self, *, actor, on, cleared, mediator=None, consent=None, **admissibility):
        """Take the dispute in (受理): number it, name the mediator, start the clocks.

        The time for mediation runs from this day by the stage of the suit (特邀调解规定第二十七
        条) or by the rulebook; the agency may read the dispute from now on and owes its
        statement. Freezes the notice of acceptance. Raises ValidationError for a mediator who
        must stand back, a ground of refusal that was not ruled out (``cleared``), a plainly
        lapsed time limit, and without the parties' consent in writing.
        """
        check_day(on, self.referred_on)
        check_scope(cleared)
        self._find_admissible(on, **admissibility)
        attach(self, consent, FileKind.CONSENT, actor)
        self.accepted_on, self.holder = on, self.respondent
        drawn = NumberSeries.objects.take(self.centre.unit, SERIES, on.year)
        self.number = f"{self.centre.number_prefix}〔{on.year}〕{drawn}号"
        deadlines.meet(self, codes.ACCEPT, on=on, actor=actor)
        self._start_mediation_clocks(on, actor)
        self.open_bench(mediator, on, actor)
        registry.papers["dispute-acceptance"].issue(self, actor)
        publish("disputes.accepted", self, key="accepted")
        came_first = self.reconsideration == Reconsideration.TO_COME
        return "逐项核对，属于化解范围" + ("；已告知须先申请行政复议" if came_first else "")

    def _find_admissible(
        self, on, *, time_limit="", reconsideration="", told=False, consent_on=None
    ):
        """Keep what the centre found on time limit, reconsideration and consent (受理审查)."""
        check_time(self.stage, time_limit, reconsideration, told=told)
        if self.stage == Stage.PRE_SUIT:
            self.time_limit, self.reconsideration = time_limit, reconsideration
        self.consent_on = consent_on or self.consent_on
        if self.consent_on is None:
            raise ValidationError("当事人书面同意化解的，才能受理：请填写同意日期", code="consent")
        check_day(self.consent_on)
        if self.consent_on > on:
            raise ValidationError("受理日期不能早于书面同意日期", code="too_early")

    def _start_mediation_clocks(self, on, actor):
        deadlines.start(
            self,
            self.mediation_rule,
            on=on,
            responsible=self.centre.unit,
            asker=self.asker,
            actor=actor,
        )
        deadlines.start(
            self,
            codes.STATEMENT,
            on=on,
            responsible=self.respondent,
            asker=self.centre.unit,
            actor=actor,
        )

    @transition(
        source=[Status.REFERRED],
        target=Status.REFUSED,
        perm="disputes.refuse_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="不予受理",
        hint="不属于化解范围的，写明情形和理由，退回提交的单位或者告知申请人",
        tone="danger",
    )
    def refuse(self, *, actor, on, refusal_ground, reason):
        """Send the dispute back with ground and reason (不予受理); the agency never hears of it.

        Unless it applied itself. A complaint that lies with the court must now be filed. Numbers
        and freezes the notice.
        """
        check_day(on, self.referred_on)
        self.refusal_ground, self.ending_reason, self.ended_on = refusal_ground, reason, on
        self.holder = None
        drawn = NumberSeries.objects.take(self.centre.unit, REFUSALS, on.year)
        self.number = f"{self.centre.number_prefix}不受〔{on.year}〕{drawn}号"
        deadlines.meet(self, codes.ACCEPT, on=on, actor=actor)
        registry.papers["dispute-refusal"].issue(self, actor)
        publish("disputes.refused", self, key="refused")
        self.press_for_filing()
        return self.get_refusal_ground_display()

    @property
    def time_limits(self):
        """The time limits for suing by what was typed (起诉期限提示): a hint, never a verdict."""
        if self.stage != Stage.PRE_SUIT:
            return []
        try:
            return time_limits(
                act_kind=self.act_kind,
                field=self.field,
                known_on=self.known_on,
                act_on=self.act_on,
                reconsidered_on=self.reconsidered_on,
                on=self.receipt_on,
            )
        except deadlines.DeadlineRefused:
            return []

    @property
    def may_need_reconsideration(self):
        """In which case reconsideration had to come first, if the kind of act suggests it."""
        open_question = self.reconsideration in {"", Reconsideration.NOT_REQUIRED}
        asked = self.stage == Stage.PRE_SUIT and open_question
        return PRIOR.get(self.act_kind, "") if asked else ""

    @property
    def is_of_court(self):
        """Whether a court brought the dispute to the centre, and so waits for what comes of it."""
        return WAYS[self.source].of_court

    @property
    def asker(self):
        """The unit that asked the centre; None for a party, whose application it registers."""
        return None if self.source == Source.PARTY else self.initiator

    @property
    def closer(self):
        """The unit that confirms the close (确认办结): never the one that did the work.

        The court for what a court brought; else the centre, with the applicant's confirmation in
        writing: an agency must not judge its own performance.
        """
        return self.initiator if self.is_of_court else self.centre.unit
