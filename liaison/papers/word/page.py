"""The docx that is being written: its page, its normal paragraph, and how words come in."""

from io import BytesIO

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

from liaison import typesetting
from liaison.papers import fonts
from liaison.papers.word.properties import (
    WIDTH,
    begun_at,
    centred,
    face,
    made,
    not_spaced_by_itself,
    page_number,
    spaced,
)

LINE, BODY, TITLE, SMALL = Pt(28.95), Pt(16), Pt(22), Pt(14)
PITCH = -5
"""Twips by which characters are set closer: 28 of 16 points are wider than 156 mm."""
RED = RGBColor(0xE6, 0x00, 0x12)


class Paper:
    """A docx that is being written, from the top."""

    def __init__(self, heading, moment, note):
        self.docx = docx.Document()
        self.note = note
        properties = self.docx.core_properties
        properties.title, properties.created, properties.modified = heading, moment, moment
        properties.author = properties.comments = ""
        self._settings()
        self._normal()
        self._page()

    def saved(self):
        out = BytesIO()
        self.docx.save(out)
        return out.getvalue()

    def _settings(self):
        """Be a Chinese paper, where the library's template is an American one."""
        settings = self.docx.settings.element
        for name, attribute, value in (
            ("themeFontLang", "val", "zh-CN"),
            ("themeFontLang", "eastAsia", "zh-CN"),
            ("characterSpacingControl", "val", "compressPunctuation"),
        ):
            settings.find(qn(f"w:{name}")).set(qn(f"w:{attribute}"), value)

    def _normal(self):
        style = self.docx.styles["Normal"]
        style.font.size = BODY
        spaced(style.element.get_or_add_rPr(), PITCH)
        face(style.element.get_or_add_rPr(), "fang")
        style.element.rPr.append(made("lang", val="zh-CN", eastAsia="zh-CN"))
        form = style.paragraph_format
        form.space_before = form.space_after = 0
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        form.widow_control = False
        not_spaced_by_itself(style)

    def _page(self):
        section = self.docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(35 - 7) - SMALL // 2
        section.header_distance = Mm(20)
        self.docx.settings.odd_and_even_pages_header_footer = True
        self._around(section)

    def _around(self, section):
        """Give a section the draft's note at the head of its pages, and numbers at their feet."""
        for header in (section.header, section.even_page_header) if self.note else ():
            self._noted(header)
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            footer.is_linked_to_previous = False
            page_number(footer.paragraphs[0], side, SMALL)

    def _noted(self, header):
        header.is_linked_to_previous = False
        paragraph = centred(header.paragraphs[0])
        # It reaches down to the text: some programs let that follow at once.
        form = paragraph.paragraph_format
        form.line_spacing, form.space_after = SMALL, Mm(37 - 20) - SMALL
        self.run(paragraph, self.note, "hei", SMALL)

    def turn_over(self, top, sides):
        """End the cover, whose margins are these: what comes is page 1, on the right-hand side."""
        text = self.docx.add_section(WD_SECTION.ODD_PAGE)
        begun_at(text, 1)
        self._around(text)
        cover = self.docx.sections[0]
        cover.top_margin, cover.left_margin, cover.right_margin = top, sides, sides
        for footer in (cover.footer, cover.even_page_footer):
            footer.is_linked_to_previous = True

    def first_page(self):
        """Give the first page no number, and return a paragraph to be placed at its foot."""
        section = self.docx.sections[-1]
        section.different_first_page_header_footer = True
        if self.note:
            self._noted(section.first_page_header)
        (anchor,) = section.first_page_footer.paragraphs
        return anchor.insert_paragraph_before()

    def paragraph(self):
        return self.docx.add_paragraph()

    def blank(self, count, high):
        """Leave blank lines ``high`` lines high."""
        for _ in range(count):
            blank = self.paragraph().paragraph_format
            blank.line_spacing = Twips(int(high * LINE.twips))

    def follow(self, count):
        """Leave ``count`` blank lines, and what comes on one page with what was last."""
        self.docx.paragraphs[-1].paragraph_format.keep_with_next = True
        for _ in range(count):
            self.paragraph().paragraph_format.keep_with_next = True

    def run(self, paragraph, text, role="fang", size=None):
        """Add cleaned words in a face; a character that no font of ours has is 〓, as in print."""
        text = typesetting.clean(text)
        text = text.translate({ord(char): "〓" for char in fonts.unprintable(text)})
        run = paragraph.add_run(text)
        if role != "fang":
            face(run._element.get_or_add_rPr(), role)
        if size:
            run.font.size = size
        return run

    def lines(self, paragraph, lines, role, size):
        for rank, line in enumerate(lines):
            if rank:
                paragraph.add_run().add_break()
            yield self.run(paragraph, line, role, size)

    def ends(self, left, right, indent, size=None, paragraph=None):
        """Two texts at the ends of a line, ``indent`` in from both edges."""
        paragraph = paragraph or self.paragraph()
        form = paragraph.paragraph_format
        # Not of the whole paragraph: its rule is as wide as the type area.
        form.first_line_indent = indent
        form.tab_stops.add_tab_stop(WIDTH - indent, WD_TAB_ALIGNMENT.RIGHT)
        self.run(paragraph, in_line(left), size=size)
        paragraph.add_run("\t")
        self.run(paragraph, in_line(right), size=size)
        return paragraph


def in_line(text):
    """A text that is set in one line."""
    return " ".join(typesetting.split(text))
