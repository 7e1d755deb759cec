"""Legal periods: the vectors of the domain study, the awkward dates, and what holds for all."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.clock.holidays import published_days, published_years
from liaison.workdays import (
    Calendar,
    Direction,
    PeriodError,
    Unit,
    add_months,
    days_from,
    days_left,
    explain,
    hours_end,
    period_end,
    roll_forward,
)

CALENDAR = Calendar.from_rows(published_days(), published_years())
DAY, WORKING_DAY, MONTH, YEAR, HOUR = (
    Unit.DAY,
    Unit.WORKING_DAY,
    Unit.MONTH,
    Unit.YEAR,
    Unit.HOUR,
)
BEFORE = Direction.BEFORE

starts = st.dates(date(2003, 6, 1), date(2028, 12, 31))
units = st.sampled_from([DAY, WORKING_DAY, MONTH, YEAR])
lengths = st.integers(1, 99)


@pytest.mark.parametrize(
    ("start", "length", "unit", "raw_end", "due"),
    [
        ("2026-09-18", 15, DAY, "2026-10-03", "2026-10-08"),
        ("2026-09-24", 10, WORKING_DAY, "2026-10-15", "2026-10-15"),
        ("2026-02-05", 15, DAY, "2026-02-20", "2026-02-24"),
        ("2026-04-24", 10, DAY, "2026-05-04", "2026-05-06"),
        ("2026-08-05", 60, DAY, "2026-10-04", "2026-10-08"),
        ("2026-09-02", 30, DAY, "2026-10-02", "2026-10-08"),
        ("2026-07-31", 2, MONTH, "2026-09-30", "2026-09-30"),
        ("2026-09-25", 7, DAY, "2026-10-02", "2026-10-08"),
        ("2026-09-03", 30, DAY, "2026-10-03", "2026-10-08"),
    ],
)
def test_vectors_of_the_domain_study(start, length, unit, raw_end, due):
    working = explain(date.fromisoformat(start), length, unit, CALENDAR)

    assert (working.raw_end.isoformat(), working.due.isoformat()) == (raw_end, due)
    assert not working.provisional


def test_notice_of_a_hearing_is_counted_back_from_it():
    assert period_end(date(2026, 10, 12), 3, DAY, CALENDAR, direction=BEFORE) == date(2026, 10, 9)


def test_period_counted_back_stays_on_a_holiday_and_says_so():
    working = explain(date(2026, 10, 8), 3, DAY, CALENDAR, direction=BEFORE)

    assert working.due == working.raw_end == date(2026, 10, 5)
    assert working.falls_on_day_off


def test_working_days_counted_back_skip_holidays_and_take_make_up_days():
    due = period_end(date(2026, 10, 12), 5, WORKING_DAY, CALENDAR, direction=BEFORE)

    assert due == date(2026, 9, 29)


@pytest.mark.parametrize(
    ("start", "length", "unit", "raw_end"),
    [
        ("2025-08-31", 6, MONTH, "2026-02-28"),
        ("2023-08-31", 6, MONTH, "2024-02-29"),
        ("2024-02-29", 1, YEAR, "2025-02-28"),
        ("2024-02-29", 4, YEAR, "2028-02-29"),
        ("2026-01-31", 1, MONTH, "2026-02-28"),
        ("2025-11-30", 3, MONTH, "2026-02-28"),
        ("2025-12-31", 1, DAY, "2026-01-01"),
        ("2024-02-28", 1, DAY, "2024-02-29"),
        ("2006-07-02", 20, YEAR, "2026-07-02"),
    ],
)
def test_months_years_and_leap_days(start, length, unit, raw_end):
    working = explain(date.fromisoformat(start), length, unit, CALENDAR)

    assert working.raw_end.isoformat() == raw_end


def test_make_up_saturday_is_not_moved_from():
    assert period_end(date(2026, 9, 25), 15, DAY, CALENDAR) == date(2026, 10, 10)


def test_year_end_rolls_into_the_new_year():
    assert period_end(date(2025, 12, 17), 15, DAY, CALENDAR) == date(2026, 1, 4)


def test_unpublished_year_is_reckoned_by_weekdays_and_flagged():
    working = explain(date(2026, 12, 18), 15, DAY, CALENDAR)

    assert working.due == date(2027, 1, 4)
    assert working.provisional_years == (2027,)


def test_working_days_are_provisional_once_they_pass_an_unpublished_year():
    short = explain(date(2026, 12, 24), 5, WORKING_DAY, CALENDAR)
    long = explain(date(2026, 12, 24), 6, WORKING_DAY, CALENDAR)

    assert (short.due, short.provisional) == (date(2026, 12, 31), False)
    assert (long.due, long.provisional_years) == (date(2027, 1, 1), (2027,))


def test_calendar_days_rest_only_on_the_last_day():
    through_2003 = explain(date(2003, 12, 20), 20, DAY, CALENDAR)

    assert through_2003.due == date(2004, 1, 9)
    assert not through_2003.provisional


def test_not_rolled_when_the_rule_says_so():
    working = explain(date(2026, 9, 18), 15, DAY, CALENDAR, roll=False)

    assert working.due == date(2026, 10, 3)
    assert working.falls_on_day_off
    assert working.moved == ()


def test_working_names_every_day_and_why_the_last_one_moved():
    working = explain(date(2026, 9, 18), 15, DAY, CALENDAR)

    assert [day.ordinal for day in working.days] == list(range(1, 16))
    assert [(day.on.day, day.name, day.mark) for day in working.moved] == [
        (3, "国庆节", "休"),
        (4, "国庆节", "休"),
        (5, "国庆节", "休"),
        (6, "国庆节", "休"),
        (7, "国庆节", "休"),
    ]
    assert working.days[1].mark == "班"
    assert working.days[2].mark == ""
    assert working.due_day.on == date(2026, 10, 8)


def test_hours_leave_out_the_hour_of_the_event():
    assert hours_end(datetime(2026, 9, 18, 9, 20), 48) == datetime(2026, 9, 20, 10)
    assert hours_end(datetime(2026, 9, 18, 9, 20), 48, BEFORE) == datetime(2026, 9, 16, 9)


def test_hours_end_on_a_holiday_and_stay_there():
    working = explain(datetime(2026, 9, 30, 15, 5), 48, HOUR, CALENDAR)

    assert working.due_at == datetime(2026, 10, 2, 16)
    assert working.due == date(2026, 10, 2)


def test_hours_that_end_at_midnight_end_with_the_day():
    assert explain(datetime(2026, 9, 18, 23, 30), 48, HOUR, CALENDAR).due == date(2026, 9, 20)


@pytest.mark.parametrize(("length", "due"), [(48, 20), (24, 19), (1, 19), (49, 21)])
def test_hours_from_a_bare_date_end_as_late_as_they_can(length, due):
    working = explain(date(2026, 9, 18), length, HOUR, CALENDAR)

    assert (working.due, working.due_at) == (date(2026, 9, due), None)


@pytest.mark.parametrize("length", [0, -1, 10**9])
@pytest.mark.parametrize("unit", list(Unit))
def test_absurd_length_is_refused_at_once(length, unit):
    with pytest.raises(PeriodError, match="期间须为1至"):
        period_end(date(2026, 9, 18), length, unit, CALENDAR)


@pytest.mark.parametrize("unit", list(Unit))
def test_end_of_the_calendar_is_an_error_of_its_own(unit):
    with pytest.raises(PeriodError, match="超出"):
        period_end(date(9999, 12, 30), 60, unit, CALENDAR)
    with pytest.raises(PeriodError, match="超出"):
        period_end(date(1, 1, 2), 60, unit, CALENDAR, direction=BEFORE)


def test_moment_at_the_end_of_the_calendar_is_refused_too():
    with pytest.raises(PeriodError, match="超出"):
        hours_end(datetime(9999, 12, 31, 22), 48)
    with pytest.raises(PeriodError, match="超出"):
        hours_end(datetime(1, 1, 1, 2), 48, BEFORE)


def test_last_day_of_all_cannot_roll():
    holiday = Calendar.from_rows([(date(9999, 12, 31), False, "末日")], [9999])

    with pytest.raises(PeriodError, match="超出"):
        roll_forward(date(9999, 12, 31), holiday)


def test_days_left_in_words_of_the_badge():
    assert days_left(date(2026, 10, 5), date(2026, 10, 8)) == 3
    assert days_left(date(2026, 10, 8), date(2026, 10, 8)) == 0
    assert days_left(date(2026, 10, 10), date(2026, 10, 8)) == -2


def test_working_days_left_skip_the_holiday():
    assert days_left(date(2026, 9, 30), date(2026, 10, 12), WORKING_DAY, CALENDAR) == 4
    assert days_left(date(2026, 10, 12), date(2026, 9, 30), WORKING_DAY, CALENDAR) == -4
    assert days_left(date(2026, 9, 30), date(2026, 10, 12), WORKING_DAY) == 8


def test_paused_days_pass_without_being_counted():
    paused = [(date(2026, 9, 21), date(2026, 9, 23))]
    days = days_from(date(2026, 9, 18), DAY, CALENDAR, paused=paused)

    assert [(next(days).ordinal) for _ in range(6)] == [1, 2, None, None, 3, 4]


@pytest.mark.parametrize("unit", list(Unit))
def test_unit_is_named_for_people(unit):
    assert unit.label in {"小时", "日", "个工作日", "个月", "年"}


@given(starts, starts, lengths, units)
def test_starting_later_never_ends_earlier(one, other, length, unit):
    first, second = sorted([one, other])

    assert period_end(first, length, unit, CALENDAR) <= period_end(second, length, unit, CALENDAR)


@given(starts, lengths, units, st.booleans())
def test_longer_never_ends_earlier(start, length, unit, roll):
    shorter = period_end(start, length, unit, CALENDAR, roll=roll)

    assert shorter <= period_end(start, length + 1, unit, CALENDAR, roll=roll)


@given(starts, lengths, units)
def test_due_is_never_a_day_off_and_only_days_off_were_moved_over(start, length, unit):
    working = explain(start, length, unit, CALENDAR)

    assert CALENDAR.is_working(working.due)
    passed = (working.due - working.raw_end).days
    assert [day.on for day in working.moved] == [
        working.raw_end + timedelta(days=n) for n in range(passed)
    ]
    assert not any(CALENDAR.is_working(day.on) for day in working.moved)


@given(starts, lengths, st.sampled_from(list(Direction)))
def test_working_days_between_start_and_due_equal_the_length(start, length, direction):
    due = period_end(start, length, WORKING_DAY, CALENDAR, direction=direction)
    first, last = sorted([start, due])
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    assert sum(CALENDAR.is_working(day) for day in between if day != start) == length


@given(starts, lengths, st.sampled_from([DAY, WORKING_DAY]), st.sampled_from(list(Direction)))
def test_counted_days_of_the_working_equal_the_length(start, length, unit, direction):
    working = explain(start, length, unit, CALENDAR, direction=direction)

    counted = [day.ordinal for day in working.days if day.ordinal]
    assert counted == list(range(1, length + 1))
    assert working.days[-1].on == working.raw_end
    assert start not in [day.on for day in working.days]


@given(starts, lengths, st.sampled_from([DAY, WORKING_DAY]))
def test_days_left_agree_with_the_end_of_the_period(start, length, unit):
    due = period_end(start, length, unit, CALENDAR, roll=False)

    assert days_left(start, due, unit, CALENDAR) == length
    assert days_left(due, start, unit, CALENDAR) <= 0


@given(starts, st.integers(1, 400))
def test_calendar_days_left_are_what_the_iterator_yields(today, days):
    due = today + timedelta(days=days)
    yielded = next(day.ordinal for day in days_from(today, DAY, CALENDAR) if day.on == due)

    assert days_left(today, due) == yielded


@given(starts, st.integers(0, 1300))
def test_months_end_on_the_same_day_or_the_last_of_the_month(start, months):
    end = add_months(start, months)

    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(starts, lengths, units)
def test_published_years_give_no_provisional_date(start, length, unit):
    working = explain(start, length, unit, CALENDAR)
    touched = {working.raw_end.year, working.due.year}
    if unit is WORKING_DAY:
        touched.update(day.on.year for day in working.days)

    assert working.provisional == any(not 2004 <= year <= 2026 for year in touched)
