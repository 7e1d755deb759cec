"""What the first pages of a file say (摘读), as far as it can be told without drawing it.

Files come from outside: bounds are set on bytes, characters and time, and what is broken,
locked, drawn or scanned just says nothing.
"""

import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

PDF_READER = Path(__file__).with_name("pdf_excerpt.py")
SECONDS = 10
MOST_PARTS = 12
MOST_BYTES = 1024 * 1024
MOST_CHARACTERS = 20_000
PARTS = {
    "docx": ("word/document", "word/header", "word/footer"),
    "xlsx": ("xl/sharedStrings", "xl/worksheets/sheet"),
}
LINE_ENDS = {"p", "br", "si", "is", "oddHeader", "evenHeader", "firstHeader"}
WORDS = {"t", "oddHeader", "evenHeader", "firstHeader"}
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)


def first_pages(stream, ending):
    """Return the texts of the first pages (pdf) or of the parts (docx, xlsx) of a file."""
    stream.seek(0)
    try:
        if ending == "pdf":
            return pdf_pages(stream.read())
        if ending in PARTS:
            return list(office_parts(stream, PARTS[ending]))
        return []
    finally:
        stream.seek(0)


def pdf_pages(content):
    """Read a PDF in a process of its own, which may fail, grow or hang at its own cost."""
    if b"stream" not in content:
        return []
    try:
        done = subprocess.run(
            [sys.executable, "-I", PDF_READER],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return []
    return done.stdout.decode("utf-8", "replace").split("\f")


def office_parts(stream, prefixes):
    """Yield the text of each part of a Word or Excel file whose name starts as told."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            wanted = [name for start in prefixes for name in names if name.startswith(start)]
            for name in wanted[:MOST_PARTS]:
                with archive.open(name) as part:
                    yield words_of(part.read(MOST_BYTES))
    except BROKEN:
        return


class Enough(Exception):
    """No more is to be read: as much as is looked at, or a document type, which none has."""


def words_of(markup):
    """Return the words in a part, a line a paragraph or cell; up to where it is cut or broken."""
    pieces, inside = [], []

    def start(name, attributes):
        inside.append(name.rpartition(" ")[2])

    def end(name):
        if inside.pop() in LINE_ENDS:
            pieces.append("\n")

    def characters(words):
        if inside[-1] in WORDS:
            pieces.append(words)
        if len(pieces) > MOST_CHARACTERS:
            raise Enough

    def doctype(*declared):
        raise Enough

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = characters, doctype
    with suppress(expat.ExpatError, Enough):
        parser.Parse(markup, True)
    return "".join(pieces)[:MOST_CHARACTERS]
