"""Titles: few lines, whole in sense, in a shape; the red mark fits the type area."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.papers.titles import MARK_WIDTH, TITLE_SIZE, balance, red_mark
from liaison.typesetting import MEASURE, clean


class Widths(dict):
    def __missing__(self, char):
        return 1.0 if ord(char) > 0x2E7F or char in "“”《》" else 0.5


WIDTHS = Widths()


def lines_of(title):
    return balance(title, WIDTHS)


@given(
    st.text(
        st.sampled_from("关于召开长白山府院联动工作会议的通知《》（）2026，、人民法院州"),
        max_size=90,
    )
)
def test_a_title_keeps_every_character_and_every_line_fits(title):
    lines = lines_of(title)

    assert "".join(lines) == clean(title).strip()
    assert all(sum(map(WIDTHS.__getitem__, line)) * TITLE_SIZE <= MEASURE for line in lines)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "关于召开长白山府院联动工作委员会2026年第一次联席会议的通知",
            ["关于召开长白山府院联动工作委员会", "2026年第一次联席会议的通知"],
        ),
        (
            "长白山保护开发区府院联动工作委员会行政争议协调化解中心工作规则（试行）",
            ["长白山保护开发区府院联动工作委员会", "行政争议协调化解中心工作规则（试行）"],
        ),
        (
            "延边朝鲜族自治州中级人民法院关于规范国有土地上房屋征收补偿程序的司法建议书",
            ["延边朝鲜族自治州中级人民法院关于规范", "国有土地上房屋征收补偿程序的司法建议书"],
        ),
        ("行政争议调解协议书", ["行政争议调解协议书"]),
        ("", []),
    ],
)
def test_a_title_is_broken_where_the_sense_allows(title, lines):
    assert lines_of(title) == lines


def test_a_word_longer_than_a_line_is_cut():
    assert len(lines_of("a" * 90)) == 3


def test_many_lines_narrow_downwards():
    lengths = [len(line) for line in lines_of("长白山人民法院会议通知" * 8)]

    assert len(lengths) >= 4
    assert lengths[0] >= lengths[-1]


@given(st.text(st.sampled_from("长白山保护开发区管理委员会文件A1"), max_size=60))
def test_the_red_mark_fits_the_type_area(name):
    mark = red_mark(name, WIDTHS)

    longest = max(sum(map(WIDTHS.__getitem__, line)) for line in mark.lines)
    spacing = mark.spacing * max(max(map(len, mark.lines)) - 1, 0)
    assert longest * mark.size * mark.scale + spacing <= max(MARK_WIDTH, MEASURE) + 0.1
    assert len(mark.lines) <= 3


def test_a_short_mark_is_upright_and_spaced_a_long_one_narrowed_a_very_long_one_in_two_lines():
    short, long = red_mark("会议纪要", WIDTHS), red_mark("长白山保护开发区管理委员会文件", WIDTHS)
    joint = red_mark("延边朝鲜族自治州中级人民法院长白山保护开发区管理委员会文件", WIDTHS)

    assert (short.scale, short.size) == (1, 54)
    assert short.spacing > 0
    assert long.scale == pytest.approx(0.68)
    assert long.spacing == 0
    assert len(joint.lines) == 2
