"""Joint meetings and resolved items, walked to a state through the real steps."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from liaison.models import Committee, Membership, Role, Seat, Unit, User
from meetings.models import ItemReport, JointMeeting, MeetingSeries
from tests.database.walks import step, walked
from tests.factories.liaison import CommitteeFactory, MembershipFactory, UnitFactory, person

Status = JointMeeting.Status
PATH = [
    Status.PLANNED,
    Status.NOTIFIED,
    Status.HELD,
    Status.DRAFTED,
    Status.COUNTERSIGNING,
    Status.COUNTERSIGNED,
    Status.ISSUED,
    Status.CLOSED,
]
BODY = "会议听取了介绍。\n一、会议情况\n（一）关于机制。会议认为很有必要。\n二、议定事项"


class MeetingSeriesFactory(DjangoModelFactory):
    class Meta:
        model = MeetingSeries

    committee = factory.SubFactory(CommitteeFactory)
    number_prefix = factory.Sequence(lambda n: f"长府院联{n}")
    minutes_prefix = factory.Sequence(lambda n: f"长府院纪{n}")
    minutes_mark = "长白山府院联席会议纪要"


@dataclass
class Board:
    """A committee with people: its office, a government and two courts as co-chairs, a bureau."""

    committee: Committee
    series: MeetingSeries
    government: Unit
    courts: list
    bureau: Unit
    clerk: User
    leaders: list
    bureau_clerk: User
    court_clerk: User
    member_clerks: list = field(default_factory=list)

    @property
    def office(self):
        return self.committee.office


def board():
    """Put up a committee that can hold a meeting and sign its minutes."""
    return walked("meetings.board", _board)


def _board():
    committee = CommitteeFactory()
    government = UnitFactory(kind=Unit.Kind.GOVERNMENT)
    courts = [UnitFactory(court=True), UnitFactory(court=True)]
    bureau = UnitFactory()
    for unit in [government, bureau]:
        MembershipFactory(committee=committee, unit=unit)
    for unit in courts:
        MembershipFactory(committee=committee, unit=unit, side=Membership.Side.COURT)
    leaders = [person(government, Role.UNIT_LEADER, title="主任", rank="head")]
    leaders += [person(court, Role.COURT_LEADER, title="院长", rank="head") for court in courts]
    for unit, leader in zip([government, *courts], leaders, strict=True):
        Seat.objects.create(
            committee=committee,
            kind=Seat.Kind.CO_CHAIR,
            unit=unit,
            title="主任",
            user=leader,
            starts_on=date(2020, 1, 1),
        )
    return Board(
        committee=committee,
        series=MeetingSeriesFactory(committee=committee),
        government=government,
        courts=courts,
        bureau=bureau,
        clerk=person(committee.office, Role.OFFICE_CLERK),
        leaders=leaders,
        bureau_clerk=person(bureau, Role.UNIT_CLERK),
        court_clerk=person(courts[0], Role.COURT_CLERK),
    )


def days_ago(count):
    return timezone.localdate() - timedelta(days=count)


def programme(on):
    """Venues and agenda of a meeting, as the form's cleaned rows."""
    return {
        "venues": [
            {"name": "池北区", "is_main": False, "host": None, "place": ""},
            {"name": "管委会", "is_main": True, "host": on.government, "place": "三楼会议室"},
        ],
        "agenda": [
            agenda_row("关于机制的说明", "explanation", on.bureau, document_title="实施方案"),
            agenda_row("讲话", "speech", on.courts[0], post="院长", name="崔正言"),
        ],
    }


def agenda_row(title, kind, unit, **more):
    return {
        "title": title,
        "kind": kind,
        "unit": unit,
        "other_unit": "",
        "post": "局长",
        "name": "",
        "document_title": "",
    } | more


def plan_data(on, **more):
    return {
        "committee": on.committee,
        "series": on.series,
        "title": "第一次府院联席（视频）会议",
        "kind": JointMeeting.Kind.REGULAR,
        "ordinal": None,
        "starts_at": timezone.make_aware(
            datetime.combine(days_ago(20), datetime.min.time()).replace(hour=9)
        ),
        "presiding_unit": on.government,
        "presiding_post": "秘书长",
        "presiding_name": "沈怀远",
        "requirements": "请准时参会。",
        **programme(on),
    } | more


