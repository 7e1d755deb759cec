"""Marks of secrecy: what is one, what only holds the same characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.markings import HEAD, mark_in, mark_in_name, mark_on

MARKS = [
    "绝密",
    "机密",
    "秘密",
    "机密★",
    "机密★10年",
    "秘密★",
    "秘密★6个月",
    "绝密★启封前",
    "机密 ★ 启封前",
    "机　密",
    "  绝　 密　★　３０年",
    "机\u200b密\ufeff★\ufe0f10年",
    "秘密☆长期",
    "机密*10年",
    "秘密（10年）",
    "秘密〔十年〕",
    "【机密】",
    "（绝密）",
    "机密级",
    "秘密★2026年12月31日前",
    "000001机密★1年",
    "000001 机密",
    "机密　特急",
    "机密★1年特急",
    "密级：秘密",
    "密级和保密期限：机密★10年",
    "件号12　密级：绝密　份数3",
    "附件 机密★10年 关于某事的请示",
    "絕密",
    "機密★長期",
]
WORDS = [
    "",
    "商业秘密",
    "个人秘密",
    "国家秘密",
    "保守秘密",
    "涉及商业秘密、个人隐私的，不公开审理。",
    "保守国家秘密，人人有责。",
    "机密是要保守的",
    "泄露机密级国家秘密的，依法追究责任",
    "涉嫌泄露秘密",
    "技术秘密",
    "本系统不处理绝密、机密、秘密级文件",
    "被告以文件标有“秘密★10年”为由不予公开",
    "所称“机密★”指国家秘密标志",
    "“机密”",
    "1秘密",
    "一、绝密",
    "工作秘密★",
    "商业秘密★",
    "密级：内部",
    "★★★重点",
    "保密",
    "内部资料　注意保存",
]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_is_found_whatever_stands_on_the_lines_around_it(mark):
    assert mark_in(mark)
    assert mark_in(f"关于某事的请示\n\n{mark}\r\n正文第一段。")
    assert mark_on(f"\n{mark}\n标题\n正文")


@pytest.mark.parametrize("words", WORDS)
def test_ordinary_words_of_the_law_are_no_mark(words):
    assert mark_in(words) == ""
    assert mark_on(f"标题\n{words}\n正文") == ""
    assert mark_in_name(words) == ""


def test_it_says_which_mark_it_found():
    assert mark_in("正文\n000001  机 密 ★ １０年  特急") == "机密★10年"
    assert mark_in("机密 特急") == "机密"
    assert mark_in("密级:绝密") == "密级:绝密"


def test_below_the_head_of_a_page_only_a_star_makes_the_mark():
    above = "\n".join(f"第{n}行" for n in range(HEAD))
    assert mark_on(f"{above}\n秘密\n") == ""
    assert mark_on(f"{above}\n秘密★5年\n") == "秘密★5年"
    assert mark_on(f"\n\n \n{above[:-4]}\n秘密") == "秘密"


@pytest.mark.parametrize(
    "name",
    ["机密★10年 情况", "【秘密】某某请示", "情况报告_机密", "绝密-方案", "秘密（10年）", "机 密"],
)
def test_a_file_is_marked_by_its_name(name):
    assert mark_in_name(name)


@pytest.mark.parametrize(
    "name", ["保守国家秘密法学习通知", "关于侵犯商业秘密", "中国的秘密", "商业秘密（定稿）"]
)
def test_a_name_that_holds_the_characters_passes(name):
    assert mark_in_name(name) == ""


@given(st.text(max_size=400))
def test_without_the_words_nothing_is_marked(text):
    if not any(character in text for character in "密"):
        assert mark_in(text) == mark_on(text) == mark_in_name(text) == ""


BLANKS = st.text(alphabet=" \t\u3000\u00a0\u200b", max_size=3)


@given(st.sampled_from(["绝密", "机密", "秘密"]), st.lists(BLANKS, min_size=4, max_size=4))
def test_no_spacing_hides_a_mark(level, blanks):
    before, inside, between, after = blanks
    line = f"{before}{level[0]}{inside}{level[1]}{between}★{after}"
    assert mark_in(line) == f"{level}★"


@given(
    st.text(alphabet="涉及商业个人保守国家的和法院案件，。", min_size=1, max_size=40),
    st.text(alphabet="罪案件事项，。的", min_size=1, max_size=20),
)
def test_no_sentence_is_taken_for_a_mark(before, after):
    assert mark_in(f"{before}秘密{after}") == ""
