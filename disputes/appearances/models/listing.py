"""What a monthly notice counts and names: units with their figures, absences with their facts."""

from datetime import datetime, time, timedelta

from django.db import models
from django.utils import timezone

from disputes.appearances.models.choices import Event
from disputes.appearances.models.figures import TOTAL, AppearanceFigures, added_up, counted
from disputes.appearances.models.hearings import Appearance
from disputes.appearances.models.lawsuit import Lawsuit
from disputes.appearances.models.policies import RatePolicy

COUNTS = ("appeared", "due", "chiefs", "spoke")
UNEXPLAINED = "负责人未出庭"
"""What is said of an absence of which no event is on record: taken from the court's feed."""


class Counts(models.Model):
    """The figures of a month as they stood when the notice was drawn up (数据快照)."""

    appeared = models.PositiveIntegerField("负责人出庭", default=0)
    due = models.PositiveIntegerField("应当出庭", default=0)
    chiefs = models.PositiveIntegerField("其中正职", default=0)
    spoke = models.PositiveIntegerField("其中发言", default=0)

    class Meta:
        abstract = True

    @property
    def figures(self):
        return AppearanceFigures(*(getattr(self, name) for name in COUNTS))

    @property
    def is_full(self):
        """Whether a head appeared every time one was due (全部出庭)."""
        return 0 < self.due == self.appeared

    def keep(self, figures):
        """Take over ``figures``; the caller saves."""
        for name in COUNTS:
            setattr(self, name, getattr(figures, name))
        return self


class ListedUnit(Counts):
    """One unit in the table of a notice (被统计单位), in the order of its rate."""

    matter = models.ForeignKey(
        "appearances.MonthlyNotice", models.PROTECT, related_name="listed", verbose_name="通报"
    )
    unit = models.ForeignKey("liaison.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    order = models.PositiveSmallIntegerField("序号")

    class Meta:
        verbose_name = verbose_name_plural = "被统计单位"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["matter", "unit"], name="one_listed_unit_a_notice"),
        ]

    def __str__(self):
        return str(self.unit)


class Criticism(models.Model):
    """One absence, or one event of article 12, for which a notice criticises (通报批评事实).

    The office may leave one out of the draft (``left_out``), with its reason: the court sees
    both before it countersigns.
    """

    matter = models.ForeignKey(
        "appearances.MonthlyNotice", models.PROTECT, related_name="criticisms", verbose_name="通报"
    )
    agency = models.ForeignKey("appearances.SuedAgency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("liaison.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    number = models.CharField("案号", max_length=60)
    heard_on = models.DateField("开庭日期")
    event = models.CharField("情形", max_length=20, choices=Event.choices, blank=True)
    left_out = models.CharField("不列入批评的理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通报批评事实"
        ordering = ["unit", "heard_on", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["matter", "agency"], name="one_criticism_an_agency"),
        ]

    def __str__(self):
        return f"{self.unit}，{self.number}，{self.happened}"

    @property
    def happened(self):
        return self.get_event_display() or UNEXPLAINED


def take_stock(notice, actor):
    """Count the month as it stands now, as far as ``actor`` may see it; keep what was left out.

    By the policy in force on the last day of the month: its name and version are kept with the
    figures. What is written here is what the court countersigns and the paper prints.
    """
    span = notice.span
    seen = Lawsuit.objects.visible_to(actor).order_by()
    matters = seen.filter(committee=notice.committee, initiator__in=notice.courts.all())
    policy = RatePolicy.objects.in_force(notice.committee, span.last)
    rows = counted(matters, span, policy)
    figures = added_up(rows, policy, "unit_id")
    notice.keep(figures[TOTAL])
    notice.policy = None if policy.is_built_in else policy
    notice.policy_name, notice.policy_words = policy.name, policy.in_words
    notice.threshold = policy.threshold
    _list_units(notice, figures["unit_id"])
    _list_absences(notice, policy.judged(rows), matters)


def _list_units(notice, found):
    notice.listed.all().delete()
    ranked = sorted(found.items(), key=lambda pair: standing(*pair))
    ListedUnit.objects.bulk_create(
        ListedUnit(matter=notice, unit_id=unit, order=order).keep(figures)
        for order, (unit, figures) in enumerate(ranked, start=1)
    )


def standing(unit, figures):
    """How units are ranked: the higher rate first, then the more hearings; “—” comes last."""
    percent = figures.rate.percent
    return (percent is None, -(percent or 0), -figures.due, unit)


def _list_absences(notice, rows, matters):
    left_out = dict(notice.criticisms.exclude(left_out="").values_list("agency", "left_out"))
    notice.criticisms.all().delete()
    found = _absent(rows) | _noted(matters, notice.span)
    Criticism.objects.bulk_create(
        Criticism(
            matter=notice,
            agency=agency,
            unit_id=agency.unit_id,
            number=agency.matter.number,
            heard_on=heard_on,
            event=event,
            left_out=left_out.get(agency.pk, ""),
        )
        for agency, (heard_on, event) in found.items()
    )


def _absent(rows):
    """The agencies that are due and whose head neither counts nor was excused: {agency: (day,
    event)}.

    Where co-defendants agreed on one head (第三条), whoever was represented by one who came is
    not absent, however the policy counts it.
    """
    absent = rows.filter(counts=False, excused=False).exclude(represented_by__appeared=True)
    return {
        row: (row.heard_on, Event.LEFT if row.left_early else "")
        for row in absent.select_related("matter")
    }


def _noted(matters, span):
    """The events of article 12 that the court noted in hearings of the month."""
    first, after = (
        timezone.make_aware(datetime.combine(day, time()))
        for day in (span.first, span.last + timedelta(days=1))
    )
    noted = (
        Appearance.objects.filter(
            hearing__matter__in=matters,
            hearing__starts_at__gte=first,
            hearing__starts_at__lt=after,
        )
        .exclude(event="")
        .select_related("hearing", "agency__matter")
        .order_by("hearing__starts_at")
    )
    return {one.agency: (one.hearing.day, one.event) for one in noted}
