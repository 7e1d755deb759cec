"""What is counted about suggestions (统计): how the answers that fell due stand."""

from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from liaison.metrics import Rate
from suggestions.models.addressees import Addressee


class SuggestionFigures(NamedTuple):
    """How the answers that fell due stand (domain: 反馈率、采纳率), a letter to each unit one.

    ``adopted`` are those of the answered that adopt at least one suggestion, wholly or in part;
    ``days`` is the median of the days from receipt to the answer, None where there is none.
    """

    in_time: int = 0
    late: int = 0
    overdue: int = 0
    adopted: int = 0
    days: float | None = None

    @property
    def answered(self):
        return self.in_time + self.late

    @property
    def replied(self):
        """反馈率: answered in time, of all whose answer fell due."""
        return Rate(self.in_time, self.answered + self.overdue)

    @property
    def adoption(self):
        """采纳率: adopted wholly or in part, of all that were answered."""
        return Rate(self.adopted, self.answered)

    @classmethod
    def of(cls, rows):
        """Count ``rows`` of ``Addressee.objects.with_clock()``."""
        return added_up(rows)[TOTAL]


TOTAL = ""
COUNTED = """
SELECT {names}
    count(*) FILTER (WHERE answered_on <= due_on),
    count(*) FILTER (WHERE answered_on > due_on),
    count(*) FILTER (WHERE answered_on IS NULL),
    count(*) FILTER (WHERE answered_on IS NOT NULL AND adopts),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY answered_on - served_on)
FROM ({rows}) AS letters GROUP BY GROUPING SETS ((){sets})
"""


def fallen_due(user, span, today):
    """The letters whose answer fell due in ``span``, of the suggestions that ``user`` may see."""
    return Addressee.objects.seen_by(user).with_clock().fallen_due(span, today)


def added_up(rows, *names):
    """Figures of ``rows`` as a whole and by each of ``names``, those with most overdue first.

    {TOTAL: figures, name: {value: figures}}: the letters are read once, and the database counts
    them in all these ways together.
    """
    totals = {TOTAL: SuggestionFigures(), **{name: {} for name in names}}
    columns = dict.fromkeys((*names, "due_on", "answered_on", "served_on", "adopts"))
    try:
        sql, params = rows.order_by().values(*columns).query.sql_with_params()
    except EmptyResultSet:  # a reader who sees nothing at all
        return totals
    quoted = [connection.ops.quote_name(name) for name in names]
    counted = COUNTED.format(
        names="".join(f"{name}, " for name in quoted),
        rows=sql,
        sets="".join(f", ({name})" for name in quoted),
    )
    with connection.cursor() as cursor:
        cursor.execute(counted, params)
        found = cursor.fetchall()
    for row in found:
        values, figures = row[: len(names)], SuggestionFigures(*row[len(names) :])
        name = next((n for n, value in zip(names, values, strict=True) if value is not None), None)
        if name is None:
            totals[TOTAL] = figures
        else:
            totals[name][values[names.index(name)]] = figures
    return totals | {name: most_overdue_first(totals[name]) for name in names}


def most_overdue_first(figures):
    order = sorted(figures.items(), key=lambda pair: (-pair[1].overdue, -pair[1].answered, pair[0]))
    return dict(order)
