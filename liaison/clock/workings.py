"""How a due date came about, in Chinese sentences (怎么算的). Pure.

What a person checks by finger on a wall calendar: the day that isn't counted, the first day, the
last day, why it moved, and on what the result still rests.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from liaison.clock.ledger import Event, EventKind, Period, State, fold
from liaison.workdays import (
    Calendar,
    Direction,
    PassedDay,
    Unit,
    Working,
    days_left,
    explain,
)

WEEKDAYS = "一二三四五六日"
LONGEST_TABLE = 400
"""Days beyond which nobody wants to see every one of them."""


class Cell(NamedTuple):
    """A day as the calculator draws it into a month."""

    date: date
    number: int | None
    off: bool
    mark: str
    is_start: bool = False
    is_due: bool = False


def day_text(day: date, year: int | None = None) -> str:
    """Return "10月8日 周四", with the year in front unless it is ``year``."""
    front = "" if day.year == year else f"{day.year}年"
    return f"{front}{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def length_text(length: int, unit: Unit, direction: Direction = Direction.AFTER) -> str:
    """Return "15日", "2个月"; "前3日" for a period counted back from its event."""
    front = "前" if direction is Direction.BEFORE else ""
    return f"{front}{length}{unit.label}" if length else "逐案确定"


def lines(working: Working, event: str = "") -> list[str]:
    """Tell a computation step by step; ``event`` is what set it running, as its rule says."""
    told = [_first_line(working, event)]
    if working.unit is Unit.HOUR:
        told.append(_hours_line(working))
    elif working.unit in (Unit.MONTH, Unit.YEAR):
        told += _months_lines(working)
    elif working.direction is Direction.BEFORE:
        told += _backward_lines(working)
    else:
        told += _forward_lines(working)
    return [*told, *_cautions(working)]


def ledger_lines(
    events: Sequence[Event], period: Period, calendar: Calendar, event: str = ""
) -> list[str]:
    """Tell a deadline's whole ledger: its start as a computation, then what moved the date."""
    told: list[str] = []
    for count, entry in enumerate(events, start=1):
        state = fold(events[:count], period, calendar)
        if entry.kind in (EventKind.STARTED, EventKind.RESTARTED):
            if entry.kind is EventKind.RESTARTED:
                told.append(f"{day_text(entry.on)}重新起算，此前的计算不再适用")
            told += _start_lines(entry, period, calendar, event)
        else:
            told.append(_EVENT_LINES[entry.kind](entry, state, period))
    return told


def cells(working: Working) -> list[Cell]:
    """List the days of a period in days, from the event to the due date, for a wall calendar.

    Empty for months, years and hours, and for periods nobody would check by finger.
    """
    if not working.days or len(working.days) > LONGEST_TABLE:
        return []
    start = Cell(working.start, None, False, "", is_start=True)
    after = [*working.moved, working.due_day] if working.moved else []
    passed = {day.on: day for day in [*after, *working.days]}
    drawn = [_cell(day, working.due) for _, day in sorted(passed.items())]
    return [start, *drawn] if working.direction is Direction.AFTER else [*drawn, start]


def _cell(day: PassedDay, due: date) -> Cell:
    return Cell(day.on, day.ordinal, not day.working, day.mark, is_due=day.on == due)


def _first_line(working: Working, event: str) -> str:
    day = day_text(working.start)
    happened = f"{day}为{event}" if event.endswith(("之日", "之时")) else f"{day}{event}"
    if working.unit is Unit.HOUR:
        return f"{happened}，开始的小时不计"
    return f"{happened}，当日不计"


def _forward_lines(working: Working) -> Iterator[str]:
    first, last = _counted(working.days)[0], working.days[-1]
    year = working.start.year
    if working.length > 1:
        how = "休息日不计" if working.unit is Unit.WORKING_DAY else "连续计算，其间休息日照算"
        yield f"{day_text(first.on, year)}为{_ordinal(working, 1)}，{how}"
    if working.unit is Unit.WORKING_DAY:
        yield from _skipped_lines(working)
    yield f"{_ordinal(working, working.length)}为{_named(last, year)}{_move(working)}"


def _backward_lines(working: Working) -> Iterator[str]:
    first, last = _counted(working.days)[0], working.days[-1]
    year = working.start.year
    yield f"向前计数，{day_text(first.on, year)}为倒数{_ordinal(working, 1)}"
    if working.unit is Unit.WORKING_DAY:
        yield from _skipped_lines(working)
    which = f"倒数{_ordinal(working, working.length)}"
    yield f"{which}为{_named(last, year)}，最迟应于当日完成"


def _months_lines(working: Working) -> Iterator[str]:
    year, end = working.start.year, working.raw_end
    back = "向前" if working.direction is Direction.BEFORE else ""
    unit = "个月" if working.unit is Unit.MONTH else "年"
    clipped = end.day != working.start.day
    if clipped:
        yield f"{end.year}年{end.month}月没有{working.start.day}日，以该月最后一日为末日"
    which = "末日" if clipped else "对应日"
    raw = working.moved[0] if working.moved else working.due_day
    yield f"{back}第{working.length}{unit}的{which}为{_named(raw, year)}{_move(working)}"


def _hours_line(working: Working) -> str:
    back = working.direction is Direction.BEFORE
    if working.due_at:
        end = f"{day_text(working.due_at.date(), working.start.year)}{working.due_at.hour}时"
    else:
        end = f"{day_text(working.due, working.start.year)}"
    way = f"向前满{working.length}小时，最迟" if back else f"满{working.length}小时，最迟"
    return f"自相邻的小时起{way}于{end}届满，不因节假日顺延"


