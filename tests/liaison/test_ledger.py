"""The fold of a deadline's events, against a simulation that walks day by day."""

from datetime import date, timedelta

import pytest

from liaison.clock.holidays import published_days, published_years
from liaison.clock.ledger import (
    Event,
    EventKind,
    ExtendFrom,
    LedgerError,
    Period,
    Status,
    append,
    fold,
    passed_days,
)
from liaison.workdays import Calendar, Direction, PeriodError, Unit, period_end

CALENDAR = Calendar.from_rows(published_days(), published_years())
ONE_DAY = timedelta(days=1)
MONTHLY = Period(1, Unit.MONTH)
FIFTEEN = Period(15, Unit.DAY)
FIVE_WORKING = Period(5, Unit.WORKING_DAY)


def day(text):
    return date.fromisoformat(f"2026-{text}")


def started(text):
    return Event(EventKind.STARTED, day(text))


def suspended(text):
    return Event(EventKind.SUSPENDED, day(text))


def resumed(text):
    return Event(EventKind.RESUMED, day(text))


def extended(text, length=None, **fields):
    return Event(EventKind.EXTENDED, day(text), length, **fields)


def met(text):
    return Event(EventKind.MET, day(text))


def handed_in(text):
    return Event(EventKind.HANDED_IN, day(text))


def handed_back(text):
    return Event(EventKind.HANDED_BACK, day(text))


def test_started_period_runs_to_its_rolled_end():
    state = fold([started("09-18")], FIFTEEN, CALENDAR)

    assert state.status is Status.RUNNING
    assert (state.raw_end, state.due_on) == (day("10-03"), day("10-08"))
    assert (state.version, state.provisional, state.late) == (1, False, None)


def test_suspended_deadline_has_no_due_date_but_remembers_it():
    state = fold([started("09-18"), suspended("09-25")], FIFTEEN, CALENDAR)

    assert (state.status, state.due_on) == (Status.SUSPENDED, None)
    assert (state.last_due_on, state.suspended_on) == (day("10-08"), day("09-25"))
    assert state.version == 2


def test_suspended_days_put_a_month_off_by_as_many_days():
    events = [started("07-01"), suspended("07-10"), resumed("07-20")]
    state = fold(events, MONTHLY, CALENDAR)

    assert state.suspended_days == 10
    assert (state.raw_end, state.due_on, state.version) == (day("08-11"), day("08-11"), 3)


def test_day_of_resumption_counts_again():
    events = [started("07-01"), suspended("07-06"), resumed("07-08")]
    state = fold(events, FIVE_WORKING, CALENDAR)

    counted = [(d.on, d.ordinal) for d in passed_days(state, Unit.WORKING_DAY, CALENDAR)]
    assert counted == [
        (day("07-02"), 1),
        (day("07-03"), 2),
        (day("07-04"), None),
        (day("07-05"), None),
        (day("07-06"), None),
        (day("07-07"), None),
        (day("07-08"), 3),
        (day("07-09"), 4),
        (day("07-10"), 5),
    ]


def test_suspension_on_the_day_of_the_event_loses_no_day():
    events = [started("07-01"), suspended("07-01"), resumed("07-02")]

    assert fold(events, FIFTEEN, CALENDAR).due_on == day("07-16")


def test_suspension_between_raw_end_and_due_only_delays_the_move():
    events = [started("09-18"), suspended("10-05"), resumed("10-12")]

    assert fold(events, FIFTEEN, CALENDAR).due_on == day("10-12")


def test_extension_after_a_suspension_past_the_raw_end_leaves_the_suspended_days_out():
    events = [started("09-18"), suspended("10-05"), resumed("11-05")]
    days = fold([*events, extended("11-05", 3)], FIFTEEN, CALENDAR)
    month = fold([*events, extended("11-05", 1, unit=Unit.MONTH)], FIFTEEN, CALENDAR)

    assert days.raw_end == day("11-06")
    assert month.raw_end == day("12-04")


def test_suspension_after_expiry_changes_nothing_in_an_old_ledger():
    events = [started("09-18"), suspended("10-20"), resumed("10-30")]

    assert fold(events, FIFTEEN, CALENDAR).due_on == day("10-08")


def test_extension_runs_on_from_the_raw_end():
    events = [started("08-05"), extended("10-01", 30)]
    state = fold(events, Period(60, Unit.DAY), CALENDAR)

    assert (state.raw_end, state.due_on) == (day("11-03"), day("11-03"))
    assert (state.version, state.extensions) == (2, (events[1],))


def test_extension_runs_on_from_the_due_date_where_the_rule_says_so():
    period = Period(60, Unit.DAY, extend_from=ExtendFrom.DUE)
    state = fold([started("08-05"), extended("10-01", 30)], period, CALENDAR)

    assert state.due_on == day("11-09")


