"""Binding (装订): issued papers, uploads and pictures become one PDF, numbered through.

Files from outside are read by a process of their own (``leaves``), which may fail, grow or hang
at its own cost: what it can't read is left out and named. Pages are numbered without being read
again: the number is one more layer on top of what is there.
"""

import selectors
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
)

PROGRAM = Path(__file__).with_name("leaves.py")
SECONDS = 30
"""Time for one file."""
WIDTH = 595.28
"""Points across a page of A4, which the numbers are drawn for."""
STAMP = "/LiaisonNumber"
REASONS = {
    "locked": "设有密码，无法并入",
    "broken": "文件损坏，无法并入",
    "large": "页数或尺寸过大，无法并入",
    "slow": "读取时间过长，无法并入",
}


class Unbound(Exception):
    """A file can't be bound; the message is the reason for the reader (无法并入)."""


class Reader:
    """Has files from outside turned into plain pages; a context manager.

    One process serves for many files and is replaced when a file has ended it.
    """

    def __init__(self):
        self._process = None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._end()

    def leaves(self, kind, path, out):
        """Write the pages of the file at ``path`` to ``out`` and return how many they are.

        ``kind`` is "pdf" or "picture". Raises ``Unbound``.
        """
        word, _, pages = self._asked(f"{kind}\t{path}\t{out}\n").partition("\t")
        if word != "ok":
            raise Unbound(REASONS.get(word, REASONS["broken"]))
        return int(pages)

    def _asked(self, line):
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-I", PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        with suppress(BrokenPipeError):
            self._process.stdin.write(line)
            self._process.stdin.flush()
        with selectors.DefaultSelector() as ready:
            ready.register(self._process.stdout, selectors.EVENT_READ)
            if not ready.select(SECONDS):
                self._end()
                return "slow"
        answer = self._process.stdout.readline().rstrip("\n")
        if not answer:  # it was ended by its bounds
            self._end()
            return "large"
        return answer

    def _end(self):
        if self._process is not None:
            self._process.kill()
            with suppress(BrokenPipeError):
                self._process.communicate()
            self._process = None


class Binder:
    """One PDF in the making: ``add`` what goes in, in order, then ``number`` and ``write``."""

    def __init__(self):
        self._writer = PdfWriter()

    def add(self, source, title):
        """Add the pages of a PDF (a path or a stream), with a bookmark to the first of them."""
        first = len(self._writer.pages)
        for page in PdfReader(source).pages:
            self._writer.add_page(page).pop("/StructParents", None)
        self._writer.add_outline_item(title=title, page_number=first)

    @property
    def pages(self):
        return len(self._writer.pages)

    def number(self, stamps, first, count):
        """Lay the pages of the PDF ``stamps`` upon the ``count`` pages from ``first`` on."""
        before = self._writer._add_object(_stream(b"q\n"))
        for place, drawn in enumerate(PdfReader(stamps).pages[:count]):
            self._stamp(self._writer.pages[first + place], drawn, before)

    def _stamp(self, page, drawn, before):
        form = _stream(drawn.get_contents().get_data())
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): RectangleObject(drawn.mediabox),
                NameObject("/Resources"): drawn["/Resources"].get_object().clone(self._writer),
            }
        )
        layer = b"\nQ\nq %s cm %s Do Q\n" % (_place(page), STAMP.encode())
        after = self._writer._add_object(_stream(layer))
        page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), after])
        resources = DictionaryObject(_dictionary(page, "/Resources"))
        layers = DictionaryObject(_dictionary(resources, "/XObject"))
        layers[NameObject(STAMP)] = self._writer._add_object(form)
        resources[NameObject("/XObject")] = layers
        page[NameObject("/Resources")] = resources

    def write(self, stream, **properties):
        """Write the whole to ``stream``; ``properties`` are Title, Author and the like."""
        self._writer.add_metadata({f"/{name}": value for name, value in properties.items()})
        self._writer.write(stream)


def _stream(data):
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _dictionary(holder, name):
    found = holder.get(name)
    return found.get_object() if found is not None else {}


def _contents(page):
    """The streams of a page's content, as references, whatever form they were given in."""
    held = page.raw_get("/Contents") if "/Contents" in page else None
    if held is None:
        return []
    inside = held.get_object()
    return list(inside) if isinstance(inside, ArrayObject) else [held]


def _place(page):
    """The matrix that lays a drawing for A4 along the edge the reader sees as the lower one."""
    box, turned = page.cropbox, (page.rotation or 0) % 360
    left, bottom, right, top = (float(value) for value in box)
    across, up = right - left, top - bottom
    if turned in {90, 270}:
        across, up = up, across
    scale = min(across, up) / WIDTH
    shift = (across - scale * WIDTH) / 2
    a, b, c, d, e, f = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }.get(turned, (1, 0, 0, 1, left, bottom))
    matrix = (a * scale, b * scale, c * scale, d * scale, e + a * shift, f + b * shift)
    return " ".join(f"{value:.4f}" for value in matrix).encode()
