"""Figures of judicial suggestions: answered in time, adopted, in how many days."""

from collections import defaultdict
from statistics import median
from typing import NamedTuple

from liaison import registry
from liaison.metrics import Rate
from suggestions.models import Addressee


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
        late = sum(row.answered_on is not None and row.answered_on > row.due_on for row in rows)
        answered = [row for row in rows if row.answered_on]
        days = [(row.answered_on - row.served_on).days for row in answered]
        return cls(
            in_time=len(answered) - late,
            late=late,
            overdue=len(rows) - len(answered),
            adopted=sum(row.adopts for row in answered),
            days=median(days) if days else None,
        )


def fallen_due(user, span, today):
    """The letters whose answer fell due in ``span``, of the suggestions that ``user`` may see."""
    return list(Addressee.objects.seen_by(user).with_clock().fallen_due(span, today))


def by(rows, name):
    """Figures by what ``name`` says of a row, those with most overdue first: {value: figures}."""
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    figures = {value: SuggestionFigures.of(of) for value, of in found.items()}
    return dict(sorted(figures.items(), key=lambda pair: (-pair[1].overdue, -pair[1].answered)))


@registry.metrics.register
class AnsweredInTime:
    """司法建议反馈率: of the letters whose answer fell due, those answered in time."""

    code = "suggestions.answered_in_time"
    title = "司法建议反馈率"

    def rate(self, user, span, today):
        return SuggestionFigures.of(fallen_due(user, span, today)).replied


@registry.metrics.register
class Adopted:
    """司法建议采纳率: of the letters that were answered, those adopted wholly or in part."""

    code = "suggestions.adopted"
    title = "司法建议采纳率"

    def rate(self, user, span, today):
        return SuggestionFigures.of(fallen_due(user, span, today)).adoption
