"""The files that go with a table (附件包): each judged once, attached under no name of its own."""

import hashlib
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from liaison.bundles import Bundle, key_of
from liaison.uploads import attach
from liaison.works import beside_of

CHANGED = "预览以后，附件包有了变化，没有导入；请重新检查后再确认"


@contextmanager
def enclosures_of(work, judged=None):
    """The files handed in with a work, open for as long as the block lasts.

    ``judged`` is what an earlier reading found of them, so that none is judged twice.
    """
    name = beside_of(work)
    if not name:
        yield Enclosures(None, judged)
        return
    with default_storage.open(name) as stream:
        yield Enclosures(Bundle(stream), judged)


class Enclosures:
    """The files of a bundle, or none; ``judged`` is key → check sum of what may come in."""

    def __init__(self, bundle, judged=None):
        self.bundle, self.judged = bundle, judged or {}
        self._refused, self._named = {}, set()

    def judge(self, progress):
        """Look at every file, once: what it is, whether it is infected or marked as secret."""
        names = self.bundle.names if self.bundle else ()
        for done, name in enumerate(names, start=1):
            try:
                self.judged[key_of(name)] = _digest(self.bundle.read(name))
            except ValidationError as error:
                self._refused[key_of(name)] = "；".join(error.messages)
            progress.step(done, len(names), f"已检查附件{done}个")

    def reason_against(self, name):
        """Why the file of that name can't come in; empty if it can."""
        key = key_of(name)
        self._named.add(key)
        if key in self.judged:
            return ""
        if self.bundle is None:
            return "没有上传附件包"
        return self._refused.get(key, "附件包里没有这个文件")

    def digest_of(self, name):
        return self.judged.get(key_of(name), "")

    def keep(self, matter, name, kind, actor):
        """Attach a file to a matter; raise ValidationError if it isn't the one that was judged."""
        file = self.bundle.read(name, judge=False)
        if _digest(file) != self.digest_of(name):
            raise ValidationError(CHANGED)
        return attach(matter, file, kind, actor)

    def not_named(self):
        """The files that no row names, by their names in the bundle."""
        names = self.bundle.names if self.bundle else ()
        return [name for name in names if key_of(name) not in self._named]


def _digest(file):
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
