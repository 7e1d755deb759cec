"""The demo's meetings: that of 2 July 2020 as it was, one that is being followed up, one to come.

Every natural person is invented; units, dates, venues, documents and posts of the first are
the real ones.
"""

import tomllib
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html

from liaison import registry
from liaison.clock import calendars
from liaison.documents import draw
from liaison.uploads import sniff
from meetings.drafting import drafted_body, duty
from meetings.models import ItemReport, JointMeeting, MeetingSeries

FIRST = tomllib.loads((Path(__file__).parent / "data" / "demo_2020.toml").read_text())
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
DISTRIBUTION = "委员会各成员单位，各行政争议协调化解中心"
LEADERS = ("gwh_leader", "yanbian_president", "baishan_president")


def workday(days):
    """The working day nearest to ``days`` from today: back in the past, on in the future."""
    calendar, day = calendars.in_force(), timezone.localdate() + timedelta(days=days)
    while not calendar.is_working(day):
        day += timedelta(days=1 if days > 0 else -1)
    return day


def at_nine(day):
    return timezone.make_aware(datetime.combine(day, time(9)))


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

    def venues(self, rows):
        return [
            {
                "name": row["name"],
                "is_main": place == 0,
                "host": self.cast.units[row["host"]],
                "place": row.get("place", ""),
            }
            for place, row in enumerate(rows)
        ]

    def agenda(self, rows):
        blank = {"other_unit": "", "post": "", "name": "", "document_title": ""}
        return [blank | row | {"unit": self.cast.units[row["unit"]]} for row in rows]

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
        meeting.issue_minutes(actor=self.clerk, on=issued_on, distribution=DISTRIBUTION)

    def report(self, item, lead, on, text, *, done):
        kind = ItemReport.Kind.COMPLETION if done else ItemReport.Kind.PROGRESS
        proof = scan("办理情况说明") if done else None
        clerk = self.cast.people[CLERKS[lead]]
        item.report(actor=clerk, on=on, kind=kind, text=text, proof=proof)


class Meetings:
    """Builds what is not there yet; each meeting is there whole or not at all."""

    code = "meetings"
    order = 20

    def build(self, cast):
        changbaishan, daqing = Secretariat(cast, "changbaishan"), Secretariat(cast, "daqing")
        for name, build in (
            (FIRST["title"], lambda: first(changbaishan)),
            (FOREST["title"], lambda: followed_up(changbaishan)),
            ("第二次府院联席会议", lambda: second(changbaishan)),
            ("年度府院沟通协调联席会议", lambda: yearly(daqing)),
        ):
            if not JointMeeting.objects.filter(title=name).exists():
                with transaction.atomic():
                    build()


def first(office):
    """The meeting of 2 July 2020 (第一次府院联席会议), to the last item done that year."""
    meeting = office.plan(
        title=FIRST["title"],
        kind=JointMeeting.Kind.REGULAR,
        ordinal=1,
        starts_at=at_nine(FIRST["day"]),
        presiding_unit=office.cast.units["guanweihui"],
        presiding_post=FIRST["presiding_post"],
        presiding_name=FIRST["presiding_name"],
        requirements=FIRST["requirements"].strip(),
        venues=office.venues(FIRST["venues"]),
        agenda=office.agenda(FIRST["agenda"]),
    )
    meeting.notify(actor=office.clerk, on=FIRST["notified_on"])
    office.attend(meeting, FIRST["attendance"])
    office.hold(meeting, FIRST["day"], FIRST["decisions"])
    decided = [
        f"{row.ordinal}.{row.title}，{duty(row)}"
        for row in meeting.decisions.prefetch_related("assisting")
    ]
    body = "\n".join([FIRST["minutes"]["body"].strip(), *decided])
    office.sign_out(meeting, body, FIRST["sent_on"], FIRST["signed_on"], FIRST["issued_on"])
    pairs = list(zip(meeting.items.order_by("ordinal"), FIRST["decisions"], strict=True))
    for item, row in pairs:
        office.report(item, row["lead"], row["reported_on"], row["done"], done=True)
    for item, row in sorted(pairs, key=lambda pair: pair[1]["closed_on"]):
        item.verify_and_close(actor=office.clerk, on=row["closed_on"], comment="佐证齐全")


