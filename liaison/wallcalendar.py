"""The month on the wall (月历): weeks from Monday to Sunday, days off, what is on which day."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from liaison import agenda
from liaison.clock import calendars

SHOWN = 4
"""Events that a day shows; the others are on the day's own page."""
YEARS = range(2000, 2100)


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day):
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text):
        """The month as addresses write it, 2026-12; ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
        if not found or int(found[1]) not in YEARS:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    def __str__(self):
        return f"{self.year}-{self.number:02}"

    @property
    def label(self):
        return f"{self.year}年{self.number}月"

    @property
    def first(self):
        return date(self.year, self.number, 1)

    @property
    def last(self):
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def previous(self):
        """The month before; None at the edge of what is shown."""
        return self._beside(self.first - timedelta(days=1))

    @property
    def following(self):
        return self._beside(self.last + timedelta(days=1))

    @staticmethod
    def _beside(day):
        return Month.of(day) if day.year in YEARS else None

    @property
    def span(self):
        """From the Monday of its first week to the Sunday of its last."""
        monday = self.first - timedelta(days=self.first.weekday())
        return monday, self.last + timedelta(days=6 - self.last.weekday())


@dataclass
class Day:
    """A day on the wall: whether it is off, what is on, and how much more there is."""

    date: date
    in_month: bool
    is_today: bool
    off: bool
    mark: str
    name: str
    events: list = field(default_factory=list)
    more: int = 0


@dataclass
class Wall:
    """A month with what the reader has on its days."""

    month: Month
    weeks: list
    unpublished: list
    """The years shown whose days off are not published (未公布放假安排)."""

    @property
    def days(self):
        return [day for week in self.weeks for day in week]

    @property
    def is_empty(self):
        """Whether nothing at all is on in the month itself."""
        return not any(day.events for day in self.days if day.in_month)


def wall(user, month, today, **only):
    """Draw up ``month`` for ``user``; ``only`` narrows it to a kind of event or a committee."""
    first, last = month.span
    calendar = calendars.in_force_for_reading()
    events, totals = agenda.folded(user, (first, last), SHOWN, **only)
    on = {}
    for event in events:
        on.setdefault(event.day, []).append(event)
    days = [
        _day(first + timedelta(days=number), month, today, calendar, on, totals)
        for number in range((last - first).days + 1)
    ]
    weeks = [days[start : start + 7] for start in range(0, len(days), 7)]
    return Wall(month, weeks, sorted({first.year, month.year, last.year} - calendar.years))


def _day(day, month, today, calendar, on, totals):
    events, total = on.get(day, []), totals.get(day, 0)
    # A line that says "one more" takes the room of that one.
    shown = events if total <= SHOWN else events[: SHOWN - 1]
    return Day(
        date=day,
        in_month=Month.of(day) == month,
        is_today=day == today,
        off=not calendar.is_working(day),
        mark=mark_of(day, calendar),
        name=calendar.name(day),
        events=shown,
        more=total - len(shown),
    )


def mark_of(day, calendar):
    """As wall calendars print it: 休 for a published day off, 班 for a make-up working day."""
    if day not in calendar.days:
        return ""
    return "班" if calendar.is_working(day) else "休"
