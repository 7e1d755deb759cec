"""Case numbers as courts write them, as people type them, and as they must not be."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.casenumbers import (
    PROVINCES,
    TYPES,
    CaseNumber,
    CaseNumberError,
    is_valid,
    normalise,
    parse,
)

OFFICIAL = re.compile(
    rf"^（(19|20)\d{{2}}）(最高法|[{PROVINCES}]\d{{0,4}})[\u4e00-\u9fff]{{1,6}}[1-9]\d*号"
    r"(之[一二三四五六七八九十]+)?$"
)


@pytest.mark.parametrize(
    ("text", "court", "kind", "name"),
    [
        ("（2021）苏01行赔终12号", "苏01", "行赔终", "行政赔偿二审"),
        ("（2021）苏8601行初338号", "苏8601", "行初", "行政一审"),
        ("（2020）浙0111行审5号", "浙0111", "行审", "非诉行政行为申请执行审查"),
        ("（2020）黔0304行审45号", "黔0304", "行审", "非诉行政行为申请执行审查"),
        ("（2026）吉24行终7号", "吉24", "行终", "行政二审"),
        ("（2026）吉06行审复1号", "吉06", "行审复", "非诉行政行为申请执行审查复议"),
        ("（2026）吉2426行初15号", "吉2426", "行初", "行政一审"),
        ("（2026）吉0621诉前调88号", "吉0621", "诉前调", "诉前调解"),
        ("（2010）黑06民破3号", "黑06", "民破", "破产案件"),
        ("（2019）最高法知行终23号", "最高法", "知行终", "行政二审"),
        ("（2019）最高法行申4567号", "最高法", "行申", "行政申请再审审查"),
        ("（2022）吉行再9号", "吉", "行再", "行政再审"),
        ("（2022）兵01行初2号", "兵01", "行初", "行政一审"),
        ("（2022）京73行初2号", "京73", "行初", "行政一审"),
        ("（2022）吉24刑初2号", "吉24", "刑初", ""),
    ],
)
def test_official_number_is_taken_apart_and_put_together_again(text, court, kind, name):
    number = parse(text)

    assert (number.court_code, number.type_code, number.type_name) == (court, kind, name)
    assert str(number) == text
    assert OFFICIAL.match(text)


def test_suffix_of_a_ruling_in_the_same_case():
    number = parse("（2026）吉24行初15号之十二")

    assert number == CaseNumber(2026, "吉24", "行初", 15, "之十二")
    assert str(number) == "（2026）吉24行初15号之十二"


@pytest.mark.parametrize(
    "text",
    [
        "(2026)吉24行初15号",
        "（２０２６）吉２４行初１５号",
        " （2026） 吉 24 行初 15 号 ",
        "〔2026〕吉24行初15号",
        "[2026]吉24行初15号",
        "\u3000(2026）吉24行初\u200b15号\n",
        "（2026）吉24⾏初15号",
    ],
)
def test_number_is_read_however_it_was_typed(text):
    assert str(parse(text)) == "（2026）吉24行初15号"
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "请填写案号"),
        (" \u3000", "请填写案号"),
        ("吉24行初15号", "缺少括号内的年份"),
        ("2026吉24行初15号", "缺少括号内的年份"),
        ("（2026）吉24行初15", "应以“序号＋号”结尾"),
        ("（2026）吉24行初号", "应以“序号＋号”结尾"),
        ("（2026）吉24行初15号之", "应以“序号＋号”结尾"),
        ("（2026）24行初15号", "缺少法院代字或者类型代字"),
        ("（2026）吉24-15号", "缺少法院代字或者类型代字"),
        ("（2026）吉15号", "缺少法院代字或者类型代字"),
        ("（1826）吉24行初15号", "年份“1826”不对"),
        ("（26）吉24行初15号", "年份“26”不对"),
        ("（2026）日24行初15号", "法院代字“日24”不在"),
        ("（2026）吉2行初15号", "法院代字“吉2”不对"),
        ("（2026）吉242行初15号", "法院代字“吉242”不对"),
        ("（2026）吉24261行初15号", "法院代字“吉24261”不对"),
        ("（2026）吉24行初015号", "序号“015”不对"),
        ("（2026）吉24行初0号", "序号“0”不对"),
        (f"（2026）吉24行初{'9' * 5000}号", "序号“999"),
        ("（2026）吉24行初٣号", "应以“序号＋号”结尾"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(text, complaint):
    with pytest.raises(CaseNumberError, match=complaint):
        parse(text)
    assert not is_valid(text)


def test_a_long_text_is_not_echoed_whole():
    with pytest.raises(CaseNumberError) as refused:
        parse("甲" * 5000)

    assert len(str(refused.value)) < 100


@given(
    st.integers(1949, 2099),
    st.sampled_from(PROVINCES),
    st.sampled_from(["", "01", "2426"]),
    st.sampled_from(sorted(TYPES)),
    st.integers(1, 10**7),
)
def test_every_number_of_the_official_form_comes_back_unchanged(year, province, area, kind, number):
    text = f"（{year}）{province}{area}{kind}{number}号"

    assert OFFICIAL.match(text)
    assert str(parse(text)) == text
    assert parse(text).type_name == TYPES[kind]
    assert is_valid(text)


@given(st.text(alphabet="（）()〔0123456789年吉最高法行初知号之一 \u3000", max_size=30))
def test_whatever_is_accepted_has_the_official_form(text):
    try:
        number = parse(text)
    except CaseNumberError:
        assert not OFFICIAL.match(normalise(text)) or re.search(
            r"）[^\d最]\d(\d\d)?[^\d]", normalise(text)
        )
    else:
        assert OFFICIAL.match(str(number))
