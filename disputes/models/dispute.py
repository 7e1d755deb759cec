"""The dispute itself (行政争议): what it is about, who takes part, who may see it."""

from django.conf import settings
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone

from disputes import deadlines as codes
from disputes.models import choices
from disputes.models.archiving import ArchivingSteps
from disputes.models.choices import (
    ActKind,
    FilingResult,
    Reconsideration,
    Retention,
    Source,
    SuspensionGround,
    TimeLimit,
)
from disputes.models.concluding import ConcludingSteps
from disputes.models.confidentiality import Confidential
from disputes.models.confirming import ConfirmationSteps
from disputes.models.course import CourseSteps
from disputes.models.ending import EndingSteps
from disputes.models.figures import FiguresQuerySet
from disputes.models.filing import FilingSteps
from disputes.models.folding import with_folded
from disputes.models.intake import IntakeSteps
from disputes.models.likeness import like
from disputes.models.mediation import MediationSteps
from disputes.models.panel import PanelSteps
from disputes.models.participants import ParticipantSteps
from disputes.models.parties import Party
from disputes.models.performance import PerformanceSteps
from disputes.models.progress import Progress
from disputes.models.recusal import RecusalSteps
from disputes.models.register import Appointment
from disputes.models.rights import PERMISSIONS
from disputes.models.sessions import Session
from disputes.models.settlement import SettlementSteps
from liaison.models import Matter, MatterGrant, Role, Unit
from liaison.transitions import transition

MEDIATION_GOING_ON = (*choices.UNDER_WAY, choices.Status.SUSPENDED)


class DisputeQuerySet(FiguresQuerySet):
    """What lists and pages of disputes ask for."""

    def with_listing(self):
        return super().with_listing().select_related("respondent")

    def noted(self, note):
        """Keep those under way of which the desk says ``note`` (待补记录、待选定调解员…)."""
        found = self.filter(status__in=choices.UNDER_WAY)
        return found.alias(desk_note=Dispute.noted_on_desk()).filter(desk_note=note)

    def with_file(self):
        """Fetch what the page of one dispute shows, beside what a row does.

        What hangs on it and is short comes in the same query (``FOLDED``).
        """
        return (
            with_folded(self, *self.model.FOLDED)
            .select_related(
                "centre__unit",
                "court",
                "mediator",
                "agreement__legality_by",
                "confirmation__court",
                "report__reported_by",
                "created_by",
            )
            .prefetch_related(
                Prefetch("panel", Appointment.objects.with_register()),
                Prefetch("sessions", Session.objects.with_attendance()),
                Prefetch("parties", Party.objects.with_agents()),
                "statements",
            )
        )

    def similar_to(self, dispute):
        """The newest of these that are like ``dispute`` (类似争议), ten at most, in one query."""
        return like(self, dispute)


