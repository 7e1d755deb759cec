"""Figures of joint meetings: whether they were held as promised, what was resolved and done."""

from django.db.models import F, Q

from liaison import registry
from liaison.metrics import Rate
from meetings.models import JointMeeting, ResolvedItem


@registry.metrics.register
class ItemsDoneInTime:
    """议定事项按期办结率: of the items that fell due in a span of days, those done by their day.

    Done is the day of the report that the office found good; what is not due yet is not counted.
    """

    code = "meetings.items_done_in_time"
    title = "议定事项按期办结率"

    def rate(self, user, span, today):
        """Return the ``Rate`` over the items that ``user`` may see."""
        return self._rate(self._due(ResolvedItem.objects.visible_to(user), span, today))

    def by_unit(self, user, span, today):
        """Return {lead unit's id: ``Rate``}, in one query."""
        due = self._due(ResolvedItem.objects.visible_to(user), span, today)
        counted = {}
        for lead, ended, due_on in due.values_list("lead", "done_on", "last_day"):
            kept, every = counted.get(lead, (0, 0))
            in_time = ended is not None and ended <= due_on
            counted[lead] = (kept + in_time, every + 1)
        return {lead: Rate(*pair) for lead, pair in counted.items()}

    @staticmethod
    def _due(items, span, today):
        due = items.with_clock().filter(span.of("last_day"))
        return due.filter(Q(last_day__lt=today) | Q(done_on__isnull=False)).order_by()

    @staticmethod
    def _rate(due):
        return Rate(due.filter(done_on__lte=F("last_day")).count(), due.count())


@registry.metrics.register
class MeetingsHeld:
    """会议召开: how many joint meetings were held in a span of days, regular ones among them."""

    code = "meetings.held"
    title = "召开府院联席会议"

    def rate(self, user, span, today):
        """Return the ``Rate`` of regular meetings among all that ``user`` may see."""
        held = JointMeeting.objects.visible_to(user).filter(span.of("held_on"))
        return Rate(held.filter(kind=JointMeeting.Kind.REGULAR).count(), held.count())
