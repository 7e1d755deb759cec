"""The notice (会议通知), by which the office calls a meeting."""

from django.utils import timezone

from liaison import registry
from liaison.documents import Document
from liaison.templatetags.typeset import cn_moment
from meetings.models import JointMeeting
from meetings.models.series import member_units

Status = JointMeeting.Status


@registry.papers.register
class JointMeetingNotice(Document):
    """会议通知: a letter of the office to every member unit, issued when the meeting is called."""

    code = "joint-meeting-notice"
    title = "会议通知"
    model = JointMeeting
    template_name = "documents/meetings/joint_meeting_notice.html"
    layout = "letter"
    statuses = frozenset({Status.PLANNED})
    is_checked = True

    def heading(self, matter):
        changed = "更改" if matter.notice_version > 1 else "召开"
        return f"关于{changed}{matter.title}的通知"

    def issuer(self, matter):
        return str(matter.committee.office)

    def withdrawal(self, matter):
        return "会议已取消，通知作废" if matter.status == Status.CANCELLED else ""

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
        venues = list(matter.venues.select_related("host", "room"))
        form = "以视频形式" if len(venues) > 1 else ""
        if matter.notice_version > 1:
            yield f"{matter.title}的安排有更改，以本通知为准。现将有关事项通知如下："
        else:
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
        if matter.receipt_by or matter.requirements.strip():
            yield "四、有关要求"
        if matter.receipt_by:
            by = f"{matter.receipt_by.month}月{matter.receipt_by.day}日"
            yield f"请于{by}前在府院联动工作平台报送参会人员；不能参会的，写明事由。"
        if matter.requirements.strip():
            yield matter.requirements


def addressees(units):
    """Name the units called, or where that takes more than two lines, all of them as one."""
    names = "、".join(unit.short_name for unit in units)
    return names if len(names) <= 54 else "委员会各成员单位"


def at(venue):
    """A venue with its place, where one was named."""
    return f"{venue.name}（{venue.whereabouts}）" if venue.whereabouts else venue.name
