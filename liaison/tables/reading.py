"""A table that was handed in with a long work (后台任务), as the work reads it."""

import hashlib
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from liaison.imports import Table


@contextmanager
def table_of(work, headings, required, aliases=None):
    """The table that was handed in with a work, open for as long as the block lasts."""
    if not work.source:
        raise ValidationError("上传的文件已过保存期，请重新上传")
    with default_storage.open(work.source.name) as stream:
        ending = work.source.name.rpartition(".")[2]
        yield Table(stream, ending, headings, required, aliases)


def tell(progress, table, row, what):
    """Note that the work is at ``row`` of the table."""
    progress.step(row, max(table.expected, row), f"{what}到第{row}行")


def digest_of(work):
    """The check sum of what was handed in."""
    with default_storage.open(work.source.name) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
