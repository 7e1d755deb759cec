"""The minutes (会议纪要), and how they name who came."""

from django.utils import timezone

from liaison import registry
from liaison.documents import Document
from liaison.papers.blocks import Body, Colophon, Labelled, MinutesHead, Title
from liaison.templatetags.typeset import cn_date
from meetings.models import Attendance, JointMeeting

Status = JointMeeting.Status


@registry.papers.register
class JointMeetingMinutes(Document):
    """会议纪要: drawn up of the text that was signed; issued without a seal (GB/T 9704 §10.3).

    It is found by the meeting's number; its own number stands in its head.
    """

    code = "joint-meeting-minutes"
    title = "会议纪要"
    model = JointMeeting
    template_name = "documents/meetings/joint_meeting_minutes.html"
    layout = "minutes"
    statuses = frozenset({Status.DRAFTED, Status.COUNTERSIGNING, Status.COUNTERSIGNED})
    has_docx = is_archival = is_checked = True

    def heading(self, matter):
        return f"{matter.title}纪要"

    def own_number(self, matter):
        return matter.minutes.number

    def issuer(self, matter):
        return str(matter.committee.office)

    def blocks(self, matter):
        minutes, series = matter.minutes, matter.series
        office = matter.committee.office.name
        dated = cn_date(minutes.issued_on or timezone.localdate())
        number = minutes.number or f"{series.minutes_prefix}〔　　〕　号"
        return [
            MinutesHead(series.minutes_mark, number, office, dated),
            Title(self.heading(matter)),
            Body(minutes.body),
            Labelled(tuple(attendance_lines(matter))),
            Colophon("分送：", minutes.distribution, office, dated),
        ]


def attendance_lines(meeting):
    """Yield (label, text) for 出席, 请假, 列席: a line a venue, people by unit, post and name."""
    rows = list(meeting.attendance.select_related("unit", "venue"))
    several = len({row.venue_id for row in rows}) > 1
    kinds = Attendance.Presence
    for presence in (kinds.PRESENT, kinds.ON_LEAVE, kinds.OBSERVING):
        venues = {}
        for row in rows:
            if row.presence == presence:
                venues.setdefault(row.venue, []).append(row)
        lines = []
        for venue, present in venues.items():
            where = f"{venue.name}{'主会场' if venue.is_main else '分会场'}："
            lines.append(f"{where if several else ''}{people(present)}。")
        if lines:
            yield f"{presence.label}：", "\n".join(lines)


def people(rows):
    """Name people by unit: a unit's people together, units that send the same post together.

    延边中院院长崔正言、常务副院长许松涛，长白山司法局、长白山公安局主要负责人.
    """
    groups = []
    for row in rows:
        last = groups[-1] if groups else None
        if last and last["units"] == [row.unit_name]:
            last["who"].append(person(row))
        elif last and not row.name and last["who"] == [person(row)]:
            last["units"].append(row.unit_name)
        else:
            groups.append({"units": [row.unit_name], "who": [person(row)]})
    return "，".join("、".join(group["units"]) + "、".join(group["who"]) for group in groups)


def person(row):
    """Post and name in a row: 院长崔正言; for whom they stand, in brackets."""
    stands_for = f"（代{row.substitute_for}）" if row.substitute_for else ""
    return f"{row.post}{row.name}{stands_for}"
