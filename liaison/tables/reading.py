"""A table that was handed in with a long work (后台任务), as the work reads it.

What is imported is read twice: to say what it would bring, and again once a person has agreed. The
first reading keeps the rows for the second, which takes a tenth of the time of a workbook.
"""

import gzip
import hashlib
import json
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from liaison.imports import Table, Unreadable

EXPIRED = "上传的文件已过保存期，请重新上传"


@contextmanager
def table_of(work, headings, required, aliases=None):
    """The table that was handed in with a work, open for as long as the block lasts."""
    if not work.source:
        raise ValidationError(EXPIRED)
    with default_storage.open(work.source.name) as stream:
        ending = work.source.name.rpartition(".")[2]
        table = Table(stream, ending, headings, required, aliases)
        name = f"{work.folder}/{work.claim.hex}.rows"
        yield Kept(table, default_storage.save(name, ContentFile(b"")))


class Kept:
    """The rows of a table, kept as they are read: ``name`` is for the work's ``Result.aside``.

    The file is there already, saved as uploads are: no other account of the machine reads it.
    """

    def __init__(self, table, name):
        self._table, self.expected, self.name = table, table.expected, name

    def __iter__(self):
        with (
            default_storage.open(self.name, "wb") as file,
            gzip.open(file, "wt", compresslevel=1, encoding="utf-8") as lines,
        ):
            lines.write(f"{self.expected}\n")
            for number, row in self._table:
                line = [number, list(row.items())]
                lines.write(f"{json.dumps(line, default=_spelled, ensure_ascii=False)}\n")
                yield number, row


@contextmanager
def rows_kept(check):
    """The rows as a work that is done has read them, open for as long as the block lasts."""
    if not check.aside:
        raise ValidationError(EXPIRED)
    with (
        default_storage.open(check.aside) as stream,
        gzip.open(stream, "rt", encoding="utf-8") as lines,
    ):
        yield Again(lines)


class Again:
    """Rows that were kept: iterate over it once, as over the table."""

    def __init__(self, lines):
        self._lines, self.expected = lines, int(next(lines))

    def __iter__(self):
        for line in self._lines:
            number, cells = json.loads(line, object_hook=_told)
            yield number, dict(cells)


def _spelled(value):
    """What JSON has no word for: a day, or a cell that can't be read."""
    if isinstance(value, Unreadable):
        return {"unreadable": value.reason}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(f"no cell holds {value!r}")


def _told(spelled):
    if "day" in spelled:
        return date.fromisoformat(spelled["day"])
    return Unreadable(spelled["unreadable"])


def tell(progress, table, row, what):
    """Note that the work is at ``row`` of the table."""
    progress.step(row, max(table.expected, row), f"{what}到第{row}行")


def digest_of(work):
    """The check sum of what was handed in."""
    with default_storage.open(work.source.name) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
