"""What changed from one text to another: nothing is lost, and a person can read it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.redline import Redline

LINES = st.lists(st.text(alphabet="会议要求各单位12 a。，\n", max_size=30), max_size=6)


def pieces(before, after):
    (paragraph,) = Redline(before, after).paragraphs
    return [tuple(piece) for piece in paragraph.pieces]


def stripped(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


@given(LINES, LINES)
def test_both_texts_can_be_read_back_from_their_redline(before, after):
    before, after = "\n".join(before), "\n".join(after)
    paragraphs = Redline(before, after).paragraphs

    was = ["".join(piece.text for piece in each.before) for each in paragraphs]
    now = ["".join(piece.text for piece in each.after) for each in paragraphs]
    assert [text for text in was if text] == stripped(before)
    assert [text for text in now if text] == stripped(after)


def test_a_figure_changes_as_a_whole():
    assert pieces("于2026年9月30日前报送", "于2026年10月31日前报送") == [
        ("same", "于2026年"),
        ("gone", "9月30"),
        ("new", "10月31"),
        ("same", "日前报送"),
    ]


def test_words_put_in_stand_alone():
    assert pieces("会议听取了介绍。", "会议听取了市中院的介绍。") == [
        ("same", "会议听取了"),
        ("new", "市中院的"),
        ("same", "介绍。"),
    ]


def test_a_paragraph_put_between_others_leaves_them_as_they_were():
    kinds = [
        each.kind for each in Redline("一、甲\n二、乙", "一、甲\n新的一段。\n二、乙").paragraphs
    ]

    assert kinds == ["same", "new", "same"]


def test_a_paragraph_that_was_changed_is_found_behind_one_that_is_new():
    redline = Redline("各单位要加强组织领导。", "会议肯定了成绩。\n各成员单位要加强组织领导。")

    assert [each.kind for each in redline.paragraphs] == ["new", "changed"]
    assert (redline.struck_out, redline.put_in) == (0, 10)


def test_paragraphs_that_have_nothing_in_common_are_gone_and_new():
    kinds = [each.kind for each in Redline("天地玄黄。", "会议结束").paragraphs]

    assert kinds == ["gone", "new"]


def test_what_is_far_from_a_change_is_folded_away():
    lines = [f"第{number}段。" for number in range(9)]
    changed = [*lines[:4], "第4段改写。", *lines[5:]]
    stretches = Redline("\n".join(lines), "\n".join(changed)).stretches

    assert [(each.is_folded, len(each.paragraphs)) for each in stretches] == [
        (True, 3),
        (False, 3),
        (True, 3),
    ]


@pytest.mark.parametrize("text", ["", "甲\n乙"])
def test_a_text_beside_itself_has_no_change(text):
    assert not Redline(text, text).is_changed


def test_hostile_texts_take_no_longer_than_a_person_waits():
    started = time.perf_counter()
    Redline("甲乙丙丁" * 5000, "丁丙乙甲" * 5000)
    Redline("\n".join(f"{n}甲" for n in range(9000)), "\n".join(f"{n}乙" for n in range(9000)))

    assert time.perf_counter() - started < 10
