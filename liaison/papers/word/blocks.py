"""How each block of a paper is written."""

from functools import singledispatch

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt, Twips

from liaison import typesetting
from liaison.papers import fonts, titles
from liaison.papers.blocks import Body, Colophon, Labelled, MinutesHead, Title
from liaison.papers.word.page import LINE, PITCH, RED, SMALL, TITLE, in_line
from liaison.papers.word.properties import (
    CELL,
    WIDTH,
    at_foot,
    centred,
    hung,
    indented,
    narrowed,
    ruled,
    spaced,
)

ROW = Pt(24)
RULE_SPACE = 8
"""Points from a line to the red line: it is 4 mm under the type, which ends above its line."""
MARK_SPARE = 0.145
"""What lies over the red mark's strokes in its line, in parts of its size."""
_HEADS = {1: "hei", 2: "kai"}


@singledispatch
def add(block, paper):
    """Write ``block`` where ``paper`` has come to."""
    raise NotImplementedError(f"no way to write {block!r}")


@add.register
def _(block: MinutesHead, paper):
    mark = titles.red_mark(block.mark, fonts.advances("title"))
    above = Mm(35) - Pt(mark.size * MARK_SPARE)
    high = marked(paper, mark, above)
    paper.paragraph()
    left = block.number
    if block.office:
        paper.run(centred(paper.paragraph()), in_line(block.number))
        left = block.office
    line = paper.ends(left, block.dated, CELL)
    ruled(line, "bottom", 12, "E60012", space=RULE_SPACE)
    # About two blank lines, so that what follows stands on the grid and fills the page.
    used = above + high + LINE * (3 if block.office else 2)
    used = (used + Pt(RULE_SPACE + 1.5)) / LINE
    paper.blank(2, (round(used + 1.75) - used) / 2)


def marked(paper, mark, above):
    """Set the red mark ``above`` below what was last, and return how high it is."""
    paragraph = centred(paper.paragraph())
    high = Pt(round(mark.size * 1.15))
    paragraph.paragraph_format.space_before = above
    paragraph.paragraph_format.line_spacing = high
    for run in paper.lines(paragraph, mark.lines, "title", Pt(round(mark.size * 2) / 2)):
        run.font.color.rgb = RED
        narrowed(run, mark.scale)
        spaced(run._element.rPr, round(mark.spacing * 20))
    return high * len(mark.lines)


@add.register
def _(block: Title, paper):
    paragraph = centred(paper.paragraph())
    lines = titles.balance(block.text, fonts.advances("title"))
    list(paper.lines(paragraph, lines, "title", TITLE))
    paper.paragraph()


@add.register
def _(block: Body, paper):
    for text in typesetting.split(block.text):
        level, head = typesetting.heading(text)
        role = _HEADS.get(level, "fang")
        paragraph = paper.paragraph()
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.keep_with_next = bool(level and head == len(text))
        indented(paragraph, first=200)
        cut = head if role != "fang" else 0
        for words, face in ((text[:cut], role), (text[cut:], "fang")):
            if words:
                paper.run(paragraph, words, face)


@add.register
def _(block: Labelled, paper):
    if block.rows:
        paper.paragraph()
    for typed, text in block.rows:
        label = in_line(typed)
        for rank, line in enumerate(typesetting.split(text) or [""]):
            paragraph = paper.paragraph()
            paragraph.alignment = ALIGN.JUSTIFY
            hung(paragraph, CELL * 2, CELL * len(label), first=rank == 0)
            if rank == 0:
                paper.run(paragraph, label, "hei")
            paper.run(paragraph, line)


@add.register
def _(block: Colophon, paper):
    copies = in_line(block.copies)
    table = foot(paper)
    if copies:
        copied(paper, table, block.label, copies)
    dated = f"{block.dated}印发"
    paper.ends(block.printer, dated, SMALL, SMALL, paragraph=_in_cell(table))
    end(paper)


def foot(paper, *, ruled=True):
    """Begin a table where the type area of the last page ends, never without text.

    A word processor that can't let it float has it in the flow, after an empty line.
    """
    paper.follow(1)
    table = paper.docx.add_table(rows=0, cols=1)
    at_foot(table, ruled=ruled)
    return table


def copied(paper, table, label, units):
    """Say in a row who gets it, with a full stop."""
    paragraph = _in_cell(table)
    paragraph.alignment = ALIGN.JUSTIFY
    em = SMALL + Twips(PITCH)
    hung(paragraph, em, em * len(label), first=True)
    paragraph.paragraph_format.right_indent = em
    paper.run(paragraph, f"{label}{units.removesuffix('。')}。", size=SMALL)


def end(paper):
    """Have the paragraph that a table must have behind it take no room."""
    paper.paragraph().paragraph_format.line_spacing = Pt(1)


def _in_cell(table):
    """Add a row and return its paragraph."""
    (cell,) = table.add_row().cells
    cell.width = WIDTH
    (paragraph,) = cell.paragraphs
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.line_spacing = ROW
    return paragraph
