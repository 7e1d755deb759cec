"""Hearing observation and trials on the spot (旁听庭审、巡回审判): agencies learn in court.

Daqing's fifth point: large hearings that heads of agencies attend, with the list of who came.
"""

from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, CharField, Count, Exists, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import JSONObject
from django.utils import timezone

from disputes.appearances.deadlines import OBSERVATION_RECEIPT
from disputes.appearances.models.hearings import Hearing
from disputes.appearances.models.observation_planning import ObservationPlanning
from disputes.appearances.models.observation_receipts import ObservationReceipts
from disputes.appearances.models.observation_roll import ObservationRoll
from disputes.appearances.models.observation_stages import PERMISSIONS, Status
from disputes.appearances.models.observers import HEADS, Invitation, Observer
from liaison import access
from liaison.models import Matter, MatterGrant, MatterQuerySet


class ObservationFigures(NamedTuple):
    """What hearing observation came to in a span of days (旁听庭审情况).

    ``units`` are counted once however often they came, ``visits`` each time (单位次).
    """

    observations: int = 0
    units: int = 0
    visits: int = 0
    persons: int = 0
    heads: int = 0


class ObservationQuerySet(MatterQuerySet):
    """What lists, pages and figures of observed hearings ask for."""

    def with_listing(self):
        return super().with_listing().select_related("court")

    def with_page(self):
        """Fetch what the page of one shows beside what a row does."""
        return self.select_related("hearing__matter", "committee__starter").prefetch_related(
            Prefetch("invitations", Invitation.objects.with_tallies())
        )

    def beside_hearings(self):
        """All hearings, each with what it takes to name those of these that are about it."""
        rows = self.filter(hearing=OuterRef("pk")).order_by("pk")
        told = JSONObject(**{name: name for name in ("pk", "title", "status")})
        return Hearing.objects.annotate(observed_by=ArraySubquery(rows.values_list(told)))

    def held_in(self, span):
        """Keep those that took place in a span of days."""
        return self.filter(span.of("held_on"))

    def figures(self, span):
        """Count what took place in a span, and who came: ``ObservationFigures``."""
        held = self.held_in(span)
        came = Observer.objects.here().filter(invitation__observation__in=held.order_by())
        counted = came.aggregate(
            units=Count("invitation__unit", distinct=True),
            visits=Count("invitation", distinct=True),
            persons=Count("pk"),
            heads=Count("pk", filter=Q(standing__in=HEADS)),
        )
        return ObservationFigures(observations=held.count(), **counted)


