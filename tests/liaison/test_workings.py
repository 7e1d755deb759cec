"""Due dates told in Chinese: what is printed under 怎么算的."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.clock.holidays import published_days, published_years
from liaison.clock.ledger import Event, EventKind, Period
from liaison.clock.workings import cells, day_text, ledger_lines, length_text, lines
from liaison.workdays import Calendar, Direction, Unit, explain

CALENDAR = Calendar.from_rows(published_days(), published_years())
BEFORE = {"direction": Direction.BEFORE}


def day(text):
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("start", "length", "unit", "options", "event", "told"),
    [
        (
            day("09-18"),
            15,
            Unit.DAY,
            {},
            "收到起诉状副本之日",
            [
                "2026年9月18日 周五为收到起诉状副本之日，当日不计",
                "9月19日 周六为第1日，连续计算，其间休息日照算",
                "第15日为10月3日 周六（国庆节），顺延至节后第一个工作日10月8日 周四",
            ],
        ),
        (
            day("09-24"),
            10,
            Unit.WORKING_DAY,
            {},
            "收到",
            [
                "2026年9月24日 周四收到，当日不计",
                "9月28日 周一为第1个工作日，休息日不计",
                "不计：9月25日至27日（中秋节）、10月1日至7日（国庆节）、10月11日（周末）",
                "计入：10月10日 周六（国庆节调休上班）",
                "第10个工作日为10月15日 周四",
            ],
        ),
        (
            day("10-15"),
            2,
            Unit.DAY,
            {},
            "",
            [
                "2026年10月15日 周四，当日不计",
                "10月16日 周五为第1日，连续计算，其间休息日照算",
                "第2日为10月17日 周六（休息日），顺延至其后第一个工作日10月19日 周一",
            ],
        ),
        (
            day("10-16"),
            1,
            Unit.DAY,
            {"roll": False},
            "",
            [
                "2026年10月16日 周五，当日不计",
                "第1日为10月17日 周六（休息日）",
                "该日为休息日，但本期限不顺延",
            ],
        ),
        (
            day("07-31"),
            2,
            Unit.MONTH,
            {},
            "收到",
            [
                "2026年7月31日 周五收到，当日不计",
                "2026年9月没有31日，以该月最后一日为末日",
                "第2个月的末日为9月30日 周三",
            ],
        ),
        (
            date(2025, 10, 1),
            1,
            Unit.YEAR,
            {},
            "收到",
            [
                "2025年10月1日 周三收到，当日不计",
                "第1年的对应日为2026年10月1日 周四（国庆节），"
                "顺延至节后第一个工作日2026年10月8日 周四",
            ],
        ),
        (
            day("10-08"),
            3,
            Unit.DAY,
            BEFORE,
            "开庭之日",
            [
                "2026年10月8日 周四为开庭之日，当日不计",
                "向前计数，10月7日 周三为倒数第1日",
                "倒数第3日为10月5日 周一（国庆节），最迟应于当日完成",
                "该日为休息日；倒推的期限不自动提前，请自行提前安排",
            ],
        ),
        (
            day("10-12"),
            5,
            Unit.WORKING_DAY,
            BEFORE,
            "举行听证之日",
            [
                "2026年10月12日 周一为举行听证之日，当日不计",
                "向前计数，10月10日 周六为倒数第1个工作日",
                "不计：10月1日至7日（国庆节）、10月11日（周末）",
                "计入：10月10日 周六（国庆节调休上班）",
                "倒数第5个工作日为9月29日 周二，最迟应于当日完成",
            ],
        ),
        (
            day("03-31"),
            1,
            Unit.MONTH,
            BEFORE,
            "",
            [
                "2026年3月31日 周二，当日不计",
                "2026年2月没有31日，以该月最后一日为末日",
                "向前第1个月的末日为2月28日 周六（春节调休上班）",
            ],
        ),
        (
            day("12-18"),
            15,
            Unit.DAY,
            {},
            "收到",
            [
                "2026年12月18日 周五收到，当日不计",
                "12月19日 周六为第1日，连续计算，其间休息日照算",
                "第15日为2027年1月2日 周六（休息日），顺延至其后第一个工作日2027年1月4日 周一",
                "2027年放假安排尚未公布，暂按周一至周五上班推算；公布后重新计算",
            ],
        ),
        (
            day("12-28"),
            2,
            Unit.DAY,
            {},
            "收到",
            [
                "2026年12月28日 周一收到，当日不计",
                "12月29日 周二为第1日，连续计算，其间休息日照算",
                "第2日为12月30日 周三",
                "2027年放假安排公布后，2026年12月底的休息日可能调整",
            ],
        ),
        (
            datetime(2026, 9, 30, 15, 5),
            48,
            Unit.HOUR,
            {},
            "接受申请之时",
            [
                "2026年9月30日 周三为接受申请之时，开始的小时不计",
                "自相邻的小时起满48小时，最迟于10月2日 周五16时届满，不因节假日顺延",
            ],
        ),
        (
            day("09-30"),
            24,
            Unit.HOUR,
            BEFORE,
            "",
            [
                "2026年9月30日 周三，开始的小时不计",
                "自相邻的小时起向前满24小时，最迟于9月29日 周二届满，不因节假日顺延",
            ],
        ),
    ],
)
def test_computation_is_told_step_by_step(start, length, unit, options, event, told):
    assert lines(explain(start, length, unit, CALENDAR, **options), event) == told


def test_days_off_over_a_month_end_and_a_plain_weekend_are_named():
    told = lines(explain(day("01-30"), 3, Unit.WORKING_DAY, CALENDAR))

    assert "不计：1月31日至2月1日（周末）" in told


def test_ledger_is_told_event_by_event():
    events = [
        Event(EventKind.STARTED, day("09-18")),
        Event(EventKind.EXTENDED, day("09-20"), 10),
        Event(EventKind.SUSPENDED, day("09-25")),
        Event(EventKind.RESUMED, day("10-08")),
        Event(EventKind.RECOMPUTED, day("10-09"), old_due=day("10-26"), new_due=day("10-27")),
        Event(EventKind.RECOMPUTED, day("10-09")),
        Event(EventKind.EXTENDED, day("10-10"), until=day("11-30")),
        Event(EventKind.MET, day("12-02")),
    ]

    assert ledger_lines(events, Period(15, Unit.DAY), CALENDAR, "收到")[3:] == [
        "2026年9月20日 周日延长10日，自原期间末日（未顺延）接续计算，期满日为2026年10月13日 周二",
        "2026年9月25日 周五中止，自当日起不计",
        "2026年10月8日 周四恢复，当日起继续计算；中止13日不计，期满日为2026年10月26日 周一",
        "2026年10月9日 周五按新公布的放假安排重新计算，"
        "期满日由2026年10月26日 周一改为2026年10月27日 周二",
        "2026年10月9日 周五按新公布的放假安排重新计算",
        "2026年10月10日 周六延长，期满日为2026年11月30日 周一",
        "2026年12月2日 周三完成，逾期2日",
    ]


def test_restarted_waived_and_dates_set_case_by_case_are_told():
    events = [
        Event(EventKind.STARTED, day("07-02"), until=day("10-03")),
        Event(EventKind.RESTARTED, day("08-01"), until=date(2027, 3, 1)),
        Event(EventKind.WAIVED, day("09-01")),
    ]

    assert ledger_lines(events, Period(0, Unit.DAY), CALENDAR) == [
        "2026年7月2日 周四确定期满日为10月3日 周六，为休息日，顺延至2026年10月8日 周四",
        "2026年8月1日 周六重新起算，此前的计算不再适用",
        "2026年8月1日 周六确定期满日为2027年3月1日 周一",
        "2027年放假安排尚未公布，暂按周一至周五上班推算；公布后重新计算",
        "2026年9月1日 周二起不再适用",
    ]


def test_met_in_time_is_told():
    events = [Event(EventKind.STARTED, day("09-18")), Event(EventKind.MET, day("10-08"))]

    told = ledger_lines(events, Period(15, Unit.DAY), CALENDAR)
    assert told[-1] == "2026年10月8日 周四完成，未逾期"


def test_cells_run_from_the_event_to_the_due_date():
    drawn = cells(explain(day("09-18"), 15, Unit.DAY, CALENDAR))

    assert (drawn[0].date, drawn[0].is_start, drawn[0].number) == (day("09-18"), True, None)
    assert (drawn[2].date, drawn[2].number, drawn[2].mark) == (day("09-20"), 2, "班")
    assert [cell.date.day for cell in drawn[15:]] == [3, 4, 5, 6, 7, 8]
    assert [cell.is_due for cell in drawn[15:]] == [False] * 5 + [True]
    assert drawn[15].number == 15
    assert drawn[16].off
    assert drawn[16].number is None


def test_cells_of_a_period_counted_back_end_with_the_event():
    drawn = cells(explain(day("10-12"), 3, Unit.DAY, CALENDAR, direction=Direction.BEFORE))

    assert [cell.date.day for cell in drawn] == [9, 10, 11, 12]
    assert drawn[0].is_due
    assert drawn[-1].is_start


def test_nothing_is_drawn_of_months_or_of_years_of_days():
    assert cells(explain(day("09-18"), 2, Unit.MONTH, CALENDAR)) == []
    assert cells(explain(date(2020, 1, 1), 500, Unit.DAY, CALENDAR)) == []


def test_words_for_days_and_lengths():
    assert day_text(day("10-08"), 2026) == "10月8日 周四"
    assert length_text(3, Unit.DAY, Direction.BEFORE) == "前3日"
    assert length_text(0, Unit.DAY) == "逐案确定"


@given(
    st.dates(date(2003, 6, 1), date(2028, 12, 31)),
    st.integers(1, 90),
    st.sampled_from([Unit.DAY, Unit.WORKING_DAY]),
    st.sampled_from(list(Direction)),
)
def test_every_day_is_drawn_once_in_order(start, length, unit, direction):
    working = explain(start, length, unit, CALENDAR, direction=direction)
    drawn = cells(working)

    days = [cell.date for cell in drawn]
    assert days == sorted(set(days))
    assert [cell.date for cell in drawn if cell.is_due] == [working.due]
    assert sum(cell.number is not None for cell in drawn) == length
