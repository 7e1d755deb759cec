"""Figures of joint meetings: whether they were held as promised, what was resolved and done."""

from collections import Counter
from typing import NamedTuple

from liaison import registry
from liaison.metrics import Rate
from meetings.models import JointMeeting, ResolvedItem


class ItemFigures(NamedTuple):
    """How the items that fell due stand (办结情况), counted by the day of what was reported.

    ``waiting`` were reported in time and are not judged yet: they count neither way.
    """

    in_time: int = 0
    late: int = 0
    overdue: int = 0
    waiting: int = 0

    @property
    def rate(self):
        return Rate(self.in_time, self.in_time + self.late + self.overdue)

    @classmethod
    def sum(cls, rows):
        return cls(*map(sum, zip(*rows, strict=True))) if rows else cls()


@registry.metrics.register
class ItemsDoneInTime:
    """议定事项按期办结率: of the items that fell due in a span of days, those done by their day.

    Done is the day of the report that the office found good; what is not due yet is not counted.
    """

    code = "meetings.items_done_in_time"
    title = "议定事项按期办结率"

    def rate(self, user, span, today):
        """Return the ``Rate`` over the items that ``user`` may see."""
        return ItemFigures.sum(self.figures(user, span, today).values()).rate

    def by_unit(self, user, span, today):
        """Return {lead unit's id: ``Rate``}, in one query."""
        return {lead: each.rate for lead, each in self.figures(user, span, today).items()}

    def figures(self, user, span, today):
        """Return {lead unit's id: ``ItemFigures``} of the items that ``user`` may see."""
        items = ResolvedItem.objects.visible_to(user).with_clock().filter(span.of("last_day"))
        rows = items.order_by().values_list("lead", "last_day", "reported_on", "done_on")
        counted = {}
        for lead, *days in rows.iterator():
            if stands := self._stands(*days, today):
                counted.setdefault(lead, Counter())[stands] += 1
        return {lead: ItemFigures(**each) for lead, each in counted.items()}

    @staticmethod
    def _stands(last_day, reported_on, done_on, today):
        if done_on:
            return "in_time" if done_on <= last_day else "late"
        if last_day >= today:
            return None
        return "waiting" if reported_on and reported_on <= last_day else "overdue"


@registry.metrics.register
class MeetingsHeld:
    """会议召开: how many joint meetings were held in a span of days, regular ones among them."""

    code = "meetings.held"
    title = "召开府院联席会议"

    def rate(self, user, span, today):
        """Return the ``Rate`` of regular meetings among all that ``user`` may see."""
        held = JointMeeting.objects.visible_to(user).filter(span.of("held_on"))
        return Rate(held.filter(kind=JointMeeting.Kind.REGULAR).count(), held.count())
