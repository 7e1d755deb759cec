"""The tags of the papers' templates: what they set, and that they escape it."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils.html import escape

from liaison.templatetags import typeset as tags

HOSTILE = '<b onclick="x">&\'</b>'


def plain(html):
    return re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize(
    "set_text",
    [
        tags.typeset,
        tags.typeset_title,
        lambda text: tags.balanced(text, "kai", 20),
        tags.recipient,
        lambda text: tags.typeset(text, width_mm=80, size=14, indent=0, headings=False),
        lambda text: tags.official_head(text[:20], text, text),
        lambda text: tags.minutes_head(text[:20], text, text, text),
        lambda text: tags.letter_head(text[:20], text),
        lambda text: tags.hanging(text, text),
        lambda text: tags.annexes([text, text]),
        lambda text: tags.cell(text, width_mm=40),
        lambda text: tags.colophon(text, text, text),
        lambda text: tags.signing([text]),
        lambda text: tags.signature([text], text, seal=True),
    ],
)
def test_every_tag_escapes_what_it_is_given(set_text):
    html = set_text(HOSTILE)

    assert "<b " not in html
    assert 'onclick="x"' not in html
    assert escape("<b") in html


@pytest.mark.parametrize("nothing", [None, "", " \n"])
def test_nothing_sets_nothing(nothing):
    assert tags.typeset(nothing) == ""
    assert tags.recipient(nothing) == ""
    assert tags.colophon(nothing) == ""
    assert plain(tags.hanging("请假：", nothing)) == "请假："
    assert plain(tags.cell(nothing, width_mm=20)) == ""


def test_a_heading_that_runs_into_its_text_changes_face_after_the_full_stop():
    html = tags.typeset("（一）加强领导。各单位要落实。")

    assert re.findall(r'<span class="kai">(.*?)</span>', html) == ["（一）加强领导。"]
    assert "<span>各单位要落实。</span>" in html


def test_a_heading_longer_than_a_line_keeps_its_face_on_the_next():
    html = tags.typeset("一、" + "关于建立府院联动机制的" * 3 + "意见。其他事项另行通知。")

    assert html.count('class="hei"') == 2
    assert plain(html).endswith("意见。其他事项另行通知。")


def test_figures_and_lists_keep_ordinary_face():
    assert 'class="t h3"' in tags.typeset("1.统一标准")
    assert 'class="hei"' not in tags.typeset("一、本协议自双方签名之日起生效。")
    assert 'class="t"' in tags.typeset("一、总体要求", headings=False)


def test_a_single_annex_has_no_number_several_have_and_none_is_nothing():
    assert plain(tags.annexes(["会议议程。"])) == "附件：会议议程"
    assert plain(tags.annexes(["甲；", "乙", "丙."])) == "附件：1.甲2.乙3.丙"
    assert tags.annexes([]) == ""


def test_a_label_longer_than_half_a_line_is_set_as_text():
    assert "padding-left" not in tags.hanging("某" * 30 + "：", "内容")


def test_each_typed_line_of_a_list_begins_under_the_first():
    html = tags.hanging("出席：", "甲、乙\n丙")

    assert "甲、乙</span><br><span" in html


def test_copies_end_with_one_full_stop():
    assert plain(tags.colophon("甲局，乙局")) == "抄送：甲局，乙局。"
    assert plain(tags.colophon("甲局。")) == "抄送：甲局。"


def test_a_colophon_may_lack_copies_or_rules():
    printed = tags.colophon("", "某办公室", date(2026, 10, 8))

    assert plain(printed) == "某办公室2026年10月8日印发"
    assert "printer only" in printed
    assert 'class="bare"' in tags.colophon("甲局", ruled=False)


def test_a_table_s_text_stays_within_its_column_ragged_or_centred():
    ragged = tags.cell("长白山保护开发区管理委员会自然资源局", width_mm=40)

    assert ragged.count("<br>") == 2
    assert "middle" in tags.cell(1, width_mm=10, center=True)


def test_parties_sign_each_above_a_date():
    html = tags.signing(["申请人", "被申请人"])

    assert plain(html).count("年　　月　　日") == 2
    assert "申请人（签名或者盖章）：" in html


def test_dates_are_written_without_zeros_and_on_the_day_here():
    assert tags.cn_date(date(2026, 7, 2)) == "2026年7月2日"
    assert tags.cn_date(datetime(2026, 7, 1, 17, tzinfo=UTC)) == "2026年7月2日"
    assert tags.cn_date(datetime(2026, 7, 2, 1)) == "2026年7月2日"
    assert tags.cn_date(None) == ""


@pytest.mark.parametrize("seal", [True, False])
def test_several_issuers_sign_one_below_the_other_and_a_long_name_stays_on_the_page(seal):
    html = tags.signature(
        ["延边朝鲜族自治州中级人民法院", "长白山保护开发区（池北）行政争议协调化解中心办公室"],
        "2026年7月2日",
        seal=seal,
    )

    lefts = [float(left) for left in re.findall(r"margin-left:([-\d.]+)pt", html)]
    assert len(lefts) == 4 if seal else len(lefts) >= 3
    assert min(lefts) >= 0


def test_a_signature_may_lack_an_issuer():
    assert plain(tags.signature([], date(2026, 7, 2))) == "2026年7月2日"
