"""The lawsuit (行政诉讼案件) itself: one case in one instance, who sees it, whose turn it is."""

from django.core.exceptions import ValidationError
from django.db import models

from disputes.appearances.deadlines import ANSWER, APPEAL_ANSWER
from disputes.appearances.models.choices import Instance, Procedure, Result, Status
from disputes.appearances.models.convening import Convening
from disputes.appearances.models.defending import Defending
from disputes.appearances.models.filing import Filing
from disputes.appearances.models.hearings import Appearance
from disputes.appearances.models.judging import Judging
from disputes.appearances.models.naming import Naming
from disputes.appearances.models.recording import Recording
from disputes.appearances.models.rights import PERMISSIONS
from disputes.appearances.models.sued import SuedAgency
from disputes.models import ActKind
from liaison import access
from liaison.models import Matter, MatterGrant, MatterQuerySet
from liaison.rest import once_at_rest


class LawsuitQuerySet(MatterQuerySet):
    """What lists and pages of lawsuits ask for."""

    def with_listing(self):
        return super().with_listing().prefetch_related("agencies__unit")

    def with_page(self, hearings):
        """Fetch what the page of one lawsuit shows beside what a row does.

        ``hearings`` are read with whatever the page says of each.
        """
        related = ("dispute", "earlier", "created_by", "committee__starter", "committee__office")
        appearances = Appearance.objects.select_related("agency__unit")
        return (
            self.select_related(*related)
            .prefetch_related(None)
            .prefetch_related(
                "litigants",
                models.Prefetch("agencies", SuedAgency.objects.with_page()),
                models.Prefetch("hearings", hearings),
                models.Prefetch("hearings__appearances", appearances),
            )
        )


