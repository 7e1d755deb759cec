"""The letter as a docx for the court's own seal: words, cover, pages; and who may have it."""

from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from liaison import registry
from liaison.documents import frozen
from suggestions.models import Status
from tests.factories.suggestions import PAIRS, UNSERVED, drafted, scene, suggestion_in
from tests.liaison import geometry
from tests.liaison.wording import docx_of, opened, printed, written

pytestmark = pytest.mark.django_db
LETTER = registry.papers["judicial-suggestion"]
NOTE = "草稿　未印发"
HOSTILE = "<b>甲&amp;乙</b> {{ x }}\r\n　　缩进\ufeff。\u200b\u2028行\u202e反向\u202c后 ]]>--><!--"
LONG = {
    "problems": PAIRS * 2,
    "annexes": "<判决>。\n" + "名称很长的附件" * 9 + "；\n表3。",
    "introduction": HOSTILE,
}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def issued():
    return suggestion_in(Status.SIGNED, annexes="判决书\n情况分析")


def answers(client, addresses):
    """The status with which each address is answered."""
    for address in addresses:
        response = client.get(address)
        list(response)  # a file is closed when it was read
        yield response.status_code


def begins(docx, text):
    """The paragraph that begins with a text."""
    return next(each for each in docx.paragraphs if each.text.startswith(text))


@pytest.mark.parametrize("letter", [{"annexes": "判决书"}, {"copies": []}, LONG])
def test_pdf_and_docx_of_the_issued_letter_say_exactly_the_same(letter, drawn_papers):
    paper = suggestion_in(Status.SIGNED, **letter).papers.get()

    said = printed(frozen(paper))

    assert written(docx_of(paper)) == said
    assert "法徽" not in said
    assert "—1—" not in said
    assert "联系人：金书妍联系电话：0433-2800000" in said


def test_pdf_and_docx_of_a_draft_say_the_same_and_that_it_is_one(drawn_papers):
    suggestion = drafted(scene(), **LONG)

    said = printed(LETTER.render(suggestion))
    docx = LETTER.docx(suggestion, note=NOTE)

    assert written(docx) == said.replace("预览未印发", "")
    assert "法徽" in said
    assert "延边法建〔〕号" in said
    for section in opened(docx).sections:
        for header in (section.header, section.even_page_header):
            assert [each.text for each in header.paragraphs] == [NOTE]


def test_the_cover_keeps_room_for_the_emblem_and_the_title_40_mm_below(issued):
    docx = opened(docx_of(issued.papers.get()))

    cover = docx.sections[0]
    assert (cover.top_margin.mm, cover.left_margin) == (
        pytest.approx(60, abs=0.05),
        cover.right_margin,
    )
    (emblem,) = docx.tables
    assert next(docx.iter_inner_content())._tbl is emblem._tbl
    (row,) = emblem.rows
    assert row.height.mm == pytest.approx(55, abs=0.05)
    assert row._tr.trPr.find(qn("w:trHeight")).get(qn("w:hRule")) == "exact"
    (cell,) = row.cells
    assert cell.width.mm == pytest.approx(50, abs=0.05)
    assert cell.text == ""
    assert cell.paragraphs[0].paragraph_format.line_spacing == 1.0
    court, title, *_ = docx.paragraphs
    assert (court.text, title.text) == (issued.initiator.name, "司法建议书")
    assert {run.font.size for run in court.runs} == {Pt(30)}
    assert {run.font.size for run in title.runs} == {Pt(36)}
    # The strokes of type of 30 points begin 5.5 points under the top of its line of 36.
    form = court.paragraph_format
    assert form.line_spacing == Pt(36)
    assert form.space_before + Pt(5.5) == pytest.approx(Mm(40), abs=Mm(0.3))


@pytest.mark.parametrize(("note", "kind", "text"), [("", "nil", ""), (NOTE, "dashed", "法徽")])
def test_only_a_draft_shows_the_emblem_s_room(issued, note, kind, text):
    docx = opened(LETTER.docx(issued, note=note))

    (emblem,) = docx.tables
    borders = emblem._tbl.tblPr.find(qn("w:tblBorders"))
    assert {side.get(qn("w:val")) for side in borders} == {kind}
    assert emblem.cell(0, 0).text == text


