"""Papers of joint meetings: the notice (会议通知) and the minutes (会议纪要)."""

from django.utils import timezone

from liaison import registry
from liaison.documents import Document
from liaison.templatetags.typeset import cn_moment
from meetings.models import Attendance, JointMeeting
from meetings.models.series import member_units

Status = JointMeeting.Status


class JointMeetingNotice(Document):
    """会议通知: a letter of the office to every member unit, issued when the meeting is called."""

    code = "joint-meeting-notice"
    title = "会议通知"
    model = JointMeeting
    template_name = "documents/meetings/joint_meeting_notice.html"
    layout = "letter"
    statuses = frozenset({Status.PLANNED})

    def heading(self, matter):
        return f"关于召开{matter.title}的通知"

    def context(self, matter):
        committee = matter.committee
        series = matter.series
        return {
            "mark": committee.office.name,
            "number": matter.number or f"{series.number_prefix}〔　　〕　号",
            "recipients": addressees(member_units(committee)),
            "body": "\n".join(self.paragraphs(matter)),
            "issuer": committee.office.name,
            "notified_on": matter.notified_on or timezone.localdate(),
        }

    def paragraphs(self, matter):
        """Yield the text: what is called, when, where, on what, and what is asked for."""
        venues = list(matter.venues.select_related("host"))
        form = "以视频形式" if len(venues) > 1 else ""
        yield f"经研究，决定{form}召开{matter.title}。现将有关事项通知如下："
        yield "一、会议时间"
        yield f"{cn_moment(matter.starts_at)}。"
        yield "二、会议地点"
        others = f"；视频分会场：{'、'.join(map(at, venues[1:]))}" if len(venues) > 1 else ""
        yield f"主会场：{at(venues[0])}{others}。"
        yield "三、会议议程"
        yield f"会议由{matter.presiding_unit}{matter.presiding_post}主持。"
        for rank, item in enumerate(matter.agenda.select_related("unit"), start=1):
            paper = f"《{item.document_title}》，" if item.document_title else ""
            yield f"{rank}.{item.title}（{paper}{item.unit_name}{item.post}）。"
        if matter.requirements.strip():
            yield "四、有关要求"
            yield matter.requirements


def addressees(units):
    """Name the units called, or where that takes more than two lines, all of them as one."""
    names = "、".join(unit.short_name for unit in units)
    return names if len(names) <= 54 else "委员会各成员单位"


def at(venue):
    """A venue with its place, where one was named."""
    return f"{venue.name}（{venue.place}）" if venue.place else venue.name


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

    def heading(self, matter):
        return f"{matter.title}纪要"

    def context(self, matter):
        minutes, series = matter.minutes, matter.series
        office = matter.committee.office
        return {
            "mark": series.minutes_mark,
            "number": minutes.number or f"{series.minutes_prefix}〔　　〕　号",
            "office": office.name,
            "dated": minutes.issued_on or timezone.localdate(),
            "body": minutes.body,
            "attendance": list(attendance_lines(matter)),
            "distribution": minutes.distribution,
        }


def attendance_lines(meeting):
    """Yield (label, text) for 出席, 请假, 列席: a line a venue, people by unit, post and name."""
    rows = list(meeting.attendance.select_related("unit", "venue"))
    several = len({row.venue_id for row in rows}) > 1
    for presence in Attendance.Presence:
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


registry.papers.register(JointMeetingNotice())
registry.papers.register(JointMeetingMinutes())
