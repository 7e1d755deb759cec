"""The whole file of a dispute (卷宗) as one PDF: cover, index, papers, uploads, note sheet.

Papers stand in the order of the procedure, then uploads in that of their kinds. Body pages are
numbered through; cover, index and note sheet are not (人民法院诉讼档案管理办法). The reader's
rights decide what is in it: for the court there is a file without the mediation file's parts.
"""

import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from disputes.documents import applicants
from disputes.models import Dispute, FileKind
from disputes.models.archiving import CASEFILE
from disputes.models.choices import OF_COURT
from liaison import documents, registry
from liaison.documents import Document, Drawn
from liaison.papers.binding import Binder, Reader, Unbound

ORDER = (
    "dispute-application",
    "dispute-guidance",
    "dispute-assignment",
    "dispute-acceptance",
    "dispute-refusal",
    "dispute-appointment",
    "dispute-disclosure",
    "dispute-recusal-decision",
    "dispute-session-notice",
    "dispute-authorisation",
    "dispute-attendance",
    "dispute-record",
    "dispute-undisputed",
    "dispute-extension-consent",
    "dispute-stay",
    "dispute-resumption",
    "dispute-restart",
    "dispute-termination",
    "dispute-agreement",
    "dispute-performance",
    "dispute-report",
    "dispute-transfer-list",
)
"""Papers as the procedure makes them; what is not named comes after, in order of issue."""
KINDS = {"application/pdf": "pdf", "image/jpeg": "picture", "image/png": "picture"}
APART = "不是 PDF 或者图片，另存"
TOO_MUCH = "案卷过大，另存"
MOST_BYTES = 100 * 1024 * 1024
"""Uploads that one file takes in; what comes after is kept apart, so that memory is bounded."""
SHEETS = 3


@dataclass
class Entry:
    """One line of the index: what it is, whose, of when, on which pages."""

    title: str
    source: str
    dated: date
    number: str = ""
    kept: object = None
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


@dataclass
class Contents:
    """What stands in a file, and who made it up: the context of cover, index and note sheet."""

    entries: list = field(default_factory=list)
    compiler: str = ""
    made_on: date | None = None
    is_whole: bool = True

    @property
    def pages(self):
        return sum(entry.pages for entry in self.entries)

    @property
    def summary(self):
        """What the note sheet says of the file as a whole."""
        bound = len(self.bound)
        words = f"本卷收入材料{bound}件，正文{self.pages}页；封面、目录和本表不编页码。"
        if not self.is_whole:
            words += "\n依照有关调解保密的规定，情况说明、会谈笔录等协调化解案卷材料不收入本卷。"
        return words

    @property
    def bound(self):
        return [entry for entry in self.entries if entry.pages]

    @property
    def apart(self):
        """What belongs to the file but is not bound into it, each with its reason."""
        return [entry for entry in self.entries if not entry.pages]


def entries_of(matter, user):
    """The lines of the index, in order: what ``user`` may read of the file."""
    place = {code: number for number, code in enumerate(ORDER)}
    papers = matter.papers_seen_by(user).exclude(code=CaseFile.code)
    papers = sorted(
        papers, key=lambda each: (place.get(each.code, len(ORDER)), each.issued_at, each.pk)
    )
    kinds = {kind: number for number, kind in enumerate(FileKind.values)}
    uploads = matter.attachments_seen_by(user).select_related("uploaded_by")
    uploads = sorted(uploads, key=lambda each: (kinds.get(each.kind, len(kinds)), each.pk))
    return [
        *(
            Entry(
                each.title,
                str(_sender(matter, each.code)),
                _dated(matter, each),
                each.number,
                each,
            )
            for each in papers
        ),
        *(
            Entry(
                f"{each.kind}：{each.name}",
                str(each.uploaded_by),
                timezone.localdate(each.uploaded_at),
                kept=each,
            )
            for each in uploads
        ),
    ]


def _sender(matter, code):
    """Whose paper it is; what is not made any more was the centre's."""
    made_still = code in registry.papers
    return registry.papers[code].sender(matter) if made_still else matter.centre.unit


def _dated(matter, kept):
    """The day on the paper; of a form, and of what belongs to a part, the day of its issue."""
    made_still = kept.code in registry.papers and not kept.part
    dated = getattr(registry.papers[kept.code], "dated", None) if made_still else None
    return (dated and dated(matter)) or timezone.localdate(kept.issued_at)


class Sheet(Document):
    """A sheet of the file that is drawn with it, and has no page number."""

    model = Dispute
    layout = "casefile"

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


