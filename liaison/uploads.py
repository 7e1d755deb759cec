"""Files handed in (附件): what may come in is judged by content, not by name."""

import hashlib
import logging
import zipfile
from datetime import timedelta
from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

from liaison import scanning
from liaison.markings import REFUSAL, mark_in_name, mark_on
from liaison.models import Attachment
from liaison.papers.excerpts import first_pages

OOXML = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
MAGIC = (
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
)
ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"

log = logging.getLogger(__name__)


def sniff(stream):
    """Return (ending, media type) told from the first bytes; raise if it is none of ours."""
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    for magic, ending, media_type in MAGIC:
        if head.startswith(magic):
            return ending, media_type
    if head.startswith(b"PK\x03\x04"):
        return _sniff_ooxml(stream)
    raise ValidationError("只接收 PDF、JPG、PNG、DOCX、XLSX 文件", code="type")


def _sniff_ooxml(stream):
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise ValidationError("文件已损坏，无法打开", code="type") from None
    finally:
        stream.seek(0)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise ValidationError("不接收带宏的文件", code="macro")
    for folder, kind in OOXML.items():
        if any(name.startswith(folder) for name in names):
            return kind
    raise ValidationError("只接收 PDF、JPG、PNG、DOCX、XLSX 文件", code="type")


def plain_name(name):
    """A file name without a path, control characters or direction marks, at most 100 long."""
    name = PurePath(name.replace("\\", "/")).name
    name = "".join(char for char in name if char.isprintable()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:90]}{dot}{ending[:9]}" or "附件"


def refuse_classified(upload, ending):
    """Refuse a file that is marked 绝密, 机密 or 秘密, in its name or on its first pages.

    A scan and a locked file say nothing: what they are, whoever hands them in must know.
    """
    mark = mark_in_name(PurePath(upload.name).stem)
    if mark := mark or next(filter(None, map(mark_on, first_pages(upload, ending))), ""):
        raise ValidationError(
            f"{REFUSAL}：文件标有密级“{mark}”，不得上传，请按保密规定另行报送", code="classified"
        )


def refuse_infected(upload):
    """Refuse a file in which the scanner finds a virus, and any file while it gives no answer."""
    if not scanning.is_configured():
        return
    try:
        scanning.scan(upload)
    except scanning.Infected as virus:
        log.warning("an upload was refused: %s", virus)
        raise ValidationError(f"文件含有病毒（{virus}），已拒收", code="virus") from None
    except scanning.Unscanned as reason:
        log.error("uploads are refused, the virus scanner gives no answer: %s", reason)
        raise ValidationError(
            "病毒查杀服务暂时没有响应，文件没有接收，请稍后再传；一直不行的，请联系系统管理员",
            code="unscanned",
        ) from None


class UploadField(forms.FileField):
    """A file of a kind and size that the system takes; its ending is made to fit its content."""

    widget = forms.ClearableFileInput

    def __init__(self, *, help_text="PDF、图片、Word 或 Excel，不超过 20 MB", **kwargs):
        super().__init__(help_text=help_text, max_length=120, **kwargs)
        self.widget.attrs.setdefault("accept", ACCEPT)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return None
        return judged(upload)


def judged(upload):
    """The same file, whose kind, size and content the system takes; raise ValidationError if not.

    ``media_type`` and the ending are made to fit the content.
    """
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError("文件超过 20 MB，请压缩或拆分后上传", code="size")
    ending, upload.media_type = sniff(upload)
    refuse_infected(upload)
    refuse_classified(upload, ending)
    upload.name = name_as(upload.name, ending)
    return upload


def name_as(name, ending):
    """The plain name of a file with the ending that its content calls for."""
    name = plain_name(name)
    return f"{name.rpartition('.')[0] or name}.{ending}"


def attach(matter, upload, kind, actor):
    """Keep an upload with a matter, in the caller's transaction; None when nothing was handed in.

    The stored name is drawn from the content's hash; the typed name is kept for show only.
    """
    if not upload:
        return None
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    name, upload.name = upload.name, f"{digest.hexdigest()}.{upload.name.rpartition('.')[2]}"
    return Attachment.objects.create(
        matter=matter,
        kind=kind,
        name=name,
        file=upload,
        sha256=digest.hexdigest(),
        size=upload.size,
        media_type=upload.media_type,
        uploaded_by=actor,
    )


def clear_strays(now):
    """Delete the attachments' files that belong to no attachment; return how many.

    A process that was killed, or a step that was rolled back, left them. Only what lies a day is
    looked at: no transaction lasts that long; and what is two months old was looked at before.
    """
    cleared, before = 0, now - timedelta(days=1)
    for month in {now, now.replace(day=1) - timedelta(days=1)}:
        folder = f"attachments/{timezone.localtime(month):%Y/%m}"
        names = {f"{folder}/{name}" for name in _names_in(folder)}
        names -= set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
                cleared += 1
    return cleared


def _names_in(folder):
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
