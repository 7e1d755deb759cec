"""The units to which a suggestion goes (被建议单位): each has its own service, clock and answer."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from liaison import access
from liaison.models import Deadline, Unit
from suggestions.models.choices import ServiceWay, Timeliness

MOST_ADDRESSEES = 10
RELATED = ("unit__parent", "receipt")
"""What is read with each addressee."""


class AddresseeQuerySet(models.QuerySet):
    def owing(self):
        """Keep those from whom an answer is still to come."""
        return self.filter(state__in=Addressee.OWING)

    def seen_by(self, user):
        """Keep those that were served, of the suggestions and answers that ``user`` may read.

        Of a letter to several, the court, the coordinator and the lead unit count all, the others
        their own and what is below them (``JudicialSuggestion.read_by``).
        """
        units = [unit.pk for unit in access.standing(user).units]
        below = Unit.objects.filter(parent__in=units).values("pk")
        read = models.Q(unit__in=units) | models.Q(unit__in=below)
        for side in ("initiator", "coordinator", "proposer", "recipient"):
            read |= models.Q(**{f"matter__{side}__in": units})
        served = self.filter(read, served_on__isnull=False)
        return access.visible(served, user, of="matter")

    def with_clock(self):
        """Say of each when its answer was due and given; only of those that were served."""
        return self.filter(clock__isnull=False).annotate(
            due_on=F("clock__due_on"),
            answered_on=F("clock__ended_on"),
            court=F("matter__initiator"),
            kind=F("matter__kind"),
        )

    def _clocks(self):
        """The deadlines of an addressee, as a query under the one for the addressees."""
        matter = self.model._meta.get_field("matter").related_model
        return Deadline.objects.filter(
            content_type=ContentType.objects.get_for_model(matter),
            object_id=OuterRef("matter_id"),
            ref=Concat(Value("unit:"), Cast(OuterRef("unit_id"), models.TextField())),
        )

    def with_urging(self):
        """Say of each whether it was ever ``urged``, and whether it ``may_be_urged`` today.

        It may, when its time is over, and that which the last letter gave.
        """
        today = timezone.localdate()
        urging = self.model._meta.get_field("urgings").related_model.objects
        awaited = urging.filter(deadline=OuterRef("pk"), answer_by__gte=today)
        late = self._clocks().owed().filter(~Exists(awaited), due_on__lt=today)
        urged = urging.filter(addressee=OuterRef("pk"))
        return self.annotate(urged=Exists(urged), may_be_urged=Exists(late))

    def for_bulletin(self, court, span):
        """Keep those that are listed in the bulletin (司法审查通报) of ``court`` for ``span``.

        Those whom the last letter of the ladder did not move either: its day passed in the span,
        and no answer was given by then. Each says by when the letter asked (``urged_until``) and
        when it did answer (``answered_on``), if ever. Once true of a past span it stays true.
        """
        urging = self.model._meta.get_field("urgings").related_model.objects
        passed = urging.filter(
            models.Q(deadline__ended_on__isnull=True)
            | models.Q(deadline__ended_on__gt=F("answer_by")),
            span.of("answer_by"),
            addressee=OuterRef("pk"),
            answer_by__lt=timezone.localdate(),
            final=True,
        ).order_by("-answer_by")
        rows = self.filter(matter__initiator=court).annotate(
            urged_until=Subquery(passed.values("answer_by")[:1]),
            answered_on=Subquery(passed.values("deadline__ended_on")[:1]),
        )
        return rows.filter(urged_until__isnull=False)

    def fallen_due(self, span, today):
        """Keep those (``with_clock``) whose answer fell due in ``span``, or was given before."""
        rows = self.filter(span.of("due_on"))
        return rows.filter(models.Q(answered_on__isnull=False) | models.Q(due_on__lt=today))

    def answered(self, how):
        """Keep those of ``fallen_due`` whose answer stands so (答复时效)."""
        conditions = {
            Timeliness.IN_TIME: models.Q(answered_on__lte=F("due_on")),
            Timeliness.LATE: models.Q(answered_on__gt=F("due_on")),
            Timeliness.OVERDUE: models.Q(answered_on__isnull=True),
        }
        return self.filter(conditions[how])


class Addressee(models.Model):
    """One unit that a suggestion is addressed to, the lead unit (牵头单位) first.

    The letter is served on each by itself: until then that unit may not know of it. From then
    on its own clock runs, it acknowledges, asks for more time and answers by itself.
    """

    class State(models.TextChoices):
        UNSERVED = "unserved", "未送达"
        SERVED = "served", "已送达"
        ACKNOWLEDGED = "acknowledged", "已签收"
        RETURNED = "returned", "退回补充"
        REPLIED = "replied", "已答复"

    OWING = frozenset({State.SERVED, State.ACKNOWLEDGED, State.RETURNED})
    TONES = {State.SERVED: "yellow", State.RETURNED: "yellow", State.REPLIED: "green"}

    matter = models.ForeignKey(
        "suggestions.JudicialSuggestion",
        models.PROTECT,
        related_name="addressees",
        verbose_name="司法建议",
    )
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="被建议单位"
    )
    order = models.PositiveSmallIntegerField("序号")
    state = models.CharField(
        "办理状态", max_length=20, choices=State.choices, default=State.UNSERVED
    )
    service_way = models.CharField(
        "送达方式", max_length=20, choices=ServiceWay.choices, blank=True
    )
    served_on = models.DateField("送达日期", null=True)
    clock = models.OneToOneField(
        "liaison.Deadline", models.PROTECT, null=True, related_name="+", verbose_name="答复期限"
    )
    """The period of its first answer, which service starts; the figures read it by this."""
    receipt = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="送达回证"
    )
    acknowledged_on = models.DateField("签收日期", null=True)
    extension_until = models.DateField("申请延长至", null=True)
    extension_reason = models.CharField("申请延长理由", max_length=300, blank=True)
    replied_on = models.DateField("最近答复日期", null=True)
    adopts = models.BooleanField("采纳", default=False)
    """Whether its newest answer adopts anything, wholly or in part: kept for the figures."""
    returned_on = models.DateField("退回日期", null=True)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "被建议单位"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["matter", "unit"], name="one_addressee_a_unit"),
        ]

    def __str__(self):
        return str(self.unit)

    @property
    def ref(self):
        """What tells its deadlines from those of the others."""
        return f"unit:{self.unit_id}"

    @property
    def is_lead(self):
        return self.order == 1

    @property
    def tone(self):
        return self.TONES.get(self.state, "secondary" if not self.served_on else "blue")

    @property
    def owes(self):
        return self.state in self.OWING

    @property
    def draft(self):
        """The draft of its answer (答复稿), of which nobody outside the unit learns; or None."""
        if "open_drafts" not in self.__dict__:
            self.open_drafts = list(self.replies.drafts().select_related("approved_by", "actor"))
        return self.open_drafts[0] if self.open_drafts else None

    @property
    def group_above(self):
        """The group of the unit above it; None if there is none."""
        return self.unit.parent and self.unit.parent.group_id

    def latest_reply(self):
        """Its newest reply, be it a draft; None if there is none."""
        return self.replies.order_by("-round").first()

    @property
    def timeliness(self):
        """How the answer stands that fell due (``with_clock``)."""
        if self.answered_on is None:
            return Timeliness.OVERDUE
        return Timeliness.LATE if self.answered_on > self.due_on else Timeliness.IN_TIME

    @property
    def days_taken(self):
        """Days from receipt to the answer (``with_clock``); None as long as there is none."""
        return (self.answered_on - self.served_on).days if self.answered_on else None

    @property
    def lacks_receipt(self):
        """Whether the receipt of service (送达回证) has still to come; e-service has none."""
        served = self.state != self.State.UNSERVED
        return served and self.receipt_id is None and self.service_way != ServiceWay.ELECTRONIC


def with_units():
    """The addressees as a page reads them: units, receipts, whether to be urged; by one query.

    ``return_reason`` says why the court handed the newest answer back, ``draft_id`` whether a
    draft of the next is there (see ``fetch_drafts``).
    """
    replies = Addressee._meta.get_field("replies").related_model.objects
    newest = replies.given().filter(addressee=OuterRef("pk")).order_by("-round")
    drafts = replies.drafts().filter(addressee=OuterRef("pk"))
    rows = Addressee.objects.select_related(*RELATED).with_urging()
    rows = rows.annotate(
        return_reason=Subquery(newest.values("return_reason")[:1]),
        draft_id=Subquery(drafts.values("pk")[:1]),
    )
    return Prefetch("addressees", rows)


def fetch_drafts(rows):
    """Give addressees (``with_units``) their drafts: by one query, if there are any."""
    lacking = [row for row in rows if "open_drafts" not in row.__dict__]
    drafts = Addressee._meta.get_field("replies").related_model.objects.drafts()
    if ids := [row.draft_id for row in lacking if row.draft_id]:
        drafts = drafts.select_related("approved_by", "actor").in_bulk(ids)
    for row in lacking:
        row.open_drafts = [drafts[row.draft_id]] if row.draft_id else []
        for draft in row.open_drafts:
            draft.addressee = row
    return rows


def address(matter, units):
    """Address the letter to ``units``, the lead unit first; only before anybody was served."""
    units = list(dict.fromkeys(units))
    if len(units) > MOST_ADDRESSEES:
        raise ValidationError(f"被建议单位不超过{MOST_ADDRESSEES}个")
    matter.addressees.all().delete()
    Addressee.objects.bulk_create(
        [Addressee(matter=matter, unit=unit, order=order) for order, unit in enumerate(units, 1)]
    )


def standing_of(states):
    """The status of a suggestion whose addressees stand at ``states``: that of the furthest behind.

    All have answered: the court judges. One has still to be served or to acknowledge: served.
    """
    states = set(states)
    if states == {Addressee.State.REPLIED}:
        return Addressee.State.REPLIED
    if states & {Addressee.State.UNSERVED, Addressee.State.SERVED}:
        return Addressee.State.SERVED
    behind = Addressee.State.RETURNED in states
    return Addressee.State.RETURNED if behind else Addressee.State.ACKNOWLEDGED