class Lawsuit(Judging, Recording, Naming, Convening, Defending, Filing, Matter):
    """A citizen's suit against agencies, in one instance (行政诉讼案件): its number is the 案号.

    The court registers and serves it; until then nobody outside the court sees it. Each agency
    answers within its own period, says who of its heads will appear, and performs what it was
    told to. What the court found (hearings, appearances, judgment) only the court writes. The
    government's starter (司法行政机关) and the committee's office see how far it is, and urge.
    """

    Status = Status
    CLOSED = frozenset({Status.CLOSED})
    STAGES = (
        ("立案送达", {Status.FILED}),
        ("答辩举证", {Status.DEFENDING}),
        ("开庭", {Status.LISTED}),
        ("裁判", {Status.HEARD}),
        ("生效", {Status.JUDGED}),
        ("履行", {Status.PERFORMING}),
        ("办结", {Status.CLOSED}),
    )
    TONES = {
        Status.FILED: "secondary",
        Status.LISTED: "yellow",
        Status.PERFORMING: "yellow",
        Status.CLOSED: "green",
    }
    NEXT = {
        Status.FILED: "送达",
        Status.DEFENDING: "答辩举证",
        Status.LISTED: "出庭",
        Status.HEARD: "登记裁判",
        Status.JUDGED: "登记生效",
        Status.PERFORMING: "履行",
    }
    SECRET = frozenset({Status.FILED})
    ICON = "gavel"
    PLACE = 12

    number = models.CharField("案号", max_length=60, blank=True, db_index=True)
    status = models.CharField("状态", max_length=30, choices=Status.choices)
    instance = models.CharField("审级", max_length=20, choices=Instance.choices)
    procedure = models.CharField(
        "审理程序", max_length=20, choices=Procedure.choices, default=Procedure.ORDINARY
    )
    cause = models.CharField("案由", max_length=40)
    act_kind = models.CharField("行政行为种类", max_length=20, choices=ActKind.choices)
    act = models.CharField("被诉行政行为", max_length=120)
    claims = models.TextField("诉讼请求", max_length=3000, blank=True)
    filed_on = models.DateField("立案日期")
    dispute = models.ForeignKey(
        "disputes.Dispute",
        models.PROTECT,
        null=True,
        related_name="lawsuits",
        verbose_name="化解不成的争议",
    )
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="later", verbose_name="原审案件"
    )
    earlier_number = models.CharField("原审案号", max_length=60, blank=True)
    contact = models.CharField("法院联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=40, blank=True)

    judged_on = models.DateField("裁判日期", null=True)
    result = models.CharField("裁判结果", max_length=20, choices=Result.choices, blank=True)
    judgment = models.TextField("裁判主文", max_length=3000, blank=True)
    judgment_served_on = models.DateField("裁判文书送达日期", null=True)
    appeal_until = models.DateField("上诉期届满日", null=True)
    lost = models.BooleanField("行政机关败诉", null=True)
    loss_reason = models.CharField("败诉原因", max_length=200, blank=True)
    order = models.CharField("行政机关应当履行的内容", max_length=500, blank=True)
    perform_by = models.DateField("履行期限", null=True)
    effective_on = models.DateField("裁判生效日期", null=True)
    appealed = models.BooleanField("上诉", default=False)
    taken_over_on = models.DateField("由法院数据导入", null=True)

    objects = LawsuitQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = verbose_name_plural = "行政诉讼"
        permissions = PERMISSIONS
        constraints = [
            models.UniqueConstraint(
                fields=["initiator", "number"],
                condition=~models.Q(number=""),
                name="one_lawsuit_a_court_and_number",
            ),
        ]
        indexes = [
            *Matter.Meta.indexes,
            models.Index(fields=["result", "instance", "act_kind", "id"], name="lawsuit_filtered"),
        ]

    @property
    def answer_rule(self):
        """The code of the period for the answer: to the complaint, or to the appeal."""
        return APPEAL_ANSWER if self.instance == Instance.SECOND else ANSWER

    @once_at_rest
    def sued(self):
        """The agencies with their units, in order; free of cost where a page read them."""
        known = getattr(self, "_prefetched_objects_cache", {})
        rows = self.agencies.all()
        return list(
            rows if "agencies" in known else rows.select_related("unit", "receipt", "answer")
        )

    def one_of(self, agency, condition):
        """The agency that is meant, of those of which ``condition`` holds.

        Where there is only one it need not be named.
        """
        found = [row for row in self.sued() if condition(row)]
        if agency is None and len(found) == 1:
            return found[0]
        if agency not in found:
            raise ValidationError({"agency": "请选择行政机关"})
        return found[found.index(agency)]

    def own(self, actor, step):
        """The agency for which ``actor`` takes ``step``; None for whoever acts for none."""
        declared = getattr(type(self), step).step
        unit = access.acting_unit(actor, declared.perm, self, declared.part)
        return next((row for row in self.sued() if row.unit == unit), None)

    @property
    def is_known_outside(self):
        """Whether anybody outside the court may know of the case."""
        return bool(self.taken_over_on) or bool(self.knowing())

    def knowing(self):
        """The agencies that know of the case: by service, or as its data came from elsewhere."""
        return [row for row in self.sued() if row.served_on or self.taken_over_on]

    def grants(self):
        """The court handles; who was served answers; starter and office look on and urge."""
        grants = access.Grants().give(self.initiator, "view", "handle")
        knowing = self.knowing()
        if not (knowing or self.taken_over_on):
            return grants
        for row in knowing:
            grants.give(row.unit, "view", *self.open_to(row))
        for unit in (self.committee.starter, self.committee.office):
            grants.give(unit, "view", "urge")
        return grants

    def open_to(self, row):
        """What an agency that was served may do now: answer, say who appears, perform."""
        if row.owes_answer:
            yield "answer"
        if row.may_ask_deferral:
            yield "defer"
        if row.owes_answer and row.draft:
            yield "give"
        if self.status == Status.LISTED:
            yield "appear"
        if row.owes_performance and not row.awaits_confirmation:
            yield "perform"

    def owing(self):
        """The agencies whose turn it is: to answer, to name a head, to perform."""
        if self.status == Status.PERFORMING:
            rows = [row for row in self.sued() if row.owes_performance]
            return [row for row in rows if not row.awaits_confirmation]
        if self.status in (Status.FILED, Status.DEFENDING):
            return [row for row in self.sued() if row.owes_answer]
        if self.status == Status.LISTED:
            waiting = self._to_be_named()
            return [row for row in self.sued() if row.owes_answer or row.pk in waiting]
        return []

    def unnamed(self):
        """The agencies that were called to a hearing to come and have not said who comes."""
        waiting = self._to_be_named()
        return [row for row in self.sued() if row.pk in waiting] if waiting else []

    def _to_be_named(self):
        return {one.agency_id for one in self.appearances() if one.awaits_name}

    def tone_of(self, step):
        """A further hearing, and a judgment before anybody was heard, are the exception."""
        usual = {"fix_hearing": Status.DEFENDING, "judge": Status.HEARD}
        if usual.get(step.name, self.status) != self.status:
            return "secondary"
        return super().tone_of(step)

    def pass_on(self):
        """Say whose turn it is: the first agency that owes something, else the court."""
        owing = self.owing()
        self.holder = owing[0].unit if owing else self.initiator

    def desks(self):
        """On the desk of every agency that owes something, whoever else has it."""
        laid = super().desks()
        return laid and laid | {row.unit.group_id: False for row in self.owing()}

    def taking_part(self):
        """The agencies, and who looks on for the government (政府方督促单位)."""
        units = [row.unit for row in self.sued()] if self.pk else []
        starter = [self.committee.starter] if self.committee.starter else []
        return list(dict.fromkeys([*units, *starter]))

    def search_words(self):
        """Also by the cause and by those litigants who are no natural persons."""
        rows = self.litigants.all() if self.pk else ()
        return [
            *super().search_words(),
            self.cause,
            *(row.name for row in rows if not row.is_person),
        ]

    def may_read_names(self, user):
        """Whether ``user`` reads the names of natural persons in full: the court, the agencies."""
        groups = access.group_ids(user)
        sides = [self.initiator, *(row.unit for row in self.sued())]
        return any(unit.group_id in groups for unit in sides)


class LawsuitGrant(MatterGrant):
    """What a unit's group may do with one lawsuit."""

    content_object = models.ForeignKey(Lawsuit, models.CASCADE)
