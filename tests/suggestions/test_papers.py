"""The letter on paper (司法建议书), as text and in its measures."""

import io
from datetime import date

import pytest
import time_machine
from pypdf import PdfReader

from liaison import documents, registry
from suggestions.documents.letter import items
from suggestions.models import Status
from tests.factories.liaison import MembershipFactory, UnitFactory
from tests.factories.suggestions import PAIRS, drafted, scene, suggestion_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn_papers")]
PAPER = "judicial-suggestion"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False):
        yield


def pages(pdf):
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def preview(suggestion):
    return pages(registry.papers[PAPER].render(suggestion))


def test_the_issued_letter_has_cover_empty_back_and_text_from_page_one():
    suggestion = suggestion_in(Status.SIGNED, counts_in_appraisal=True, annexes="判决书\n情况分析")
    paper = suggestion.papers.get()
    cover, back, *text = pages(documents.frozen(paper))
    court = suggestion.initiator.name
    assert cover == f"{court}司法建议书"
    assert back == ""
    assert text[0].startswith(f"{court}关于规范不动产登记告知程序的司法建议书延边法建〔2026〕1号")
    assert f"{suggestion.recipient.name}：" in text[0]
    assert "—1—" in text[0]
    whole = "".join(text)
    for words in (
        "一、发现的问题",
        "（一）部分登记案件不予登记前未书面告知。",
        "二、司法建议",
        "依据《不动产登记暂行条例》第十七条、第二十二条，特建议：",
        "（二）统一公告期限的起算。",
        "并在两个月内向我院书面反馈工作进展情况。反馈、落实情况将纳入",
        "附件：1.判决书2.情况分析",
        "2026年6月12日",
        "联系人：金书妍联系电话：0433-2800000",
        f"抄送：{suggestion.copies.get().name}。",
    ):
        assert words in whole, words
    assert "预览" not in whole


def test_the_letter_is_found_by_its_number():
    suggestion = suggestion_in(Status.SIGNED)
    paper = suggestion.papers.get(code=PAPER, number="延边法建〔2026〕1号")
    assert paper.title == suggestion.letter_title
    assert paper.pages == len(pages(documents.frozen(paper)))


def test_a_preview_says_that_it_is_one_and_has_no_number():
    suggestion = drafted(scene(), problems=PAIRS[:1], copies=[])
    whole = "".join(preview(suggestion))
    assert "预览未印发" in whole
    assert "延边法建〔〕号" in whole
    assert "一、" not in whole
    assert "抄送" not in whole


def test_a_date_named_in_the_letter_stands_in_it():
    suggestion = drafted(scene(), reply_by=date(2026, 12, 31))
    assert "并在2026年12月31日前向我院书面反馈" in "".join(preview(suggestion))


def test_a_long_basis_stands_by_itself():
    suggestion = drafted(scene(), legal_basis="《条例》第一条。\n《细则》第二条")
    whole = "".join(preview(suggestion))
    assert "《细则》第二条。为此，特建议：" in whole


def test_what_was_typed_is_no_markup():
    suggestion = drafted(
        scene(), problems=[{"problem": "<b>标签</b>&amp;", "suggestion": "{{ 变量 }}"}]
    )
    whole = "".join(preview(suggestion))
    assert "<b>标签</b>&amp;" in whole
    assert "{{变量}}" in whole


@pytest.mark.parametrize(("several", "you"), [(False, "你单位"), (True, "你们")])
def test_several_are_addressed_as_several_and_what_was_typed_stays(several, you):
    stage, others = scene(), []
    if several:
        others = [UnitFactory()]
        MembershipFactory(committee=stage.committee, unit=others[0])
    letter = {"introduction": "你单位近年来成效明显。", "counts_in_appraisal": True}
    whole = "".join(registry.papers[PAPER].paragraphs(drafted(stage, others=others, **letter)))
    assert f"请{you}在收到本建议书后及时研究" in whole
    assert f"我院将积极支持、配合{you}做好相关工作" in whole
    assert "你单位近年来成效明显。" in whole
    assert whole.count("你单位") == (1 if several else 3)
    assert whole.count("你们") == (2 if several else 0)


def test_a_single_item_bears_no_number():
    assert items([" 唯一 "]) == "唯一"
    assert items(["甲", "乙"]) == "（一）甲\n（二）乙"
