"""Arithmetic of legal periods (期间). Pure functions; the calendar is passed in.

Rules that hold for every statute the system knows (行诉法解释第四十八条, 民事诉讼法第八十五条,
民法典第二百零一至二百零三条): the hour or day of the event is not counted; months and years end on
the corresponding day; only a last day that is a day off moves, to the first working day after it.
What a "day" is, calendar or working, differs from statute to statute and is the rule's business.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
LONGEST_IN_YEARS = 100
"""No statute knows a longer period; a longer one is a slip of the keyboard."""


class PeriodError(ValueError):
    """The period can't be computed: its length is absurd, or it leaves the calendar."""


class Unit(StrEnum):
    """What a period is counted in (期间单位)."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def longest(self) -> int:
        """The greatest length that is still taken for a period."""
        return _A_YEAR[self] * LONGEST_IN_YEARS


_LABELS = {
    Unit.HOUR: "小时",
    Unit.DAY: "日",
    Unit.WORKING_DAY: "个工作日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}
_A_YEAR = {Unit.HOUR: 8784, Unit.DAY: 366, Unit.WORKING_DAY: 262, Unit.MONTH: 12, Unit.YEAR: 1}


class Direction(StrEnum):
    """Whether a period runs on from its event, or is counted back from it (倒推)."""

    AFTER = "after"
    BEFORE = "before"

    @property
    def step(self) -> int:
        return 1 if self is Direction.AFTER else -1


@dataclass(frozen=True)
class Calendar:
    """The days that differ from the ordinary week, and the years for which they are known.

    ``days`` maps a weekday off to ``(False, name)`` and a make-up working Saturday or Sunday
    (调休上班) to ``(True, name)``. A year outside ``years`` is reckoned Monday to Friday, and
    whatever rests on it is provisional (暂定).
    """

    days: Mapping[date, tuple[bool, str]] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[date, bool, str]], years: Iterable[int]) -> "Calendar":
        """Build a calendar from ``(day, working, name)`` rows and the published years."""
        return cls({day: (working, name) for day, working, name in rows}, frozenset(years))

    def is_working(self, day: date) -> bool:
        known = self.days.get(day)
        return day.weekday() < 5 if known is None else known[0]

    def is_published(self, day: date) -> bool:
        return day.year in self.years

    def name(self, day: date) -> str:
        """Return the holiday the day belongs to, or "" for a day of the ordinary week."""
        return self.days.get(day, (True, ""))[1]


class PassedDay(NamedTuple):
    """A day on the way from the event to the last day; ``ordinal`` is None if it isn't counted."""

    on: date
    ordinal: int | None
    working: bool
    name: str = ""
    paused: bool = False

    @property
    def mark(self) -> str:
        """As wall calendars print it: 休 for a day off, 班 for a make-up working day."""
        if not self.working:
            return "休"
        return "班" if self.on.weekday() >= 5 else ""


@dataclass(frozen=True)
class Working:
    """How a due date came about (计算过程): everything a 期限计算表 has to show.

    ``days`` are all days passed up to the raw end, for periods counted in days; ``moved`` are
    the days off over which the last day moved on. ``due_at`` is set for periods in hours. A due
    date at the very end of December may yet be moved by the next year's notice, as those of 2008,
    2012 and 2019 did; it isn't provisional, but the reader is told.
    """

    start: date
    length: int
    unit: Unit
    direction: Direction
    days: tuple[PassedDay, ...]
    raw_end: date
    moved: tuple[PassedDay, ...]
    due: date
    due_day: PassedDay
    provisional_years: tuple[int, ...]
    due_at: datetime | None = None
    next_year_may_move: bool = False

    @property
    def provisional(self) -> bool:
        return bool(self.provisional_years)

    @property
    def falls_on_day_off(self) -> bool:
        """True if the due date itself is a day off: a period counted back, or one not moved."""
        return not self.due_day.working


def days_from(
    start: date,
    unit: Unit,
    calendar: Calendar,
    *,
    direction: Direction = Direction.AFTER,
    paused: Sequence[tuple[date, date]] = (),
) -> Iterator[PassedDay]:
    """Yield the days after ``start`` (or before it, going back), each with its ordinal.

    The one place where days are counted. ``start`` itself is not (开始之日不计算在内); working
    days skip days off; days in a ``paused`` span, from the first day up to but not including
    the last, are passed without being counted (中止期间不计入).
    """
    day, ordinal = start, 0
    while True:
        day = shifted(day, direction.step)
        stopped = any(first <= day < end for first, end in paused)
        working = calendar.is_working(day)
        counts = not stopped and (working or unit is not Unit.WORKING_DAY)
        ordinal += counts
        yield PassedDay(day, ordinal if counts else None, working, calendar.name(day), stopped)


def explain(
    start: date,
    length: int,
    unit: Unit,
    calendar: Calendar,
    *,
    roll: bool = True,
    direction: Direction = Direction.AFTER,
    paused: Sequence[tuple[date, date]] = (),
) -> Working:
    """Compute a period and keep the working; ``period_end`` is its last line.

    A period counted back ("at least three days before the hearing") never moves: an earlier
    day is for a person to choose, so a due date on a day off is only warned of. Nor does a
    period in hours move: 48 hours are 48 hours. ``start`` may be a moment for hours; a bare
    date stands for its whole day, so that the due date is the latest it can be. ``paused``
    spans are left out where days are counted one by one; months know nothing of them.
    """
    _check_length(length, unit)
    day = start.date() if isinstance(start, datetime) else start
    due_at = hours_end(start, length, direction) if _is_moment(start, unit) else None
    raw_end, days = _raw_end(day, length, unit, calendar, direction, paused)
    if due_at:
        raw_end = _day_of(due_at)
    rolls = roll and direction is Direction.AFTER and unit is not Unit.HOUR
    *moved, due_day = _rolled(raw_end, calendar) if rolls else [_day(raw_end, calendar)]
    return Working(
        start=day,
        length=length,
        unit=unit,
        direction=direction,
        days=days,
        raw_end=raw_end,
        moved=tuple(moved),
        due=due_day.on,
        due_day=due_day,
        provisional_years=_unpublished(days, unit, [*moved, due_day], calendar),
        due_at=due_at,
        next_year_may_move=_may_move(due_day.on, calendar),
    )


