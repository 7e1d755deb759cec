"""The tag that sets a paper of blocks, each by the tag for what it is."""

from functools import singledispatch

from django import template
from django.utils.safestring import SafeString

from liaison.papers.blocks import (
    Addressed,
    Annexes,
    Body,
    Colophon,
    Copies,
    Cover,
    Labelled,
    LetterHead,
    MinutesHead,
    Note,
    Number,
    Recipient,
    Signature,
    Title,
)
from liaison.papers.titles import COURT_SIZE, COVER_SIZE
from liaison.templatetags import typeset

register = template.Library()


@register.simple_tag
def set_blocks(blocks) -> SafeString:
    """Set the blocks of a paper in their order."""
    return SafeString("\n".join(map(set_block, blocks)))


@singledispatch
def set_block(block) -> str:
    raise NotImplementedError(f"no way to set {block!r}")


@set_block.register
def _(block: MinutesHead):
    return typeset.minutes_head(block.mark, block.number, block.dated, block.office)


@set_block.register
def _(block: Title):
    return typeset.typeset_title(block.text)


@set_block.register
def _(block: Body):
    return f"<main>{typeset.typeset(block.text)}</main>"


@set_block.register
def _(block: Labelled):
    rows = "".join(typeset.hanging(label, text) for label, text in block.rows)
    return f'<div class="gap"></div>{rows}' if rows else ""


@set_block.register
def _(block: Colophon):
    return typeset.colophon(block.copies, block.printer, block.dated, label=block.label)


@set_block.register
def _(block: Cover):
    court = typeset.balanced(block.court, "title", COURT_SIZE)
    title = typeset.balanced(block.title, "title", COVER_SIZE)
    return (
        '<section class="cover"><div class="emblem"></div><div class="cover-title">'
        f'<p class="court"><span>{court}</span></p><p class="what"><span>{title}</span></p>'
        "</div></section>"
    )


@set_block.register
def _(block: LetterHead):
    return typeset.letter_head(block.mark, block.number)


@set_block.register
def _(block: Number):
    return typeset.number(block.text)


@set_block.register
def _(block: Recipient):
    return typeset.recipient(block.text)


@set_block.register
def _(block: Addressed):
    handed = typeset.typeset("此致", headings=False)
    return handed + typeset.typeset(block.court, indent=0, headings=False)


@set_block.register
def _(block: Annexes):
    return typeset.annexes(block.names)


@set_block.register
def _(block: Signature):
    return typeset.signature(block.issuer, block.dated, seal=block.sealed)


@set_block.register
def _(block: Note):
    names = "note apart" if block.apart else "note"
    return f'<div class="{names}">{typeset.typeset(block.text, headings=False)}</div>'


@set_block.register
def _(block: Copies):
    if block.at_foot or not block.units.strip():
        return typeset.colophon(block.units, ruled=False)
    copied = typeset.hanging("抄送：", block.units, face="fang", stop="。")
    return f'<div class="copies">{copied}</div>'
