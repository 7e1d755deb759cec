"""Sheets for the meeting room: sign-in sheets by venue (签到表), seat cards (桌签)."""

from liaison import registry
from liaison.documents import Document
from liaison.papers import fonts
from liaison.papers.tables import Column, Table
from liaison.templatetags.typeset import cn_moment
from meetings.models import Attendance, JointMeeting

Status = JointMeeting.Status
ROWS = 20
"""Rows on a sign-in sheet, so that whoever isn't on the roll finds a place."""
WIDE = 277
"""What of the width of A4 laid across a name may take, in millimetres."""
NAME, UNIT = 60, 7.8
"""Sizes of a short name and of its unit on the card, in millimetres."""


@registry.papers.register
class SignInSheet(Document):
    """签到表: by venue, who is to come, to be signed by hand where no phone is at hand."""

    code = "joint-meeting-sign-in"
    title = "会议签到表"
    model = JointMeeting
    template_name = "documents/meetings/sign_in_sheet.html"
    layout = "form"
    statuses = frozenset({Status.NOTIFIED, Status.HELD})
    is_form = True

    def parts(self, matter):
        return list(matter.venues.all())

    def heading(self, matter):
        return f"{matter.title}签到表"

    def context(self, matter):
        people = matter.attendance.filter(venue=self.part).select_related("unit")
        people = people.exclude(presence=Attendance.Presence.ON_LEAVE)
        rows = [[row.unit_name, row.post, row.name] for row in people]
        rows += [[""] * 3] * max(0, ROWS - len(rows))
        columns = [
            Column("序号", 14, center=True),
            Column("单位", 52),
            Column("职务", 34),
            Column("姓名", 26),
            Column("签名", 30),
        ]
        rows = [[str(number), *row, ""] for number, row in enumerate(rows, 1)]
        return {
            "lines": f"会场：{self.part.name}\n时间：{cn_moment(matter.starts_at)}",
            "table": Table(columns, rows, tall=True),
        }


@registry.papers.register
class SeatCards(Document):
    """桌签: a page a person, the name on both sides when it is folded across."""

    code = "joint-meeting-seat-cards"
    title = "桌签"
    model = JointMeeting
    template_name = "documents/meetings/seat_cards.html"
    layout = "seats"
    statuses = frozenset({Status.NOTIFIED, Status.HELD})
    is_form = True

    def context(self, matter):
        people = matter.attendance.exclude(name="").select_related("unit", "venue")
        away, coming = [], []
        for row in people:
            on_leave = row.presence == Attendance.Presence.ON_LEAVE
            (away if on_leave else coming).append((spaced(row.name), row.unit_name))
        presiding = (spaced(matter.presiding_name), str(matter.presiding_unit))
        if matter.presiding_name and presiding not in away:
            coming.insert(0, presiding)
        return {"cards": [card(name, unit) for name, unit in dict.fromkeys(coming)]}


def card(name, unit):
    """What stands on one card: name and unit, each with its size in millimetres."""
    return name, unit, fitting(name, "hei", NAME), fitting(unit, "kai", UNIT)


def spaced(name):
    """A name of two characters is set apart, as wide as one of three: 王　一."""
    words = name.split()
    bare = "".join(words)
    if bare.isascii():
        return " ".join(words)
    return "　".join(bare) if len(bare) == 2 else bare


def fitting(text, role, largest):
    """The largest size in millimetres, up to ``largest``, at which a line fits on the card."""
    advances = fonts.advances(role)
    width = sum(advances[char] for char in text)
    return min(largest, int(WIDE / width * 10) / 10) if width else largest
