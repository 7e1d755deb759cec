"""Tags with which the templates of papers set text: every one escapes what it is given.

Text goes in as it was typed and comes out as composed lines; nothing typed becomes markup.
Lengths are in cells of the text's own size unless the name says millimetres.
"""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from liaison import typesetting
from liaison.papers import fonts, signatures, titles
from liaison.typesetting import MEASURE, PITCH, POINTS_PER_MM, SIZE, Face, pieces

register = template.Library()

_HEADS = {1: "hei", 2: "kai", 3: "fang", 4: "fang"}
_NATURAL = typesetting.natural(MEASURE)


def _face(role, size=SIZE):
    return Face(fonts.advances(role), size)


def _text(value):
    return "" if value is None else str(value)


@register.simple_tag
def typeset(text, *, width_mm=156, size=SIZE, indent=2, headings=True) -> SafeString:
    """Set body text: a paragraph a line, indented, its heading levels recognised."""
    measure = width_mm * POINTS_PER_MM
    return mark_safe(  # noqa: S308 - every character went through escape()
        "".join(
            _paragraph(paragraph, measure, size, indent, headings)
            for paragraph in typesetting.split(_text(text))
        )
    )


def _paragraph(text, measure, size, indent, headings):
    level, head = typesetting.heading(text) if headings else (0, 0)
    role = _HEADS.get(level, "fang")
    face = _face("fang", size)
    split = (head, _face(role, size)) if role != "fang" else None
    lines = typesetting.compose(text, face, measure, indent=indent, head=split)
    whole = level and head == len(text)
    names = f"t h{level}" if whole else "t"
    style = _style(measure, size, indent)
    inner = _lines(lines, 0 if whole else head, role, typesetting.natural(measure, size))
    return f'<p class="{names}"{style}>{inner}</p>'


def _style(measure, size, indent):
    """The paragraph's own style where it is not that of ordinary body text."""
    if (measure, size, indent) == (MEASURE, SIZE, 2):
        return ""
    spacing = typesetting.natural(measure, size)
    return (
        f' style="font-size:{size:g}pt;letter-spacing:{spacing:.3f}pt;'
        f'text-indent:{indent * (size + spacing):.2f}pt"'
    )


def _lines(lines, head=0, role="fang", spacing=_NATURAL):
    """Return the lines as spans; the first ``head`` characters in the face of their heading."""
    out, at = [], 0
    for line in lines:
        for start, end, own in pieces(line):
            cut = min(max(head - at, start), end) if role != "fang" else start
            if cut > start:
                out.append(_span(line.text[start:cut], own, spacing, role))
            if end > cut:
                out.append(_span(line.text[cut:end], own, spacing))
        at += len(line.text)
        out.append("<br>")
    return "".join(out[:-1])


def _span(text, own, spacing, role=""):
    names = f' class="{role}"' if role else ""
    style = f' style="letter-spacing:{own:.3f}pt"' if abs(own - spacing) > 5e-4 else ""
    return f"<span{names}{style}>{escape(text)}</span>"


@register.simple_tag
def typeset_title(text) -> SafeString:
    """Set a title in 2号 小标宋, in balanced lines that keep the sense."""
    lines = titles.balance(_text(text), fonts.advances("title"))
    inner = "<br>".join(f"<span>{escape(line)}</span>" for line in lines)
    return mark_safe(f'<h1 class="title">{inner}</h1>')  # noqa: S308


@register.simple_tag
def balanced(text, role, size) -> SafeString:
    """Break a name in balanced lines that keep the sense, for a face of ``size`` points."""
    lines = titles.balance(_text(text), fonts.advances(role), size=size)
    return mark_safe("<br>".join(map(escape, lines)))  # noqa: S308 - every character escaped


