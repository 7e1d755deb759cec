"""A paper of blocks as a docx: the very words of its PDF, for whoever must go on working with them.

A4, margins of GB/T 9704-2012 (37, 35, 28, 26 mm), 22 lines of 28 characters, the official
families by name: they are on the office's machines. Where lines end is the word processor's
business.
"""

from functools import singledispatchmethod
from io import BytesIO

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

from liaison import typesetting
from liaison.papers import fonts, titles
from liaison.papers.blocks import Body, Colophon, Labelled, MinutesHead, Title

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACES = {
    "fang": "仿宋_GB2312",
    "kai": "楷体_GB2312",
    "hei": "黑体",
    "song": "宋体",
    "title": "方正小标宋简体",
}
LATIN = "Times New Roman"
LINE, BODY, TITLE, SMALL = Pt(28.95), Pt(16), Pt(22), Pt(14)
ROW = Pt(24)
PITCH = -5
"""Twips by which characters are set closer: 28 of 16 points are wider than 156 mm."""
CELL = Pt(15.75)
WIDTH = Mm(156)
RED = RGBColor(0xE6, 0x00, 0x12)
_HEADS = {1: "hei", 2: "kai"}
RULE_SPACE = 8
"""Points from a line to the red line: it is 4 mm under the type, which ends above its line."""
MARK_SPARE = 0.145
"""What lies over the red mark's strokes in its line, in parts of its size."""
_AFTER_BORDERS = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap"),
    *("w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi"),
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing"),
    *("w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:outlineLvl"),
    *("w:textAlignment", "w:textboxTightWrap", "w:divId", "w:cnfStyle", "w:rPr"),
    *("w:sectPr", "w:pPrChange"),
)
"""What the schema wants behind a paragraph's borders, in its order."""


def written(blocks, heading, moment, *, note="") -> bytes:
    """Return the docx of ``blocks``; a draft says so in ``note``, at the top of each page."""
    paper = _Paper(heading, moment, note)
    for block in blocks:
        paper.add(block)
    return paper.saved()