FOREST = {
    "title": "林地征收补偿争议化解专题会议",
    "venues": [
        {"name": "长白山管委会", "host": "guanweihui", "place": "三楼会议室"},
        {"name": "安图县法院", "host": "antu"},
    ],
    "agenda": [
        {
            "kind": "introduction",
            "title": "通报林地征收补偿争议情况",
            "unit": "chibei_land",
            "post": "局长",
            "name": "董向阳",
        },
        {
            "kind": "deliberation",
            "title": "研究林木补偿标准的适用",
            "unit": "gwh_justice",
            "post": "局长",
        },
    ],
    "attendance": {
        "长白山管委会": [
            ("present", "guanweihui", "秘书长", "沈怀远"),
            ("present", "gwh_justice", "法治督察科科长", "钟文谨"),
            ("present", "chibei_land", "局长", "董向阳"),
            ("present", "yanbian", "行政审判庭庭长", "南星河"),
        ],
        "安图县法院": [("present", "antu", "副院长", "全世景")],
    },
    "decisions": [
        {
            "title": "复核池北区林木补偿面积和标准",
            "content": "对照青苗清点记录逐户复核，漏记的补登。",
            "lead": "chibei_land",
            "assisting": ["chibei"],
            "due": -2,
        },
        {
            "title": "统一林木补偿标准的适用口径",
            "content": "征求两地法院意见后提出适用意见。",
            "lead": "gwh_justice",
            "assisting": ["yanbian", "baishan"],
            "due": 6,
        },
        {
            "title": "梳理同类案件裁判要点",
            "content": "整理近三年林地征收补偿案件裁判要点，供复核参考。",
            "lead": "yanbian",
            "assisting": ["antu"],
            "due": 9,
        },
    ],
}


def followed_up(office):
    """An ad-hoc meeting: one item late, one running, one reported and waiting for the office."""
    day = workday(-40)
    meeting = office.plan(
        title=FOREST["title"],
        kind=JointMeeting.Kind.AD_HOC,
        ordinal=None,
        starts_at=at_nine(day),
        presiding_unit=office.cast.units["guanweihui"],
        presiding_post="秘书长",
        presiding_name="沈怀远",
        requirements="请携带有关争议的基本情况和补偿依据。",
        venues=office.venues(FOREST["venues"]),
        agenda=office.agenda(FOREST["agenda"]),
    )
    meeting.notify(actor=office.clerk, on=workday(-46))
    office.attend(meeting, FOREST["attendance"])
    rows = [row | {"due_on": workday(row["due"])} for row in FOREST["decisions"]]
    office.hold(meeting, day, rows)
    signed_on = [workday(-36), workday(-35), workday(-34)]
    office.sign_out(meeting, drafted_body(meeting), workday(-38), signed_on, workday(-33))
    _, running, reported = meeting.items.order_by("ordinal")
    office.report(running, "gwh_justice", workday(-8), "已书面征求两地法院意见。", done=False)
    office.report(reported, "yanbian", workday(-3), "裁判要点已整理成册。", done=True)


def second(office):
    """The next regular meeting, called and still to come."""
    day = workday(12)
    meeting = office.plan(
        title="第二次府院联席会议",
        kind=JointMeeting.Kind.REGULAR,
        ordinal=2,
        starts_at=at_nine(day),
        presiding_unit=office.cast.units["guanweihui"],
        presiding_post="秘书长",
        presiding_name="沈怀远",
        requirements="（一）请各成员单位主要负责人参会。\n（二）请提前3日报送书面发言材料。",
        venues=office.venues(FIRST["venues"]),
        agenda=office.agenda(
            [
                {
                    "kind": "introduction",
                    "title": "通报上次会议议定事项落实情况",
                    "unit": "office",
                    "post": "办公室主任",
                    "name": "郑鹤鸣",
                },
                {
                    "kind": "deliberation",
                    "title": "审议行政争议协调化解中心工作规则修订稿",
                    "unit": "gwh_justice",
                    "post": "局长",
                    "document_title": "行政争议协调化解中心工作规则",
                },
            ]
        ),
    )
    meeting.notify(actor=office.clerk, on=workday(-2))


def yearly(office):
    """Daqing's yearly meeting, still being planned: nobody but its own office sees it."""
    office.plan(
        title="年度府院沟通协调联席会议",
        kind=JointMeeting.Kind.REGULAR,
        ordinal=None,
        starts_at=at_nine(workday(25)),
        presiding_unit=office.cast.units["dq_court"],
        presiding_post="副院长",
        presiding_name="",
        requirements="",
        venues=office.venues([{"name": "大庆中院", "host": "dq_court"}]),
        agenda=office.agenda(
            [
                {
                    "kind": "introduction",
                    "title": "通报行政审判情况",
                    "unit": "dq_court",
                    "post": "行政审判庭庭长",
                }
            ]
        ),
    )


registry.demo.register(Meetings())
