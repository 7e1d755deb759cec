"""Print the text of the first pages of the PDF on standard input, a form feed between them.

A program of its own (see ``excerpts``), within bounds of time and memory that end it. It knows
nothing of Django.
"""

import resource
import sys
from contextlib import suppress
from io import BytesIO

PAGES = 3
MOST_CHARACTERS = 20_000
SECONDS = 8
MEMORY = 1024 * 1024 * 1024


def excerpt(content):
    """Yield the text of each of the first pages; a page that can't be read ends it."""
    from pypdf import PdfReader  # noqa: PLC0415 - within the bounds

    for page in PdfReader(BytesIO(content)).pages[:PAGES]:
        yield page.extract_text()[:MOST_CHARACTERS].replace("\f", "\n")


def main():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = sys.stdin.buffer.read()
    with suppress(Exception):  # whatever pypdf finds wrong with the file
        for text in excerpt(content):
            sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\f")
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
