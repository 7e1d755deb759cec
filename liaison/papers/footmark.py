"""The foot of a paper that can be verified (校验码、二维码), outside the type area."""

from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from liaison import checkcodes

DRAFT = "草稿，未印发，不作依据"
HINT = ("扫码或登录平台", "“文书核验”核对")


def foot(code: str) -> str:
    """The words at the foot of every page."""
    return f"校验码 {checkcodes.spelt(code)}" if code else DRAFT


def address(code: str) -> str:
    """Where the paper is verified: the page of the code."""
    return f"{settings.SITE_URL}{reverse('liaison:verify')}?{urlencode({'code': code})}"


def picture(code: str) -> SafeString:
    """The QR code (二维码) of the address, with what to do with it, for the first page's foot."""
    drawn = segno.make(address(code), error="m", micro=False)
    svg = drawn.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    hint = format_html("<p>{}<br>{}</p>", *HINT)
    return format_html('<div class="check-picture">{}{}</div>', mark_safe(svg), hint)  # noqa: S308
