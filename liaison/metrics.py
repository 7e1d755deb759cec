"""Figures (指标): a rate always stands with its numerator and denominator."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Count, F, Q

from liaison import charts, registry
from liaison.models import Deadline


class Rate(NamedTuple):
    """A share of something (率); without anything to share in, it is “—”, never 0 or 100 %."""

    numerator: int
    denominator: int

    @property
    def percent(self):
        if not self.denominator:
            return None
        share = Decimal(100) * self.numerator / self.denominator
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def __str__(self):
        return "—" if self.percent is None else f"{self.percent}%"


class Span(NamedTuple):
    """The days from and to which is counted, both counted in (统计期间)."""

    first: date
    last: date

    def of(self, name):
        """The condition that the date ``name`` is in the span."""
        return Q(**{f"{name}__range": (self.first, self.last)})


class OnTime:
    """How many of the year's deadlines a unit kept (按期办结率), by the month they fell due.

    Counted are deadlines met, and those past their day with nothing handed in by it; what is
    waived, suspended, not yet due, or handed in on time and not yet judged is not.
    """

    code = "liaison.on_time"
    title = "本年按期办结率"

    def by_month(self, units, today):
        """Return {month: (on time, late)} of the year of ``today``, in one query.

        Counted by days, in the order of the index; nothing is read but the index.
        """
        met = Q(status=Deadline.Status.MET)
        late = met & Q(ended_on__gt=F("due_on"))
        overdue = Q(status=Deadline.Status.RUNNING, due_on__lt=today) & (
            Q(handed_in_on__isnull=True) | Q(handed_in_on__gt=F("due_on"))
        )
        days = (
            Deadline.objects.filter(met | overdue, responsible__in=units, due_on__year=today.year)
            .order_by()
            .values_list("due_on")
            .annotate(all=Count("*"), late=Count("responsible", filter=late | overdue))
        )
        months = {}
        for due_on, count, late_ones in days:
            kept, missed = months.get(due_on.month, (0, 0))
            months[due_on.month] = (kept + count - late_ones, missed + late_ones)
        return months

    def rate(self, months):
        kept = sum(on_time for on_time, _ in months.values())
        return Rate(kept, kept + sum(late for _, late in months.values()))

    def drawing(self, units, today):
        """The figure with its chart, as the desk shows it; None where nothing fell due yet."""
        months = self.by_month(units, today)
        rate = self.rate(months)
        if not rate.denominator:
            return None
        return {
            "title": self.title,
            "note": f"{today.year}年",
            "figure": str(rate),
            "words": f"应办 {rate.denominator} 件，按期 {rate.numerator} 件",
            "svg": self._chart(months, today.month),
        }

    def _chart(self, months, last):
        shown = range(max(1, last - 5), last + 1)
        kept, late = zip(*(months.get(month, (0, 0)) for month in shown), strict=True)
        return charts.stacked_bars([f"{month}月" for month in shown], 按期=kept, 逾期=late)


registry.metrics.register(OnTime())
