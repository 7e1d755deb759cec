"""Volumes (成册): papers, uploads and pages of our own as one PDF, with its contents.

Entries stand in the order given; the pages of the body are numbered through, those of the
sheets before and behind (cover, contents, notes) are not. What can't be bound in is named with
the reason. One entry is looked at after another, on disk, so that memory is bounded by what the
whole volume may weigh.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from liaison import documents
from liaison.documents import Document
from liaison.papers.binding import Binder, Reader, Unbound

KINDS = {"application/pdf": "pdf", "image/jpeg": "picture", "image/png": "picture"}
APART = "不是 PDF 或者图片，另存"
TOO_MUCH = "材料过大，另存"
LOST = "文件不在存储中，无法并入"
MOST_BYTES = 100 * 1024 * 1024
"""What is taken in of uploads; what comes after is kept apart, so that memory is bounded."""
STAGES = 3
"""Steps of progress after the last entry: the sheets, the binding, the saving."""
LAYOUT = "volume"


@dataclass
class Entry:
    """One line of the contents: what it is, whose, of when, on which pages.

    ``kept`` is an issued paper or an upload; ``draw`` makes the PDF of what is kept nowhere, as
    bytes, when its turn comes. An entry with neither, or with a ``note``, is only named.
    """

    title: str
    source: str = ""
    dated: date | None = None
    number: str = ""
    kept: object = None
    draw: Callable[[], bytes] | None = None
    pages: int = 0
    first: int = 0
    path: Path | None = None
    note: str = ""

    @property
    def range(self):
        """The pages in words: 3, or 3–7; nothing for what is not bound in."""
        if not self.pages:
            return ""
        last = self.first + self.pages - 1
        return str(self.first) if last == self.first else f"{self.first}–{last}"

    @property
    def size(self):
        """What it weighs, where that is known: papers of ours are always taken in."""
        return getattr(self.kept, "size", 0)


@dataclass
class Contents:
    """What stands in a volume, and who made it up: the context of its sheets."""

    entries: list = field(default_factory=list)
    compiler: str = ""
    made_on: date | None = None

    @property
    def pages(self):
        return sum(entry.pages for entry in self.entries)

    @property
    def bound(self):
        return [entry for entry in self.entries if entry.pages]

    @property
    def apart(self):
        """What belongs to the volume but is not bound into it, each with its reason."""
        return [entry for entry in self.entries if not entry.pages]


class Sheet(Document):
    """A sheet of a volume (封面、目录): drawn when all pages are counted, without a number."""

    layout = LAYOUT

    def drawn(self, matter, contents):
        html = render_to_string(
            self.template_name,
            {
                "document": self,
                "matter": matter,
                "heading": self.heading(matter),
                "moment": timezone.now(),
                "draft": False,
                "contents": contents,
                **self.context(matter),
            },
        )
        return documents.draw(html, self.layout).pdf


@dataclass
class Volume:
    """A volume of one matter in the making; ``write`` makes it.

    ``front`` and ``back`` are ``Sheet`` objects. ``mark`` stands beside each page's number.
    ``progress`` (liaison.works.Progress) is told of each step, and may stop it. What weighs more
    than ``most_bytes`` together is kept apart, and said to be ``too_much``.
    """

    matter: object
    contents: Contents
    front: Sequence[Sheet] = ()
    back: Sequence[Sheet] = ()
    mark: str = ""
    progress: object = None
    most_bytes: int = MOST_BYTES
    too_much: str = TOO_MUCH

    def write(self, stream, title):
        """Write the volume to ``stream`` and fill in the pages of its contents; return these."""
        with tempfile.TemporaryDirectory(prefix="volume-") as folder:
            self._gather(Path(folder))
            self._bind(stream, title, Path(folder))
        return self.contents

    def _tell(self, done, message):
        if self.progress:
            self.progress.step(done, len(self.contents.entries) + STAGES, message)

    def _gather(self, folder):
        """Have every entry lie in ``folder`` as a PDF, and count its pages."""
        left, first = self.most_bytes, 1
        with Reader() as reader:
            for number, entry in enumerate(self.contents.entries):
                self._tell(number, f"正在整理：{entry.title}")
                entry.first, entry.path = first, folder / f"{number}.pdf"
                if entry.size > left:
                    entry.note = self.too_much
                    continue
                left -= entry.size
                take_in(entry, reader)
                first += entry.pages

    def _bind(self, stream, title, folder):
        count = len(self.contents.entries)
        self._tell(count, "正在编排目录和页码")
        drawn = {}
        for sheet in (*self.front, *self.back):
            drawn[sheet] = folder / f"{sheet.code}.pdf"
            drawn[sheet].write_bytes(sheet.drawn(self.matter, self.contents))
        self._tell(count + 1, "正在装订")
        binder = Binder()
        for sheet in self.front:
            binder.add(drawn[sheet], self._bookmark(sheet))
        first = binder.pages
        for entry in self.contents.bound:
            binder.add(entry.path, entry.title)
        if self.contents.pages:
            stamps = folder / "stamps.pdf"
            stamps.write_bytes(numbers(self.mark, self.contents.pages))
            binder.number(stamps, first, self.contents.pages)
        for sheet in self.back:
            binder.add(drawn[sheet], self._bookmark(sheet))
        self._tell(count + 2, "正在保存")
        binder.write(stream, Title=title)

    @staticmethod
    def _bookmark(sheet):
        return getattr(sheet, "bookmark", "") or sheet.title


def take_in(entry, reader):
    """Write an entry's pages to its path and count them; or note why it is kept apart."""
    kind = KINDS.get(getattr(entry.kept, "media_type", "application/pdf"))
    if kind is None:
        entry.note = APART
    if entry.note or not (entry.kept or entry.draw):
        return
    source = entry.path.with_suffix(".source")
    try:
        _lay_down(entry, source)
        entry.pages = reader.leaves(kind, source, entry.path)
    except FileNotFoundError:
        entry.note = LOST
    except Unbound as reason:
        entry.note = str(reason)
    source.unlink(missing_ok=True)


def _lay_down(entry, path):
    """Write what the entry is, as it was handed in or as it is drawn, to ``path``."""
    if entry.draw:
        path.write_bytes(entry.draw())
        return
    with default_storage.open(entry.kept.file.name) as kept, path.open("wb") as copy:
        for chunk in kept.chunks():
            copy.write(chunk)


def numbers(mark, count):
    """A PDF of ``count`` pages that have nothing on them but the number at the foot."""
    html = render_to_string(
        "documents/liaison/stamps.html",
        {"number": mark, "count": count, "pages": range(1, count + 1)},
    )
    return documents.draw(html, LAYOUT).pdf