@register.simple_tag
def official_head(mark, number, signer="") -> SafeString:
    """Set the red head (版头): the mark 35 mm down, number and perhaps signer, the red line."""
    if signer:
        who = f'签发人：</span><span class="kai">{_plain(signer)}'
        line = _row(_plain(number), who)
    else:
        line = f'<p class="centred"><span>{_plain(number)}</span></p>'
    lines, height, above = _mark(mark, 35)
    return _head(above, lines + _GAP * 2 + line + _RULE, height + 3 * PITCH + _RULE_HEIGHT)


@register.simple_tag
def minutes_head(mark, number, day, office="") -> SafeString:
    """Set the head of minutes (纪要): the mark, number and date in a line, the red line.

    With ``office`` the number is centred, and the line has the office and the date.
    """
    lines, height, above = _mark(mark, 35)
    left, rows = (office, 2) if office else (number, 1)
    line = f'<p class="centred"><span>{_plain(number)}</span></p>' if office else ""
    line += _row(_plain(left), _plain(_day(day)))
    return _head(above, lines + _GAP + line + _RULE, height + (rows + 1) * PITCH + _RULE_HEIGHT)


@register.simple_tag
def letter_head(mark, number) -> SafeString:
    """Set the head of a letter (信函), and the red rules at the foot of its first page."""
    lines, height, above = _mark(mark, -7)
    number = f'<p class="number"><span>{_plain(number)}</span></p>'
    inner = f'{lines}<div class="double"></div>{number}'
    foot = SafeString('<div class="foot"></div>')
    return foot + _head(above, inner, height + 5.2 * POINTS_PER_MM + 30)


_GAP = '<div class="gap"></div>'
_RULE = '<div class="rule"></div>'
_RULE_HEIGHT = 4.5 * POINTS_PER_MM - (PITCH - SIZE) / 2


def _head(above, inner, height):
    """Close a head with about two blank lines, so that what follows stands on the grid."""
    used = above + height
    below = (round(used / PITCH + 2) - used / PITCH) * PITCH
    return mark_safe(  # noqa: S308
        f'<div class="head" style="margin-top:{above:.2f}pt;padding-bottom:{below:.2f}pt">'
        f"{inner}</div>"
    )


def _row(left, right):
    """Two escaped texts at the ends of a line, one character in."""
    return f'<div class="row"><p><span>{left}</span></p><p><span>{right}</span></p></div>'


def _plain_text(text):
    return " ".join(typesetting.split(_text(text)))


def _plain(text):
    """Escape a short text that is set in one line."""
    return escape(_plain_text(text))


def _mark(text, top):
    """Return the red mark (发文机关标志), its height, and where its box begins.

    The ink begins ``top`` millimetres below the type area's top.
    """
    widths = fonts.advances("title")
    mark = titles.red_mark(_text(text), widths)
    lines = "".join(_mark_line(line, mark, widths) for line in mark.lines)
    above = top * POINTS_PER_MM - MARK_BLANK * mark.size
    return lines, len(mark.lines) * mark.size * MARK_LEADING, above


MARK_LEADING, MARK_BLANK = 1.15, 0.187
"""Line height of the red mark, and the blank above its ink, in em."""


def _mark_line(line, mark, widths):
    """One line, drawn at its natural width about the middle of the type area and narrowed."""
    length = sum(map(widths.__getitem__, line)) * mark.size + mark.spacing * max(len(line) - 1, 0)
    return (
        f'<div class="mark" style="font-size:{mark.size:.2f}pt;letter-spacing:{mark.spacing:.2f}pt;'
        f"line-height:{mark.size * MARK_LEADING:.2f}pt;width:{length:.2f}pt;"
        f"margin-left:{(MEASURE - length) / 2:.2f}pt;"
        f'transform:scaleX({mark.scale:.3f})">{escape(line)}</div>'
    )


