"""A year's days off as an office types or pastes them."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.clock.arrangements import Arrangement, ArrangementError, Day, as_text, parse_days

LINES = """
2027-02-06 班 春节调休上班
2027-02-08 休 春节

2027-01-01 休 元旦
"""


def messages(text, year=2027):
    with pytest.raises(ArrangementError) as refused:
        parse_days(text, year)
    return list(refused.value.messages)


def test_lines_are_read_in_the_order_of_their_days():
    assert parse_days(LINES, 2027) == (
        Day(date(2027, 1, 1), False, "元旦"),
        Day(date(2027, 2, 6), True, "春节调休上班"),
        Day(date(2027, 2, 8), False, "春节"),
    )


def test_json_of_holiday_cn_is_read():
    text = json.dumps(
        {
            "year": 2027,
            "days": [
                {"name": "春节", "date": "2027-02-06", "isOffDay": False},
                {"name": "春节", "date": "2027-02-08", "isOffDay": True},
            ],
        }
    )

    assert parse_days(f"\n {text}", 2027) == (
        Day(date(2027, 2, 6), True, "春节"),
        Day(date(2027, 2, 8), False, "春节"),
    )


def test_new_year_may_begin_in_december():
    assert parse_days("2026-12-31 休 元旦", 2027)[0].on == date(2026, 12, 31)


def test_name_may_be_left_out():
    assert parse_days("2027-01-01 休", 2027) == (Day(date(2027, 1, 1), False, ""),)


@pytest.mark.parametrize(
    ("text", "complaints"),
    [
        ("", ["没有读到任何一天"]),
        ("2027-02-08 放假", ["第1行：应形如“2027-02-07 休 春节”"]),
        ("2027-02-30 休", ["第1行：没有“2027-02-30”这一天，应形如“2027-02-07 休 春节”"]),
        ("2026-12-24 休 元旦", ["第1行：2026-12-24不在2027年"]),
        ("2028-01-01 休 元旦", ["第1行：2028-01-01不在2027年"]),
        ("2027-02-08 班 春节", ["第1行：2027-02-08本来就是工作日，不能标“班”"]),
        ("2027-02-08 休\n2027-02-08 休", ["第2行：2027-02-08重复"]),
        ("2027-02-08 休 " + "长" * 41, ["第1行：名称不能超过40个字"]),
        ("甲\n乙", ["第1行：应形如“2027-02-07 休 春节”", "第2行：应形如“2027-02-07 休 春节”"]),
        ("{", ["不是 holiday-cn 的 JSON：应有 days 列表"]),
        ('{"days": 3}', ["不是 holiday-cn 的 JSON：应有 days 列表"]),
        ('{"days": [{"date": "2027-01-01"}]}', ["不是 holiday-cn 的 JSON：应有 days 列表"]),
        (
            '{"days": [{"date": null, "isOffDay": true, "name": ""}]}',
            ["第1项：没有“None”这一天，应形如“2027-02-07 休 春节”"],
        ),
    ],
)
def test_every_wrong_line_is_named(text, complaints):
    assert messages(text) == complaints


def test_arrangement_replaces_its_year_and_the_december_days_it_names():
    arrangement = Arrangement(2027, parse_days("2026-12-31 休\n2027-01-01 休", 2027))

    assert arrangement.replaces(date(2027, 7, 1))
    assert arrangement.replaces(date(2026, 12, 31))
    assert not arrangement.replaces(date(2026, 12, 30))


@given(
    st.dictionaries(
        st.dates(date(2027, 1, 1), date(2027, 12, 31)),
        st.tuples(st.booleans(), st.sampled_from(["", "春节", "国庆节 补假"])),
        min_size=1,
    )
)
def test_text_comes_back_as_the_same_days(rows):
    days = tuple(
        Day(on, working and on.weekday() >= 5, name) for on, (working, name) in sorted(rows.items())
    )

    assert parse_days(as_text(days), 2027) == days
