"""The agenda booklet (会议材料汇编): cover, contents, and the agenda that is bound in."""

from liaison import registry
from liaison.documents import Document
from liaison.numerals import numeral
from liaison.papers.volume import Sheet
from liaison.templatetags.typeset import cn_moment
from meetings.models import JointMeeting

Status = JointMeeting.Status


@registry.papers.register
class Cover(Sheet):
    """封面: which meeting, when, who made the booklet up."""

    code = "joint-meeting-booklet-cover"
    title = "会议材料汇编"
    bookmark = "封面"
    model = JointMeeting
    template_name = "documents/meetings/booklet_cover.html"

    def context(self, matter):
        return {"when": cn_moment(matter.starts_at), "office": matter.committee.office.name}


@registry.papers.register
class Contents(Sheet):
    """目录: every paper with its pages, or why it is kept apart."""

    code = "joint-meeting-booklet-contents"
    title = "目录"
    model = JointMeeting
    template_name = "documents/liaison/contents.html"


@registry.papers.register
class Agenda(Document):
    """会议议程: what is dealt with in which order, by whom, how long."""

    code = "joint-meeting-agenda"
    title = "会议议程"
    model = JointMeeting
    template_name = "documents/meetings/agenda.html"
    layout = "form"
    statuses = frozenset({Status.REVIEWING, Status.AGREED, Status.NOTIFIED, Status.HELD})
    is_form = True

    def heading(self, matter):
        return f"{matter.title}议程"

    def context(self, matter):
        return {"body": "\n".join(self.paragraphs(matter))}

    def paragraphs(self, matter):
        """Yield time, places and chair, then an item a paragraph."""
        venues = "、".join(venue.name for venue in matter.venues.all())
        yield f"时间：{cn_moment(matter.starts_at)}"
        yield f"会场：{venues}"
        yield f"主持：{matter.presiding_unit}{matter.presiding_post}{matter.presiding_name}"
        for place, item in enumerate(matter.agenda.select_related("unit"), 1):
            minutes = f"，约{item.minutes}分钟" if item.minutes else ""
            paper = f"，审阅《{item.document_title}》" if item.document_title else ""
            late = "（临时增列）" if item.is_late else ""
            who = f"{item.unit_name}{item.post}{item.name}"
            yield f"{numeral(place)}、{item.title}{late}"
            yield f"{item.get_kind_display()}：{who}{paper}{minutes}。"
