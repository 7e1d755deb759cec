"""Lines of 28 cells: nothing lost, nothing torn apart, straight at the right edge."""

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from liaison import typesetting
from liaison.typesetting import (
    MEASURE,
    NAMES,
    NO_END,
    NO_START,
    SIZE,
    Face,
    compose,
    heading,
    natural,
    pieces,
    split,
    width,
)


class Widths(dict):
    """A font in which Chinese is 1 em wide and all else half."""

    def __missing__(self, char):
        return 1.0 if ord(char) > 0x2E7F or char in "“”‘’—…·〔〕" else 0.5


FACE = Face(Widths())
CHINESE = "会议强调要提升政治站位充分认识建立府院联动机制的重要意义"
BODY = (
    "会议强调，要提升政治站位，充分认识建立府院联动机制的重要意义，紧盯“重大案件”“重大改革”、"
    "重大矛盾等关键领域（详见附件），2026年1—6月受理654件、化解311件，化解率47.55%，有效发挥作用。"
)
anything = st.text(
    st.one_of(
        st.sampled_from(CHINESE + "，。、；：？！）》」』”’】〕（《「『“‘【〔…—·"),
        st.sampled_from("abcXYZ0123456789 .,:/-%()[]　"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=300,
)
measures = st.sampled_from([MEASURE, 20 * SIZE, 100.0, 363.2, 40.0])


def text_of(lines):
    return "".join(line.text for line in lines)


@given(anything, measures, st.sampled_from([0, 2]))
@example("。" * 80, MEASURE, 2)
@example("（" * 80, MEASURE, 2)
@example("9" * 300, MEASURE, 2)
@example("https://www.example.gov.cn/a/b?c=d" * 9, MEASURE, 0)
@example("е́" * 90, 40.0, 0)
def test_no_character_is_lost_or_moved(typed, measure, indent):
    for paragraph in split(typed):
        lines = compose(paragraph, FACE, measure, indent=indent if measure > 100 else 0)

        assert text_of(lines) == paragraph
        assert all(line.text for line in lines)


@given(anything, measures)
@example("中" * 28 + "，" + "中" * 30, MEASURE)
@example("行 政 " * 40, MEASURE)
def test_every_line_but_the_last_fills_the_measure_and_none_exceeds_it(typed, measure):
    for paragraph in split(typed):
        *full, last = compose(paragraph, FACE, measure)

        widest = max(FACE.widths[char] for char in paragraph) * SIZE
        for line in full:
            if len(line.text.rstrip(" \u3000")) > 1 and not loose_end(line):
                assert width(line, FACE) == pytest.approx(measure, abs=0.01)
        assert width(last, FACE) <= max(measure, widest) + 0.01


def loose_end(line):
    """A line of one cluster of marks or accents can't be stretched."""
    return all(char in NO_START for char in line.text[1:])


@given(anything)
@example("，中" * 60)
@example("（中）" * 40)
def test_no_line_starts_with_a_closing_or_ends_with_an_opening_mark_if_it_can_be_helped(typed):
    for paragraph in split(typed):
        lines = compose(paragraph, FACE)
        for above, below in itertools.pairwise(lines):
            inner = above.text[1:] + below.text[0]
            avoidable = any(
                after not in NO_START and before not in NO_END
                for before, after in zip(above.text, inner, strict=True)
            )
            wrong = below.text[0] in NO_START or above.text[-1] in NO_END
            assert not (wrong and avoidable and len(set(above.text)) > 6)


@given(anything, measures)
def test_composing_the_composed_text_changes_nothing(typed, measure):
    for paragraph in split(typed):
        lines = compose(paragraph, FACE, measure)

        assert compose(text_of(lines), FACE, measure) == lines
        assert split(paragraph) == [paragraph]


@given(st.text(st.characters(), max_size=120))
def test_cleaned_text_can_be_printed_and_encoded(typed):
    cleaned = typesetting.clean(typed)

    cleaned.encode()
    assert not {char for char in cleaned if ord(char) < 32 and not char.isspace()}
    assert "\u200b" not in cleaned
    assert "\ufeff" not in cleaned


@settings(max_examples=30)
@given(st.integers(1, 20), st.integers(0, 27))
def test_a_figure_is_never_torn_apart_wherever_it_falls(digits, before):
    figure = "7" * digits

    lines = compose("中" * before + figure + "中" * 60, FACE)

    assert any(figure in line.text for line in lines)


@pytest.mark.parametrize(
    "word",
    ["〔2026〕3号", "47.55%", "1—6", "Court", "2026-07-02", "222401199001011234", "36.5℃", "——"],
)
@pytest.mark.parametrize("before", range(18, 29))
def test_what_belongs_together_stays_on_one_line(word, before):
    lines = compose("中" * before + word + "中" * 60, FACE)

    assert any(word in line.text for line in lines)


def test_ordinary_chinese_stands_28_to_the_line():
    lines = compose("中" * 80, FACE, indent=2)

    assert [len(line.text) for line in lines] == [26, 28, 26]
    assert all(abs(line.spacing - natural(MEASURE)) < 0.02 for line in lines)


def test_the_grid_s_spacing_puts_28_characters_into_156_millimetres():
    assert 28 * SIZE + 27 * natural(MEASURE) == pytest.approx(MEASURE)


def test_a_narrow_column_has_no_grid():
    assert natural(5.5 * SIZE) == pytest.approx(-0.015 * SIZE)


def test_a_mark_that_does_not_fit_is_pushed_in_where_punctuation_gives_way():
    lines = compose("中，中、中，" + "中" * 22 + "，" + "中" * 40, FACE)

    assert lines[0].text.endswith("，")
    assert len(lines[0].text) == 29
    assert lines[0].spans
    assert width(lines[0], FACE) == pytest.approx(MEASURE)


def test_a_mark_that_does_not_fit_takes_its_neighbour_down_where_nothing_gives_way():
    lines = compose("中" * 28 + "。" + "中" * 40, FACE)

    assert len(lines[0].text) == 27
    assert lines[1].text.startswith("中。")


def test_shrinking_without_punctuation_falls_on_all_characters_alike():
    wide = Face({"中": 1.0, "国": 0.7})

    lines = compose("国" + "中" * 28 + "国" * 40, wide, MEASURE + 2)

    assert not lines[0].spans
    assert width(lines[0], wide) == pytest.approx(MEASURE + 2)


def test_a_paragraph_does_not_end_in_a_line_of_one_character():
    lines = compose("中" * 29 + "。", FACE)

    assert [len(line.text) for line in lines] == [27, 3]


def test_an_only_character_stays_alone_where_company_would_cost_too_much():
    lines = compose("1234567890123中。", FACE, 7 * SIZE)

    assert [line.text for line in lines] == ["1234567890123", "中。"]


def test_long_addresses_break_at_their_own_punctuation():
    lines = compose("网址https://www.example.gov.cn/one/two/three/four/five/six?seven=8", FACE)

    assert lines[0].text[-1] in "/.?="


def test_stretched_words_keep_their_letters_together_and_widen_the_spaces():
    english = "the people of the county hereby notify the administration of everything at length"

    line = compose(english, FACE, 11.2 * SIZE)[0]
    spaced = {line.text[start:end]: spacing for start, end, spacing in line.spans}

    assert spaced[" "] > 2 * natural(11.2 * SIZE)
    assert width(line, FACE) == pytest.approx(11.2 * SIZE)


def test_a_column_s_line_stays_ragged_rather_than_gape():
    assert compose("中中中1234567890中", FACE, 5 * SIZE, slack=0.1)[0].spacing == natural(5 * SIZE)


def test_names_in_a_list_are_kept_whole():
    lines = compose("、".join(["王某某"] * 30), FACE, keep=NAMES)

    assert all(line.text.replace("、", "").replace("王某某", "") == "" for line in lines)


def test_a_heading_in_another_face_is_measured_in_that_face():
    narrow = Face(dict.fromkeys("（一）中。", 0.5))

    lines = compose("（一）中中中。" + "中" * 60, FACE, head=(7, narrow))

    assert len(lines[0].text) in {31, 32}


def test_pieces_cover_the_whole_line():
    line = typesetting.Line("一二三四五", 1.0, ((0, 1, 0.5), (3, 4, 0.0)))

    assert pieces(line) == [(0, 1, 0.5), (1, 3, 1.0), (3, 4, 0.0), (4, 5, 1.0)]


def test_nothing_makes_no_lines():
    assert compose("", FACE) == []
    assert split(" \n\u3000\u200b\n") == []


def test_typed_indents_tabs_and_invisible_characters_do_not_reach_the_paper():
    assert split("\u3000\u3000甲\t乙\u200b\r\n\n  丙\xa0丁\x00 \n") == ["甲\u3000乙", "丙 丁"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一、总体要求", (1, 6)),
        ("十二、附则", (1, 5)),
        ("（一）加强领导。各单位要落实责任。", (2, 8)),
        ("(二)工作机制", (2, 7)),
        ("1.统一受案标准", (3, 8)),
        ("2．统一受案标准", (3, 8)),
        ("3、统一受案标准", (3, 8)),
        ("（1）明确分工", (4, 7)),
        ("1.5万元由被申请人支付", (0, 0)),
        ("（2026）吉24行初1号案件", (0, 0)),
        ("一、本协议自双方签名之日起生效。", (0, 0)),
        ("（一）申请人撤回起诉；", (0, 0)),
        ("会议强调，要提高站位。", (0, 0)),
        ("一、" + "会议" * 30 + "。其他", (0, 0)),
    ],
)
def test_heading_levels_are_recognised_from_plain_text(text, found):
    assert heading(text) == found
