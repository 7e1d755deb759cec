"""Turn files from outside into plain PDF pages, one after another, as told on standard input.

A program of its own (see ``binding``), within bounds of memory that end it. It knows nothing of
Django. For each line ``kind<TAB>path in<TAB>path out`` it answers ``ok<TAB>pages``, or the word
for what is wrong: ``locked``, ``broken``, ``large``. What moves, plays or runs in a PDF is left
out; its pages stay as they look.
"""

import io
import logging
import resource
import sys
from contextlib import suppress

MEMORY = 1536 * 1024 * 1024
MOST_PAGES = 2000
MOST_PIXELS = 80_000_000
A4 = (595.28, 841.89)
MARGIN = 34.0
DOTS = (1654, 2339)
"""A4 at 200 dots an inch: enough to read, small enough to keep."""
LIVELY = ("/AA", "/A", "/OpenAction")
CARRIED = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


class Refused(Exception):
    """The file can't be bound; the message is the word for it."""


def from_pdf(path, out):
    """Write the pages of a PDF without actions and enclosures; return how many they are."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - within the bounds

    reader = PdfReader(path)
    if reader.is_encrypted:
        raise Refused("locked")
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise Refused("large" if reader.pages else "broken")
    writer = PdfWriter()
    for page in reader.pages:
        _calm(writer.add_page(page))
    writer.write(out)
    return len(writer.pages)


def _calm(page):
    """Take from a page what acts when it is opened or clicked, and what is enclosed in it."""
    from pypdf.generic import ArrayObject, NameObject  # noqa: PLC0415 - within the bounds

    for name in ("/AA", "/StructParents", "/B"):
        page.pop(name, None)
    kept = ArrayObject()
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if note.get("/Subtype") in CARRIED:
            continue
        for name in LIVELY:
            note.pop(name, None)
        kept.append(reference)
    if kept:
        page[NameObject("/Annots")] = kept
    else:
        page.pop("/Annots", None)


def from_picture(path, out):
    """Place a picture on a page of A4, upright or across, as large as the margins let it."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - within the bounds
    from pypdf import PageObject, PdfReader, PdfWriter, Transformation  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(path, formats=("JPEG", "PNG")) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("large")
        opened.draft("RGB", (max(DOTS), max(DOTS)))
        picture = _on_white(ImageOps.exif_transpose(opened))
    across = picture.width > picture.height
    picture.thumbnail(DOTS[::-1] if across else DOTS)
    drawn = io.BytesIO()
    picture.save(drawn, "PDF", resolution=72, quality=85)
    width, height = A4[::-1] if across else A4
    scale = min((width - 2 * MARGIN) / picture.width, (height - 2 * MARGIN) / picture.height)
    left, bottom = (width - scale * picture.width) / 2, (height - scale * picture.height) / 2
    leaf = PageObject.create_blank_page(width=width, height=height)
    place = Transformation().scale(scale).translate(left, bottom)
    leaf.merge_transformed_page(PdfReader(drawn).pages[0], place)
    writer = PdfWriter()
    writer.add_page(leaf)
    writer.write(out)
    return 1


def _on_white(picture):
    """A picture without transparency, in colours or greys that a page can hold."""
    from PIL import Image  # noqa: PLC0415 - within the bounds

    if picture.mode in {"RGB", "L"}:
        return picture
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, picture).convert("RGB")
    return picture.convert("RGB")


MAKERS = {"pdf": from_pdf, "picture": from_picture}


def answer(line):
    kind, path, out = line.rstrip("\n").split("\t")
    try:
        return f"ok\t{MAKERS[kind](path, out)}"
    except Refused as refusal:
        return str(refusal)
    except MemoryError:
        return "large"
    except Exception:  # noqa: BLE001 - whatever pypdf or Pillow finds wrong with the file
        return "broken"


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    with suppress(BrokenPipeError, KeyboardInterrupt):
        for line in sys.stdin:
            sys.stdout.write(answer(line) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
