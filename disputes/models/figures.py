"""What is counted about disputes (统计): numbers without names, for whoever follows progress."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Aggregate, Count, DateField, DurationField, F, Q
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from disputes.models.agreement import PerformanceItem
from disputes.models.choices import RESOLVED, Status
from disputes.models.sessions import Session
from liaison import access
from liaison.metrics import Rate
from liaison.models import MatterQuerySet

CAME_IN = Q(accepted_on__isnull=False)
CONCLUDED = CAME_IN & ~Q(outcome="")
SOLVED = CAME_IN & Q(outcome__in=RESOLVED)
PARTLY = CAME_IN & Q(outcome="partial")


class Median(Aggregate):
    """The middle value of a column (中位数), by PostgreSQL's own ordered-set aggregate."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    allow_distinct = False


class Figures(NamedTuple):
    """What a set of disputes adds up to; a rate always with its numerator and denominator.

    Places differ in how they count (domain.md §4.1), so both denominators are told: of what
    was accepted in the span, and of what was concluded in it.
    """

    received: int = 0
    accepted: int = 0
    refused: int = 0
    accepted_solved: int = 0
    concluded: int = 0
    concluded_solved: int = 0
    partly: int = 0
    median_time: timedelta | None = None

    @property
    def median_days(self):
        """化解用时（中位数）, in days from acceptance to the result; None where nothing ended."""
        return None if self.median_time is None else round(self.median_time / timedelta(days=1))

    @property
    def of_accepted(self):
        """化解率（按受理）: of those accepted in the span, how many are resolved by now."""
        return Rate(self.accepted_solved, self.accepted)

    @property
    def of_concluded(self):
        """化解率（按结案）: of those concluded in the span, how many were resolved."""
        return Rate(self.concluded_solved, self.concluded)


class FiguresQuerySet(MatterQuerySet):
    """What is asked about many disputes at once; every count starts from ``followed_by``."""

    def followed_by(self, user):
        """Keep the disputes whose progress ``user`` may follow: no content goes with it."""
        return access.visible(self, user, "follow")

    def with_conclusion(self):
        """Add ``concluded_on``: the day on which mediation came to its result."""
        return self.annotate(
            concluded_on=Coalesce(
                "mediation_ended_on",
                "agreement__signed_on",
                "ended_on",
                output_field=DateField(null=True),
            )
        )

    def figures(self, span):
        """Add the set up over ``span``: one query."""
        return Figures(**self.with_conclusion().aggregate(**counts(span)))

    def figures_by(self, name, span):
        """Add up by the values of the column ``name``, the largest first: [(value, Figures)]."""
        touched = span.of("referred_on") | span.of("accepted_on") | span.of("concluded_on")
        rows = (
            self.with_conclusion()
            .filter(touched)
            .order_by()
            .values(name)
            .annotate(**counts(span))
            .order_by("-accepted", name)
        )
        return [(row.pop(name), Figures(**row)) for row in rows.iterator()]

    def outcomes(self, span):
        """How many were concluded in ``span`` with which result: {outcome: number}."""
        rows = self.with_conclusion().filter(CONCLUDED & span.of("concluded_on"))
        return dict(rows.order_by().values_list("outcome").annotate(number=Count("pk")))

    def by_month(self, span):
        """{(year, month): (accepted, resolved)} of the disputes accepted in ``span``."""
        rows = (
            self.filter(CAME_IN & span.of("accepted_on"))
            .order_by()
            .values_list(ExtractYear("accepted_on"), ExtractMonth("accepted_on"))
            .annotate(accepted=Count("pk"), solved=Count("pk", filter=SOLVED))
        )
        return {(year, month): tuple(numbers) for year, month, *numbers in rows}

    def performance(self, span, today):
        """履行率: of what agreements asked for in ``span``, how much was done by ``today``."""
        due = PerformanceItem.objects.filter(span.of("due_on"), dispute__in=self.order_by())
        counted = due.filter(Q(performed_on__isnull=False) | Q(due_on__lt=today)).aggregate(
            all=Count("pk"), done=Count("pk", filter=Q(performed_on__isnull=False))
        )
        return Rate(counted["done"], counted["all"])

    def heads_attending(self, span):
        """Of the sessions held in ``span``, how many a head of the agency came to (负责人参加)."""
        held = Session.objects.filter(
            dispute__in=self.order_by(),
            status=Session.Status.HELD,
            starts_at__date__range=(span.first, span.last),
        ).aggregate(
            all=Count("pk", distinct=True),
            headed=Count("pk", distinct=True, filter=Q(attendance__is_head=True)),
        )
        return Rate(held["headed"], held["all"])


def counts(span):
    """The aggregates of ``Figures`` over a queryset ``with_conclusion``."""
    accepted, concluded = CAME_IN & span.of("accepted_on"), CONCLUDED & span.of("concluded_on")
    refused = Q(status=Status.REFUSED) & span.of("ended_on")
    days = Median(
        F("concluded_on") - F("accepted_on"), filter=concluded, output_field=DurationField()
    )
    return {
        "received": Count("pk", filter=span.of("referred_on")),
        "accepted": Count("pk", filter=accepted),
        "refused": Count("pk", filter=refused),
        "accepted_solved": Count("pk", filter=accepted & SOLVED),
        "concluded": Count("pk", filter=concluded),
        "concluded_solved": Count("pk", filter=concluded & SOLVED),
        "partly": Count("pk", filter=concluded & PARTLY),
        "median_time": days,
    }