def _skipped_lines(working: Working) -> Iterator[str]:
    """Name the days off that weren't counted, and the make-up days that were."""
    year = working.start.year
    off = [day for day in sorted(working.days) if not day.working]
    if off:
        spans = groupby(enumerate(off), lambda pair: pair[1].on.toordinal() - pair[0])
        texts = [_span_text([day for _, day in span], year) for _, span in spans]
        yield f"不计：{'、'.join(texts)}"
    made_up = [_named(day, year) for day in sorted(working.days) if day.mark == "班"]
    if made_up:
        yield f"计入：{'、'.join(made_up)}"


def _span_text(days: list[PassedDay], year: int) -> str:
    first, last = days[0].on, days[-1].on
    name = next((day.name for day in days if day.name), "周末")
    text = day_text(first, year).split()[0]
    if last != first:
        same = last.month == first.month
        text += f"至{last.day}日" if same else f"至{day_text(last, year).split()[0]}"
    return f"{text}（{name}）"


def _move(working: Working) -> str:
    if not working.moved:
        return ""
    after = "节后" if any(day.name for day in working.moved) else "其后"
    return f"，顺延至{after}第一个工作日{day_text(working.due, working.start.year)}"


def _cautions(working: Working) -> Iterator[str]:
    if working.falls_on_day_off and working.direction is Direction.BEFORE:
        yield "该日为休息日；倒推的期限不自动提前，请自行提前安排"
    elif working.falls_on_day_off and working.unit is not Unit.HOUR:
        yield "该日为休息日，但本期限不顺延"
    yield from _provisional_lines(working.provisional_years)
    if working.next_year_may_move:
        yield f"{working.due.year + 1}年放假安排公布后，{working.due.year}年12月底的休息日可能调整"


def _provisional_lines(years: Sequence[int]) -> Iterator[str]:
    if years:
        named = "、".join(f"{year}年" for year in years)
        yield f"{named}放假安排尚未公布，暂按周一至周五上班推算；公布后重新计算"


def _start_lines(entry: Event, period: Period, calendar: Calendar, event: str) -> list[str]:
    if entry.until is None:
        working = explain(
            entry.on,
            period.length,
            period.unit,
            calendar,
            roll=period.roll,
            direction=period.direction,
        )
        return lines(working, event)
    state = fold([Event(EventKind.STARTED, entry.on, until=entry.until)], period, calendar)
    moved = "" if state.due_on == entry.until else f"，为休息日，顺延至{day_text(state.due_on)}"
    told = f"{day_text(entry.on)}确定期满日为{day_text(entry.until, entry.on.year)}{moved}"
    return [told, *_provisional_lines(state.provisional_years)]


def _suspended_line(entry: Event, state: State, period: Period) -> str:
    return f"{day_text(entry.on)}中止，自当日起不计"


def _resumed_line(entry: Event, state: State, period: Period) -> str:
    first, end = state.pauses[-1]
    return (
        f"{day_text(entry.on)}恢复，当日起继续计算；中止{(end - first).days}日不计，"
        f"期满日为{day_text(state.last_due_on)}"
    )


def _extended_line(entry: Event, state: State, period: Period) -> str:
    if entry.until:
        return f"{day_text(entry.on)}延长，期满日为{day_text(state.last_due_on)}"
    length = length_text(entry.length, entry.unit or period.unit)
    return (
        f"{day_text(entry.on)}延长{length}，自原期间末日（未顺延）接续计算，"
        f"期满日为{day_text(state.last_due_on)}"
    )


def _recomputed_line(entry: Event, state: State, period: Period) -> str:
    moved = ""
    if entry.old_due and entry.new_due:
        moved = f"，期满日由{day_text(entry.old_due)}改为{day_text(entry.new_due)}"
    return f"{day_text(entry.on)}按新公布的放假安排重新计算{moved}"


def _handed_in_line(entry: Event, state: State, period: Period) -> str:
    return f"{day_text(entry.on)}报送待核，{_lateness(entry, state)}；核验通过的，按当日完成计"


def _handed_back_line(entry: Event, state: State, period: Period) -> str:
    return f"{day_text(entry.on)}退回，期满日仍为{day_text(state.last_due_on)}"


def _met_line(entry: Event, state: State, period: Period) -> str:
    return f"{day_text(entry.on)}完成，{_lateness(entry, state)}"


def _lateness(entry: Event, state: State) -> str:
    late = days_left(state.last_due_on, entry.on)
    return f"逾期{late}日" if late > 0 else "未逾期"


def _waived_line(entry: Event, state: State, period: Period) -> str:
    return f"{day_text(entry.on)}起不再适用"


_EVENT_LINES = {
    EventKind.SUSPENDED: _suspended_line,
    EventKind.RESUMED: _resumed_line,
    EventKind.EXTENDED: _extended_line,
    EventKind.RECOMPUTED: _recomputed_line,
    EventKind.HANDED_IN: _handed_in_line,
    EventKind.HANDED_BACK: _handed_back_line,
    EventKind.MET: _met_line,
    EventKind.WAIVED: _waived_line,
}


def _counted(days: Sequence[PassedDay]) -> list[PassedDay]:
    return [day for day in days if day.ordinal]


def _named(day: PassedDay, year: int) -> str:
    name = day.name or ("" if day.working else "休息日")
    return day_text(day.on, year) + (f"（{name}）" if name else "")


def _ordinal(working: Working, number: int) -> str:
    return f"第{number}{'个工作日' if working.unit is Unit.WORKING_DAY else '日'}"
