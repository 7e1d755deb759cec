"""The ledger of a deadline (期限台账): events are only ever added, the state is their fold.

What the fold decides where the statutes are brief, and why:

- **Suspended days aren't counted** (中止至恢复的期间不计入, 审理期限规定第九条第九项): those from
  the day of suspension up to, not including, the day of resumption. That day counts again. A
  period in months or years is put off by as many calendar days.
- **An extension runs on from the raw end**, the last day before any move for a holiday: a bound
  like "延长期限最多不得超过三十日" is one of the whole, and once extended that day is no longer the
  last one, so the reason to move it is gone (民法典第二百零三条). ``Period.extend_from`` says
  otherwise where parties agreed on so many days from the due date.
- **While suspended a deadline has no due date**: nobody is reminded of, or late for, a date that is
  bound to move. ``last_due_on`` keeps the date that was in force.
- **What is handed in is late or not by its own day** (报送待核), however long its judge takes:
  found good, it was done on that day; handed back, it is owed again by the same date.
- **A version is the number of events that may move the date**, never a comparison of dates, so that
  it can't fall when the calendar changes and the same events fold to other dates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from liaison.workdays import (
    ONE_DAY,
    Calendar,
    Direction,
    PassedDay,
    Unit,
    days_from,
    days_left,
    explain,
    roll_forward,
    shifted,
)

Span = tuple[date, date]


class LedgerError(ValueError):
    """The event can't follow the ones before it; the message is for the person who tried."""


class EventKind(StrEnum):
    """What can happen to a deadline."""

    STARTED = "started"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    RESTARTED = "restarted"
    HANDED_IN = "handed_in"
    HANDED_BACK = "handed_back"
    MET = "met"
    WAIVED = "waived"
    RECOMPUTED = "recomputed"

    @property
    def label(self) -> str:
        return _EVENT_LABELS[self]