def test_extension_may_be_counted_in_another_unit():
    events = [started("09-18"), extended("09-30", 1, unit=Unit.MONTH)]
    state = fold(events, FIFTEEN, CALENDAR)

    assert state.due_on == day("11-03")
    assert passed_days(state, Unit.DAY, CALENDAR) == []


def test_extension_may_name_the_day_and_a_day_off_still_moves():
    state = fold([started("07-01"), extended("07-10", until=day("08-01"))], FIFTEEN, CALENDAR)

    assert (state.raw_end, state.due_on) == (day("08-01"), day("08-03"))


def test_working_days_extended_to_a_saturday_survive_an_empty_suspension():
    events = [
        started("07-01"),
        extended("07-02", until=day("07-11")),
        suspended("07-03"),
        resumed("07-03"),
    ]

    assert fold(events, FIVE_WORKING, CALENDAR).due_on == day("07-13")


def test_working_days_not_rolled_keep_a_named_day_off():
    period = Period(5, Unit.WORKING_DAY, roll=False)
    events = [started("07-01"), extended("07-02", until=day("07-11"))]
    paused = [*events, suspended("07-11"), resumed("07-14")]

    assert fold(events, period, CALENDAR).due_on == day("07-11")
    assert fold(paused, period, CALENDAR).due_on == day("07-14")


def test_restart_begins_afresh():
    events = [
        started("07-01"),
        extended("07-02", 5),
        suspended("07-03"),
        Event(EventKind.RESTARTED, day("07-20")),
    ]
    state = fold(events, FIFTEEN, CALENDAR)

    assert (state.status, state.started_on) == (Status.RUNNING, day("07-20"))
    assert (state.due_on, state.version) == (day("08-04"), 4)
    assert (state.extensions, state.suspended_days) == ((), 0)


@pytest.mark.parametrize(("on", "late"), [("10-08", False), ("10-09", True)])
def test_met_is_late_only_after_the_due_date(on, late):
    state = fold([started("09-18"), met(on)], FIFTEEN, CALENDAR)

    assert (state.status, state.ended_on, state.late) == (Status.MET, day(on), late)
    assert (state.due_on, state.version) == (day("10-08"), 1)


def test_what_is_handed_in_keeps_its_date_and_is_met_on_its_own_day():
    events = [started("09-18"), handed_in("09-30")]
    waiting = fold(events, FIFTEEN, CALENDAR)
    back = fold([*events, handed_back("10-05")], FIFTEEN, CALENDAR)
    good = fold([*events, met("09-30")], FIFTEEN, CALENDAR)

    assert (waiting.status, waiting.handed_in_on) == (Status.RUNNING, day("09-30"))
    assert waiting.due_on == back.due_on == day("10-08")
    assert (back.handed_in_on, back.version, waiting.version) == (None, 1, 1)
    assert (good.ended_on, good.late, good.handed_in_on) == (day("09-30"), False, None)
    again = [*events, handed_back("10-05"), handed_in("10-10"), met("10-10")]
    assert fold(again, FIFTEEN, CALENDAR).late is True
    restarted = Event(EventKind.RESTARTED, day("10-01"))
    assert fold([*events, restarted], FIFTEEN, CALENDAR).handed_in_on is None


def test_suspended_deadline_can_be_met_and_waived():
    events = [started("09-18"), suspended("09-20")]
    waived = fold([*events, Event(EventKind.WAIVED, day("09-25"))], FIFTEEN, CALENDAR)

    assert fold([*events, met("09-25")], FIFTEEN, CALENDAR).late is False
    assert (waived.status, waived.late, waived.ended_on) == (Status.WAIVED, None, day("09-25"))


def test_recomputed_raises_the_version_and_takes_the_new_calendar():
    events = [
        started("12-18"),
        Event(
            EventKind.RECOMPUTED,
            day("12-20"),
            old_due=date(2027, 1, 4),
            new_due=date(2027, 1, 5),
        ),
    ]
    new_year = Calendar.from_rows([(date(2027, 1, 4), False, "元旦")], range(2026, 2028))
    state = fold(events, FIFTEEN, new_year)

    assert (state.due_on, state.version, state.provisional) == (date(2027, 1, 5), 2, False)


def test_event_taken_effect_before_a_recomputation_may_be_written_after_it():
    events = [
        started("09-18"),
        Event(EventKind.RECOMPUTED, day("09-30")),
        extended("09-28", 5),
    ]

    assert fold(events, FIFTEEN, CALENDAR).version == 3


def test_hearing_notice_is_counted_back_and_met_before_the_hearing():
    notice = Period(3, Unit.DAY, Direction.BEFORE)
    events = [started("10-12")]

    assert fold(events, notice, CALENDAR).due_on == day("10-09")
    assert fold([*events, met("10-08")], notice, CALENDAR).late is False
    moved = Event(EventKind.RESTARTED, day("09-30"))
    assert fold([*events, moved], notice, CALENDAR).due_on == day("09-27")


