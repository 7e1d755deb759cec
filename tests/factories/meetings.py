"""Joint meetings and resolved items, walked to a state through the real steps."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from liaison.models import Committee, Membership, Role, Seat, Unit, User
from meetings.models import ItemReport, JointMeeting, MeetingSeries, Topic
from tests.database.walks import begun, step, walked
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
    approves_agenda = False
    interval_months = 0


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
            venue("池北区"),
            venue("管委会", is_main=True, host=on.government, place="三楼会议室"),
        ],
        "agenda": [
            agenda_row("关于机制的说明", "explanation", on.bureau, document_title="实施方案"),
            agenda_row("讲话", "speech", on.courts[0], post="院长", name="崔正言"),
        ],
    }


def venue(name, **more):
    return {"name": name, "is_main": False, "host": None, "place": "", "room": None} | more


def agenda_row(title, kind, unit, **more):
    return {
        "title": title,
        "kind": kind,
        "unit": unit,
        "other_unit": "",
        "post": "局长",
        "name": "",
        "document_title": "",
        "minutes": None,
    } | more


def plan_data(on, **more):
    begin = more.get("starts_at") or timezone.make_aware(
        datetime.combine(days_ago(20), datetime.min.time()).replace(hour=9)
    )
    return {
        "committee": on.committee,
        "series": on.series,
        "title": "第一次府院联席（视频）会议",
        "kind": JointMeeting.Kind.REGULAR,
        "ordinal": None,
        "starts_at": begin,
        "ends_at": begin + timedelta(hours=3),
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
    data = plan_data(on, **more)
    data["agenda"] = [dict(row) for row in data["agenda"]]  # a plan fills them in
    meeting = JointMeeting.plan(actor=on.clerk, initiator=on.office, **data)
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
    meeting.issue_minutes(actor=on.clerk, on=days_ago(16))


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


@step
def report_done(item, **more):
    """The lead unit's clerk reports completion."""
    clerk = User.objects.filter(posts__unit=item.lead).first()
    item.report(
        actor=clerk,
        **{"on": days_ago(10), "kind": ItemReport.Kind.COMPLETION, "text": "已建立。"}
        | {"proof": proof()}
        | more,
    )


@begun
def item_in(status, on=None):
    """A resolved item walked to ``status``."""
    on = on or board()
    item = meeting_in(Status.ISSUED, on).items.get()
    if status in {"reported", "closed"}:
        report_done(item)
    if status == "closed":
        item.verify_and_close(actor=on.clerk, on=days_ago(9))
    return item


def propose(board_=None, **more):
    """A topic that the bureau proposed."""
    on = board_ or board()
    return walked("meetings.propose", lambda: _propose(on, more), board=on, more=more)


def _propose(on, more):
    given = {
        "actor": on.bureau_clerk,
        "initiator": on.bureau,
        "title": "建立按月通报机制",
        "reason": "请会议审议。",
        "presenter_post": "局长",
        "document_title": "通报办法",
        "minutes": 15,
    }
    return Topic.propose(
        committee=on.committee,
        series=on.series,
        **{"on": days_ago(30)} | given | more,
    )


@begun
def topic_in(status, on=None, **more):
    """A topic walked to ``status``."""
    on = on or board()
    kinds = Topic.Status
    topic = propose(on, **more)
    if status == kinds.RETURNED:
        topic.send_back(actor=on.clerk, on=days_ago(28), reason="请附办法全文")
    if status == kinds.DECLINED:
        topic.decline(actor=on.clerk, on=days_ago(28), reason="另行研究")
    if status == kinds.WITHDRAWN:
        topic.withdraw(actor=on.bureau_clerk, reason="情况有变")
    if status in {kinds.ACCEPTED, kinds.SCHEDULED, kinds.DISCUSSED}:
        topic.accept(actor=on.clerk, on=days_ago(28))
    if status in {kinds.SCHEDULED, kinds.DISCUSSED}:
        meeting = meeting_in(Status.PLANNED, on)
        meeting.add_topics(actor=on.clerk, topics=[topic])
        if status == kinds.DISCUSSED:
            notify(meeting, on)
            hold(meeting, on)
    topic.refresh_from_db()
    return topic