class Status(StrEnum):
    """Where a deadline stands (期限状态)."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


class ExtendFrom(StrEnum):
    """The day after which an extension begins."""

    RAW_END = "raw"
    DUE = "due"


_EVENT_LABELS = {
    EventKind.STARTED: "起算",
    EventKind.EXTENDED: "延长",
    EventKind.SUSPENDED: "中止",
    EventKind.RESUMED: "恢复",
    EventKind.RESTARTED: "重新起算",
    EventKind.HANDED_IN: "报送待核",
    EventKind.HANDED_BACK: "退回",
    EventKind.MET: "完成",
    EventKind.WAIVED: "不再适用",
    EventKind.RECOMPUTED: "按新日历重算",
}
_STATUS_LABELS = {
    Status.RUNNING: "进行中",
    Status.SUSPENDED: "中止",
    Status.MET: "已完成",
    Status.WAIVED: "不再适用",
}
_OPEN = frozenset({Status.RUNNING, Status.SUSPENDED})
_ALLOWED_IN = {
    EventKind.EXTENDED: frozenset({Status.RUNNING}),
    EventKind.SUSPENDED: frozenset({Status.RUNNING}),
    EventKind.RESUMED: frozenset({Status.SUSPENDED}),
    EventKind.RESTARTED: _OPEN,
    EventKind.HANDED_IN: frozenset({Status.RUNNING}),
    EventKind.HANDED_BACK: frozenset({Status.RUNNING}),
    EventKind.MET: _OPEN,
    EventKind.WAIVED: _OPEN,
    EventKind.RECOMPUTED: frozenset({Status.RUNNING}),
}
_MOVES_NOTHING = frozenset(
    {EventKind.HANDED_IN, EventKind.HANDED_BACK, EventKind.MET, EventKind.WAIVED}
)
_NEVER_BACKWARD = frozenset({EventKind.EXTENDED, EventKind.SUSPENDED, EventKind.RESUMED})


@dataclass(frozen=True)
class Event:
    """One entry of a ledger.

    ``on`` is the day it took effect, which may be earlier than the day it was written down.
    ``until`` sets the last day outright, in place of a length. A recomputation notes the due
    date before and after; its ``on`` is the day a person confirmed it.
    """

    kind: EventKind
    on: date
    length: int | None = None
    unit: Unit | None = None
    until: date | None = None
    old_due: date | None = None
    new_due: date | None = None


@dataclass(frozen=True)
class Period:
    """The part of a rule that arithmetic needs. Length 0: the date is set case by case."""

    length: int
    unit: Unit
    direction: Direction = Direction.AFTER
    roll: bool = True
    extend_from: ExtendFrom = ExtendFrom.RAW_END


@dataclass(frozen=True)
class State:
    """What the events add up to.

    ``due_on`` is None while suspended; ``last_due_on`` never is. ``suspended_days`` and
    ``pauses`` count the present run only, so a restart clears them. ``late`` is known once met.
    ``handed_in_on`` is the day of an answer that nobody has judged yet.
    """

    status: Status
    started_on: date
    raw_end: date
    last_due_on: date
    version: int = 1
    provisional_years: tuple[int, ...] = ()
    suspended_on: date | None = None
    pauses: tuple[Span, ...] = ()
    extensions: tuple[Event, ...] = ()
    handed_in_on: date | None = None
    ended_on: date | None = None

    @property
    def due_on(self) -> date | None:
        return None if self.status is Status.SUSPENDED else self.last_due_on

    @property
    def provisional(self) -> bool:
        return bool(self.provisional_years)

    @property
    def suspended_days(self) -> int:
        return sum((end - first).days for first, end in self.pauses)

    @property
    def late(self) -> bool | None:
        if self.status is not Status.MET:
            return None
        return self.ended_on > self.last_due_on


def fold(events: Iterable[Event], period: Period, calendar: Calendar) -> State:
    """Return the state that ``events`` add up to, in the order they were written down.

    Raises LedgerError where an event can't follow, whatever the calendar. What depends on the
    calendar is asked once, by ``append``: a ledger that was valid when written must fold for
    ever, also after a holiday has moved.
    """
    run = None
    for event in events:
        run = _begin(event, period, calendar) if run is None else run.after(event)
    if run is None:
        raise LedgerError("期限台账为空，应先起算")
    return run.state


def append(events: Sequence[Event], event: Event, period: Period, calendar: Calendar) -> State:
    """Return the state after ``event``, refusing also what comes too late.

    A period that has run out can be neither suspended nor extended; an extension must reach
    beyond the present due date.
    """
    if events and event.kind in (EventKind.EXTENDED, EventKind.SUSPENDED):
        before = fold(events, period, calendar)
        if before.due_on and event.on > before.due_on:
            raise LedgerError(f"期限已于{before.due_on}届满，不能再{event.kind.label}")
        if event.until and before.due_on and event.until <= before.due_on:
            raise LedgerError(f"延长后的日期应晚于现期满日{before.due_on}")
    return fold([*events, event], period, calendar)


def passed_days(state: State, unit: Unit, calendar: Calendar) -> list[PassedDay]:
    """List every day from the start to the raw end with its ordinal, for periods in days.

    By the iterator that found the end; empty for months, years and hours, which aren't
    counted day by day, and when an extension was counted in another unit than the rule's.
    """
    foreign = any(event.until or event.unit not in (None, unit) for event in state.extensions)
    if unit not in (Unit.DAY, Unit.WORKING_DAY) or foreign:
        return []
    days = []
    for day in days_from(state.started_on, unit, calendar, paused=state.pauses):
        if day.on > state.raw_end:
            break
        days.append(day)
    return days


def _begin(event: Event, period: Period, calendar: Calendar) -> "_Run":
    if event.kind is not EventKind.STARTED:
        raise LedgerError(f"期限尚未起算，不能{event.kind.label}")
    return _Run(period, calendar, event)


class _Run:
    """The fold at work: one method an event, each leaving ``state`` true."""

    def __init__(self, period: Period, calendar: Calendar, event: Event):
        self.period = period
        self.calendar = calendar
        self.latest = event.on
        self._start(event, version=1)

    def after(self, event: Event) -> "_Run":
        self._check(event)
        version = self.state.version + (event.kind not in _MOVES_NOTHING)
        getattr(self, f"_{event.kind.value}")(event)
        self.state = replace(self.state, version=version)
        return self

    def _check(self, event: Event) -> None:
        status, what = self.state.status, event.kind.label
        if event.kind is EventKind.STARTED:
            raise LedgerError("期限已经起算，不能再次起算")
        if status not in _ALLOWED_IN[event.kind]:
            raise LedgerError(f"期限处于“{status.label}”状态，不能{what}")
        if self.period.direction is Direction.BEFORE:
            if event.kind in _NEVER_BACKWARD:
                raise LedgerError(f"倒推的期限不能{what}")
        elif event.kind is not EventKind.RECOMPUTED:
            if event.on < self.latest:
                raise LedgerError(f"{what}日期{event.on}早于上一事件日期{self.latest}")
            self.latest = event.on

    def _start(self, event: Event, version: int) -> None:
        if not (self.period.length or event.until):
            raise LedgerError("该期限没有固定长度，起算时应写明期满日")
        self.rests_on: set[int] = set()
        self.base = event.on
        raw_end = event.until or self._counted(event.on, self.period.length, self.period.unit)
        self.state = State(Status.RUNNING, event.on, raw_end, raw_end, version)
        self._end(raw_end)

    def _restarted(self, event: Event) -> None:
        self._start(event, self.state.version)

    def _extended(self, event: Event) -> None:
        if (event.length is None) == (event.until is None):
            raise LedgerError("延长应写明长度或者截止日期，二者择一")
        by_due = self.period.extend_from is ExtendFrom.DUE
        base = self.state.last_due_on if by_due else self.state.raw_end
        if event.until:
            raw_end = max(base, event.until)
        else:
            raw_end = self._prolonged(base, event.length, event.unit or self.period.unit)
        self.state = replace(self.state, extensions=(*self.state.extensions, event))
        self._end(raw_end)

    def _suspended(self, event: Event) -> None:
        self.state = replace(self.state, status=Status.SUSPENDED, suspended_on=event.on)

    def _resumed(self, event: Event) -> None:
        stopped_on = self.state.suspended_on
        self.state = replace(
            self.state,
            status=Status.RUNNING,
            suspended_on=None,
            pauses=(*self.state.pauses, (stopped_on, event.on)),
        )
        # The day of the event isn't counted anyway, so it can't be lost by a suspension.
        first = max(stopped_on, self.base + ONE_DAY)
        if first <= self.state.last_due_on and first < event.on:
            self._end(self._put_off(first, event.on))

    def _handed_in(self, event: Event) -> None:
        if self.state.handed_in_on:
            raise LedgerError("已经报送，正待核验，不能再次报送")
        self.state = replace(self.state, handed_in_on=event.on)

    def _handed_back(self, event: Event) -> None:
        if self.state.handed_in_on is None:
            raise LedgerError("尚未报送，不能退回")
        self.state = replace(self.state, handed_in_on=None)

    def _met(self, event: Event) -> None:
        self.state = replace(self.state, status=Status.MET, handed_in_on=None, ended_on=event.on)

    def _waived(self, event: Event) -> None:
        self.state = replace(self.state, status=Status.WAIVED, handed_in_on=None, ended_on=event.on)

    def _recomputed(self, event: Event) -> None:
        """A person took note that the calendar moved the date; the fold already has the new one."""

    def _put_off(self, first: date, resumed_on: date) -> date:
        """Return the raw end once the days from ``first`` to before ``resumed_on`` don't count.

        What was left on ``first`` is left on the day of resumption, and both days count.
        """
        unit = self._day_unit(self.period.unit)
        left = days_left(first - ONE_DAY, self.state.raw_end, unit, self.calendar)
        if left > 0 and unit is Unit.DAY:  # years may be left: no need to walk them
            return shifted(resumed_on, left - 1)
        if left > 0:
            return self._counted(resumed_on - ONE_DAY, left, unit)
        # No day was left to count: either only the move off a holiday was still to come, or
        # the last day was fixed on a day off that doesn't move and can't lie in the suspension.
        return self.state.raw_end if first > self.state.raw_end else resumed_on

    def _prolonged(self, base: date, length: int, unit: Unit) -> date:
        """Return the day ``length`` after ``base``, without the days suspended in between."""
        paused = self.state.pauses
        end = self._counted(base, length, unit, paused)
        lost = sum(max(0, (end - max(first, base + ONE_DAY)).days) for first, end in paused)
        by_day = unit in (Unit.DAY, Unit.WORKING_DAY)
        return end if by_day else shifted(end, lost)

    def _counted(self, base: date, length: int, unit: Unit, paused: Sequence[Span] = ()) -> date:
        direction = self.period.direction
        leg = explain(
            base, length, unit, self.calendar, roll=False, direction=direction, paused=paused
        )
        if unit is Unit.WORKING_DAY:
            self.rests_on.update(leg.provisional_years)
        return leg.raw_end

    def _due(self, raw_end: date) -> date:
        """Move the last day off days off and off days on which the clock stood still."""
        rolls = self.period.roll and self.period.direction is Direction.AFTER
        if not rolls or self.period.unit is Unit.HOUR:
            return raw_end
        due = roll_forward(raw_end, self.calendar)
        for first, end in self.state.pauses:
            if first <= due < end:
                due = roll_forward(end, self.calendar)
        return due

    @staticmethod
    def _day_unit(unit: Unit) -> Unit:
        return unit if unit is Unit.WORKING_DAY else Unit.DAY

    def _end(self, raw_end: date) -> None:
        """Set the raw end and the due date, and note on which unpublished years they rest."""
        due = self._due(raw_end)
        if self.period.unit is Unit.WORKING_DAY:
            raw_end = due
        unpublished = {day.year for day in (raw_end, due) if not self.calendar.is_published(day)}
        self.state = replace(
            self.state,
            raw_end=raw_end,
            last_due_on=due,
            provisional_years=tuple(sorted(self.rests_on | unpublished)),
        )
