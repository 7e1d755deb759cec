"""QR codes (二维码), drawn as SVG into pages and papers."""

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()
QUIET = 4
"""White modules around a code, as the standard wants them."""


@register.simple_tag
def qr(content, label, size_mm=None):
    """Draw ``content`` as a QR code; ``label`` is what a screen reader says in its place.

    A picture in the page itself, without style or script, so that the security policy lets it
    be. On paper ``size_mm`` is its width and height; on a page the style sheet has the say.
    """
    code = segno.make(str(content), error="m", micro=False)
    side = code.symbol_size(border=QUIET)[0]
    size = format_html(' width="{0}mm" height="{0}mm"', size_mm) if size_mm else ""
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}"{}'
        ' shape-rendering="crispEdges" xmlns="http://www.w3.org/2000/svg">'
        '<rect width="100%" height="100%" fill="#fff"/><path fill="#000" d="{}"/></svg>',
        label,
        side,
        side,
        size,
        mark_safe(path_of(code)),  # noqa: S308 - letters and numbers of our own
    )


def path_of(code):
    """The dark modules as one path of rectangles, each as long as a row goes on being dark."""
    pieces = []
    for y, row in enumerate(code.matrix_iter(border=QUIET)):
        start = None
        for x, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                pieces.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = None
    return "".join(pieces)
