"""Where the type of a PDF stands, read from the PDF itself: in millimetres from the top left."""

import re
import subprocess
from io import BytesIO
from itertools import groupby
from typing import NamedTuple

from PIL import Image, ImageChops
from pypdf import PdfReader
from pypdf.generic import ContentStream

MM = 25.4 / 72
_MAPPED = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>")


class Run(NamedTuple):
    """Type shown in one go: from the left of its first cell to the right of its last."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str


def _times(a, b):
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


class _Font:
    def __init__(self, font):
        self.name = font["/BaseFont"].split("+")[-1]
        self.widths = {}
        widths = iter(font["/DescendantFonts"][0].get_object()["/W"])
        for first in widths:
            for rank, width in enumerate(next(widths)):
                self.widths[first + rank] = float(width)
        self.characters = {
            int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for glyph, text in _MAPPED.findall(font["/ToUnicode"].get_data())
        }


def runs(page):
    """Yield the page's runs of type in the order in which they are drawn."""
    resources = page["/Resources"].get("/Font", {})
    fonts = {name: _Font(font.get_object()) for name, font in resources.items()}
    height = float(page.mediabox.height)
    matrix, stack, place, font, size = (1, 0, 0, 1, 0, 0), [], None, None, 0
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"q":
            stack.append(matrix)
        elif operator == b"Q":
            matrix = stack.pop()
        elif operator == b"cm":
            matrix = _times(tuple(map(float, operands)), matrix)
        elif operator == b"Tm":
            place = tuple(map(float, operands))
        elif operator == b"Tf":
            font, size = fonts[operands[0]], float(operands[1])
        elif operator == b"TJ":
            text, length = _shown(operands[0], font)
            where = _times(place, matrix)
            right = where[4] + length / 1000 * size * where[0]
            scale = abs(where[0])
            yield Run(
                *(text, where[4] * MM, right * MM),
                *((height - where[5]) * MM, size * scale, font.name),
            )
            place = _times((1, 0, 0, 1, length / 1000 * size, 0), place)


def _shown(items, font):
    text, length, pending = "", 0.0, 0.0
    for item in items:
        if isinstance(item, (bytes, str)):
            data = item if isinstance(item, bytes) else item.original_bytes
            for at in range(0, len(data), 2):
                glyph = int.from_bytes(data[at : at + 2], "big")
                text += font.characters.get(glyph, "")
                length, pending = length + pending + font.widths.get(glyph, 1000.0), 0.0
        else:
            pending -= float(item)
    return text, length


class Row(NamedTuple):
    """What stands on one baseline."""

    text: str
    left: float
    right: float
    baseline: float


def rows(page, size=16):
    """Return the rows of type of ``size`` points on a page, from top to bottom."""
    found = [run for run in runs(page) if abs(run.size - size) < 0.1 and run.text.strip()]
    found.sort(key=lambda run: (round(run.baseline, 1), run.left))
    out = []
    for baseline, row in groupby(found, key=lambda run: round(run.baseline, 1)):
        texts, lefts, rights, *_ = zip(*row, strict=True)
        out.append(Row("".join(texts), lefts[0], max(rights), baseline))
    return out


def pages(pdf):
    return PdfReader(BytesIO(pdf)).pages


def boxes(page):
    """The empty boxes on a page: glyphs of no character (.notdef), in the order of drawing."""
    shown = (
        item if isinstance(item, bytes) else item.original_bytes
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations
        if operator == b"TJ"
        for item in operands[0]
        if isinstance(item, (bytes, str))
    )
    return [data for data in shown for at in range(0, len(data), 2) if data[at : at + 2] == b"\0\0"]


def picture_of(pdf, page, dots):
    command = ["pdftoppm", "-r", str(dots), "-f", str(page), "-l", str(page), "-png", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return Image.open(BytesIO(drawn)).convert("RGB")


def ink(pdf, top, bottom, *, darker, page=1, dots=300):
    """(left, top, right, bottom) of what is drawn between two heights, ``darker`` than that."""
    picture = picture_of(pdf, page, dots).convert("L")
    strip = picture.crop((0, round(top * dots / 25.4), picture.width, round(bottom * dots / 25.4)))
    left, first, right, last = strip.point(lambda value: 255 * (value < darker)).getbbox()
    down = round(top * dots / 25.4)
    return tuple(each / dots * 25.4 for each in (left, first + down, right, last + down))


def red(pdf, page=1, dots=300):
    """(left, top, right, bottom) of what is red on a page as it is drawn, line by line."""
    picture = picture_of(pdf, page, dots)
    channels = [channel.point(lambda value: 255 * (value > 128)) for channel in picture.split()]
    only = ImageChops.subtract(channels[0], channels[1])
    found, top = [], 0
    while box := only.crop((0, top, *only.size)).getbbox():
        first = top + box[1]
        end = first
        while end < only.height and only.crop((0, end, only.width, end + 1)).getbbox():
            end += 1
        left, _, right, _ = only.crop((0, first, only.width, end)).getbbox()
        found.append(tuple(each / dots * 25.4 for each in (left, first, right, end)))
        top = end
    return found
