"""What a PDF and a docx say, so that the two can be compared word for word."""

import re
import unicodedata
from io import BytesIO

from docx import Document
from docx.table import Table

from tests.liaison import geometry


def squeezed(text):
    """Words without what only separates them."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))


def printed(pdf):
    """The words of a PDF from top to bottom, without the page's foot and mark."""
    out = []
    for page in geometry.pages(pdf):
        runs = [run for run in geometry.runs(page) if 37 < run.baseline < 262.5]
        runs.sort(key=lambda run: (round(run.baseline, 1), run.left))
        out += [run.text for run in runs]
    return squeezed("".join(out))


def opened(content):
    return Document(BytesIO(content))


def written(content):
    """The words of a docx from top to bottom."""
    out = []
    for part in opened(content).iter_inner_content():
        cells = part._cells if isinstance(part, Table) else [part]
        out += [cell.text for cell in cells]
    return squeezed("".join(out))


def docx_of(paper):
    """The docx that is kept beside an issued paper."""
    with paper.docx.open("rb") as file:
        return file.read()
