"""Working hours (工作时间): when a message may leave for somebody's mailbox or telephone.

The inbox shows a step's notice at once: one looks into it when one works. What knocks at the
door of a person, an e-mail or a text message, keeps to the hours of working days, make-up
Saturdays (调休上班) among them; so does the sweep of reminders.
"""

from collections.abc import Sequence
from datetime import datetime, time

from django.conf import settings
from django.utils import timezone

from liaison.clock.calendars import in_force
from liaison.workdays import ONE_DAY, Calendar, roll_forward

Spans = Sequence[tuple[time, time]]


def parse(text: str) -> Spans:
    """Read ``08:30-11:30,13:30-17:30``: spans in their order, none of them empty."""
    spans = tuple(
        tuple(time.fromisoformat(edge.strip()) for edge in span.split("-"))
        for span in text.split(",")
    )
    edges = [edge for span in spans for edge in span]
    if any(len(span) != 2 for span in spans) or edges != sorted(set(edges)):
        raise ValueError(f"not working hours: {text!r}")
    return spans


def next_working_moment(now: datetime, calendar: Calendar, spans: Spans) -> datetime:
    """Return ``now`` if it lies in working hours of a working day, else when they next begin.

    ``now`` is a moment of the place whose hours these are. The first minute of a span belongs
    to it, the last doesn't: at 17:30 the working day is over.
    """
    if calendar.is_working(now.date()):
        for opens, closes in spans:
            if now.time() < closes:
                return max(now, datetime.combine(now.date(), opens, now.tzinfo))
    tomorrow = roll_forward(now.date() + ONE_DAY, calendar)
    return datetime.combine(tomorrow, spans[0][0], now.tzinfo)


def spans() -> Spans:
    return parse(settings.WORKING_HOURS)


def sending_moment(now: datetime) -> datetime:
    """Return the first moment, ``now`` or later, at which a message may go out."""
    now = timezone.localtime(now)
    return next_working_moment(now, in_force(now.date()), spans())