def test_case_by_case_date_is_given_at_the_start():
    period = Period(0, Unit.DAY)
    fixed = Event(EventKind.STARTED, day("07-02"), until=day("10-03"))

    assert fold([fixed], period, CALENDAR).due_on == day("10-08")
    with pytest.raises(LedgerError, match="没有固定长度"):
        fold([started("07-02")], period, CALENDAR)


def test_provisional_years_are_those_the_date_rests_on():
    working = fold([started("12-24"), extended("12-25", 10)], Period(6, Unit.WORKING_DAY), CALENDAR)
    months = fold([started("11-30"), suspended("12-01"), resumed("12-05")], MONTHLY, CALENDAR)

    assert working.provisional_years == (2027,)
    assert months.provisional_years == (2027,)
    assert not fold([started("11-30")], MONTHLY, CALENDAR).provisional


def test_hours_are_suspended_by_days():
    period = Period(48, Unit.HOUR)
    events = [started("09-30"), suspended("10-01"), resumed("10-03")]

    assert fold(events[:1], period, CALENDAR).due_on == day("10-02")
    assert fold(events, period, CALENDAR).due_on == day("10-04")


@pytest.mark.parametrize(
    ("events", "message"),
    [
        ([], "台账为空"),
        ([met("09-20")], "尚未起算，不能完成"),
        ([started("09-18"), started("09-19")], "不能再次起算"),
        ([started("09-18"), resumed("09-19")], "“进行中”状态，不能恢复"),
        ([started("09-18"), suspended("09-19"), suspended("09-20")], "“中止”状态，不能中止"),
        ([started("09-18"), suspended("09-19"), extended("09-20", 5)], "“中止”状态，不能延长"),
        ([started("09-18"), met("09-19"), met("09-20")], "“已完成”状态，不能完成"),
        ([started("09-18"), met("09-19"), extended("09-20", 5)], "“已完成”状态，不能延长"),
        ([started("09-18"), met("09-19"), Event(EventKind.WAIVED, day("09-20"))], "不能不再适用"),
        ([started("09-18"), met("09-17")], "早于上一事件日期2026-09-18"),
        ([started("09-18"), suspended("09-25"), resumed("09-24")], "早于上一事件"),
        ([started("09-18"), handed_in("09-20"), handed_in("09-21")], "正待核验"),
        ([started("09-18"), handed_back("09-20")], "尚未报送"),
        ([started("09-18"), suspended("09-19"), handed_in("09-20")], "“中止”状态，不能报送待核"),
        ([started("09-18"), extended("09-20")], "二者择一"),
        ([started("09-18"), extended("09-20", 5, until=day("11-01"))], "二者择一"),
    ],
)
def test_impossible_sequence_is_refused_in_words(events, message):
    with pytest.raises(LedgerError, match=message):
        fold(events, FIFTEEN, CALENDAR)


@pytest.mark.parametrize("event", [extended("10-10", 5), suspended("10-10")])
def test_period_counted_back_is_neither_extended_nor_suspended(event):
    with pytest.raises(LedgerError, match="倒推的期限不能"):
        fold([started("10-12"), event], Period(3, Unit.DAY, Direction.BEFORE), CALENDAR)


@pytest.mark.parametrize("event", [extended("10-09", 5), suspended("10-09")])
def test_expired_period_is_neither_extended_nor_suspended(event):
    with pytest.raises(LedgerError, match="已于2026-10-08届满"):
        append([started("09-18")], event, FIFTEEN, CALENDAR)


def test_extension_must_reach_beyond_the_due_date():
    with pytest.raises(LedgerError, match="应晚于现期满日"):
        append([started("09-18")], extended("10-08", until=day("10-08")), FIFTEEN, CALENDAR)


def test_append_takes_what_is_in_time():
    first = append([], started("09-18"), FIFTEEN, CALENDAR)
    state = append([started("09-18")], extended("10-08", 15), FIFTEEN, CALENDAR)

    assert first.due_on == day("10-08")
    assert state.due_on == day("10-19")


def test_absurd_extension_is_an_error_not_a_hang():
    with pytest.raises(PeriodError):
        append([started("09-18")], extended("09-20", 10**9), FIFTEEN, CALENDAR)


@pytest.mark.parametrize("kind", [*EventKind, *Status])
def test_every_word_of_the_ledger_has_a_label(kind):
    assert kind.label


def test_naive_month_with_one_suspension():
    nominal = period_end(day("07-01"), 1, Unit.MONTH, CALENDAR, roll=False)
    events = [started("07-01"), suspended("07-06"), resumed("07-13")]

    assert fold(events, MONTHLY, CALENDAR).raw_end == nominal + 7 * ONE_DAY
