"""The yearly account of a court's suggestions to the people's congress (法释〔2023〕11号第十一条).

Only facts that the system holds, only letters that were served, as of the moment it is drawn.
"""

from datetime import date
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import ExtractMonth

from liaison.metrics import Span
from liaison.models import Unit
from suggestions.models.addressees import Addressee
from suggestions.models.answers import Reply, ReplyItem
from suggestions.models.choices import Kind, Outcome, Response, Timeliness
from suggestions.models.figures import TOTAL, added_up, fallen_due
from suggestions.models.recurring import field_key, recurring
from suggestions.models.suggestion import JudicialSuggestion

LONG_AGO = date(1990, 1, 1)


def same_days_before(span):
    """The same days of the year before (上年同期); of a leap day, the day before it."""
    day = span.last
    leap = (day.month, day.day) == (2, 29)
    last = day.replace(year=day.year - 1, day=28 if leap else day.day)
    return Span(span.first.replace(year=span.first.year - 1), last)


class Account:
    """What ``court`` has to tell of one year (年度报告), as far as ``user`` may see it.

    The year ends on ``today`` if it is still running, and is held against the same days of the
    year before.
    """

    def __init__(self, user, court, year, today):
        self.user, self.court, self.year, self.today = user, court, year, today
        self.span = Span(date(year, 1, 1), min(date(year, 12, 31), today))
        self.span_before = same_days_before(self.span)

    @property
    def is_whole(self):
        """Whether the year is over."""
        return self.span.last == date(self.year, 12, 31)

    def letters(self, span):
        """The suggestions first served in ``span``."""
        seen = JudicialSuggestion.objects.visible_to(self.user).order_by()
        return seen.filter(span.of("served_on"), initiator=self.court)

    def addressed(self, span):
        """The units served in ``span``, a letter to each unit one."""
        seen = Addressee.objects.seen_by(self.user).order_by()
        return seen.filter(span.of("served_on"), matter__initiator=self.court)

    def due(self, span):
        """The letters whose answer fell due in ``span``."""
        rows = fallen_due(self.user, span, self.today).filter(matter__initiator=self.court)
        return rows.annotate(field=field_key("matter__field_of_work"))

    @cached_property
    def sent(self):
        return self.letters(self.span).count()

    @cached_property
    def sent_before(self):
        return self.letters(self.span_before).count()

    @cached_property
    def services(self):
        return self.addressed(self.span).count()

    @cached_property
    def by_kind(self):
        """[(kind in words, this year, the year before)], as far as there were any."""
        now, before = (
            dict(self.letters(span).values_list("kind").annotate(Count("pk")))
            for span in (self.span, self.span_before)
        )
        rows = [(kind.label, now.get(kind, 0), before.get(kind, 0)) for kind in Kind]
        return [row for row in rows if row[1] or row[2]]

    @cached_property
    def by_unit_kind(self):
        """[(kind of unit in words, services)], the most first: to whom it was written."""
        rows = self.addressed(self.span).values_list("unit__kind").annotate(times=Count("pk"))
        rows = rows.order_by("-times", "unit__kind")
        return [(Unit.Kind(kind).label, times) for kind, times in rows]

    @cached_property
    def by_month(self):
        """Letters served by month of the year: this year's and those of the year before."""
        found = []
        for span in (self.span, self.span_before):
            months = self.letters(span).annotate(month=ExtractMonth("served_on"))
            counted = dict(months.values_list("month").annotate(Count("pk")))
            found.append([counted.get(month, 0) for month in range(1, self.span.last.month + 1)])
        return found

    @cached_property
    def fields(self):
        """[(field of work, services)] of the year, the most first."""
        rows = self.addressed(self.span).annotate(field=field_key("matter__field_of_work"))
        rows = rows.values_list("field").annotate(times=Count("pk"))
        return list(rows.order_by("-times", "field"))

    @cached_property
    def figures(self):
        """How the answers stand: as a whole, by unit and by field."""
        return added_up(self.due(self.span), "unit_id", "field")

    @cached_property
    def total(self):
        return self.figures[TOTAL]

    @cached_property
    def total_before(self):
        return added_up(self.due(self.span_before))[TOTAL]

    @cached_property
    def responses(self):
        """{response: suggestions}: what was answered, point by point, in each latest round."""
        answered = self.due(self.span).filter(answered_on__isnull=False).order_by()
        latest = Reply.objects.given().filter(addressee__in=answered.values("pk"))
        latest = latest.order_by("addressee_id", "-round").distinct("addressee_id")
        items = ReplyItem.objects.filter(reply__in=latest.values("pk")).order_by()
        counted = dict(items.values_list("response").annotate(Count("pk")))
        return {response: counted.get(response, 0) for response in Response}

    @cached_property
    def outcomes(self):
        """{outcome: letters} of those that the court judged and closed in the year."""
        seen = JudicialSuggestion.objects.visible_to(self.user).order_by()
        closed = seen.filter(
            self.span.of("closed_on"), initiator=self.court, served_on__isnull=False
        ).exclude(outcome="")
        counted = dict(closed.values_list("outcome").annotate(Count("pk")))
        return {outcome: counted.get(outcome, 0) for outcome in Outcome}

    @cached_property
    def again(self):
        """Units written to again in the same field (同一单位同一领域再次建议)."""
        return recurring(self.user, self.span, self.court)

    @cached_property
    def unanswered(self):
        """Letters of this year and of years before to which no answer came, the oldest first."""
        rows = self.due(Span(LONG_AGO, self.span.last)).answered(Timeliness.OVERDUE)
        return list(rows.select_related("matter", "unit").order_by("due_on", "pk"))

    @cached_property
    def units(self):
        """The units that the figures name, by one query."""
        return Unit.objects.in_bulk({*self.figures["unit_id"], *(each.unit for each in self.again)})
