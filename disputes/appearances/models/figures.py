"""What is counted of the appearance of heads (出庭应诉统计): rows, rates, and who counts which."""

from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Exists, Func, OuterRef, Q

from disputes.appearances.models.policies import RatePolicy
from disputes.appearances.models.sued import SuedAgency
from liaison import access
from liaison.metrics import Rate
from liaison.models import Committee, Unit


class AppearanceFigures(NamedTuple):
    """How many heads appeared (出庭) of how many that were due, and what they did.

    ``chiefs`` and ``spoke`` are of those that appeared.
    """

    appeared: int = 0
    due: int = 0
    chiefs: int = 0
    spoke: int = 0

    @property
    def absent(self):
        return self.due - self.appeared

    @property
    def rate(self):
        """出庭应诉率."""
        return Rate(self.appeared, self.due)

    @property
    def chief_share(self):
        """正职负责人出庭占比: of the heads that appeared, the chiefs."""
        return Rate(self.chiefs, self.appeared)

    @property
    def spoke_share(self):
        """出庭出声率: of the heads that appeared, those that spoke."""
        return Rate(self.spoke, self.appeared)


class Month(Func):
    """The first day of a day's month."""

    template = "date_trunc('month', %(expressions)s::timestamp)::date"
    output_field = models.DateField()


TOTAL = ""
BY_UNIT, BY_COURT, BY_INSTANCE, BY_MONTH = "unit_id", "court_id", "instance", "month"
COUNTED = """
SELECT {names}
    count(*) FILTER (WHERE counts) AS appeared,
    count(*) AS due,
    count(*) FILTER (WHERE by_chief) AS chiefs,
    count(*) FILTER (WHERE said) AS spoke
FROM ({rows}) AS agencies GROUP BY {groups}
"""
SUMMED = """
SELECT {names}
    coalesce(sum(appeared), 0)::bigint,
    coalesce(sum(due), 0)::bigint,
    coalesce(sum(chiefs), 0)::bigint,
    coalesce(sum(spoke), 0)::bigint
FROM ({rows}) AS counted GROUP BY {groups}
"""
"""Of one grouping several workers of the database count parts, which are summed up; of more, the
parts would be as many as the rows."""


def counted(matters, span, policy):
    """The agencies in the denominator of ``policy``, of hearings in ``span``.

    ``matters`` is a query of lawsuits that begins with ``visible_to``. An agency is counted once
    a case and instance, on the day of the first hearing.
    """
    return _due(SuedAgency.objects.of_visible(matters), span, policy)


def _due(rows, span, policy):
    return policy.due(rows.filter(span.of("heard_on"), committee=policy.committee))


def counted_for(user, span, policy):
    """The same, as ``user`` counts it on pages and in reports.

    The court counts its cases, the committee's starter and office all that they see; an agency
    only itself: of others it would see but the cases in which both were sued.
    """
    rows = _due(SuedAgency.objects.visible_to(user), span, policy)
    units = {unit.pk for unit in access.standing(user).units}
    if counts_all(units, policy.committee):
        return rows
    return rows.filter(Q(court__in=units) | Q(unit__in=units))


def counts_all(units, committee):
    """Whether one of ``units`` (ids) looks on for the committee: its starter or its office."""
    return bool(units & {committee.starter_id, committee.office_id})


def courts_for(user, committee):
    """The courts of which ``user`` may ask for figures: those with cases that can be counted.

    Starter and office know all courts of the committee; others their own, and those in whose
    cases they were sued.
    """
    units = {unit.pk for unit in access.standing(user).units}
    rows = SuedAgency.objects.filter(committee=committee)
    if counts_all(units, committee):
        return Unit.objects.courts().filter(Exists(rows.filter(court=OuterRef("pk"))))
    sued = rows.visible_to(user).filter(unit__in=units, court=OuterRef("pk"))
    return Unit.objects.courts().filter(Q(pk__in=units) | Exists(sued))


def added_up(rows, policy, *names):
    """Figures of ``rows`` as a whole and by each of ``names`` (``BY_UNIT`` … ``BY_MONTH``).

    {TOTAL: figures, name: {value: figures}}: the rows are read once, and the database counts
    them in all these ways together.
    """
    totals = {TOTAL: AppearanceFigures(), **{name: {} for name in names}}
    judged = policy.judged(rows.order_by())
    if BY_MONTH in names:
        judged = judged.annotate(month=Month("heard_on"))
    try:
        sql, params = judged.values(*names, "counts", "by_chief", "said").query.sql_with_params()
    except EmptyResultSet:  # a reader who sees nothing at all
        return totals
    quoted = [connection.ops.quote_name(name) for name in names]
    listed = "".join(f"{name}, " for name in quoted)
    sets = f"GROUPING SETS ((){''.join(f', ({name})' for name in quoted)})"
    if len(names) > 1:
        statement = COUNTED.format(names=listed, rows=sql, groups=sets)
    else:
        parts = COUNTED.format(names=listed, rows=sql, groups=", ".join(quoted) or "()")
        statement = SUMMED.format(names=listed, rows=parts, groups=sets)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found = cursor.fetchall()
    for row in found:
        values, figures = row[: len(names)], AppearanceFigures(*row[len(names) :])
        name = next((n for n, value in zip(names, values, strict=True) if value is not None), None)
        if name is None:
            totals[TOTAL] = figures
        else:
            totals[name][values[names.index(name)]] = figures
    return totals


def under_threshold(figures, policy):
    """Of {value: figures} those whose rate is below the aim of ``policy``, the lowest first."""
    below = {value: each for value, each in figures.items() if policy.is_missed_by(each.rate)}
    return dict(sorted(below.items(), key=lambda pair: (pair[1].rate.percent, -pair[1].due)))


def committees_of(user):
    """The committees whose lawsuits ``user`` may count: where a unit sits, or was ever sued.

    That it was sued counts from service on: before, nobody outside the court may know.
    """
    units = [unit.pk for unit in access.standing(user).units]
    sued = SuedAgency.objects.visible_to(user).filter(unit__in=units, committee=OuterRef("pk"))
    starts = Q(starter__in=units) | Exists(sued)
    return Committee.objects.of_units(units) | Committee.objects.filter(starts)


def total_for(user, span):
    """What ``user`` counts in all committees, each by its policy in force on the last day."""
    parts = []
    for committee in committees_of(user):
        policy = RatePolicy.objects.in_force(committee, span.last)
        parts.append(added_up(counted_for(user, span, policy), policy)[TOTAL])
    return AppearanceFigures(*map(sum, zip(*parts, strict=True))) if parts else AppearanceFigures()
