"""The same unit, the same field again (同一单位同类问题): letters that were written before."""

from datetime import date
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, Func, Max, OuterRef, Q, TextField, Value
from django.db.models.functions import ExtractYear, Lower, Replace
from django.utils import timezone

from suggestions.models.addressees import Addressee
from suggestions.models.suggestion import JudicialSuggestion

MOST = 5
"""Earlier letters that a page shows; the rest is in the list."""
MOST_ROWS = 30
"""Units and fields that the figures name."""


class Narrowed(Func):
    """A text whose full-width letters, digits and blanks are the plain ones (NFKC)."""

    template = "normalize(%(expressions)s, NFKC)"
    output_field = TextField()


def field_key(expression):
    """A field of work as it is compared: without blanks, neither width nor case tells apart."""
    text = TextField()
    return Lower(
        Replace(Narrowed(expression), Value(" "), Value(""), output_field=text), output_field=text
    )


def in_field(queryset, words, name="field_of_work"):
    """Keep what is in the field of work ``words``, however it was typed."""
    return queryset.alias(field=field_key(name)).filter(field=field_key(Value(words)))


def earlier(matter, user):
    """Letters served before on one of the units, in the same field, that ``user`` may see.

    The newest first, one more than ``MOST`` if there are more; by one query.
    """
    units = [row.unit_id for row in matter.addressed()]
    served = Addressee.objects.filter(
        matter=OuterRef("pk"), unit__in=units, served_on__isnull=False
    )
    before = Q(served_on__lte=timezone.localdate())
    if day := matter.served_on:
        before = Q(served_on__lt=day) | Q(served_on=day, pk__lt=matter.pk)
    seen = JudicialSuggestion.objects.visible_to(user).exclude(pk=matter.pk)
    found = in_field(seen, matter.field_of_work).filter(before, Exists(served))
    return list(
        found.only("number", "title", "status", "outcome", "served_on").order_by(
            "-served_on", "-pk"
        )[: MOST + 1]
    )


class Again(NamedTuple):
    """A unit that was written to more than once in one field: how often, and in which years."""

    unit: int
    field: str
    letters: int
    years: list
    last: date

    @property
    def years_in_words(self):
        """2021—2023、2026: years that follow one another are drawn together."""
        runs = []
        for year in self.years:
            if runs and year == runs[-1][-1] + 1:
                runs[-1].append(year)
            else:
                runs.append([year])
        return "、".join("—".join(map(str, dict.fromkeys((run[0], run[-1])))) for run in runs)


def recurring(user, span, court=None):
    """Units written to in ``span`` that had been written to in the same field, the most first.

    All letters until the end of ``span`` count, of what ``user`` may see and was served on them.
    """
    rows = Addressee.objects.seen_by(user).filter(served_on__lte=span.last)
    if court:
        rows = rows.filter(matter__initiator=court)
    rows = rows.annotate(key=field_key("matter__field_of_work")).order_by().values("unit", "key")
    found = rows.annotate(
        letters=Count("pk"),
        field=Max("matter__field_of_work"),
        years=ArrayAgg(ExtractYear("served_on"), distinct=True, order_by=ExtractYear("served_on")),
        last=Max("served_on"),
    ).filter(letters__gt=1, last__gte=span.first)
    found = found.order_by("-letters", F("last").desc(), "unit", "key")
    names = ("unit", "field", "letters", "years", "last")
    return [Again(*row) for row in found.values_list(*names)[:MOST_ROWS]]
