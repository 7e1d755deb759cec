"""Papers (文书): one class a kind of paper; preview draws it, issue freezes it.

A mechanism's ``documents.py`` subclasses ``Document`` and registers it. What was issued is
bytes with a hash: it is read back, never drawn again.
"""

import copy
import hashlib
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone

from liaison import checkcodes, typesetting
from liaison.models import IssuedPaper
from liaison.papers import fonts, footmark, word
from liaison.papers.blocks import Block


class TamperedPaper(Exception):
    """An issued paper's file is gone or no longer has the bytes that were issued."""


class Drawn(NamedTuple):
    """A drawn paper: its bytes, its pages, and the characters no font could draw."""

    pdf: bytes
    pages: int
    unprintable: list[str]


class Document:
    """A kind of paper. ``layout`` names its style sheet beside the base sheet.

    ``statuses`` are those of the matter in which the paper can be drawn up. ``number`` is the
    matter's number, by which an issued paper is found; the paper's own number, where it has
    another, belongs into the context.

    A paper of which a matter has several belongs to a ``part`` of it (a session, an appointment):
    ``paper.of(session).issue(matter, actor)``. Each part's versions are counted by themselves.
    A form (``is_form``) is filled in by hand: before it is issued, if ever, it is no draft.

    A paper that ``is_checked`` bears a check code (校验码) by which anybody logged in can verify
    a printed copy: only what may be known by title to whoever holds it.

    What must still be legible in thirty years ``is_archival``: issued, it is PDF/A.

    A paper that ``has_docx`` says in ``blocks`` what it consists of; the PDF and a docx beside
    it are both made of them.
    """

    code = ""
    title = ""
    template_name = ""
    model = None
    layout = "form"
    statuses = frozenset()
    is_form = False
    before_opening = False
    """The form is handed out empty, too, before there is a matter."""
    has_docx = False
    is_archival = False
    is_checked = False
    part = None

    def of(self, part):
        """This paper, of one part of the matter."""
        bound = copy.copy(self)
        bound.part = part
        return bound

    @property
    def ref(self) -> str:
        """What tells this paper from those of the matter's other parts: ``session:7``."""
        return f"{self.part._meta.model_name}:{self.part.pk}" if self.part else ""

    def parts(self, matter):
        """The parts of ``matter`` of which such a paper can be drawn up now; None is the whole."""
        return [None]

    def drafts(self, matter):
        """Yield this paper as it can be drawn up of ``matter`` now: once, or of each part."""
        if self.available(matter):
            yield from map(self.of, self.parts(matter))

    def available(self, matter) -> bool:
        """Say whether this paper can be drawn up of ``matter`` in its present status."""
        return isinstance(matter, self.model) and matter.status in self.statuses

    def context(self, matter) -> dict:
        """What the template needs besides ``matter``, ``document`` and ``issued_on``."""
        return {}

    def blocks(self, matter) -> list[Block]:
        """What the paper consists of, in the order of print; the template is handed it too."""
        return []

    def label(self, matter) -> str:
        """What it is called in a list while it is not issued yet."""
        return f"{self.title}：{self.part}" if self.part else self.title

    def number(self, matter) -> str:
        return matter.number

    def heading(self, matter) -> str:
        """The title of this very paper, for lists and the file's properties."""
        return self.title

    def own_number(self, matter) -> str:
        """The number in its head, where that is another than the one by which it is found."""
        return self.number(matter)

    def issuer(self, matter) -> str:
        """In whose name it is issued, for whoever verifies a copy."""
        return str(matter.initiator)

    def withdrawal(self, matter) -> str:
        """Why the issued paper no longer holds, in words; empty as long as it does."""
        return ""

    def render(self, matter) -> bytes:
        """Draw a preview, marked as not issued; a character no font has is shown as 〓."""
        return self._draw(matter, timezone.now(), draft=not self.is_form).pdf

    def docx(self, matter, moment=None, *, note="") -> bytes:
        """Write the paper as a docx, with ``note`` at the head of each page."""
        moment = moment or timezone.now()
        return word.written(self.blocks(matter), self.heading(matter), moment, note=note)

    def blank(self, unit) -> bytes:
        """Draw a form with nothing filled in, as ``unit`` hands it out."""
        return self.render(self.model(initiator=unit))

    def issue(self, matter, actor) -> IssuedPaper:
        """Freeze the paper in the caller's transaction: draw it once, keep bytes and hash.

        Issued again, it is a new version beside the old. Raises ValidationError when a
        character of it can't be printed, so that no name goes out with a hole in it.
        """
        now = timezone.now()
        code = checkcodes.draw() if self.is_checked else ""
        drawn = self._draw(matter, now, draft=False, code=code)
        if drawn.unprintable:
            raise ValidationError(
                f"没有字库可以印出这些字：{'、'.join(drawn.unprintable)}，请改用其他写法。"
            )
        digest = hashlib.sha256(drawn.pdf).hexdigest()
        content_type = ContentType.objects.get_for_model(matter)
        same = {"content_type": content_type, "object_id": matter.pk, "code": self.code}
        same["part"] = self.ref
        latest = IssuedPaper.objects.filter(**same).aggregate(latest=Max("version"))["latest"]
        return IssuedPaper.objects.create(
            **same,
            number=self.number(matter),
            title=self.heading(matter)[:200],
            version=(latest or 0) + 1,
            file=_keep(drawn.pdf, digest),
            docx=self._keep_docx(matter, now) if self.has_docx else "",
            sha256=digest,
            check_code=code,
            pages=drawn.pages,
            issued_by=actor,
        )

    def _keep_docx(self, matter, moment):
        content = self.docx(matter, moment)
        return _keep(content, hashlib.sha256(content).hexdigest(), "docx")

    def _draw(self, matter, moment, *, draft, code=""):
        html = render_to_string(
            self.template_name,
            {
                "document": self,
                "matter": matter,
                "heading": self.heading(matter),
                "issued_on": timezone.localdate(moment),
                "moment": moment,
                "draft": draft,
                "foot": footmark.foot(code) if self.is_checked else "",
                "picture": footmark.picture(code) if code else "",
                "blocks": self.blocks(matter),
                **self.context(matter),
            },
        )
        return draw(html, self.layout, archival=self.is_archival and not draft)


