"""Long works of meetings: the agenda booklet (会议材料汇编) as one PDF."""

import tempfile

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils import timezone

from liaison import registry
from liaison.papers import volume
from liaison.papers.volume import Entry, Volume
from liaison.works import Kind, Result
from meetings.documents.booklet import Contents, Cover
from meetings.documents.ledger import drawn_ledger
from meetings.models import JointMeeting, ResolvedItem, Topic
from meetings.models.calling import BOOKLET


@registry.works.register
class Booklet(Kind):
    """会议材料汇编: for whoever may see the meeting, of what they may read of it."""

    code = BOOKLET
    label = "会议材料汇编"
    icon = "file-type-pdf"

    def run(self, work, progress):
        meeting = self.meeting_of(work, work.owner)
        if meeting is None:
            raise ValidationError("该会议已不在您的查看范围内")
        contents = volume.Contents(
            list(entries_of(meeting, work.owner)),
            compiler=str(work.owner),
            made_on=timezone.localdate(),
        )
        made = Volume(
            meeting,
            contents,
            front=[registry.papers[Cover.code], registry.papers[Contents.code]],
            mark=meeting.number,
            progress=progress,
        )
        stream = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been kept
        try:
            made.write(stream, f"{meeting.title}材料汇编")
        except BaseException:
            stream.close()
            raise
        stream.seek(0)
        apart = len(contents.apart)
        rest = f"，{apart}件不能并入，见目录" if apart else ""
        message = f"共{len(contents.entries)}件材料，正文{contents.pages}页{rest}"
        name = meeting.number or meeting.title[:80]
        return Result(message, File(stream), f"会议材料 {name}.pdf")

    def meeting_of(self, work, user):
        meetings = JointMeeting.objects.visible_to(user).with_listing()
        return meetings.filter(pk=work.object_id).first()

    def may_read(self, work, user):
        return self.meeting_of(work, user) is not None


def entries_of(meeting, user):
    """The lines of the contents, in order: notice, agenda, ledger, then the papers by item."""
    office = meeting.committee.office
    notice = meeting.papers_seen_by(user).filter(code="joint-meeting-notice").first()
    if notice:
        issued = timezone.localdate(notice.issued_at)
        yield Entry(notice.title, office.short_name, issued, notice.number, kept=notice)
    agenda = registry.papers["joint-meeting-agenda"]
    yield Entry("会议议程", office.short_name, meeting.day, draw=lambda: agenda.render(meeting))
    yield from _ledger(meeting, user)
    topics = Topic.objects.visible_to(user).in_bulk(
        item.topic_id for item in meeting.agenda.all() if item.topic_id
    )
    for place, item in enumerate(meeting.agenda.select_related("unit"), 1):
        if topic := topics.get(item.topic_id):
            for upload in topic.attachments_seen_by(user).order_by("pk"):
                title = f"议题{place}：{upload.name.rpartition('.')[0] or upload.name}"
                day = timezone.localdate(upload.uploaded_at)
                yield Entry(title, item.unit_name, day, kept=upload)


def _ledger(meeting, user):
    """The ledger of the undone items on which the agenda has a report, if there are any."""
    reported = meeting.agenda.filter(carried__isnull=False).values("carried")
    items = ResolvedItem.objects.visible_to(user).filter(pk__in=reported)
    items = items.with_ledger().order_by("due_on", "pk")
    if items:
        today = timezone.localdate()
        yield Entry(
            "议定事项督办台账",
            meeting.committee.office.short_name,
            today,
            draw=lambda: drawn_ledger(items, today),
        )
