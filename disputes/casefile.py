"""The whole file of a dispute (卷宗) as one PDF: cover, index, papers, uploads, note sheet.

Papers stand in the order of the procedure, then uploads in that of their kinds. Body pages are
numbered through; cover, index and note sheet are not (人民法院诉讼档案管理办法). The reader's
rights decide what is in it: for the court there is a file without the mediation file's parts.
"""

import tempfile
from dataclasses import dataclass

from django.utils import timezone

from disputes.documents import applicants
from disputes.models import Dispute, FileKind
from disputes.models.archiving import CASEFILE
from disputes.models.choices import OF_COURT
from liaison import registry
from liaison.documents import Document, Drawn
from liaison.papers import volume
from liaison.papers.volume import Entry, Sheet, Volume

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
TOO_MUCH = "案卷过大，另存"
MOST_BYTES = volume.MOST_BYTES
"""Uploads that one file takes in."""


@dataclass
class Contents(volume.Contents):
    """What stands in a file: the context of cover, index and note sheet."""

    is_whole: bool = True

    @property
    def summary(self):
        """What the note sheet says of the file as a whole."""
        bound = len(self.bound)
        words = f"本卷收入材料{bound}件，正文{self.pages}页；封面、目录和本表不编页码。"
        if not self.is_whole:
            words += "\n依照有关调解保密的规定，情况说明、会谈笔录等协调化解案卷材料不收入本卷。"
        return words


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


@registry.papers.register
class Cover(Sheet):
    """卷宗封面: whose file it is, what it is about, what came of it, how long it is kept."""

    code = "dispute-cover"
    model = Dispute
    bookmark = "封面"
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
    model = Dispute
    template_name = "documents/disputes/index.html"


@registry.papers.register
class NoteSheet(Sheet):
    """备考表: how many items and pages, what is kept apart and why, who made the file up."""

    code = "dispute-notes"
    model = Dispute
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

    def _draw(self, matter, moment, *, draft, code=""):
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
        papers = registry.papers
        file = Volume(
            matter,
            contents,
            front=[papers[Cover.code], papers[Index.code]],
            back=[papers[NoteSheet.code]],
            mark=matter.number,
            progress=self.progress,
            most_bytes=MOST_BYTES,
            too_much=TOO_MUCH,
        )
        return file.write(stream, f"{self.title} {matter.number}".strip())