class _Paper:
    """A docx that is being written, from the top."""

    def __init__(self, heading, moment, note):
        self.docx = docx.Document()
        properties = self.docx.core_properties
        properties.title, properties.created, properties.modified = heading, moment, moment
        properties.author = properties.comments = ""
        self._settings()
        self._normal()
        self._page(note)

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
        _spaced(style.element.get_or_add_rPr(), PITCH)
        _face(style.element.get_or_add_rPr(), "fang")
        style.element.rPr.append(_made("lang", val="zh-CN", eastAsia="zh-CN"))
        form = style.paragraph_format
        form.space_before = form.space_after = 0
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        form.widow_control = False
        properties = style.element.pPr
        for name in ("overflowPunct", "autoSpaceDE", "autoSpaceDN"):
            after = _AFTER_BORDERS[_AFTER_BORDERS.index(f"w:{name}") + 1 :]
            properties.insert_element_before(_made(name, val=0), *after)

    def _page(self, note):
        section = self.docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(35 - 7) - SMALL // 2
        section.header_distance = Mm(20)
        self.docx.settings.odd_and_even_pages_header_footer = True
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            _page_number(footer.paragraphs[0], side)
        for header in (section.header, section.even_page_header) if note else ():
            self._run(_centred(header.paragraphs[0]), note, "hei", SMALL)

    def _paragraph(self):
        return self.docx.add_paragraph()

    def _run(self, paragraph, text, role="fang", size=None):
        """Add cleaned words in a face; a character that no font of ours has is 〓, as in print."""
        text = typesetting.clean(text)
        text = text.translate({ord(char): "〓" for char in fonts.unprintable(text)})
        run = paragraph.add_run(text)
        if role != "fang":
            _face(run._element.get_or_add_rPr(), role)
        if size:
            run.font.size = size
        return run

    def _lines(self, paragraph, lines, role, size):
        for rank, line in enumerate(lines):
            if rank:
                paragraph.add_run().add_break()
            yield self._run(paragraph, line, role, size)

    @singledispatchmethod
    def add(self, block):
        raise NotImplementedError(f"no way to write {block!r}")

    @add.register
    def _(self, block: MinutesHead):
        mark = titles.red_mark(block.mark, fonts.advances("title"))
        paragraph = _centred(self._paragraph())
        above, high = Mm(35) - Pt(mark.size * MARK_SPARE), Pt(round(mark.size * 1.15))
        paragraph.paragraph_format.space_before = above
        paragraph.paragraph_format.line_spacing = high
        for run in self._lines(paragraph, mark.lines, "title", Pt(round(mark.size * 2) / 2)):
            run.font.color.rgb = RED
            _narrowed(run, mark.scale)
            _spaced(run._element.rPr, round(mark.spacing * 20))
        self._paragraph()
        left = block.number
        if block.office:
            self._run(_centred(self._paragraph()), _in_line(block.number))
            left = block.office
        line = self._ends(left, block.dated, CELL)
        _ruled(line, "bottom", 12, "E60012", space=RULE_SPACE)
        # About two blank lines, so that what follows stands on the grid and fills the page.
        used = above + high * len(mark.lines) + LINE * (3 if block.office else 2)
        used = (used + Pt(RULE_SPACE + 1.5)) / LINE
        for _ in range(2):
            blank = self._paragraph().paragraph_format
            blank.line_spacing = Twips(int((round(used + 1.75) - used) / 2 * LINE.twips))

    def _ends(self, left, right, indent, size=None, paragraph=None):
        """Two texts at the ends of a line, ``indent`` in from both edges."""
        paragraph = paragraph or self._paragraph()
        form = paragraph.paragraph_format
        # Not of the whole paragraph: its rule is as wide as the type area.
        form.first_line_indent = indent
        form.tab_stops.add_tab_stop(WIDTH - indent, WD_TAB_ALIGNMENT.RIGHT)
        self._run(paragraph, _in_line(left), size=size)
        paragraph.add_run("\t")
        self._run(paragraph, _in_line(right), size=size)
        return paragraph

    @add.register
    def _(self, block: Title):
        paragraph = _centred(self._paragraph())
        lines = titles.balance(block.text, fonts.advances("title"))
        list(self._lines(paragraph, lines, "title", TITLE))
        self._paragraph()

    @add.register
    def _(self, block: Body):
        for text in typesetting.split(block.text):
            level, head = typesetting.heading(text)
            role = _HEADS.get(level, "fang")
            paragraph = self._paragraph()
            paragraph.alignment = ALIGN.JUSTIFY
            paragraph.paragraph_format.keep_with_next = bool(level and head == len(text))
            _indented(paragraph, first=200)
            cut = head if role != "fang" else 0
            for words, face in ((text[:cut], role), (text[cut:], "fang")):
                if words:
                    self._run(paragraph, words, face)

    @add.register
    def _(self, block: Labelled):
        if block.rows:
            self._paragraph()
        for typed, text in block.rows:
            label = _in_line(typed)
            for rank, line in enumerate(typesetting.split(text) or [""]):
                paragraph = self._paragraph()
                paragraph.alignment = ALIGN.JUSTIFY
                _hung(paragraph, CELL * 2, CELL * len(label), first=rank == 0)
                if rank == 0:
                    self._run(paragraph, label, "hei")
                self._run(paragraph, line)

    @add.register
    def _(self, block: Colophon):
        """Set the colophon where the type area of the last page ends, never without text.

        A word processor that can't let it float has it in the flow, after an empty line.
        """
        last = self.docx.paragraphs[-1]
        for paragraph in (last, self._paragraph()):
            paragraph.paragraph_format.keep_with_next = True
        copies = _in_line(block.copies)
        table = self.docx.add_table(rows=0, cols=1)
        _at_foot(table)
        if copies:
            copies = copies if copies.endswith("。") else f"{copies}。"
            paragraph = self._in_cell(table)
            paragraph.alignment = ALIGN.JUSTIFY
            em = SMALL + Twips(PITCH)
            _hung(paragraph, em, em * len(block.label), first=True)
            paragraph.paragraph_format.right_indent = em
            self._run(paragraph, f"{block.label}{copies}", size=SMALL)
        dated = f"{block.dated}印发"
        self._ends(block.printer, dated, SMALL, SMALL, paragraph=self._in_cell(table))
        self._paragraph().paragraph_format.line_spacing = Pt(1)

    def _in_cell(self, table):
        """Add a row and return its paragraph."""
        (cell,) = table.add_row().cells
        cell.width = WIDTH
        (paragraph,) = cell.paragraphs
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.line_spacing = ROW
        return paragraph


