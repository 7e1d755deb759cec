"""How a paper is drawn: HTML and our own sheets, fonts and pictures become a PDF, by WeasyPrint.

To load it takes most of a second, so that ``liaison.documents`` comes here when there is something
to draw; the web server loads it before the first reader comes.
"""

import hashlib
import logging
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from liaison.papers import UnsafePaper, fonts
from liaison.papers.fetcher import SCHEME, AssetFetcher

SHEETS = settings.BASE_DIR / "static" / "css" / "paper"
PDF_A = "pdf/a-2u"
"""ISO 19005-2: all embedded, colours defined, every character told in Unicode."""
COLOURS = "--srgb"
_drawing = Lock()
"""Pango's font map is shared, so one paper is drawn at a time in a process."""


def draw(html: str, layout: str, *, archival: bool) -> tuple[bytes, int, list[str]]:
    """Return the PDF, its pages, and the characters for which there was only an empty box.

    Raises UnsafePaper when the HTML or a sheet asks for anything but our own assets.
    """
    with _drawing, _missing_glyphs() as missing:
        pdf, pages = _drawn(html, layout, archival)
    return pdf, pages, missing


def _drawn(html, layout, archival):
    fetcher, config = _fonts()
    fetcher.refusals.clear()
    try:
        how = {"pdf_tags": True}
        if archival:
            how |= {"pdf_variant": PDF_A, "output_intent": COLOURS}
        paper = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher).render(
            stylesheets=_sheets(layout),
            font_config=config,
            color_profiles=dict(_colours()) if archival else {},
            **how,
        )
        identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
        pdf = paper.write_pdf(pdf_identifier=identifier, **how)
    except FatalURLFetchingError as error:
        raise UnsafePaper(str(error)) from error
    if fetcher.refusals:
        raise UnsafePaper(fetcher.refusals[0])
    return pdf, len(paper.pages)


@cache
def _fonts():
    """Return the fetcher and the font configuration; kept for the process."""
    return AssetFetcher(assets()), FontConfiguration()


@cache
def _sheets(layout):
    """Return the parsed sheets of a layout; kept for the process."""
    fetcher, config = _fonts()
    base = {"base_url": SCHEME, "url_fetcher": fetcher, "font_config": config}
    sheets = [CSS(url=f"{SCHEME}{name}.css", **base) for name in ("base", layout)]
    return [CSS(string=fonts.style_sheet(), **base), *sheets]


@cache
def _colours():
    """Return the colours of PDF/A by name; WeasyPrint's own way to them leaves its file open."""
    fetcher, config = _fonts()
    profiles = {}
    rule = f'@color-profile {COLOURS} {{ src: url("{SCHEME}srgb.icc"); components: r, g, b }}'
    CSS(
        string=rule,
        base_url=SCHEME,
        url_fetcher=fetcher,
        font_config=config,
        color_profiles=profiles,
    )
    return profiles


def assets():
    """Return what papers may load: sheets and pictures beside them, colours, and the fonts."""
    files = {path.name: path for path in SHEETS.iterdir() if path.is_file()}
    files["srgb.icc"] = Path(resources.files("weasyprint.pdf") / "sRGB2014.icc")
    return files | {f"font-{name}": source for name, source in fonts.sources().items()}


class _Missing(logging.Handler):
    """Collects the characters for which WeasyPrint drew an empty box."""

    def __init__(self):
        super().__init__()
        self.characters = []

    def emit(self, record):
        if record.msg.startswith(".notdef") and record.args[0] not in self.characters:
            self.characters.append(record.args[0])


@contextmanager
def _missing_glyphs():
    handler, logger = _Missing(), logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield handler.characters
    finally:
        logger.removeHandler(handler)
