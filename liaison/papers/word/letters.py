"""What a letter has beside its text: cover, head, addressee, annexes, signature, copies."""

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor

from liaison import typesetting
from liaison.papers import fonts, signatures, titles
from liaison.papers.blocks import (
    Addressed,
    Annexes,
    Copies,
    Cover,
    LetterHead,
    Note,
    Number,
    Recipient,
    Signature,
)
from liaison.papers.word.blocks import MARK_SPARE, add, copied, end, foot, marked
from liaison.papers.word.page import BODY, LINE, PITCH, in_line
from liaison.papers.word.properties import (
    CELL,
    WIDTH,
    boxed,
    centred,
    hung,
    indented,
    marked_small,
    placed,
    ruled,
    spaced,
)

EMBLEM = Mm(50), Mm(55)
UNDER_EMBLEM = Mm(40)
"""From the emblem to the strokes of the court's name."""
COURT, COVER = Pt(titles.COURT_SIZE), Pt(titles.COVER_SIZE)
COURT_LINE, COVER_LINE = Pt(36), Pt(44)
"""A line in which the type stands in the middle, whatever the word processor reckons by."""
COURT_SPARE = 0.185
"""What lies over the strokes of the court's name in its line, in parts of its size."""
COURT_GAP, COVER_GAP = Pt(8), Pt(20)
COVER_SPACING = 200
"""Twips between the characters of 司法建议书 on the cover."""
PALE = RGBColor(0x99, 0x99, 0x99)
RULE, RULE_WIDTH = Pt(4.75), Mm(170)
"""The red double rules of a letter: how high with their line, and how wide."""
UNDER_MARK, UNDER_RULE = Pt(8), Pt(14)
"""From the mark's line to the rule, 4 mm under its strokes; and 7/8 of a character's height."""


@add.register
def _(block: Cover, paper):
    """Set the cover; a draft shows the emblem's room in dashes, a letter leaves it empty."""
    table = paper.docx.add_table(rows=1, cols=1)
    boxed(table, EMBLEM[0], dashed=bool(paper.note))
    (row,) = table.rows
    row.height, row.height_rule = EMBLEM[1], WD_ROW_HEIGHT_RULE.EXACTLY
    (cell,) = row.cells
    cell.width, cell.vertical_alignment = EMBLEM[0], WD_CELL_VERTICAL_ALIGNMENT.CENTER
    room = centred(cell.paragraphs[0])
    # A picture put into a line of exact height would be cut off, and type adds to its height.
    room.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    marked_small(room)
    if paper.note:
        paper.run(room, "法徽").font.color.rgb = PALE
    above = UNDER_EMBLEM - Pt(titles.COURT_SIZE * COURT_SPARE)
    for line in titles.balance(block.court, fonts.advances("title"), size=titles.COURT_SIZE):
        _on_cover(paper, line, COURT, COURT_LINE, above)
        above = COURT_GAP
    # Were the last character spaced, too, the line would not stand in the middle.
    *others, last = in_line(block.title)
    title = _on_cover(paper, "".join(others), COVER, COVER_LINE, COVER_GAP)
    spaced(title.runs[0]._element.rPr, COVER_SPACING)
    paper.run(title, last, "title", COVER)
    paper.turn_over(Mm(60), Mm(27))


def _on_cover(paper, text, size, high, above):
    paragraph = centred(paper.paragraph())
    form = paragraph.paragraph_format
    form.space_before, form.line_spacing = above, high
    paper.run(paragraph, text, "title", size)
    return paragraph


@add.register
def _(block: LetterHead, paper):
    """Set the head of a letter, 30 mm from the paper's edge, and the rule at its first foot."""
    mark = titles.red_mark(block.mark, fonts.advances("title"))
    top = Mm(30) - Pt(mark.size * MARK_SPARE)
    high = marked(paper, mark, 0)
    placed(paper.docx.paragraphs[-1], top, RULE_WIDTH)
    form = _double(paper.paragraph(), "thickThinSmallGap")
    form.space_before, form.left_indent, form.right_indent = UNDER_MARK, -Mm(8), -Mm(6)
    number = paper.paragraph()
    number.alignment = ALIGN.RIGHT
    number.paragraph_format.space_before, number.paragraph_format.line_spacing = UNDER_RULE, BODY
    paper.run(number, in_line(block.number))
    used = (top + high + UNDER_MARK + RULE - Mm(37) + UNDER_RULE + BODY) / LINE
    paper.blank(2, (round(used + 2) - used) / 2)
    foot_rule = paper.first_page()
    placed(foot_rule, Mm(277) - RULE, RULE_WIDTH)
    _double(foot_rule, "thinThickSmallGap")


