"""The minutes as a docx: word for word what the PDF says, in the layout of GB/T 9704."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from liaison import registry
from liaison.documents import frozen
from tests.factories.meetings import BODY, Status, attendance, days_ago, meeting_in
from tests.liaison.wording import docx_of, printed, written

pytestmark = pytest.mark.django_db
MINUTES = registry.papers["joint-meeting-minutes"]

LONG = "一、" + "长白山保护开发区管理委员会" * 40 + "https://example.gov.cn/" + "x" * 120
HOSTILE = (
    "<b>甲&amp;乙</b> & “引号” {{ x }} {% x %}\r\n　　缩进的一段\ufeff。\u200b\x07\x1f\n"
    "\u2028行分隔\u202e反向\u202c后\n1.第一项。后文（1）嵌套\n（1）小项\n]]>--><!--"
)
LATIN = "（一）English words, 3.14% and 1—6月。\t制表符。\n《规定》第12条；〔2026〕3号。"
TEXTS = {"plain": BODY, "long": LONG, "hostile": HOSTILE, "latin": LATIN}


def issued(on, body):
    """Minutes issued with a text, and several people who came, were away or sat in."""
    meeting = meeting_in(Status.DRAFTED, on)
    rows = [
        attendance(meeting, name="<沈&怀远>"),
        attendance(meeting, venue=meeting.venues.last(), unit=on.bureau, name="", post="局长"),
        attendance(meeting, presence="on_leave", name="请假人", substitute_for=""),
        *(attendance(meeting, presence="observing", name=f"列席{n}") for n in range(20)),
    ]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=rows)
    meeting.draft_minutes(actor=on.clerk, body=body, revision=1)
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(18))
    for leader in on.leaders:
        meeting.countersign(actor=leader, on=days_ago(17), sha256=meeting.minutes.sha256)
    meeting.issue_minutes(actor=on.clerk, on=days_ago(16), others="<某>局")
    return meeting.papers.get(code="joint-meeting-minutes")


@pytest.mark.parametrize("text", TEXTS)
def test_pdf_and_docx_say_exactly_the_same_words_in_the_same_order(on, text, drawn_papers):
    paper = issued(on, TEXTS[text])

    said = printed(frozen(paper))

    assert written(docx_of(paper)) == said
    assert "列席19" in said
    assert "<沈&怀远>" in said
    assert said.endswith("印发")


@pytest.mark.parametrize("char", ["\U0001f9ff", "\ufdd0"])
def test_what_no_font_can_print_is_refused_and_leaves_no_docx(on, char, drawn_papers):
    meeting = meeting_in(Status.DRAFTED, on)
    meeting.draft_minutes(actor=on.clerk, body=f"会议{char}结束。", revision=1)
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(18))
    for leader in on.leaders:
        meeting.countersign(actor=leader, on=days_ago(17), sha256=meeting.minutes.sha256)

    assert "会议〓结束" in written(MINUTES.docx(meeting))
    assert written(MINUTES.docx(meeting)) == printed(MINUTES.render(meeting)).replace(
        "预览未印发", ""
    )
    with pytest.raises(ValidationError, match="没有字库"):
        meeting.issue_minutes(actor=on.clerk, on=days_ago(16))
    assert not meeting.papers.filter(code="joint-meeting-minutes").exists()


def test_the_docx_has_paper_margins_and_lines_of_the_standard(on):
    docx = Document(BytesIO(MINUTES.docx(meeting_in(Status.DRAFTED, on))))

    (section,) = docx.sections
    page = (section.page_width, section.page_height)
    assert [round(each.mm) for each in page] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]
    form = docx.styles["Normal"].paragraph_format
    assert (form.space_before, form.space_after) == (0, 0)
    assert 22 * form.line_spacing.mm == pytest.approx(225, abs=0.5)
    assert str(docx.paragraphs[0].runs[0].font.color.rgb) == "E60012"


def test_28_characters_fill_a_line_and_figures_stand_close_as_in_print(on):
    docx = Document(BytesIO(MINUTES.docx(meeting_in(Status.DRAFTED, on))))
    normal = docx.styles["Normal"].element

    pitch = 16 + int(normal.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * pitch == pytest.approx(156 * 72 / 25.4, abs=pitch / 2)
    assert 28 * pitch <= 156 * 72 / 25.4
    for name in ("overflowPunct", "autoSpaceDE", "autoSpaceDN"):
        assert normal.pPr.find(qn(f"w:{name}")).get(qn("w:val")) == "0"


def test_every_rule_is_as_wide_as_the_type_area(on, drawn_papers):
    docx = Document(BytesIO(docx_of(issued(on, BODY))))

    ruled = [each for each in docx.paragraphs if each._element.xpath("w:pPr/w:pBdr")]
    assert len(ruled) == 1
    assert not ruled[0].paragraph_format.left_indent
    assert not ruled[0].paragraph_format.right_indent
    (colophon,) = docx.tables
    assert [cell.width.mm for cell in colophon._cells] == pytest.approx([156, 156], abs=0.1)
    assert colophon._cells[0].text.startswith("分送：")


def test_the_title_stands_on_the_grid_two_lines_under_the_red_line(on):
    docx = Document(BytesIO(MINUTES.docx(meeting_in(Status.DRAFTED, on))))

    lines = [each.paragraph_format.line_spacing or Pt(28.95) for each in docx.paragraphs]
    title = next(n for n, each in enumerate(docx.paragraphs) if each.text.startswith("第一次"))
    head = docx.paragraphs[0].paragraph_format.space_before + sum(lines[:title]) + Pt(9.5)
    assert head / Pt(28.95) == pytest.approx(round(head / Pt(28.95)), abs=0.01)
    assert [pt / Pt(28.95) for pt in lines[title - 2 : title]] == pytest.approx(
        [0.9, 0.9], abs=0.26
    )


def test_the_colophon_ends_where_the_type_area_does_and_never_stands_alone(on):
    docx = Document(BytesIO(MINUTES.docx(meeting_in(Status.DRAFTED, on))))

    (place,) = docx.tables[0]._tbl.tblPr.xpath("w:tblpPr")
    assert place.get(qn("w:vertAnchor")) == "margin"
    assert place.get(qn("w:tblpYSpec")) == "bottom"
    *_, text, empty, anchor = docx.paragraphs
    assert text.paragraph_format.keep_with_next
    assert empty.paragraph_format.keep_with_next
    assert anchor.text == ""


def test_run_over_begins_under_what_stands_behind_the_label(on):
    docx = Document(BytesIO(MINUTES.docx(meeting_in(Status.DRAFTED, on))))

    (row,) = [each for each in docx.paragraphs if each.text.startswith("出席：")]
    form = row.paragraph_format
    assert -form.first_line_indent == 3 * Pt(15.75)
    assert form.left_indent == 5 * Pt(15.75)


def test_the_paper_is_chinese_and_nothing_of_an_american_template(on):
    settings = Document(BytesIO(MINUTES.docx(meeting_in(Status.DRAFTED, on)))).settings.element

    language = settings.find(qn("w:themeFontLang"))
    assert language.get(qn("w:eastAsia")) == "zh-CN"
    squeeze = settings.find(qn("w:characterSpacingControl"))
    assert squeeze.get(qn("w:val")) == "compressPunctuation"


def test_each_level_has_its_chinese_face(on):
    docx = Document(BytesIO(MINUTES.docx(meeting_in(Status.DRAFTED, on))))
    faces = {
        run.text: run._element.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in docx.paragraphs
        for run in paragraph.runs
        if run._element.rPr is not None and run._element.rPr.rFonts is not None
    }

    assert faces["一、会议情况"] == "黑体"
    assert faces["（一）关于机制。"] == "楷体_GB2312"
    assert faces["出席："] == "黑体"
    assert faces["长白山府院联席会议纪要"] == "方正小标宋简体"
    normal = docx.styles["Normal"].element.rPr
    assert normal.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert normal.find(qn("w:sz")).get(qn("w:val")) == "32"


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(on):
    docx = Document(BytesIO(MINUTES.docx(meeting_in(Status.DRAFTED, on))))
    section = docx.sections[0]

    assert docx.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        assert "PAGE" in footer._element.xml
        assert 'w:ascii="宋体"' in footer._element.xml
        assert footer.paragraphs[0]._element.pPr.jc.val.name.lower() == side


def test_a_draft_says_at_its_head_that_it_is_one(client, on):
    meeting = meeting_in(Status.DRAFTED, on)
    client.force_login(on.clerk)
    where = ["meetings.jointmeeting", meeting.pk, MINUTES.code]
    address = reverse("liaison:paper_preview_docx", args=where)

    page = client.get(meeting.get_absolute_url()).content.decode()
    answer = client.get(address)

    assert address in page
    assert answer["Content-Disposition"].startswith("attachment")
    docx = Document(BytesIO(answer.content))
    assert "未印发" in docx.sections[0].header.paragraphs[0].text
    client.force_login(on.bureau_clerk)
    assert client.get(address).status_code == 404
    notice = [*where[:2], "joint-meeting-notice"]
    assert client.get(reverse("liaison:paper_preview_docx", args=notice)).status_code == 404


def test_the_issued_docx_is_frozen_beside_the_pdf_for_those_who_may_read_it(client, on):
    meeting = meeting_in(Status.ISSUED, on)
    paper = meeting.papers.get(code="joint-meeting-minutes")
    before = docx_of(paper)
    on.government.__class__.objects.filter(pk=on.government.pk).update(name="改了名的机关")
    address = reverse("liaison:paper_docx", args=[paper.pk])
    client.force_login(on.bureau_clerk)

    answer = client.get(address)

    assert b"".join(answer.streaming_content) == before
    assert address in client.get(meeting.get_absolute_url()).content.decode()
    notice = meeting.papers.get(code="joint-meeting-notice")
    assert client.get(reverse("liaison:paper_docx", args=[notice.pk])).status_code == 404
    other = meeting_in(Status.ISSUED)
    hidden = other.papers.get(code="joint-meeting-minutes")
    assert client.get(reverse("liaison:paper_docx", args=[hidden.pk])).status_code == 404
