"""The judicial suggestion (司法建议) itself: what the letter says, who sees it, how far it is."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from liaison import casenumbers, days
from liaison.models import Matter, MatterGrant, MatterQuerySet, Role, Unit
from liaison.rest import once_at_rest
from liaison.transitions import opening
from suggestions.models.addressees import (
    RELATED,
    Addressee,
    address,
    fetch_drafts,
    standing_of,
    with_units,
)
from suggestions.models.answering import Answering
from suggestions.models.choices import Event, Kind, Outcome, Status
from suggestions.models.jurisdiction import PassingUp
from suggestions.models.kinds import PROCEDURES, check_kind
from suggestions.models.letter import words_of
from suggestions.models.lookback import LookingBack
from suggestions.models.preparing import Preparing
from suggestions.models.problems import Problem, matched
from suggestions.models.replying import Replying
from suggestions.models.serving import Serving
from suggestions.models.sight import Sight
from suggestions.models.urging import Urged

NOT_ADDRESSED = (Unit.Kind.COURT, Unit.Kind.CENTRE, Unit.Kind.OFFICE)


class JudicialSuggestionQuerySet(MatterQuerySet):
    """What lists and pages of suggestions are asked for."""

    LONG_TEXTS = True

    def with_listing(self):
        """With the lead unit, and whether there are ``others`` beside it."""
        others = Addressee.objects.filter(matter=OuterRef("pk"), order=2)
        rows = super().with_listing().select_related("recipient")
        return rows.annotate(others=Exists(others))

    def with_page(self):
        """Fetch what the page of one suggestion shows of it: one query more."""
        related = ("initiator__parent", "coordinator", "proposer", "signed_by", "created_by")
        through = self.model.copies.through.objects.filter(judicialsuggestion=OuterRef("pk"))
        names = ("pk", "name", "short_name")
        unit = JSONObject(**{name: f"unit__{name}" for name in names})
        rows = self.select_related(*related).prefetch_related(with_units())
        return rows.annotate(copied=ArraySubquery(through.order_by("unit").values_list(unit)))


class JudicialSuggestion(
    Urged, Sight, LookingBack, Answering, Replying, Serving, PassingUp, Preparing, Matter
):
    """A court's letter to an authority about problems met in its cases (司法建议).

    Until it is served nobody outside the court may know that it exists; from then on each unit
    that was served answers, the government's coordinator and the units copied to look on. Talk
    and judicial committee stay the court's own for good. The number is drawn at signing, each
    unit's clock starts on the day of receipt, and the court that asked is the one that closes.

    Of several addressees ``recipient`` is the one that leads (牵头单位); the status is that of
    whoever is furthest behind.
    Legal basis: 法释〔2023〕11号; other kinds by analogy (第十二条).
    """

    Status = Status
    CLOSED = frozenset({Status.CLOSED, Status.WITHDRAWN})
    STAGES = (
        ("拟稿", {Status.DRAFT}),
        ("沟通", ()),
        ("审委会", {Status.CONSULTED}),
        ("签发", {Status.APPROVED}),
        ("送达", {Status.SIGNED}),
        ("签收", {Status.SERVED}),
        ("答复", {Status.ACKNOWLEDGED, Status.RETURNED}),
        ("评价", {Status.REPLIED}),
        ("回头看", {Status.LOOK_BACK}),
        ("办结", {Status.CLOSED}),
    )
    TONES = {
        Status.DRAFT: "secondary",
        Status.SERVED: "yellow",
        Status.RETURNED: "yellow",
        Status.CLOSED: "green",
        Status.WITHDRAWN: "secondary",
    }
    NEXT = {
        Status.DRAFT: "沟通",
        Status.CONSULTED: "提请审议",
        Status.APPROVED: "签发",
        Status.SIGNED: "送达",
        Status.SERVED: "签收",
        Status.ACKNOWLEDGED: "答复",
        Status.RETURNED: "补充答复",
        Status.REPLIED: "评估",
        Status.LOOK_BACK: "回头看",
    }
    SECRET = frozenset({Status.DRAFT, Status.CONSULTED, Status.APPROVED, Status.SIGNED})
    ICON = "message-report"
    PLACE = 30
    SERIES = "司法建议"
    status = models.CharField("状态", max_length=30, choices=Status.choices)
    kind = models.CharField("种类", max_length=30, choices=Kind.choices, default=Kind.GOVERNANCE)
    case_number = models.CharField("案号", max_length=60, blank=True)
    event = models.CharField("不出庭应诉的情形", max_length=20, choices=Event.choices, blank=True)
    effective_on = models.DateField("裁判生效日期", null=True, blank=True)
    document_title = models.CharField("规范性文件名称", max_length=120, blank=True)
    subject = models.CharField("事由", max_length=80)
    recipient = models.ForeignKey(
        Unit, models.PROTECT, related_name="suggestions_received", verbose_name="被建议单位"
    )
    """The lead unit: the first of ``addressees``."""
    coordinator = models.ForeignKey(
        Unit, models.PROTECT, related_name="suggestions_coordinated", verbose_name="政府方督促单位"
    )
    copies = models.ManyToManyField(
        Unit, blank=True, related_name="suggestions_copied", verbose_name="抄送"
    )
    proposer = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="层报法院"
    )
    field_of_work = models.CharField("治理领域", max_length=30)
    found_in = models.CharField("发现问题的工作", max_length=60)
    introduction = models.TextField("重要性及已采取的举措", max_length=3000)
    legal_basis = models.TextField("依据", max_length=2000)
    counts_in_appraisal = models.BooleanField("反馈、落实情况纳入当地考核", default=False)
    annexes = models.TextField("附件名称", max_length=1000, blank=True)
    reply_by = models.DateField("建议书写明的答复日期", null=True, blank=True)
    contact = models.CharField("联系人", max_length=40)
    contact_phone = models.CharField("联系电话", max_length=40)

    talked_on = models.DateField("沟通日期", null=True)
    talk_note = models.TextField("沟通记录", max_length=6000, blank=True)
    approved_on = models.DateField("审委会审议日期", null=True)
    committee_session = models.CharField("审委会会议", max_length=60, blank=True)
    committee_conclusion = models.CharField("审议结论", max_length=200, blank=True)
    signed_by = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="签发人"
    )
    signed_on = models.DateField("签发日期", null=True)
    served_on = models.DateField("首次送达日期", null=True)
    replied_on = models.DateField("最近答复日期", null=True)
    filed_on = models.DateField("报送备案日期", null=True)
    filed_with = models.CharField("备案法院", max_length=60, blank=True)
    outcome = models.CharField("采纳结果", max_length=20, choices=Outcome.choices, blank=True)
    evaluation = models.TextField("总体评价", max_length=1000, blank=True)
    look_back_on = models.DateField("回头看期限", null=True)
    looked_back_on = models.DateField("最近回头看", null=True)
    taken_over_on = models.DateField("由以往档案导入", null=True)

    MILESTONES = ("talked_on", "approved_on", "signed_on")
    OWN_MILESTONES = ("served_on", "acknowledged_on", "replied_on", "returned_on")

    objects = JudicialSuggestionQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = verbose_name_plural = "司法建议"
        permissions = [
            ("draft_judicialsuggestion", "拟制司法建议"),
            ("revise_judicialsuggestion", "修改司法建议"),
            ("consult_judicialsuggestion", "登记沟通"),
            ("approve_judicialsuggestion", "登记审委会审议"),
            ("send_back_judicialsuggestion", "退回修改"),
            ("sign_judicialsuggestion", "签发司法建议"),
            ("pass_up_judicialsuggestion", "层报上级法院"),
            ("withdraw_judicialsuggestion", "撤回司法建议"),
            ("serve_judicialsuggestion", "登记送达"),
            ("file_receipt_judicialsuggestion", "补传送达回证"),
            ("file_above_judicialsuggestion", "登记报送备案"),
            ("acknowledge_judicialsuggestion", "签收司法建议"),
            ("ask_extension_judicialsuggestion", "申请延长答复"),
            ("grant_extension_judicialsuggestion", "审批延长答复"),
            ("draft_reply_judicialsuggestion", "拟写答复"),
            ("approve_reply_judicialsuggestion", "审签答复"),
            ("send_back_reply_judicialsuggestion", "退回重拟答复"),
            ("reply_judicialsuggestion", "答复司法建议"),
            ("record_reply_judicialsuggestion", "登记纸质答复"),
            ("return_reply_judicialsuggestion", "退回补充答复"),
            ("evaluate_judicialsuggestion", "评估答复并办结"),
            ("look_back_judicialsuggestion", "登记回头看"),
            ("urge_judicialsuggestion", "督促答复"),
            ("handle_judicialsuggestion", "承办（提出法院）"),
            ("receive_judicialsuggestion", "签收（被建议单位）"),
            ("answer_judicialsuggestion", "承办（被建议单位）"),
            ("check_judicialsuggestion", "审签（被建议单位）"),
            ("give_judicialsuggestion", "提交（被建议单位）"),
        ]
        indexes = [
            *Matter.Meta.indexes,
            models.Index(  # what figures and filters ask of all rows, without the letters
                fields=["id"],
                include=[
                    *("initiator", "recipient", "coordinator", "proposer"),
                    *("kind", "field_of_work", "signed_on"),
                ],
                name="judicialsuggestion_counted",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number=""),
                name="one_suggestion_a_number",
            ),
        ]

    @opening(
        perm="suggestions.draft_judicialsuggestion",
        label="拟制司法建议",
        status=Status.DRAFT,
        roles=(Role.COURT_CLERK, Role.COURT_LEADER),
        hint="送达之前，只有本院人员能看到。建议与问题应当一一对应。",
    )
    def draft(self, *, actor, problems, copies=(), others=()):
        """Draft the letter with its problems (拟稿); it is the court's secret until served.

        ``others`` are addressed beside the lead unit. Raises ValidationError for unmatched rows,
        and for units that the committee lacks.
        """
        self.fill(problems, copies, others)
        self.watch_issue(actor)
        self.holder = self.initiator

    def fill(self, problems, copies, others):
        """Check and keep what the letter says; the title follows from its subject."""
        self.title = f"关于{self.subject}的司法建议"
        check_kind(self.kind, vars(self), len({self.recipient, *others}))
        self._check_case_number()
        self._check_units(copies, others)
        address(self, [self.recipient, *others])
        pairs = matched(problems)
        self.problems.all().delete()
        Problem.objects.bulk_create(
            [
                Problem(matter=self, order=order, problem=problem, suggestion=suggestion)
                for order, (problem, suggestion) in enumerate(pairs, start=1)
            ]
        )
        self.copies.set(copies)

    def _check_case_number(self):
        if self.case_number:
            try:
                self.case_number = str(casenumbers.parse(self.case_number))
            except casenumbers.CaseNumberError as error:
                raise ValidationError({"case_number": str(error)}) from None

    def _check_units(self, copies, others):
        addressed = [self.recipient, *others]
        if self.initiator.kind != Unit.Kind.COURT:
            raise ValidationError("司法建议应当以人民法院名义提出")
        if any(unit.kind in NOT_ADDRESSED for unit in addressed):
            raise ValidationError("被建议单位应是行政机关或者其他有关单位")
        if self.coordinator in addressed:
            raise ValidationError("督促单位不能就是被建议单位")
        if {self.initiator, *addressed} & set(copies):
            raise ValidationError("不必抄送被建议单位和本院")
        wanted = {self.initiator_id, self.coordinator_id}
        wanted |= {unit.pk for unit in (*addressed, *copies)}
        if wanted - set(committee_units(self.committee).values_list("pk", flat=True)):
            raise ValidationError("有关单位应是同一委员会的成员单位")

    @property
    def needs_talk(self):
        """Whether the recipient must have been heard first (第五条)."""
        return self.procedure.talk

    @property
    def needs_committee(self):
        """Whether the judicial committee must have passed it (第七条)."""
        return self.procedure.committee

    @property
    def procedure(self):
        """How its kind is made and answered."""
        return PROCEDURES[self.kind]

    @property
    def reply_rule(self):
        """The code of the period for the written answer."""
        return self.procedure.rule

    @property
    def reply_time(self):
        """How long there is to answer, where the letter names no date."""
        return self.procedure.time

    @property
    def letter_title(self):
        """The title of the letter: court, subject and 司法建议书 (附件1)."""
        return f"{self.initiator.name}关于{self.subject}的司法建议书"

    @property
    def annex_names(self):
        return [line.strip() for line in self.annexes.splitlines() if line.strip()]

    @property
    def latest_day(self):
        """The newest date that is already in the record: nothing can have happened before it."""
        return self._latest(self, self.MILESTONES)

    def check_day(self, on, addressee=None):
        """Refuse a day to come, and one before what is already in the record of ``addressee``."""
        own = self._latest(addressee, self.OWN_MILESTONES) if addressee else None
        latest = max(filter(None, (self.latest_day, own)), default=None)
        days.check_day(on, latest, "上一步的日期")

    @staticmethod
    def _latest(row, names):
        return max(filter(None, (getattr(row, name) for name in names)), default=None)

    @once_at_rest
    def addressed(self):
        """The addressees with their units, in order."""
        known = getattr(self, "_prefetched_objects_cache", {})
        rows = self.addressees.all()
        if "addressees" in known:
            return fetch_drafts(list(rows))
        return list(rows.select_related(*RELATED).with_urging())

    def copied_units(self):
        """The units that get a copy (抄送), by their names alone where a page read them."""
        if "copied" in self.__dict__:
            return [Unit(**row) for row in self.copied]
        return list(self.copies.all())

    def addressed_units(self):
        return [row.unit for row in self.addressed()] if self.pk else [self.recipient]

    def standing(self):
        """The status after service: where the addressee that is furthest behind stands."""
        return Status(standing_of(row.state for row in self.addressed()).value)

    def pass_on(self):
        """Say whose turn it is: the first addressee that owes an answer, else the court."""
        owing = [row.unit for row in self.addressed() if row.owes]
        self.holder = owing[0] if owing else self.initiator

    def desks(self):
        """On the desk of every addressee that owes an answer, whoever else has it."""
        laid = super().desks()
        return laid and laid | {row.unit.group_id: False for row in self.addressed() if row.owes}

    def search_words(self):
        """By what the letter says, too: whoever may see the matter may read its letter."""
        return [*super().search_words(), *words_of(self)]

    def taking_part(self):
        copied = self.copied_units() if self.pk else []
        units = [*self.addressed_units(), self.coordinator, *copied]
        units += [self.proposer] if self.proposer else []
        return list(dict.fromkeys(units))


class JudicialSuggestionGrant(MatterGrant):
    """What a unit's group may do with one suggestion."""

    content_object = models.ForeignKey(JudicialSuggestion, models.CASCADE)


def committee_units(committee, on=None):
    """The units that sit in ``committee`` today, its office included (成员单位)."""
    members = Unit.objects.members_of([committee], on)
    return Unit.objects.active().filter(models.Q(pk__in=members) | models.Q(office_of=committee))
