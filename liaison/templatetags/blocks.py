"""The tag that sets a paper of blocks, each by the tag for what it is."""

from functools import singledispatch

from django import template
from django.utils.safestring import SafeString

from liaison.papers.blocks import Body, Colophon, Labelled, MinutesHead, Title
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
