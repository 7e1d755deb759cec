"""What a word processor is told of characters, paragraphs and tables, in the schema's order."""

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

FACES = {
    "fang": "仿宋_GB2312",
    "kai": "楷体_GB2312",
    "hei": "黑体",
    "song": "宋体",
    "title": "方正小标宋简体",
}
LATIN = "Times New Roman"
CELL = Pt(15.75)
WIDTH = Mm(156)
_AFTER_FRAME = ("w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr")
_AFTER_BORDERS = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap"),
    *("w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi"),
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing"),
    *("w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:outlineLvl"),
    *("w:textAlignment", "w:textboxTightWrap", "w:divId", "w:cnfStyle", "w:rPr"),
    *("w:sectPr", "w:pPrChange"),
)
"""What the schema wants behind a paragraph's borders, in its order."""


def made(name, **attributes):
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def face(properties, role):
    """Name the family for Chinese and, where figures are its own, for all characters."""
    names = properties.get_or_add_rFonts()
    latin = FACES[role] if role in {"hei", "song", "title"} else LATIN
    for kind, family in (("ascii", latin), ("hAnsi", latin), ("cs", latin)):
        names.set(qn(f"w:{kind}"), family)
    names.set(qn("w:eastAsia"), FACES[role])
    names.set(qn("w:hint"), "eastAsia")


def narrowed(run, scale):
    """Draw the characters at ``scale`` of their width."""
    width = made("w", val=round(scale * 100))
    properties = run._element.get_or_add_rPr()
    # The schema wants it after colour and before the size.
    properties.find(qn("w:sz")).addprevious(width)


def spaced(properties, twips):
    """Set the characters apart, or closer where ``twips`` are less than none."""
    spacing = made("spacing", val=twips)
    # The schema wants it after colour and before width and size.
    behind = properties.find(qn("w:w"))
    (properties.find(qn("w:sz")) if behind is None else behind).addprevious(spacing)


def centred(paragraph):
    paragraph.alignment = ALIGN.CENTER
    return paragraph


def hung(paragraph, indent, label, *, first):
    """Begin a paragraph ``indent`` in, and all of it but a first line behind the label's width."""
    paragraph.paragraph_format.left_indent = indent + label
    if first:
        paragraph.paragraph_format.first_line_indent = -label


def indented(paragraph, **cells):
    """Indent in hundredths of a character, as Chinese word processors do, and in twips beside."""
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
    for name, hundredths in cells.items():
        kind = "firstLine" if name == "first" else name
        indent.set(qn(f"w:{kind}Chars"), str(hundredths))
        indent.set(qn(f"w:{kind}"), str(round(hundredths / 100 * CELL.twips)))


def not_spaced_by_itself(style):
    """Let punctuation hang nowhere, and nothing stand apart from the Chinese around it."""
    for name in ("overflowPunct", "autoSpaceDE", "autoSpaceDN"):
        after = _AFTER_BORDERS[_AFTER_BORDERS.index(f"w:{name}") + 1 :]
        style.element.pPr.insert_element_before(made(name, val=0), *after)


def ruled(paragraph, side, eighths, colour, space, kind="single"):
    """Draw a rule over or under a paragraph, in eighths of a point."""
    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    borders.append(made(side, val=kind, sz=eighths, space=space, color=colour))


def placed(paragraph, top, width):
    """Have a paragraph stand ``top`` from the paper's upper edge, in its middle, text under it."""
    frame = made(
        "framePr",
        w=Emu(width).twips,
        wrap="notBeside",
        vAnchor="page",
        hAnchor="page",
        xAlign="center",
        y=Emu(top).twips,
    )
    properties = paragraph._element.get_or_add_pPr()
    properties.insert_element_before(frame, *_AFTER_FRAME, *_AFTER_BORDERS)


def marked_small(paragraph):
    """Let a paragraph's own mark be as small as can be, so that a picture in it fills its line."""
    mark = made("rPr")
    mark.append(made("sz", val=2))
    properties = paragraph._element.get_or_add_pPr()
    properties.insert_element_before(mark, "w:sectPr", "w:pPrChange")


def begun_at(section, number):
    """Let a section's pages be counted from ``number``."""
    behind = ("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid")
    section._sectPr.insert_element_before(made("pgNumType", start=number), *behind)


def boxed(table, width, *, dashed):
    """Let a table be a box ``width`` wide in the middle, its sides in pale dashes or not drawn."""
    properties = _fixed(table, width)
    properties.alignment = WD_TABLE_ALIGNMENT.CENTER
    kind = {"val": "dashed", "sz": 6, "space": 0, "color": "BBBBBB"} if dashed else {"val": "nil"}
    borders = made("tblBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(made(side, **kind))
    _dressed(table, borders, top=0, bottom=0)


def at_foot(table, *, ruled):
    """Let a table float to where the type area ends, as wide as that, with rules or without."""
    properties = _fixed(table, WIDTH)
    place = made(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="margin",
        tblpXSpec="left",
        tblpYSpec="bottom",
    )
    properties.insert_element_before(place, "w:tblOverlap", "w:tblW", "w:jc", "w:tblLayout")
    borders = made("tblBorders")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)) if ruled else ():
        borders.append(made(side, val="single", sz=eighths, space=0, color="000000"))
    _dressed(table, borders, top=20, bottom=80)


def _fixed(table, width):
    """Make a table of one column as wide as said, whatever it holds; return its properties."""
    table.autofit = False
    table.columns[0].width = width
    properties = table._tbl.tblPr
    element = properties.find(qn("w:tblW"))
    element.set(qn("w:type"), "dxa")
    element.set(qn("w:w"), str(width.twips))
    return properties


def _dressed(table, borders, *, top, bottom):
    """Give a table its borders, and its cells their margins in twips, none at the sides."""
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    margins = made("tblCellMar")
    for side, twips in (("top", top), ("left", 0), ("bottom", bottom), ("right", 0)):
        margins.append(made(side, w=twips, type="dxa"))
    layout.addprevious(borders)
    layout.addnext(margins)


def page_number(paragraph, side, size):
    """Set — 1 — in Song, one character in from the outer edge."""
    form = paragraph.paragraph_format
    paragraph.alignment = ALIGN.RIGHT if side == "right" else ALIGN.LEFT
    setattr(form, f"{side}_indent", size)
    form.line_spacing = size
    for piece in ("— ", "begin", "PAGE", "end", " —"):
        run = paragraph.add_run(piece if "—" in piece else "")
        run.font.size = size
        face(run._element.get_or_add_rPr(), "song")
        if piece == "PAGE":
            field = OxmlElement("w:instrText")
            field.set(qn("xml:space"), "preserve")
            field.text = "PAGE"
            run._element.append(field)
        elif piece in {"begin", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), piece)
            run._element.append(mark)