@register.simple_tag
def hanging(label, text, *, face="hei", size=SIZE, indent=2, right=0, stop="") -> SafeString:
    """Set a label and its text, the run-over aligned after the label's colon.

    For 出席：, 抄送： and the like. ``right`` cells stay free at the right; the text ends with
    ``stop`` if it does not yet. Each typed line begins under the first.
    """
    body = _face("fang", size)
    label = typesetting.clean(_text(label)).replace("\n", "")
    spacing = typesetting.natural(MEASURE, size)
    cell = size + spacing
    taken = sum(map(fonts.advances(face).__getitem__, label)) * size + len(label) * spacing
    left = indent * cell + taken
    if left > 0.6 * MEASURE:
        return typeset(f"{label}{_text(text)}", size=size, indent=indent, headings=False)
    measure = MEASURE - left - right * cell
    paragraphs = typesetting.split(_text(text)) or [""]
    if stop and not paragraphs[-1].endswith(stop):
        paragraphs[-1] += stop
    composed = (
        typesetting.compose(each, body, measure, keep=typesetting.NAMES) for each in paragraphs
    )
    lines = [_lines(each, spacing=spacing) for each in composed]
    return mark_safe(  # noqa: S308
        f'<p class="t" style="font-size:{size:g}pt;letter-spacing:{spacing:.3f}pt;'
        f'padding-left:{left:.2f}pt;text-indent:{-taken:.2f}pt">'
        f'<span class="{escape(face)}">{escape(label)}</span>{"<br>".join(lines)}</p>'
    )


@register.simple_tag
def annexes(names) -> SafeString:
    """Set the annex note (附件说明): numbered if several, no punctuation after a name."""
    names = [typesetting.unpointed(_text(name)) for name in names]
    if len(names) == 1:
        return _annex_note(hanging("附件：", names[0], face="fang"))
    rows = [
        hanging(f"附件：{rank}." if rank == 1 else f"{rank}.", name, face="fang", indent=indent)
        for rank, name in enumerate(names, 1)
        for indent in ([2] if rank == 1 else [5])
    ]
    return _annex_note("".join(rows)) if rows else SafeString("")


def _annex_note(rows):
    return SafeString(f'<div class="annexes">{rows}</div>')


@register.simple_tag
def cell(text, *, width_mm, size=14, center=False) -> SafeString:
    """Set the text of a table's cell; a line that would be stretched far stays ragged."""
    face, measure = _face("fang", size), width_mm * POINTS_PER_MM
    spacing = 0 if center else typesetting.natural(measure, size)
    slack = -1 if center else 0.12
    composed = (
        _lines(typesetting.compose(each, face, measure, slack=slack), spacing=spacing)
        for each in typesetting.split(_text(text))
    )
    names = "t middle" if center else "t"
    return mark_safe(  # noqa: S308
        f'<p class="{names}" style="font-size:{size:g}pt;letter-spacing:{spacing:.3f}pt;'
        f'text-indent:0">{"<br>".join(composed)}</p>'
    )


@register.simple_tag
def colophon(copies, printer="", day=None, *, ruled=True, label="抄送：") -> SafeString:
    """Set the colophon (版记) at the foot of the last page; a letter's has no rules.

    Minutes name under ``分送：`` who gets them.
    """
    copied = hanging(label, copies, face="fang", size=14, indent=1, right=1, stop="。")
    copied = copied if _text(copies).strip() else ""
    height = (copied.count("<br>") + 1 if copied else 0) + bool(printer)
    names = "printer" if copied else "printer only"
    row = _row(_plain(printer), f"{_plain(_day(day))}印发")
    printed = f'<div class="{names}">{row}</div>' if printer else ""
    if not height:
        return SafeString("")
    frame = "ruled" if ruled else "bare"
    return mark_safe(  # noqa: S308
        f'<div class="colophon" style="height:{(height + 1) * PITCH:.2f}pt">'
        f'<div class="{frame}">{copied}{printed}</div></div>'
    )


@register.simple_tag
def number(text) -> SafeString:
    """Set a number (发文字号) in the middle, a blank line under it."""
    return SafeString(f'<p class="centred number"><span>{_plain(text)}</span></p>{_GAP}')


