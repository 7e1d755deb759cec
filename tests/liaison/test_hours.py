from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.models import CalendarDay
from liaison.outbox import hours
from liaison.workdays import Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = hours.parse("08:30-11:30,13:30-17:30")
OCTOBER = Calendar.from_rows(
    [(date(2026, 10, day), False, "国庆节") for day in range(1, 8)]
    + [(date(2026, 10, 10), True, "国庆节调休上班")],
    [2026],
)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(SHANGHAI))
days = st.dates(date(2026, 1, 1), date(2028, 1, 31))
calendars = st.dictionaries(days, st.tuples(st.booleans(), st.just("")), max_size=80).map(Calendar)


@st.composite
def spans(draw):
    count = draw(st.integers(1, 3))
    edges = st.lists(st.times(), min_size=2 * count, max_size=2 * count, unique=True)
    edges = sorted(draw(edges))
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def is_open(moment, calendar, spans):
    return calendar.is_working(moment.date()) and any(
        opens <= moment.time() < closes for opens, closes in spans
    )


@given(moments, calendars, spans())
def test_next_moment_is_in_working_hours_and_never_earlier(now, calendar, spans):
    found = hours.next_working_moment(now, calendar, spans)
    assert found >= now
    assert is_open(found, calendar, spans)


@given(moments, calendars, spans())
def test_working_moment_is_its_own_next(now, calendar, spans):
    found = hours.next_working_moment(now, calendar, spans)
    assert hours.next_working_moment(found, calendar, spans) == found
    assert (found == now) == is_open(now, calendar, spans)


@given(moments, calendars, spans(), st.floats(0, 1, exclude_max=True))
def test_no_working_moment_is_passed_over(now, calendar, spans, share):
    found = hours.next_working_moment(now, calendar, spans)
    between = now + (found - now) * share
    assert between == found or not is_open(between, calendar, spans)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-09-30T08:29:59", "2026-09-30T08:30:00"),
        ("2026-09-30T08:30:00", "2026-09-30T08:30:00"),
        ("2026-09-30T11:30:00", "2026-09-30T13:30:00"),
        ("2026-09-30T17:29:59", "2026-09-30T17:29:59"),
        ("2026-09-30T17:30:00", "2026-10-08T08:30:00"),
        ("2026-10-03T10:00:00", "2026-10-08T08:30:00"),
        ("2026-10-10T10:00:00", "2026-10-10T10:00:00"),
        ("2026-10-10T18:00:00", "2026-10-12T08:30:00"),
    ],
)
def test_national_day_and_its_make_up_saturday(now, expected):
    now, expected = (
        datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (now, expected)
    )
    assert hours.next_working_moment(now, OCTOBER, OFFICE) == expected


@pytest.mark.parametrize("text", ["", "09:00", "12:00-09:00", "09:00-11:00,10:00-12:00", "9-17-18"])
def test_working_hours_that_make_no_sense_are_refused(text):
    with pytest.raises(ValueError, match="working hours|isoformat"):
        hours.parse(text)


def test_working_hours_are_read_from_the_settings(settings):
    settings.WORKING_HOURS = "09:00-12:00, 14:00-18:00"
    assert hours.spans() == ((time(9), time(12)), (time(14), time(18)))


@pytest.mark.django_db
def test_sending_moment_reads_the_calendar_table_in_our_time_zone():
    friday_evening_in_utc = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("UTC"))
    monday = datetime(2026, 11, 23, 8, 30, tzinfo=SHANGHAI)
    assert hours.sending_moment(friday_evening_in_utc) == monday
    CalendarDay.objects.create(day=monday.date(), working=False, name="放假")
    assert hours.sending_moment(friday_evening_in_utc) == monday + timedelta(days=1)
