"""The fold of a deadline's events equals what a clerk with a wall calendar counts day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liaison.clock.holidays import published_days, published_years
from liaison.clock.ledger import Event, EventKind, Period, Status, fold, passed_days
from liaison.workdays import Calendar, Unit

CALENDAR = Calendar.from_rows(published_days(), published_years())
ONE_DAY = timedelta(days=1)


@st.composite
def ledgers(draw, units=(Unit.DAY, Unit.WORKING_DAY)):
    """A valid ledger: suspensions in order, extensions in between, some left suspended."""
    period = Period(
        draw(st.integers(1, 40)), draw(st.sampled_from(units)), roll=draw(st.booleans())
    )
    events = [Event(EventKind.STARTED, draw(st.dates(date(2020, 1, 1), date(2026, 12, 1))))]
    for _ in range(draw(st.integers(0, 6))):
        state = fold(events, period, CALENDAR)
        on = events[-1].on + timedelta(days=draw(st.integers(0, 25)))
        if state.status is Status.SUSPENDED:
            events.append(Event(EventKind.RESUMED, on))
        elif on > state.due_on:
            break
        elif draw(st.booleans()):
            events.append(Event(EventKind.SUSPENDED, on))
        else:
            events.append(Event(EventKind.EXTENDED, on, draw(st.integers(1, 20))))
    return period, events


def simulate(period, events):
    """Walk on day by day with a counter, as a clerk with a wall calendar would."""
    spans, since = [], None
    for event in events:
        if event.kind is EventKind.SUSPENDED:
            since = event.on
        elif event.kind is EventKind.RESUMED:
            spans.append((since, event.on))
            since = None
    if since:
        return None
    target = period.length + sum(e.length for e in events if e.kind is EventKind.EXTENDED)

    def paused(today):
        return any(first <= today < end for first, end in spans)

    today, count = events[0].on, 0
    while count < target:
        today += ONE_DAY
        works = period.unit is Unit.DAY or CALENDAR.is_working(today)
        count += works and not paused(today)
    while period.roll and (paused(today) or not CALENDAR.is_working(today)):
        today += ONE_DAY
    return today


@given(ledgers())
def test_fold_equals_the_walk_day_by_day(ledger):
    period, events = ledger

    assert fold(events, period, CALENDAR).due_on == simulate(period, events)


@given(ledgers(units=list(Unit)))
def test_fold_of_every_prefix_stands_and_the_version_only_rises(ledger):
    period, events = ledger
    versions = [fold(events[:n], period, CALENDAR).version for n in range(1, len(events) + 1)]

    assert versions == list(range(1, len(events) + 1))


@given(ledgers(units=list(Unit)))
def test_due_date_never_falls_back_before_what_has_happened(ledger):
    period, events = ledger
    before = None
    for n in range(1, len(events) + 1):
        state = fold(events[:n], period, CALENDAR)
        assert before is None or state.last_due_on >= before.last_due_on
        before = state


@given(ledgers())
def test_ledger_once_valid_folds_under_any_calendar(ledger):
    period, events = ledger
    bare = fold(events, period, Calendar())

    assert bare.version == fold(events, period, CALENDAR).version
    assert bare.provisional


@given(ledgers())
def test_listed_days_end_on_the_raw_end_and_count_the_whole_length(ledger):
    period, events = ledger
    if events[-1].kind is EventKind.SUSPENDED:
        events = events[:-1]
    state = fold(events, period, CALENDAR)
    days = passed_days(state, period.unit, CALENDAR)
    target = period.length + sum(e.length for e in state.extensions)

    assert days[-1].on == state.raw_end
    assert max(d.ordinal or 0 for d in days) == target
