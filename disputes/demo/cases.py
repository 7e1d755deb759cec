"""How a dispute of the demo is walked: one case, with the accounts that move it."""

from datetime import datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.html import format_html

from disputes.models import (
    SCOPE,
    Agent,
    Agreement,
    Attendance,
    Dispute,
    FilingResult,
    Mediator,
    Party,
    Reconsideration,
    Rulebook,
    Session,
    Source,
    Stage,
    TimeLimit,
)
from liaison.clock import calendars
from liaison.documents import draw
from liaison.models import Centre, Room
from liaison.uploads import sniff

Field = Dispute.Field
CARD = "11010519491231002X"  # the example printed in GB 11643, nobody's
WAY_BY_STAGE = {Stage.PRE_SUIT: Source.GUIDANCE, Stage.IN_SUIT: Source.IN_SUIT}
LAWYER = {
    "kind": Agent.Kind.LAWYER,
    "name": "闻一律",
    "workplace": "吉林某律师事务所",
    "phone": "13900000009",
    "authority": Agent.Authority.SPECIAL,
    "paper": None,
}
JUDGED = {"time_limit": TimeLimit.WITHIN, "reconsideration": Reconsideration.NOT_REQUIRED}
PERFORMERS = {
    "agency": Agreement.Performer.RESPONDENT,
    "applicant": Agreement.Performer.APPLICANT,
}
SIDES = {"applicant": Attendance.Side.APPLICANT, "respondent": Attendance.Side.RESPONDENT}


def workday(days):
    """The working day nearest to ``days`` from today: back in the past, on in the future."""
    calendar, day = calendars.in_force(), timezone.localdate() + timedelta(days=days)
    while not calendar.is_working(day):
        day += timedelta(days=1 if days > 0 else -1)
    return day


