"""A year's arrangement of days off (放假安排), as the State Council's notice fixes it. Pure."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

LINE = re.compile(r"(\S+)\s+(休|班)(?:\s+(\S.*))?")
EXAMPLE = "应形如“2027-02-07 休 春节”"
SATURDAY = 5
LONGEST_NAME = 40


class ArrangementError(ValueError):
    """The text is no arrangement; ``messages`` holds one sentence for each thing wrong with it."""

    def __init__(self, *messages: str):
        super().__init__("；".join(messages))
        self.messages = messages


class Day(NamedTuple):
    """A day that differs from the ordinary week."""

    on: date
    working: bool
    name: str


@dataclass(frozen=True)
class Arrangement:
    """The days of a year that differ from the ordinary week.

    It may name days at the end of the year before, for the New Year's break begins there.
    """

    year: int
    days: tuple[Day, ...]
    source: str = ""
    published_on: date | None = None

    def replaces(self, day: date) -> bool:
        """Say whether what was known of ``day`` gives way to this arrangement."""
        return day.year == self.year or any(each.on == day for each in self.days)


def parse_days(text: str, year: int) -> tuple[Day, ...]:
    """Read the days of an arrangement from lines, or from the JSON of holiday-cn.

    A line is ``2027-02-06 班 春节`` or ``2027-02-07 休 春节``. Days lie in ``year`` or at the end
    of the year before. Raises ArrangementError with a message for every wrong line.
    """
    rows = _json_rows(text) if text.lstrip().startswith("{") else _line_rows(text)
    days: dict[date, Day] = {}
    errors = []
    for place, row in rows:
        try:
            day = _day(row)
            _check(day, year, days)
        except ValueError as error:
            errors.append(f"{place}：{error}")
        else:
            days[day.on] = day
    if errors or not days:
        raise ArrangementError(*(errors or ["没有读到任何一天"]))
    return tuple(days[on] for on in sorted(days))


def as_text(days: Iterable[Day]) -> str:
    """Return the days as lines that ``parse_days`` reads."""
    return "\n".join(f"{day.on} {'班' if day.working else '休'} {day.name}" for day in days)


def _line_rows(text: str) -> Iterator[tuple[str, tuple | None]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            found = LINE.fullmatch(line.strip())
            row = (found[1], found[2] == "班", found[3] or "") if found else None
            yield f"第{number}行", row


def _json_rows(text: str) -> list[tuple[str, tuple]]:
    try:
        days = json.loads(text)["days"]
        return [
            (f"第{number}项", (day["date"], not day["isOffDay"], day["name"]))
            for number, day in enumerate(days, start=1)
        ]
    except (ValueError, KeyError, TypeError):
        raise ArrangementError("不是 holiday-cn 的 JSON：应有 days 列表") from None


def _day(row: tuple | None) -> Day:
    if row is None:
        raise ValueError(EXAMPLE)
    on, working, name = row
    try:
        on = date.fromisoformat(str(on))
    except ValueError:
        raise ValueError(f"没有“{str(on)[:20]}”这一天，{EXAMPLE}") from None
    if len(str(name)) > LONGEST_NAME:
        raise ValueError(f"名称不能超过{LONGEST_NAME}个字")
    return Day(on, working, str(name))


def _check(day: Day, year: int, known: dict[date, Day]) -> None:
    if day.on.year != year and not date(year - 1, 12, 25) <= day.on <= date(year - 1, 12, 31):
        raise ValueError(f"{day.on}不在{year}年")
    if day.on in known:
        raise ValueError(f"{day.on}重复")
    if day.working and day.on.weekday() < SATURDAY:
        raise ValueError(f"{day.on}本来就是工作日，不能标“班”")