def attendance(meeting, **more):
    """One row of attendance at the main venue."""
    return {
        "venue": meeting.venues.first(),
        "presence": "present",
        "unit": meeting.presiding_unit,
        "other_unit": "",
        "post": "秘书长",
        "name": "沈怀远",
        "leave_reason": "",
        "substitute_for": "",
    } | more


def decision(on, **more):
    return {
        "title": "健全重大事项研判机制",
        "content": "建立联络员名册。",
        "lead": on.bureau,
        "assisting": [on.courts[0]],
        "due_on": days_ago(-30),
    } | more


def meeting_in(status, on=None, decisions=None, **more):
    """A meeting walked to ``status``; ``decisions`` are rows, one unless told."""
    on = on or board()
    given = {"status": status, "on": on, "decisions": decisions, "more": more}
    return walked("meeting_in", lambda: _walk(**given), **given)


def _walk(status, on, decisions, more):
    meeting = JointMeeting.plan(actor=on.clerk, initiator=on.office, **plan_data(on, **more))
    if status == Status.CANCELLED:
        meeting.cancel(actor=on.clerk, reason="时间冲突")
        return meeting
    for reached in PATH[1 : PATH.index(status) + 1]:
        STEPS[reached](meeting, on, decisions)
    return meeting


@step
def notify(meeting, on, decisions=None):
    meeting.notify(actor=on.clerk, on=days_ago(25))


@step
def hold(meeting, on, decisions=None):
    meeting.record_attendance(
        actor=on.clerk, revision=meeting.revision, attendance=[attendance(meeting)]
    )
    rows = [decision(on)] if decisions is None else decisions
    meeting.hold(actor=on.clerk, on=days_ago(20), revision=meeting.revision, decisions=rows)


@step
def draft(meeting, on, decisions=None):
    meeting.draft_minutes(actor=on.clerk, body=BODY, revision=0)


@step
def send(meeting, on, decisions=None):
    meeting.send_to_countersign(actor=on.clerk, on=days_ago(18))


@step
def sign(meeting, on, decisions=None):
    for leader in on.leaders:
        meeting.countersign(actor=leader, on=days_ago(17), sha256=meeting.minutes.sha256)


@step
def issue(meeting, on, decisions=None):
    meeting.issue_minutes(actor=on.clerk, on=days_ago(16), distribution="各成员单位")


@step
def close(meeting, on, decisions=None):
    for item in meeting.items.all():
        report_done(item)
        item.verify_and_close(actor=on.clerk, on=days_ago(9))
    if decisions == []:
        meeting.close(actor=on.clerk, on=days_ago(9))
    meeting.refresh_from_db()


STEPS = {
    Status.NOTIFIED: notify,
    Status.HELD: hold,
    Status.DRAFTED: draft,
    Status.COUNTERSIGNING: send,
    Status.COUNTERSIGNED: sign,
    Status.ISSUED: issue,
    Status.CLOSED: close,
}


def proof():
    upload = SimpleUploadedFile("佐证.pdf", b"%PDF-1.7 proof", "application/pdf")
    upload.media_type = "application/pdf"
    return upload


def report_done(item, **more):
    """The lead unit's clerk reports completion."""
    clerk = User.objects.filter(posts__unit=item.lead).first()
    item.report(
        actor=clerk,
        **{"on": days_ago(10), "kind": ItemReport.Kind.COMPLETION, "text": "已建立。"}
        | {"proof": proof()}
        | more,
    )


def item_in(status, on=None):
    """A resolved item walked to ``status``."""
    on = on or board()
    item = meeting_in(Status.ISSUED, on).items.get()
    if status in {"reported", "closed"}:
        report_done(item)
    if status == "closed":
        item.verify_and_close(actor=on.clerk, on=days_ago(9))
    return item