class Observation(ObservationRoll, ObservationReceipts, ObservationPlanning, Matter):
    """A public hearing to which a court invites agencies to look on and learn (旁听庭审).

    The court draws it up, alone or on a proposal of the starter or the office, and alone sees
    the draft; whoever is invited then says who comes, and the court takes the roll. The case is
    told by number and cause, never by a litigant's name; the lawsuit behind it, where there is
    one on the platform, is shown to nobody who does not see that lawsuit anyway.
    """

    Status = Status

    class Kind(models.TextChoices):
        OBSERVED = "observed", "旁听庭审"
        ON_THE_SPOT = "on_the_spot", "巡回审判（就地开庭）"

    CLOSED = frozenset({Status.CLOSED, Status.DECLINED, Status.CANCELLED})
    STAGES = (
        ("提出", {Status.PROPOSED}),
        ("筹备", {Status.PLANNED}),
        ("开庭旁听", {Status.INVITED}),
        ("小结", {Status.HELD}),
        ("办结", {Status.CLOSED}),
    )
    TONES = {
        Status.PROPOSED: "yellow",
        Status.PLANNED: "secondary",
        Status.HELD: "yellow",
        Status.CLOSED: "green",
    }
    NEXT = {
        Status.PROPOSED: "决定",
        Status.PLANNED: "发通知",
        Status.INVITED: "登记到庭",
        Status.HELD: "小结",
    }
    ASIDE = {OBSERVATION_RECEIPT: "报回执"}
    ICON = "school"
    PLACE = 24

    status = models.CharField("状态", max_length=30, choices=Status.choices)
    court = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="组织法院"
    )
    kind = models.CharField("形式", max_length=20, choices=Kind.choices, default=Kind.OBSERVED)
    reason = models.TextField("旁听的意义", max_length=1000)
    hearing = models.ForeignKey(
        Hearing, models.PROTECT, null=True, related_name="observations", verbose_name="关联的庭审"
    )
    case_number = models.CharField("案号", max_length=60, blank=True)
    cause = models.CharField("案由", max_length=40, blank=True)
    starts_at = models.DateTimeField("开庭时间", null=True, db_index=True)
    place = models.CharField("开庭地点", max_length=80, blank=True)
    seats = models.PositiveSmallIntegerField("旁听席位", default=0)
    discipline = models.TextField("旁听须知", max_length=1000, blank=True)
    contact = models.CharField("法院联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=40, blank=True)

    invited_on = models.DateField("通知日期", null=True)
    notice_version = models.PositiveSmallIntegerField("通知版次", default=0)
    receipt_by = models.DateField("回执截止", null=True)
    held_on = models.DateField("旁听日期", null=True, db_index=True)
    summary = models.TextField("旁听情况", max_length=2000, blank=True)
    effect = models.TextField("效果和反映", max_length=1000, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = verbose_name_plural = "旁听庭审"
        permissions = PERMISSIONS

    @property
    def day(self):
        """The day of the hearing; None as long as it is only proposed."""
        return self.starts_at and timezone.localdate(self.starts_at)

    @property
    def is_proposed(self):
        """Whether another unit than the court brought it up (提议)."""
        return self.initiator_id != self.court_id

    @classmethod
    def noted_on_desk(cls):
        """That units still owe their receipts, for the court that waits for them."""
        awaited = Invitation.objects.filter(observation=OuterRef("pk")).awaited()
        return Case(
            When(Q(status=Status.INVITED) & Exists(awaited), then=Value("回执未报齐")),
            default=Value(""),
            output_field=CharField(),
        )

    def invited(self):
        """The invitations with their units; free of cost where a page read them."""
        known = getattr(self, "_prefetched_objects_cache", {})
        rows = self.invitations.all()
        return list(rows if "invitations" in known else rows.select_related("unit"))

    def out_of_step(self):
        """Why it no longer fits the hearing it is linked to, in words; empty if it does.

        The hearing is moved or called off in its lawsuit; here the court follows by itself.
        """
        hearing = self.hearing
        if hearing is None or self.held_on or not self.is_open:
            return ""
        if hearing.state in {Hearing.State.ADJOURNED, Hearing.State.CANCELLED}:
            return f"关联的庭审已{hearing.get_state_display()}"
        if not hearing.is_public:
            return "关联的庭审已改为不公开审理"
        if (hearing.starts_at, hearing.place) != (self.starts_at, self.place):
            return "关联的庭审已改时间或者地点"
        return ""

    def grants(self):
        """The court handles, who proposed it looks on; once invited, units attend and the
        government's side follows who comes."""
        grants = access.Grants().give(self.court, "view", "handle").give(self.initiator, "view")
        if self.invited_on:
            for row in self.invited():
                grants.give(row.unit, "view", "attend")
            for unit in (self.committee.starter, self.committee.office):
                grants.give(unit, "view", "oversee")
        return grants

    def oversees(self, user):
        """Whether ``user`` may read who of all units comes: the court, the starter, the office."""
        verbs = set().union(*access.parts_of(user, self).values())
        return bool(verbs & {"handle", "oversee"})

    def observers_seen_by(self, user):
        """Who comes: of all units to those who follow them, to others their own people."""
        rows = Observer.objects.filter(invitation__observation=self)
        rows = rows.select_related("invitation__unit")
        return rows if self.oversees(user) else rows.of_units(access.standing(user).units)

    def invitations_seen_by(self, user):
        """The invitations with what the units said, as far as ``user`` may know of it."""
        if self.oversees(user):
            return self.invited()
        units = access.standing(user).units
        return [row for row in self.invited() if row.unit in units]

    def deadlines_seen_by(self, user):
        """All but what other units owe of receipts; who follows has those among the receipts."""
        own = [unit.pk for unit in access.standing(user).units]
        return self.deadlines.exclude(~Q(responsible__in=own), rule__code=OBSERVATION_RECEIPT)

    def papers_seen_by(self, user):
        """The account names who came of each unit: it is for those who follow all of them."""
        papers = super().papers_seen_by(user)
        return papers if self.oversees(user) else papers.filter(code="observation-notice")

    def may_preview(self, user, paper):
        return paper.code == "observation-notice" or self.oversees(user)

    def taking_part(self):
        """The court, where another unit proposed it, and the invited."""
        court = [self.court] if self.is_proposed else []
        return court + ([row.unit for row in self.invited()] if self.pk else [])

    def search_words(self):
        return [*super().search_words(), self.case_number, self.cause]


class ObservationGrant(MatterGrant):
    """What a unit's group may do with one observed hearing."""

    content_object = models.ForeignKey(Observation, models.CASCADE)