def draw(html: str, layout: str, *, archival: bool = False) -> Drawn:
    """Draw a paper's HTML with the base sheet and that of its layout; ``archival`` as PDF/A.

    The same HTML gives the same bytes. Raises UnsafePaper when the HTML or a sheet asks for
    anything but our own assets.
    """
    from liaison.papers import drawing  # noqa: PLC0415 - slow to load; few processes draw

    html = typesetting.drop(html)
    lacking = fonts.unprintable(html)
    html = html.translate({ord(char): "〓" for char in lacking})
    pdf, pages, missing = drawing.draw(html, layout, archival=archival)
    return Drawn(pdf, pages, lacking + missing)


def _keep(content, digest, ending="pdf"):
    """Write the file under its content's name and return the name; mend a half-written one."""
    name = f"papers/{digest[:2]}/{digest}.{ending}"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            if file.read() == content:
                return name
        default_storage.delete(name)
    saved = default_storage.save(name, ContentFile(content))
    if saved != name:  # another issue of the very same bytes was quicker
        default_storage.delete(saved)
    return name


def frozen(paper: IssuedPaper) -> bytes:
    """Return the bytes of an issued paper as they were handed out.

    Raises TamperedPaper when the file is missing or its hash is not the one recorded.
    """
    try:
        with paper.file.open("rb") as file:
            content = file.read()
    except OSError as error:
        raise TamperedPaper(f"印发文书的文件读不到：{paper.file.name}（{error}）") from error
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise TamperedPaper(f"印发文书的文件与印发时不一致：{paper.file.name}")
    return content