@registry.papers.register
class Cover(Sheet):
    """卷宗封面: whose file it is, what it is about, what came of it, how long it is kept."""

    code = "dispute-cover"
    title = "行政争议协调化解卷宗"
    template_name = "documents/disputes/cover.html"

    def context(self, matter):
        return {"facts": list(self.facts(matter)), "archive": list(self.archive(matter))}

    def facts(self, matter):
        """What stands on the cover, line by line; an empty line stays, to be written on."""
        case = f"　{matter.court_case}" if matter.court_case else ""
        yield "争议事项", matter.title
        yield "申请人", applicants(matter)
        yield "被申请机关", matter.respondent.name
        yield "有关法院", f"{self.court(matter) or '—'}{case}"
        yield "来源", f"{matter.get_source_display()}（{matter.get_stage_display()}）"
        yield "受理日期", cn_day(matter.accepted_on)
        yield "终结日期", cn_day(matter.ended_on)
        yield "结果", matter.get_outcome_display() or matter.get_status_display()
        yield "调解员", str(matter.mediator or "—")

    @staticmethod
    def court(matter):
        """The court concerned: the one that brought the dispute, where no other is named."""
        return matter.court or (matter.initiator if matter.source in OF_COURT else None)

    def archive(self, matter):
        yield "归档日期", cn_day(matter.archived_on)
        yield "保管期限", matter.get_retention_display()


@registry.papers.register
class Index(Sheet):
    """卷内目录: every paper and upload with its pages, or why it is kept apart."""

    code = "dispute-index"
    title = "卷内目录"
    template_name = "documents/disputes/index.html"


@registry.papers.register
class NoteSheet(Sheet):
    """备考表: how many items and pages, what is kept apart and why, who made the file up."""

    code = "dispute-notes"
    title = "备考表"
    template_name = "documents/disputes/notes.html"


def cn_day(day):
    return f"{day.year}年{day.month}月{day.day}日" if day else "—"


class CaseFile(Document):
    """卷宗: frozen when the dispute is archived; made up anew for whoever asks before that.

    It is made of papers and no paper of its own: it has no template, and no preview.
    """

    code = CASEFILE
    title = "行政争议协调化解卷宗"
    model = Dispute

    def __init__(self, user=None, progress=None):
        self.user, self.progress = user, progress

    def _draw(self, matter, moment, *, draft):
        with tempfile.TemporaryFile() as stream:
            contents = self.write(matter, stream)
            stream.seek(0)
            return Drawn(stream.read(), contents.pages, [])

    def write(self, matter, stream):
        """Write the file to ``stream``, as far as ``user`` may read it; return its contents."""
        contents = Contents(
            entries_of(matter, self.user),
            str(self.user),
            timezone.localdate(),
            is_whole=matter.may_read_file(self.user),
        )
        with tempfile.TemporaryDirectory(prefix="casefile-") as folder:
            self._gather(contents, Path(folder))
            self._bind(matter, contents, stream, Path(folder))
        return contents

    def _tell(self, done, contents, message):
        if self.progress:
            self.progress.step(done, len(contents.entries) + SHEETS, message)

    def _gather(self, contents, folder):
        """Have every upload and paper lie in ``folder`` as a PDF, and count its pages."""
        left = MOST_BYTES
        with Reader() as reader:
            for number, entry in enumerate(contents.entries):
                self._tell(number, contents, f"正在整理：{entry.title}")
                entry.first = contents.pages + 1
                entry.path = folder / f"{number}.pdf"
                size = getattr(entry.kept, "size", 0)
                if size > left:
                    entry.note = TOO_MUCH
                    continue
                left -= size
                take_in(entry, reader)

    def _bind(self, matter, contents, stream, folder):
        binder, count = Binder(), len(contents.entries)
        self._tell(count, contents, "正在编排封面、目录和页码")
        sheets = {}
        for sheet in (Cover, Index, NoteSheet):
            sheets[sheet] = folder / f"{sheet.code}.pdf"
            sheets[sheet].write_bytes(registry.papers[sheet.code].drawn(matter, contents))
        self._tell(count + 1, contents, "正在装订")
        binder.add(sheets[Cover], "封面")
        binder.add(sheets[Index], Index.title)
        first = binder.pages
        for entry in contents.bound:
            binder.add(entry.path, entry.title)
        if contents.pages:
            stamps = folder / "stamps.pdf"
            stamps.write_bytes(numbers(matter, contents.pages))
            binder.number(stamps, first, contents.pages)
        binder.add(sheets[NoteSheet], NoteSheet.title)
        self._tell(count + 2, contents, "正在保存")
        binder.write(stream, Title=f"{self.title} {matter.number}".strip())


def take_in(entry, reader):
    """Write an entry's pages to its path and count them; or note why it is kept apart."""
    kind = KINDS.get(getattr(entry.kept, "media_type", "application/pdf"))
    if kind is None:
        entry.note = APART
        return
    source = entry.path.with_suffix(".source")
    try:
        with default_storage.open(entry.kept.file.name) as kept, source.open("wb") as copy:
            for chunk in kept.chunks():
                copy.write(chunk)
        entry.pages = reader.leaves(kind, source, entry.path)
    except FileNotFoundError:
        entry.note = "文件不在存储中，无法并入"
    except Unbound as reason:
        entry.note = str(reason)
    source.unlink(missing_ok=True)


def numbers(matter, count):
    """A PDF of ``count`` pages that have nothing on them but the number at the foot."""
    html = render_to_string(
        "documents/disputes/stamps.html",
        {"number": matter.number, "count": count, "pages": range(1, count + 1)},
    )
    return documents.draw(html, "casefile").pdf