def _in_line(text):
    """A text that is set in one line."""
    return " ".join(typesetting.split(text))


def _centred(paragraph):
    paragraph.alignment = ALIGN.CENTER
    return paragraph


def _face(properties, role):
    """Name the family for Chinese and, where figures are its own, for all characters."""
    names = properties.get_or_add_rFonts()
    latin = FACES[role] if role in {"hei", "song", "title"} else LATIN
    for kind, family in (("ascii", latin), ("hAnsi", latin), ("cs", latin)):
        names.set(qn(f"w:{kind}"), family)
    names.set(qn("w:eastAsia"), FACES[role])
    names.set(qn("w:hint"), "eastAsia")


def _narrowed(run, scale):
    """Draw the characters at ``scale`` of their width."""
    width = _made("w", val=round(scale * 100))
    properties = run._element.get_or_add_rPr()
    # The schema wants it after colour and before the size.
    properties.find(qn("w:sz")).addprevious(width)


def _spaced(properties, twips):
    """Set the characters apart, or closer where ``twips`` are less than none."""
    spacing = _made("spacing", val=twips)
    # The schema wants it after colour and before width and size.
    behind = properties.find(qn("w:w"))
    (properties.find(qn("w:sz")) if behind is None else behind).addprevious(spacing)


def _hung(paragraph, indent, label, *, first):
    """Begin a paragraph ``indent`` in, and all of it but a first line behind the label's width."""
    paragraph.paragraph_format.left_indent = indent + label
    if first:
        paragraph.paragraph_format.first_line_indent = -label


def _at_foot(table):
    """Let a table float to where the type area ends, with rules as wide as that."""
    table.autofit = False
    properties = table._tbl.tblPr
    place = _made(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="margin",
        tblpXSpec="left",
        tblpYSpec="bottom",
    )
    properties.insert_element_before(place, "w:tblOverlap", "w:tblW", "w:jc", "w:tblLayout")
    borders = _made("tblBorders")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
        borders.append(_made(side, val="single", sz=eighths, space=0, color="000000"))
    margins = _made("tblCellMar")
    for side, twips in (("top", 20), ("left", 0), ("bottom", 80), ("right", 0)):
        margins.append(_made(side, w=twips, type="dxa"))
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(WIDTH.twips))


def _made(name, **attributes):
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def _indented(paragraph, **cells):
    """Indent in hundredths of a character, as Chinese word processors do, and in twips beside."""
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
    for name, hundredths in cells.items():
        kind = "firstLine" if name == "first" else name
        indent.set(qn(f"w:{kind}Chars"), str(hundredths))
        indent.set(qn(f"w:{kind}"), str(round(hundredths / 100 * CELL.twips)))


def _ruled(paragraph, side, eighths, colour, space):
    """Draw a rule over or under a paragraph, in eighths of a point."""
    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    borders.append(_made(side, val="single", sz=eighths, space=space, color=colour))


def _page_number(paragraph, side):
    """Set — 1 — in 4号 Song, one character in from the outer edge."""
    form = paragraph.paragraph_format
    paragraph.alignment = ALIGN.RIGHT if side == "right" else ALIGN.LEFT
    setattr(form, f"{side}_indent", SMALL)
    form.line_spacing = SMALL
    for piece in ("— ", "begin", "PAGE", "end", " —"):
        run = paragraph.add_run(piece if "—" in piece else "")
        run.font.size = SMALL
        _face(run._element.get_or_add_rPr(), "song")
        if piece == "PAGE":
            field = OxmlElement("w:instrText")
            field.set(qn("xml:space"), "preserve")
            field.text = "PAGE"
            run._element.append(field)
        elif piece in {"begin", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), piece)
            run._element.append(mark)