def period_end(
    start: date,
    length: int,
    unit: Unit,
    calendar: Calendar,
    *,
    roll: bool = True,
    direction: Direction = Direction.AFTER,
) -> date:
    """Return the last day of a period that an event on ``start`` sets running.

    The day of the event is not counted (开始之日不计算在内). Working days skip holidays as
    they go. Days and months count straight through, and only a last day that falls on a
    holiday moves, to the first working day after it (节假日顺延). A month ends on the same
    day number, or on the month's last day if there is none: six months from 31 August end
    on 28 February.
    """
    return explain(start, length, unit, calendar, roll=roll, direction=direction).due


def hours_end(start: datetime, length: int, direction: Direction = Direction.AFTER) -> datetime:
    """Return the moment a period in hours ends: the hour of the event is not counted.

    After 09:20, 48 hours run from 10:00 to 10:00 two days later; before it, from 09:00 back.
    """
    hour = start.replace(minute=0, second=0, microsecond=0)
    try:
        if direction is Direction.AFTER:
            return hour + timedelta(hours=length + 1)
        return hour - timedelta(hours=length)
    except OverflowError:
        raise PeriodError("期间超出可计算的日期范围") from None


def add_months(start: date, months: int) -> date:
    """Return the corresponding day, or the month's last if there is none (民法典第二百零二条)."""
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= years <= date.max.year:
        raise PeriodError("期间超出可计算的日期范围")
    return date(years, month + 1, min(start.day, monthrange(years, month + 1)[1]))


def shifted(day: date, days: int) -> date:
    """Return the day so many calendar days later, or raise PeriodError at the world's end."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise PeriodError("期间超出可计算的日期范围") from None


def roll_forward(day: date, calendar: Calendar) -> date:
    """Return ``day`` if it is a working day, else the first working day after it."""
    return _rolled(day, calendar)[-1].on


def days_left(
    today: date, due: date, unit: Unit = Unit.DAY, calendar: Calendar | None = None
) -> int:
    """Return how many days are left after today: 0 on the due date, negative once it has passed.

    With ``Unit.WORKING_DAY`` only working days count, by the same iterator that finds the due
    date; with every other unit days are calendar days, each of which it would yield once.
    """
    if unit is not Unit.WORKING_DAY or today == due:
        return (due - today).days
    first, last = sorted([today, due])
    count = 0
    for day in days_from(first, unit, calendar or Calendar()):
        if day.on > last:
            break
        count += day.ordinal is not None
    return count if due > today else -count


def _check_length(length: int, unit: Unit) -> None:
    if not 1 <= length <= unit.longest:
        raise PeriodError(f"期间须为1至{unit.longest}{unit.label}，不能是{length}")


def _is_moment(start: date, unit: Unit) -> bool:
    return unit is Unit.HOUR and isinstance(start, datetime)


def _day_of(moment: datetime) -> date:
    """Return the day a moment belongs to; midnight is the 24:00 of the day before it."""
    return (moment - timedelta(microseconds=1)).date()


def _raw_end(
    start: date,
    length: int,
    unit: Unit,
    calendar: Calendar,
    direction: Direction,
    paused: Sequence[tuple[date, date]],
) -> tuple[date, tuple[PassedDay, ...]]:
    """Return the end before any move, and the days passed on the way if days are counted."""
    if unit in (Unit.MONTH, Unit.YEAR):
        return add_months(start, direction.step * length * (12 if unit is Unit.YEAR else 1)), ()
    if unit is Unit.HOUR:
        return shifted(start, direction.step * -(-length // 24)), ()
    days = []
    for day in days_from(start, unit, calendar, direction=direction, paused=paused):
        days.append(day)
        if day.ordinal == length:
            break
    return days[-1].on, tuple(days)


def _rolled(day: date, calendar: Calendar) -> list[PassedDay]:
    """Return ``day`` and the days after it up to the first working day, which is the last."""
    passed = [_day(day, calendar)]
    while not passed[-1].working:
        passed.append(_day(shifted(passed[-1].on, 1), calendar))
    return passed


def _day(day: date, calendar: Calendar) -> PassedDay:
    return PassedDay(day, None, calendar.is_working(day), calendar.name(day))


def _may_move(due: date, calendar: Calendar) -> bool:
    new_year = date(due.year, 12, 31)
    known = calendar.is_published(due) and due.year + 1 not in calendar.years
    return known and (new_year - due).days < 3


def _unpublished(
    days: Iterable[PassedDay], unit: Unit, last: Iterable[PassedDay], calendar: Calendar
) -> tuple[int, ...]:
    """Return the years not yet published that the result rests on.

    Working days rest on every day passed; calendar days and months only on the last ones.
    """
    asked = [*days, *last] if unit is Unit.WORKING_DAY else last
    return tuple(sorted({day.on.year for day in asked if not calendar.is_published(day.on)}))