def test_the_cover_has_no_number_and_the_letter_begins_on_a_right_page_with_one(issued):
    docx = opened(docx_of(issued.papers.get()))

    cover, letter = docx.sections
    assert cover.footer.is_linked_to_previous
    assert cover.even_page_footer.is_linked_to_previous
    assert letter.start_type == WD_SECTION.ODD_PAGE
    assert letter._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    for footer, side in ((letter.footer, "right"), (letter.even_page_footer, "left")):
        assert footer._element.xml.count("PAGE") == 1
        assert footer.paragraphs[0]._element.pPr.jc.val.name.lower() == side
    margins = (letter.top_margin, letter.bottom_margin, letter.left_margin, letter.right_margin)
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]
    assert docx.styles["Normal"].paragraph_format.line_spacing == pytest.approx(Pt(28.95), abs=650)


def test_parts_of_the_letter_stand_where_gb_9704_has_them(issued):
    docx = opened(docx_of(issued.papers.get()))

    cell = Pt(15.75)
    assert begins(docx, "延边法建〔2026〕1号").alignment.name == "CENTER"
    assert begins(docx, f"{issued.recipient.name}：").paragraph_format.first_line_indent is None
    first, second = begins(docx, "附件：1.判决书"), begins(docx, "2.情况分析")
    assert first.paragraph_format.left_indent == second.paragraph_format.left_indent
    form = begins(docx, "抄送：").paragraph_format
    assert (form.left_indent, -form.first_line_indent) == (cell * 5, cell * 3)
    assert begins(docx, "抄送：").text.endswith(f"{issued.copies.get().name}。")
    texts = [each.text for each in docx.paragraphs]
    at = texts.index("2026年6月12日")
    assert texts[at - 4 : at] == ["2.情况分析", "", "", issued.initiator.name]
    signed = docx.paragraphs[at - 4 : at]
    assert all(each.paragraph_format.keep_with_next for each in signed), "never without text"
    issuer, dated = docx.paragraphs[at - 1 : at + 1]
    assert issuer.paragraph_format.left_indent == dated.paragraph_format.left_indent
    assert issuer.alignment == dated.alignment


def test_cover_of_the_draft_is_measured_in_the_pdf(drawn_papers):
    stage = scene()
    pdf = LETTER.render(drafted(stage))

    left, top, right, bottom = geometry.ink(pdf, 50, 120, darker=225)
    assert (right - left, bottom - top) == pytest.approx((50, 55), abs=0.3)
    assert top == pytest.approx(60, abs=0.3)
    assert left == pytest.approx(210 - right, abs=0.3)
    _, title, _, _ = geometry.ink(pdf, 125, 260, darker=100)
    assert title - bottom == pytest.approx(40, abs=1)
    cover = geometry.pages(pdf)[0]
    (court,) = geometry.rows(cover, size=30)
    (letter,) = geometry.rows(cover, size=36)
    assert (court.text, letter.text) == (stage.court.name, "司法建议书")
    for row in (court, letter):
        assert row.left == pytest.approx(210 - row.right, abs=4), "letter-spacing ends each run"


@pytest.mark.parametrize("status", UNSERVED)
def test_before_service_nobody_outside_the_court_gets_the_docx(client, status):
    stage = scene()
    suggestion = suggestion_in(status, stage)
    which = [suggestion._meta.label_lower, suggestion.pk, LETTER.code]
    addresses = [reverse("liaison:paper_preview_docx", args=which)]
    addresses += [reverse("liaison:paper_docx", args=[each.pk]) for each in suggestion.papers.all()]
    for user in stage.outsiders.values():
        client.force_login(user)
        assert set(answers(client, addresses)) == {404}
    client.force_login(stage.clerk)
    expected = {Status.SIGNED: [404, 200], Status.WITHDRAWN: [404]}.get(status, [200])
    assert list(answers(client, addresses)) == expected


def test_the_court_downloads_a_draft_and_after_service_those_served_the_letter(client):
    stage = scene()
    suggestion = suggestion_in(Status.APPROVED, stage)
    which = [suggestion._meta.label_lower, suggestion.pk, LETTER.code]
    address = reverse("liaison:paper_preview_docx", args=which)
    client.force_login(stage.clerk)
    assert address in client.get(suggestion.get_absolute_url()).content.decode()
    draft = Document(BytesIO(client.get(address).content))
    assert draft.sections[-1].header.paragraphs[0].text == NOTE

    served = suggestion_in(Status.SERVED, stage)
    paper = served.papers.get()
    client.force_login(stage.answerer)
    answer = client.get(reverse("liaison:paper_docx", args=[paper.pk]))
    assert b"".join(answer.streaming_content) == docx_of(paper)
    client.force_login(stage.people["stranger"])
    assert client.get(reverse("liaison:paper_docx", args=[paper.pk])).status_code == 404
