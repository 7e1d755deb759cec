"""What pages are drawn with: dates and deadlines in words, months of days, charts, icons."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from liaison.clock.workings import Cell
from liaison.templatetags import matters as tags

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)  # Saturday, noon in Shanghai


@pytest.fixture(autouse=True)
def saturday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize(
    ("on", "words", "tone"),
    [
        (date(2026, 11, 19), "已逾期 2 天", "late"),
        (date(2026, 11, 21), "今天到期", "soon"),
        (date(2026, 11, 28), "还剩 7 天", "soon"),
        (date(2026, 11, 29), "还剩 8 天", "far"),
    ],
)
def test_a_deadline_is_told_by_the_days_on_the_wall(on, words, tone):
    told = tags.due(on)

    assert (told["words"], told["tone"]) == (words, tone)


def test_a_provisional_deadline_says_so_and_none_is_none():
    assert tags.due(date(2027, 1, 4), True) == {
        "words": "还剩 44 天",
        "tone": "far",
        "date_text": "2027年1月4日 周一",
        "note": "暂按周历推算",
    }
    assert tags.due(None) is None


def test_a_moment_after_midnight_belongs_to_the_day_in_shanghai():
    before_dawn = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)

    assert tags.day(before_dawn) == "11月21日 周六"
    assert tags.moment(before_dawn) == "今天 1:05"
    assert tags.as_date(datetime(2026, 11, 21, 1, 5)) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 20, 8, 40, tzinfo=UTC), "昨天 16:40"),
        (datetime(2026, 10, 26, 8, 40, tzinfo=UTC), "10月26日 16:40"),
        (datetime(2025, 10, 26, 8, 40, tzinfo=UTC), "2025年10月26日 16:40"),
        (datetime(2026, 11, 24, 1, tzinfo=UTC), "11月24日 9:00"),
        (datetime(2027, 1, 4, 1, tzinfo=UTC), "2027年1月4日 9:00"),
        (date(2026, 11, 24), "11月24日 周二"),
        (None, ""),
    ],
)
def test_moments_are_told_as_clerks_do(at, told):
    assert tags.moment(at) == told


def test_nothing_is_no_day():
    assert tags.day(None) == tags.weekday(None) == ""


def test_days_stand_under_their_weekday_in_months():
    days = [Cell(date(2026, 9, 30), 1, False, ""), Cell(date(2026, 10, 1), None, True, "休")]

    september, october = tags.by_month(days)

    assert september["label"] == "2026年9月"
    assert september["weeks"] == [[None, None, days[0], None, None, None, None]]
    assert october["weeks"][0][3] is days[1]


def test_a_chart_brings_neither_script_nor_style():
    drawn = (
        b'<?xml version="1.0"?><svg class="pygal-chart"><!-- made by --><defs><style>a{}</style>'
        b'<script>x()</script></defs><g style="fill:red"><text>3</text></g></svg>'
    )

    kept = tags.chart(drawn)

    assert kept == '<svg class="pygal-chart"><defs></defs><g><text>3</text></g></svg>'


def test_an_icon_is_decoration_from_our_own_sprite():
    drawn = tags.icon("home")

    assert 'href="/static/vendor/icons.svg#home"' in drawn
    assert 'aria-hidden="true"' in drawn
