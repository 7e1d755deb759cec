"""A committee's office at work, for the demo's meetings."""

from datetime import datetime, time, timedelta
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.html import format_html

from liaison.clock import calendars
from liaison.documents import draw
from liaison.uploads import sniff
from meetings.models import ItemReport, JointMeeting, MeetingSeries, Topic

SERIES = {
    "changbaishan": ("府院联席会议", "长府院联", "长府院纪", "长白山府院联席会议纪要"),
    "daqing": ("府院沟通协调联席会议", "庆府院联", "庆府院纪", "大庆府院联席会议纪要"),
}
CLERKS = {
    "guanweihui": "gwh_clerk",
    "yanbian": "yanbian_clerk",
    "baishan": "baishan_clerk",
    "gwh_justice": "justice",
    "gwh_market": "market_clerk",
    "gwh_police": "police_clerk",
    "fusong": "fusong_clerk",
    "chibei_land": "land_clerk",
}
OTHERS = "各行政争议协调化解中心"
RECEIVING = ("yanbian_clerk", "justice")
LEADERS = ("gwh_leader", "yanbian_president", "baishan_president")


def workday(days):
    """The working day nearest to ``days`` from today: back in the past, on in the future."""
    calendar, day = calendars.in_force(), timezone.localdate() + timedelta(days=days)
    while not calendar.is_working(day):
        day += timedelta(days=1 if days > 0 else -1)
    return day


def at_nine(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


def at_noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


@cache
def page(title):
    html = format_html(
        '<html lang="zh-CN"><body class="form"><h1 class="title">{}</h1>'
        "<p>演示材料，内容从略。</p></body></html>",
        title,
    )
    return draw(html, "form").pdf


def scan(title):
    """A page that stands for a scanned proof, as an upload."""
    file = SimpleUploadedFile(f"{title}.pdf", page(title))
    file.media_type = sniff(file)[1]
    return file


class Secretariat:
    """A committee's office with its clerk, calling meetings of its series."""

    def __init__(self, cast, key):
        self.cast = cast
        self.committee = cast.committees[key]
        self.clerk = cast.people["office" if key == "changbaishan" else "dq_office"]
        name, number_prefix, minutes_prefix, mark = SERIES[key]
        self.series, _ = MeetingSeries.objects.get_or_create(
            committee=self.committee,
            name=name,
            defaults={
                "number_prefix": number_prefix,
                "minutes_prefix": minutes_prefix,
                "minutes_mark": mark,
                "interval_months": 12 if key == "daqing" else 0,
                "promised_since": timezone.localdate() - timedelta(days=320),
            },
        )

    def plan(self, **data):
        return JointMeeting.plan(
            actor=self.clerk,
            initiator=self.committee.office,
            committee=self.committee,
            series=self.series,
            **data,
        )

    def approve(self, meeting, on):
        """Have the agenda approved by each co-chair's unit (审定议程)."""
        meeting.submit_agenda(actor=self.clerk)
        for leader in LEADERS:
            meeting.agree_agenda(actor=self.cast.people[leader], on=on)

    def venues(self, rows):
        return [
            {
                "name": row["name"],
                "is_main": place == 0,
                "host": self.cast.units[row["host"]],
                "place": row.get("place", ""),
                "room": None,
            }
            for place, row in enumerate(rows)
        ]

    def agenda(self, rows):
        blank = {"other_unit": "", "post": "", "name": "", "document_title": "", "minutes": None}
        return [blank | row | {"unit": self.cast.units[row["unit"]]} for row in rows]

    def topic(self, row, on):
        """Have a member unit propose a topic, with one paper (提出议题)."""
        return Topic.propose(
            actor=self.cast.people[row["clerk"]],
            initiator=self.cast.units[row["unit"]],
            committee=self.committee,
            series=self.series,
            on=on,
            title=row["title"],
            reason=row["reason"],
            presenter_post=row["presenter_post"],
            document_title=row["document_title"],
            minutes=row["minutes"],
            papers=[scan(row["document_title"] or row["title"])],
        )

    def answer(self, meeting, clerk, post, name, venue=0, substitute_for=""):
        """Have a unit say who comes (报送回执)."""
        row = {"presence": "present", "venue": meeting.venues.all()[venue], "leave_reason": ""}
        row |= {"post": post, "name": name, "substitute_for": substitute_for}
        meeting.answer_notice(actor=self.cast.people[clerk], people=[row])

    def attend(self, meeting, by_venue):
        places = {venue.name: venue for venue in meeting.venues.all()}
        rows = [
            {
                "venue": places[name],
                "presence": presence,
                "unit": self.cast.units[unit],
                "other_unit": "",
                "post": post,
                "name": person,
                "leave_reason": "",
                "substitute_for": "",
            }
            for name, people in by_venue.items()
            for presence, unit, post, person in people
        ]
        meeting.record_attendance(actor=self.clerk, revision=meeting.revision, attendance=rows)

    def hold(self, meeting, on, rows):
        units = self.cast.units
        decisions = [
            {
                "title": row["title"],
                "content": row["content"],
                "lead": units[row["lead"]],
                "assisting": [units[key] for key in row["assisting"]],
                "due_on": row["due_on"],
            }
            for row in rows
        ]
        meeting.hold(actor=self.clerk, on=on, revision=meeting.revision, decisions=decisions)

    def sign_out(self, meeting, body, sent_on, signed_on, issued_on):
        """Minutes, from the draft to the issue, each signature by the leader who gives it."""
        meeting.draft_minutes(actor=self.clerk, body=body, revision=0)
        meeting.send_to_countersign(actor=self.clerk, on=sent_on)
        for leader, on in zip(LEADERS, signed_on, strict=True):
            meeting.countersign(
                actor=self.cast.people[leader], on=on, sha256=meeting.minutes.sha256
            )
        meeting.issue_minutes(actor=self.clerk, on=issued_on, others=OTHERS)
        for name in RECEIVING:
            meeting.receive_minutes(actor=self.cast.people[name])

    def report(self, item, lead, on, text, *, done):
        kind = ItemReport.Kind.COMPLETION if done else ItemReport.Kind.PROGRESS
        proof = scan("办理情况说明") if done else None
        clerk = self.cast.people[CLERKS[lead]]
        item.report(actor=clerk, on=on, kind=kind, text=text, proof=proof)