class Dispute(
    ArchivingSteps,
    EndingSteps,
    CourseSteps,
    ConcludingSteps,
    ConfirmationSteps,
    PerformanceSteps,
    SettlementSteps,
    MediationSteps,
    ParticipantSteps,
    FilingSteps,
    RecusalSteps,
    PanelSteps,
    IntakeSteps,
    Progress,
    Confidential,
    Matter,
):
    """A dispute that comes before a mediation centre (行政争议协调化解).

    It comes by one of six ways (``Source``): a court guides the parties to the centre before a
    suit, entrusts it during one or before enforcement; a party or an agency applies; the office
    or a member transfers it. The centre takes it in or refuses it; the agency complained of
    states its case; sessions lead to an agreement or to nothing; an agreement is performed, the
    centre confirms it, ``closer`` closes. ``court`` is the one that brought it, else the one
    that has jurisdiction, if that is known.

    What is said in mediation is confidential (行诉解释第八十六条): the committee's office and
    other agencies see nothing, the court sees progress and result but not the mediation file.
    """

    Status = choices.Status
    Source = Source
    Stage = choices.Stage
    Field = choices.Field
    Outcome = choices.Outcome

    ICON = "scale"
    PLACE = 10
    FOLDED = ("items", "conclusions")
    """What hangs on a dispute and comes with it in one query, where its page is asked for."""
    ASIDE = {codes.FILING: "登记立案"}
    CLOSED = frozenset(
        {Status.COMPLETED, Status.REFUSED, Status.FAILED, Status.WITHDRAWN, Status.TERMINATED}
    )
    STAGES = (
        ("提交", ()),
        ("受理", (Status.REFERRED,)),
        ("化解", (Status.ACCEPTED, Status.MEDIATING, Status.SUSPENDED, Status.REPORTING)),
        ("履行", (Status.PERFORMING,)),
        ("确认", (Status.PERFORMED,)),
        ("办结", (Status.COMPLETED,)),
    )
    TONES = {
        Status.REFERRED: "yellow",
        Status.SUSPENDED: "yellow",
        Status.PERFORMED: "yellow",
        Status.REPORTING: "yellow",
        Status.COMPLETED: "green",
        Status.FAILED: "red",
    }
    NEXT = {
        Status.REFERRED: "审查受理",
        Status.ACCEPTED: "提交说明",
        Status.MEDIATING: "组织化解",
        Status.SUSPENDED: "恢复化解",
        Status.PERFORMING: "履行协议",
        Status.PERFORMED: "确认办结",
        Status.REPORTING: "报告法院",
    }

    status = models.CharField("状态", max_length=30, choices=Status.choices)
    centre = models.ForeignKey(
        "liaison.Centre", models.PROTECT, related_name="+", verbose_name="化解中心"
    )
    respondent = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="被申请机关"
    )
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="调解员",
    )
    court_case = models.CharField("法院案号", max_length=60, blank=True)
    stage = models.CharField("阶段", max_length=20, choices=Stage.choices)
    field = models.CharField("领域", max_length=20, choices=Field.choices)
    source = models.CharField(
        "来源", max_length=20, choices=Source.choices, default=Source.GUIDANCE
    )
    court = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="有关法院",
        help_text="移送化解的法院；不由法院移送的，为有管辖权的法院",
    )
    act_kind = models.CharField("行政行为种类", max_length=20, choices=ActKind.choices, blank=True)
    act = models.CharField("行政行为", max_length=120)
    act_on = models.DateField("行为作出日期", null=True, blank=True)
    known_on = models.DateField("知道行政行为的日期", null=True, blank=True)
    reconsidered_on = models.DateField("收到复议决定日期", null=True, blank=True)
    reconsideration = models.CharField(
        "复议前置", max_length=20, choices=Reconsideration.choices, blank=True
    )
    time_limit = models.CharField("起诉期限", max_length=20, choices=TimeLimit.choices, blank=True)
    gist = models.TextField("争议要点")
    claims = models.TextField("请求事项", blank=True)
    receipt_on = models.DateField("起诉（申请）材料收据日期")
    consent_on = models.DateField("书面同意日期", null=True, blank=True)
    filing_result = models.CharField(
        "立案情况", max_length=20, choices=FilingResult.choices, blank=True
    )
    filed_on = models.DateField("立案（裁定）日期", null=True, blank=True)
    referred_on = models.DateField("移送日期")
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    stated_on = models.DateField("情况说明日期", null=True, blank=True)
    suspended_on = models.DateField("中止日期", null=True, blank=True)
    mediation_ended_on = models.DateField(
        "化解结束日期", null=True, blank=True, help_text="达成协议、有其他结果或者终结之日"
    )
    ended_on = models.DateField("终结日期", null=True, blank=True)
    suspension_ground = models.CharField(
        "中止情形", max_length=20, choices=SuspensionGround.choices, blank=True
    )
    extensions = models.PositiveSmallIntegerField("已延长次数", default=0, editable=False)
    reported_on = models.DateField("向法院报告日期", null=True, blank=True)
    archived_on = models.DateField("归档日期", null=True, blank=True)
    retention = models.CharField(
        "保管期限", max_length=10, choices=Retention.choices, default=Retention.THIRTY
    )
    archive_note = models.TextField("备考说明", blank=True)
    is_imported = models.BooleanField("历史登记导入", default=False, editable=False)
    paused_from = models.CharField(max_length=30, blank=True, editable=False)
    outcome = models.CharField("结果", max_length=40, choices=Outcome.choices, blank=True)
    refusal_ground = models.CharField(
        "不予受理情形", max_length=20, choices=choices.RefusalGround.choices, blank=True
    )
    failure_ground = models.CharField(
        "终结情形", max_length=20, choices=choices.FailureGround.choices, blank=True
    )
    ending_reason = models.TextField("终结理由", blank=True)
    transferred_to = models.CharField("移送到", max_length=120, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = verbose_name_plural = "行政争议"
        permissions = PERMISSIONS
        indexes = [
            *Matter.Meta.indexes,
            models.Index(fields=["respondent", "due_on"], name="dispute_respondent_due"),
            models.Index(fields=["respondent", "act_kind", "id"], name="dispute_like_kind"),
            models.Index(fields=["respondent", "act", "id"], name="dispute_like_act"),
        ]

    @transition(
        source=[Status.REFERRED, *MEDIATION_GOING_ON, *choices.SETTLED, Status.REPORTING],
        perm="disputes.unmask_dispute",
        part="read_file",
        roles=[Role.CENTRE_CLERK, Role.MEDIATOR, Role.UNIT_CLERK],
        label="查看当事人信息",
        hint="写明理由，十分钟内显示完整姓名和号码，并留痕",
        tone="secondary",
    )
    def unmask(self, *, actor, reason):
        """Show the parties' data in full for ten minutes; the reason is kept."""
        return reason

    @property
    def mediation_rule(self):
        """The code of the period in which mediation must come to its end."""
        if not self.is_of_court:
            return codes.MEDIATION
        return choices.MEDIATION_RULES[self.Stage(self.stage)]

    @property
    def failed_outcome(self):
        """What comes of it when mediation fails: where the case goes from here."""
        if not self.is_of_court:
            return choices.Outcome.FAILED
        if self.filing_result == FilingResult.FILED:
            return choices.Outcome.FAILED_RESUME_TRIAL
        return choices.FAILED_OUTCOMES[self.stage]

    def occasion(self, name):
        """The key of a notice that may be given more than once: each step has its own."""
        return f"{name}:{self.audit.count()}"

    def clocks(self, **which):
        """The open deadlines of mediation, bound to this object so that its due date follows.

        The court's time to file is not among them: nothing that happens here stops it.
        """
        open_ones = self.deadlines.open().exclude(rule__code__in=self.ASIDE)
        found = list(open_ones.select_related("rule").filter(**which))
        for deadline in found:
            deadline.matter = self
        return found

    @property
    def planned_sessions(self):
        """The sessions announced and waiting for their record, in their order."""
        return [one for one in self.sessions.all() if one.status == Session.Status.PLANNED]

    @property
    def sessions_to_record(self):
        """The announced sessions whose day has come."""
        today = timezone.localdate()
        return [one for one in self.planned_sessions if one.held_on <= today]

    @property
    def latest_on(self):
        """The day of the last thing that happened: nothing ends a dispute on a day before it."""
        held = [one.held_on for one in self.sessions.all() if one.status == Session.Status.HELD]
        return max(filter(None, [self.referred_on, self.accepted_on, self.suspended_on, *held]))

    def askers(self):
        """Whoever asked waits for the centre, the centre for the agency."""
        return [*super().askers(), self.centre.unit]

    def search_words(self, names=None):
        """Beside the usual, what is not a natural person's name; ``names`` if they are at hand."""
        if names is None:
            names = [] if self.pk is None else self._public_names()
        return [*super().search_words(), self.court, self.court_case, *names]

    def _public_names(self):
        """The applicants that are no natural persons; a person's name is never searched for."""
        return self.parties.exclude(kind=Party.Kind.PERSON).values_list("name", flat=True)

    def taking_part(self):
        units = (self.centre.unit, self.respondent, *self.co_agencies)
        sides = {unit.pk: unit for unit in units}
        sides.pop(self.initiator_id, None)
        return list(sides.values())

    def unit_of_invited(self):
        """An invited mediator without a unit acts for the centre."""
        return self.centre.unit


class DisputeGrant(MatterGrant):
    """Who may do what with a dispute (授权)."""

    content_object = models.ForeignKey(Dispute, models.CASCADE)

    class Meta(MatterGrant.Meta):
        verbose_name = verbose_name_plural = "行政争议授权"