@register.simple_tag
def signing(parties, note="（签名或者盖章）") -> SafeString:
    """Set the lines on which the parties sign, each with room for a hand and a date.

    The date stands on the line of the name, or on the next where a long name leaves no room. A
    few stay together with the text before them; many begin there and may go over the page.
    """
    parties = list(parties)
    rows = "".join(_line_to_sign(f"{_plain_text(party)}{note}：") for party in parties)
    names = "signs few" if len(parties) <= FEW else "signs"
    return mark_safe(f'<div class="{names}">{rows}</div>')  # noqa: S308


FEW = 6
TO_SIGN = 22 * POINTS_PER_MM
"""The room that a hand needs."""
_TO_DATE = "年　　月　　日"


def _line_to_sign(label):
    dated = f'<p class="dated"><span>{_TO_DATE}</span></p>'
    indented = _width(label) + 2 * (SIZE + _NATURAL)
    if indented + TO_SIGN + _width(_TO_DATE) + 2 * (SIZE + _NATURAL) > MEASURE:
        return f'<div class="sign">{hanging(label, "", face="fang")}{dated}</div>'
    name = f'<p class="t"><span>{escape(label)}</span></p>'
    return f'<div class="sign one">{name}{dated}</div>'


@register.simple_tag
def recipient(text) -> SafeString:
    """Set the main recipient (主送机关): flush left, a full-width colon after it."""
    text = " ".join(typesetting.split(_text(text))).rstrip("：:")
    return typeset(f"{text}：", indent=0, headings=False) if text else SafeString("")


def _day(day):
    return day if isinstance(day, str) else cn_date(day)


@register.simple_tag
def cn_date(day) -> str:
    """Write a date as papers do, without leading zeros; a moment on its day in this zone."""
    if isinstance(day, datetime):
        day = timezone.localdate(day) if timezone.is_aware(day) else day.date()
    return f"{day.year}年{day.month}月{day.day}日" if isinstance(day, date) else ""


HALVES = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
WEEKDAYS = "一二三四五六日"


def cn_moment(moment):
    """Write a moment as a notice does: 2020年7月2日（星期四）上午9时30分."""
    local = timezone.localtime(moment)
    half = next(name for until, name in HALVES if local.hour < until)
    hour = local.hour - 12 if local.hour > 12 else local.hour
    minute = f"{local.minute}分" if local.minute else ""
    return f"{cn_date(local)}（星期{WEEKDAYS[local.weekday()]}）{half}{hour}时{minute}"


@register.simple_tag
def signature(issuers, day, *, seal=False) -> SafeString:
    """Set who signs and when (发文机关署名、成文日期), with room for a seal or without one."""
    issuers = [issuers] if isinstance(issuers, str) or not hasattr(issuers, "__iter__") else issuers
    rows = [line for issuer in issuers for line in _issuer(_text(issuer))]
    date_text = _day(day)
    place = signatures.sealed if seal else signatures.unsealed
    lefts, dated = place([_width(row) for row in rows], _width(date_text), MEASURE, SIZE + _NATURAL)
    set_rows = zip([*rows, date_text], [*lefts, dated], strict=True)
    inner = "".join(
        f'<p style="margin-left:{left:.2f}pt"><span>{escape(row)}</span></p>'
        for row, left in set_rows
    )
    names = "signature seal" if seal else "signature"
    return mark_safe(f'<div class="{names}">{inner}</div>')  # noqa: S308


def _issuer(text):
    """The lines of an issuer's name: one if it fits into 24 characters."""
    return titles.balance(text, fonts.advances("fang"), 24 * SIZE, SIZE)


def _width(text):
    widths = fonts.advances("fang")
    return sum(map(widths.__getitem__, text)) * SIZE + max(len(text) - 1, 0) * _NATURAL
