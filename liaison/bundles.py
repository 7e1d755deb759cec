"""Bundles (附件包): many files handed in as one zip, read within bounds and never unpacked to disk.

What the archive says of itself decides nothing but what is refused: a name is only compared with
names that somebody typed, a size only bounds what is read. What is wrong with the archive as a
whole is a ValidationError for whoever handed it in; each file is judged apart (``read``).
"""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from liaison.uploads import judged, name_as, plain_name, sniff

MEGABYTE = 1024 * 1024
MOST_FILES = 500
MOST_UNPACKED = 500 * MEGABYTE
MOST_RATIO = 200
"""How many times its packed size a file of more than a megabyte may unpack to: scans and office
files are packed already, and no honest one comes near."""
MOST_DIRECTORY = MEGABYTE
"""Bytes of the archive's own list of its files, which is read whole."""
MOST_NAME = 200
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
END_SIZE, END_64_SIZE, MOST_COMMENT = 22, 20, 65_536
UTF_8, LOCKED = 0x800, 0x1 | 0x40 | 0x2000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Of the others Python unpacks as much at once as there is."""
ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".iso", ".cab", ".jar")
LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|~\$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)
"""What Windows, macOS and Office leave lying about: nobody handed it in."""
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(OSError, EOFError, ValueError, KeyError, RuntimeError),
)
UNOPENED = "附件包已损坏，无法打开，请重新打包"
UNSUPPORTED = "附件包的格式不受支持，请用系统自带的压缩功能重新打包成 zip"


class BundleField(forms.FileField):
    """A zip of files handed in as one; its list is looked through, its files are read later."""

    def __init__(self, **kwargs):
        super().__init__(max_length=120, **kwargs)
        self.widget.attrs.setdefault("accept", ".zip")

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > settings.BUNDLE_MAX_BYTES:
            most = settings.BUNDLE_MAX_BYTES // MEGABYTE
            raise ValidationError(f"附件包超过 {most} MB，请拆分后分次导入", code="size")
        Bundle(upload)
        upload.seek(0)
        upload.name = f"{plain_name(upload.name).rpartition('.')[0] or '附件'}.zip"
        return upload


class Bundle:
    """The files of an archive by what they are called; raises ValidationError for one of tricks.

    ``files`` is key (``key_of``) → entry; folders, and what systems leave lying about, are not
    among them.
    """

    def __init__(self, stream):
        check_end(stream)
        try:
            self._archive = zipfile.ZipFile(stream)
            entries = [(name_of(entry), entry) for entry in self._archive.infolist()]
        except BROKEN:
            raise ValidationError(UNOPENED, code="type") from None
        if len(entries) > MOST_FILES:
            raise ValidationError(f"附件包里超过{MOST_FILES}个文件，请拆分后分次导入", code="bomb")
        if sum(entry.file_size for _, entry in entries) > MOST_UNPACKED:
            most = MOST_UNPACKED // MEGABYTE
            raise ValidationError(f"附件包解开后超过 {most} MB，请拆分后分次导入", code="bomb")
        for name, entry in entries:
            check_name(name)
            check_entry(name, entry)
        self.names = [
            name for name, entry in entries if not (entry.is_dir() or LITTER.search(name))
        ]
        self._check_names()
        wanted = set(self.names)
        self.files = {key_of(name): entry for name, entry in entries if name in wanted}

    def _check_names(self):
        if not self.names:
            raise ValidationError("附件包里没有文件", code="empty")
        times = Counter(map(key_of, self.names))
        if twice := [shown(name) for name in self.names if times[key_of(name)] > 1]:
            raise ValidationError(
                f"附件包里有同名的文件：{'、'.join(twice[:4])}，请改名后重新打包", code="twice"
            )

    def read(self, name, *, judge=True):
        """The file of that name, judged like any upload; ValidationError says what is wrong.

        It is in memory, at most as large as an upload may be. What was judged before need not be
        judged again: it only gets the ending that its content calls for.
        """
        entry = self.files[key_of(name)]
        try:
            with self._archive.open(entry) as opened:
                content = opened.read(settings.UPLOAD_MAX_BYTES + 1)
        except BROKEN:
            raise ValidationError("在附件包里已损坏，无法解开", code="type") from None
        file = ContentFile(content, name=plain_name(name))
        if judge:
            return judged(file)
        ending, file.media_type = sniff(file)
        file.name = name_as(file.name, ending)
        return file


def check_end(stream):
    """Refuse an archive whose list is too long to be read, before anything reads it.

    Found where ``zipfile`` finds it; the form for archives beyond 4 GB, which could say otherwise,
    is refused.
    """
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - END_SIZE - MOST_COMMENT - END_64_SIZE))
    tail = stream.read()
    stream.seek(0)
    place = len(tail) - END_SIZE
    if not (tail[max(0, place) :].startswith(END) and tail.endswith(b"\0\0")):
        place = tail.rfind(END)
    if place < 0 or len(tail) < place + END_SIZE:
        raise ValidationError("请上传 zip 格式的附件包", code="type")
    files, length = struct.unpack_from("<HL", tail, place + 10)
    if tail[max(0, place - END_64_SIZE) : place].startswith(END_64):
        raise ValidationError(UNSUPPORTED, code="type")
    if files > MOST_FILES or length > MOST_DIRECTORY:
        raise ValidationError(f"附件包里超过{MOST_FILES}个文件，请拆分后分次导入", code="bomb")


def name_of(entry):
    """The name of an entry as whoever packed it saw it.

    Chinese Windows packs in GBK and says nothing of it; macOS in UTF-8, and says nothing either.
    Raises ValueError for a name that is neither.
    """
    name = entry.orig_filename
    if entry.flag_bits & UTF_8:
        return name
    raw = name.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def check_name(name):
    """Refuse a name that is a path to elsewhere, or no name at all."""
    steps = name.removesuffix("/").split("/")
    outside = "\\" in name or ":" in name or {"", ".", ".."} & set(steps)
    if outside or not all(map(readable, name)) or len(name) > MOST_NAME:
        raise ValidationError(
            f"附件包里有不允许的文件名：{shown(name)}，请改名后重新打包", code="path"
        )


def check_entry(name, entry):
    """Refuse an entry that is no plain file, or that says it unpacks to too much."""
    if entry.flag_bits & LOCKED:
        raise ValidationError(f"附件包设有密码：{shown(name)}，请去掉密码后重新打包", code="locked")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ValidationError(f"附件包里有链接或者特殊文件：{shown(name)}，请删去", code="link")
    if name.lower().endswith(ARCHIVES):
        raise ValidationError(f"附件包里不能再套压缩包：{shown(name)}", code="nested")
    if entry.compress_type not in METHODS:
        raise ValidationError(UNSUPPORTED, code="type")
    if entry.file_size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(f"附件包里有超过 20 MB 的文件：{shown(name)}", code="size")
    packed = max(entry.compress_size, 1)
    if entry.file_size > MEGABYTE and entry.file_size > MOST_RATIO * packed:
        raise ValidationError(f"附件包里有异常的文件：{shown(name)}，解开后过大", code="bomb")


def key_of(name):
    """What two names have in common that mean the same file: the last step, in one spelling."""
    return unicodedata.normalize("NFKC", name.rpartition("/")[2]).casefold().strip()


def shown(name):
    """A name from outside, fit to be read on a page."""
    return "".join(char if readable(char) else "?" for char in name)[:60]


def readable(char):
    """Whether a character can stand in a name: the wide space of Chinese text can."""
    return char.isprintable() or unicodedata.category(char) == "Zs"