def moment(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


REGISTER = (
    # person, centre, kind, fields, workplace
    ("mediator", "centre_chibei", Mediator.Kind.LAWYER, (Field.MARKET, Field.EXPROPRIATION), ""),
    ("mediator_judge", "centre_chibei", Mediator.Kind.RETIRED_JUDGE, (Field.LAND,), ""),
    ("mediator_scholar", "centre_chibei", Mediator.Kind.SCHOLAR, (Field.FORESTRY,), ""),
    ("mediator", "centre_chixi", Mediator.Kind.LAWYER, (Field.MARKET, Field.EXPROPRIATION), ""),
    ("mediator_chixi", "centre_chixi", Mediator.Kind.PEOPLE, (Field.LABOUR, Field.PLANNING), ""),
)
ROOMS = (
    ("centre_chibei", "第一调解室"),
    ("centre_chibei", "第二调解室"),
    ("centre_chixi", "调解室"),
)


def enrol(cast):
    """Put the rulebook in force, mediators on the registers of the centres, and rooms in them."""
    committee = cast.committees["changbaishan"]
    if not Rulebook.objects.filter(committee=committee).exists():
        Rulebook.objects.draft(committee).adopt()
    for key, unit, kind, fields, workplace in REGISTER:
        centre, user = Centre.objects.get(unit=cast.units[unit]), cast.people[key]
        if not centre.mediators.filter(user=user).exists():
            entry = Mediator(centre=centre, user=user, kind=kind, fields=list(fields))
            entry.starts_on, entry.workplace = centre.committee.founded_on, workplace
            entry.keep(actor=cast.people["office"])
    for unit, name in ROOMS:
        Room.objects.get_or_create(unit=cast.units[unit], name=name, defaults={"has_video": True})


def scan(title):
    """A page that stands for a scanned paper, as an upload."""
    html = format_html(
        '<html lang="zh-CN"><body class="form"><h1 class="title">{}</h1>'
        "<p>演示材料，内容从略。</p></body></html>",
        title,
    )
    file = SimpleUploadedFile(f"{title}.pdf", draw(html, "form").pdf)
    file.media_type = sniff(file)[1]
    return file


def person(name, **more):
    return {"kind": Party.Kind.PERSON, "name": name, **more}


def company(name, **more):
    return {"kind": Party.Kind.ENTERPRISE, "name": name, **more}


class Case:
    """One dispute with the accounts that move it."""

    def __init__(self, cast, court, agency, centre):
        self.cast = cast
        self.court = cast.people[f"{court}_clerk"]
        self.agency = cast.people[agency]
        self.host = cast.people[centre]
        self.host_unit = self.host.posts.current().first().unit
        self.units = {
            "initiator": cast.units[court],
            "respondent": self.agency.posts.current().first().unit,
            "centre": Centre.objects.get(unit=self.host_unit),
            "committee": cast.committees["changbaishan"],
        }

    def refer(self, day, title, parties, **facts):
        """``day`` counts from today; receipt and consent lie a little before."""
        source = WAY_BY_STAGE[facts.get("stage", Stage.PRE_SUIT)]
        given = {"source": source, "stage": Stage.PRE_SUIT, "act_on": workday(day - 40)}
        if source == Source.GUIDANCE:
            given |= JUDGED | {"known_on": workday(day - 35)}
        given |= {"claims": "请求撤销或者改正被诉行政行为。"} | facts
        self.dispute = Dispute.refer(
            actor=self.court,
            title=title,
            receipt_on=workday(day - 2),
            consent_on=workday(day - 1),
            referred_on=workday(day),
            parties=parties,
            consent=scan("化解同意书"),
            complaint=scan("起诉材料"),
            **self.units,
            **given,
        )
        return self

    def filed(self, day, ordinal):
        """The court files the complaint in its own time, while mediation goes on."""
        on = workday(day)
        number = f"（{on.year}）{self.units['initiator'].court_code}行初{ordinal}号"
        self.dispute.register_filing(
            actor=self.court, on=on, filing_result=FilingResult.FILED, court_case=number
        )
        return self

    def accept(self, day, mediator=None):
        """``mediator`` by short key; who is named discloses on the same day."""
        named = self.cast.people[mediator] if mediator else None
        found = {"cleared": SCOPE, "mediator": named}
        if self.dispute.stage == Stage.PRE_SUIT:
            found |= JUDGED
        self.dispute.accept(actor=self.host, on=workday(day), **found)
        for seat in self.dispute.panel.sitting().select_related("mediator"):
            self.dispute.disclose(actor=seat.mediator, on=workday(day), appointment=seat)
        return self

    def state(self, day, text):
        self.dispute.state(
            actor=self.agency, on=workday(day), text=text, material=scan("情况说明及依据")
        )
        return self

    def schedule(self, told, day, hour=9, room="第一调解室"):
        self.dispute.schedule_session(
            actor=self.host,
            on=workday(told),
            starts_at=moment(workday(day), hour, 30),
            mode=Session.Mode.ON_SITE,
            room=Room.objects.get(unit=self.host_unit, name=room),
            note="请携带身份证明；单位人员请携带授权委托书。",
        )
        return self

    def hold(self, record, undisputed, **people):
        self.dispute.record_session(
            actor=self.host,
            session=self.dispute.planned_sessions[0],
            record=record,
            undisputed=undisputed,
            attendance=[
                {"side": SIDES[side], "name": name, "post": post, "may_settle": may_settle}
                for side, (name, post, may_settle) in people.items()
            ],
        )
        return self

    def agree(self, day, content, *items):
        """``items`` are what is to be performed: who, what, by which day, perhaps an amount."""
        self.dispute.agree(
            actor=self.host,
            on=workday(day),
            content=content,
            items=[
                {
                    "performer": PERFORMERS[who],
                    "content": what,
                    "due_on": workday(until),
                    "amount": amount[0] if amount else None,
                }
                for who, what, until, *amount in items
            ],
            legality_by=self.host,
            legality_on=workday(day),
            legality_note="各方自愿，内容不违反法律、法规的禁止性规定，可以履行。",
            upload=scan("签字的调解协议"),
        )
        return self

    def report(self, day, **more):
        """What the court reads: the register's own words, unless told otherwise."""
        words = self.dispute.report_draft() | more
        self.dispute.report_to_court(actor=self.host, on=workday(day), **words)
        return self

    def perform(self, *done):
        """``done`` says of each item on which day and how it was performed."""
        for item, (day, note) in zip(self.dispute.unperformed, done, strict=True):
            proof = scan("履行证明")
            self.dispute.perform(
                actor=self.host, item=item, on=workday(day), note=note, proof=proof
            )
        self.dispute.close(actor=self.court)
        return self