def _double(paragraph, kind):
    """Make a paragraph a red double rule and nothing else."""
    paragraph.paragraph_format.line_spacing = Pt(1)
    ruled(paragraph, "bottom", 18, "E60012", space=0, kind=kind)
    return paragraph.paragraph_format


@add.register
def _(block: Number, paper):
    paper.run(centred(paper.paragraph()), in_line(block.text))
    paper.paragraph()


@add.register
def _(block: Recipient, paper):
    text = in_line(block.text).rstrip("：:")
    if text:
        paragraph = paper.paragraph()
        paragraph.alignment = ALIGN.JUSTIFY
        paper.run(paragraph, f"{text}：")


@add.register
def _(block: Addressed, paper):
    handed = paper.paragraph()
    indented(handed, first=200)
    paper.run(handed, "此致")
    paper.run(paper.paragraph(), in_line(block.court))


@add.register
def _(block: Annexes, paper):
    if block.names:
        paper.follow(1)
    for rank, typed in enumerate(block.names, 1):
        label = "附件：" if rank == 1 else ""
        place = f"{rank}." if len(block.names) > 1 else ""
        paragraph = paper.paragraph()
        paragraph.alignment = ALIGN.JUSTIFY
        width = Pt(_width(label + place))
        hung(paragraph, CELL * (2 if label else 5), width, first=True)
        paper.run(paragraph, f"{label}{place}{in_line(typesetting.unpointed(typed))}")
        if rank < len(block.names):
            paragraph.paragraph_format.keep_with_next = True


@add.register
def _(block: Signature, paper):
    """Set issuer and date with the text before them, where a seal comes two lines below it."""
    paper.follow(2 if block.sealed else 1)
    lines = titles.balance(block.issuer, fonts.advances("fang"), 24 * BODY.pt, BODY.pt)
    place = signatures.sealed if block.sealed else signatures.unsealed
    widths, dated = [_width(line) for line in lines], _width(block.dated)
    places = place(widths, dated, WIDTH.pt, CELL.pt)
    lefts = [*places.issuer, places.dated]
    for rank, (text, left) in enumerate(zip([*lines, block.dated], lefts, strict=True)):
        paragraph = paper.paragraph()
        form = paragraph.paragraph_format
        form.left_indent, form.keep_with_next = Pt(left), rank < len(lines)
        if block.sealed:
            # In the middle of the seal, however wide the face really is.
            centred(paragraph).paragraph_format.left_indent = Pt(2 * places.dated + dated) - WIDTH
        paper.run(paragraph, text)


@add.register
def _(block: Note, paper):
    paper.follow(1 if block.apart else 0)
    for text in typesetting.split(block.text):
        paragraph = paper.paragraph()
        paragraph.alignment = ALIGN.JUSTIFY
        indented(paragraph, first=200)
        paper.run(paragraph, text)


@add.register
def _(block: Copies, paper):
    units = in_line(block.units)
    if units and block.at_foot:
        copied(paper, foot(paper, ruled=False), "抄送：", units)
        end(paper)
    elif units:
        paper.follow(0)
        paragraph = paper.paragraph()
        paragraph.alignment = ALIGN.JUSTIFY
        hung(paragraph, CELL * 2, CELL * 3, first=True)
        paper.run(paragraph, f"抄送：{units.removesuffix('。')}。")


def _width(text):
    """How wide a text of the body's size is, in points."""
    widths = fonts.advances("fang")
    return sum(map(widths.__getitem__, text)) * BODY.pt + len(text) * PITCH / 20
