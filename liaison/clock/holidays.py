"""Days off and make-up days as the ``chinesecalendar`` package knows them: seed of our own table.

The package is asked for its data only. Its functions raise for a year it doesn't know; our
calendar then counts by weekdays and says that the result is provisional.
"""

from datetime import date

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

_NAMES = {holiday.value: holiday.chinese for holiday in Holiday} | {
    Holiday.tomb_sweeping_day.value: "清明节",
    Holiday.dragon_boat_festival.value: "端午节",
    Holiday.mid_autumn_festival.value: "中秋节",
    Holiday.anti_fascist_70th_day.value: "抗战胜利七十周年纪念日",
}


def published_years() -> range:
    """Return the years whose days off are known in full."""
    return range(min(holidays).year, max(holidays).year + 1)


def published_days() -> list[tuple[date, bool, str]]:
    """Return ``(day, working, name)`` of every day off and every make-up working day, by date.

    The Saturdays and Sundays within a holiday are among them: they carry its name.
    """
    days = [(day, False, _NAMES[name]) for day, name in holidays.items()]
    days += [(day, True, f"{_NAMES[name]}调休上班") for day, name in workdays.items()]
    return sorted(days)
