"""A letter of blocks (信函): PDF and docx of it say the same and have the same measures."""

import pytest
from django.template import engines
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from liaison.documents import Document, draw
from liaison.papers import word
from liaison.papers.blocks import (
    Addressed,
    Annexes,
    Body,
    Copies,
    LetterHead,
    Note,
    Number,
    Recipient,
    Signature,
    Title,
)
from liaison.templatetags.blocks import set_blocks
from tests.liaison import geometry
from tests.liaison.sample_paper import BODY, MOMENT
from tests.liaison.wording import opened, printed, written

ISSUER = "长白山保护开发区自然资源局"
HOSTILE = '<b onclick="x">&\'</b>'
SET = """{% extends "documents/base.html" %}{% load blocks %}
{% block paper %}{% set_blocks blocks %}{% endblock %}"""
CELL = 5.57
"""Millimetres."""


def letter(issuer=ISSUER, *, text=BODY, names=("整改情况台账",), sealed=True, at_foot=True):
    return [
        LetterHead(issuer, "池自然资函〔2026〕8号"),
        Title(f"{ISSUER}关于规范不动产登记告知程序司法建议书的复函"),
        Recipient("延边朝鲜族自治州中级人民法院："),
        Body(text),
        Annexes(names),
        Signature(issuer, "2026年8月10日", sealed),
        Note("（联系人：金书妍）"),
        Copies("长白山保护开发区司法局，某局。", at_foot),
    ]


def pdf_of(blocks, layout="letter"):
    template = engines["django"].from_string(SET)
    paper = {"document": Document(), "moment": MOMENT, "heading": "复函", "blocks": blocks}
    return draw(template.render(paper), layout).pdf


def docx_of(blocks, note=""):
    return word.written(blocks, "复函", MOMENT, note=note)


def form_of(docx, text):
    return next(each for each in docx.paragraphs if each.text == text).paragraph_format


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"sealed": False, "at_foot": False},
        {"text": BODY * 12, "names": ["甲；", "名称很长的附件" * 9, HOSTILE] * 4},
        {"issuer": "长白山保护开发区管理委员会房屋征收补偿和国有土地收回工作领导小组办公室"},
        {"names": (), "text": HOSTILE},
    ],
)
def test_pdf_and_docx_of_a_letter_say_exactly_the_same(parts):
    said = printed(pdf_of(letter(**parts)))

    assert written(docx_of(letter(**parts))) == said
    assert "某局。" in said
    assert "某局。。" not in said
    assert "法院：：" not in said
    assert ("附件：" in said) == (parts.get("names") != ())


@pytest.mark.parametrize(
    "block",
    [
        LetterHead(HOSTILE, HOSTILE),
        Number(HOSTILE),
        Recipient(HOSTILE),
        Addressed(HOSTILE),
        Annexes((HOSTILE, HOSTILE)),
        Signature(HOSTILE, HOSTILE),
        Note(HOSTILE, apart=True),
        Copies(HOSTILE),
        Copies(HOSTILE, at_foot=True),
    ],
)
def test_every_block_escapes_what_it_is_given(block):
    assert "<b " not in set_blocks([block])
    assert "&lt;b" in set_blocks([block])


def test_the_court_to_which_a_paper_is_handed_in_stands_flush_left():
    blocks = [Body("正文。"), Addressed("延边朝鲜族自治州中级人民法院")]
    docx = docx_of(blocks)

    assert printed(pdf_of(blocks)) == written(docx) == "正文。此致延边朝鲜族自治州中级人民法院"
    handed, court = opened(docx).paragraphs[1:]
    assert handed._element.xpath("w:pPr/w:ind/@w:firstLineChars") == ["200"]
    assert not court._element.xpath("w:pPr/w:ind")


def test_what_is_left_out_leaves_no_trace():
    blocks = [Body("正文。"), Annexes(()), Recipient(" ："), Copies(" "), Copies("", at_foot=True)]

    docx = opened(docx_of(blocks))
    assert [each.text for each in docx.paragraphs] == ["正文。"]
    assert docx.tables == []
    assert printed(pdf_of(blocks)) == "正文。"


def test_the_head_stands_where_that_of_the_pdf_does():
    docx = opened(docx_of(letter()))

    mark, rule, number, *_ = docx.paragraphs
    frame = mark._element.pPr.find(qn("w:framePr"))
    assert (frame.get(qn("w:vAnchor")), frame.get(qn("w:hAnchor"))) == ("page", "page")
    size = mark.runs[0].font.size
    assert int(frame.get(qn("w:y"))) / 20 + 0.145 * size.pt == pytest.approx(Mm(30).pt, abs=0.6)
    assert str(mark.runs[0].font.color.rgb) == "E60012"
    form = rule.paragraph_format
    assert Mm(156) - form.left_indent - form.right_indent == pytest.approx(Mm(170), abs=Mm(0.1))
    assert rule._element.xpath("w:pPr/w:pBdr/w:bottom/@w:val") == ["thickThinSmallGap"]
    assert (number.text, number.alignment.name) == ("池自然资函〔2026〕8号", "RIGHT")


@pytest.mark.parametrize("note", ["", "草稿　未印发"])
def test_the_first_page_has_a_rule_at_its_foot_and_no_number(note):
    (section,) = opened(docx_of(letter(), note)).sections

    assert section.different_first_page_header_footer
    foot = section.first_page_footer
    assert "PAGE" not in foot._element.xml
    (rule,) = foot._element.xpath("w:p[w:pPr/w:framePr]")
    assert rule.xpath("w:pPr/w:pBdr/w:bottom/@w:val") == ["thinThickSmallGap"]
    (top,) = map(int, rule.xpath("w:pPr/w:framePr/@w:y"))
    assert top / 20 + 4.75 == pytest.approx(Mm(277).pt, abs=0.1), "20 mm from the lower edge"
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml
    headers = [section.header, section.even_page_header, section.first_page_header]
    assert ["".join(each.text for each in header.paragraphs) for header in headers] == [note] * 3


@pytest.mark.parametrize("issuer", ["某局", ISSUER, "延边朝鲜族自治州" * 2 + "中级人民法院"])
@pytest.mark.parametrize("sealed", [True, False])
def test_issuer_and_date_stand_where_those_of_the_pdf_do(issuer, sealed):
    blocks = [Body(BODY), Signature(issuer, "2026年8月10日", sealed)]
    docx = opened(docx_of(blocks))

    name, dated = geometry.rows(geometry.pages(pdf_of(blocks, "form"))[0])[-2:]
    for row in (name, dated):
        form = form_of(docx, row.text)
        left = 28 + form.left_indent.mm
        if sealed:
            assert (row.left + row.right) / 2 == pytest.approx((left + 184) / 2, abs=0.5)
        else:
            assert row.left == pytest.approx(left, abs=0.5)
    before = [each.text for each in docx.paragraphs][-5:-2]
    assert before.count("") == (2 if sealed else 1), "lines that are left free for the seal"
    assert form_of(docx, issuer).keep_with_next


def test_annexes_hang_under_their_beginning():
    docx = opened(docx_of([Body("正文。"), Annexes(("甲。", *"乙丙丁戊己庚辛壬", "癸"))]))

    first, second, last = (form_of(docx, text) for text in ("附件：1.甲", "2.乙", "10.癸"))
    assert first.left_indent == second.left_indent
    assert first.left_indent + first.first_line_indent == pytest.approx(Mm(2 * CELL), abs=Mm(0.1))
    assert second.left_indent + second.first_line_indent == pytest.approx(Mm(5 * CELL), abs=Mm(0.1))
    assert last.left_indent > second.left_indent
    alone = opened(docx_of([Body("正文。"), Annexes(("甲；",))]))
    assert form_of(alone, "附件：甲").left_indent == Pt(15.75) * 5


def test_copies_stand_at_the_foot_without_rules():
    docx = opened(docx_of(letter()))

    (table,) = docx.tables
    assert table._tbl.tblPr.xpath("w:tblpPr/@w:tblpYSpec") == ["bottom"]
    assert table._tbl.tblPr.xpath("w:tblBorders/*") == []
    assert table.cell(0, 0).text == "抄送：长白山保护开发区司法局，某局。"
    assert form_of(docx, "（联系人：金书妍）").keep_with_next


def test_what_is_no_block_is_refused():
    with pytest.raises(NotImplementedError, match="某文"):
        docx_of(["某文"])
    with pytest.raises(NotImplementedError, match="某文"):
        set_blocks(["某文"])
