"""Disputes walked through their real steps, and the people who take them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from disputes.models import (
    SCOPE,
    WAYS,
    ActChange,
    ActKind,
    Agent,
    Agreement,
    Attendance,
    ChangeCondition,
    Dispute,
    Mediator,
    Outcome,
    Party,
    Session,
    Source,
    Stage,
    Status,
)
from liaison.models import Centre, Committee, Role, Room, Unit, User
from tests.database.walks import step, walked
from tests.factories.liaison import (
    CentreFactory,
    CommitteeFactory,
    MembershipFactory,
    UnitFactory,
    UserFactory,
    person,
)

PDF = b"%PDF-1.4\n%%EOF\n"
CARD = "11010519491231002X"
CREDIT = "91350100M000100Y43"


def upload(name="扫描件.pdf", content=PDF):
    """A file as a form's ``UploadField`` hands it on."""
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    file.media_type = "application/pdf"
    return file


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def ahead(days):
    return timezone.localdate() + timedelta(days=days)


def at(day, hour=9, minute=30):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass
class Scene:
    """A committee with a court, a centre, an agency, and one person at each."""

    committee: Committee
    court: Unit
    centre: Centre
    agency: Unit
    court_clerk: User
    centre_clerk: User
    agency_clerk: User
    mediator: User
    office_clerk: User

    @property
    def people(self):
        return {
            "court": self.court_clerk,
            "centre": self.centre_clerk,
            "agency": self.agency_clerk,
            "mediator": self.mediator,
            "office": self.office_clerk,
        }


def invited_mediator(centre=None, **entry):
    """A mediator without a unit (特邀调解员), with a group of their own; on a register, if told."""
    user = UserFactory()
    user.get_personal_group()
    if centre:
        register(centre, user, **entry)
    return user


def register(centre, user, **entry):
    """Put ``user`` on the register of ``centre``."""
    terms = {"kind": Mediator.Kind.LAWYER, "starts_on": date(2020, 1, 1)} | entry
    row = Mediator(centre=centre, user=user, **terms)
    row.keep(actor=user)
    return row


def scene(prefix="长协"):
    """Put up a committee with a court, a centre, an agency, and people."""
    return walked("disputes.scene", lambda: _scene(prefix), prefix=prefix)


def _scene(prefix):
    committee = CommitteeFactory()
    court, agency = UnitFactory(court=True), UnitFactory()
    for unit, side in ((court, "court"), (agency, "government")):
        MembershipFactory(committee=committee, unit=unit, side=side)
    centre = CentreFactory(committee=committee, seat=court, number_prefix=prefix)
    return Scene(
        committee=committee,
        court=court,
        centre=centre,
        agency=agency,
        court_clerk=person(court, Role.COURT_CLERK),
        centre_clerk=person(centre.unit, Role.CENTRE_CLERK),
        agency_clerk=person(agency, Role.UNIT_CLERK),
        mediator=invited_mediator(centre),
        office_clerk=person(committee.office, Role.OFFICE_CLERK),
    )


PERSON = {"kind": Party.Kind.PERSON, "name": "甄有理", "id_number": CARD, "phone": "13900001234"}
LAWYER = {"kind": Agent.Kind.LAWYER, "name": "闻一律", "authority": Agent.Authority.SPECIAL}
COMPANY = {"kind": Party.Kind.ENTERPRISE, "name": "长白人参合作社", "id_number": CREDIT}


WAY_BY_STAGE = {
    Stage.PRE_SUIT: Source.GUIDANCE,
    Stage.IN_SUIT: Source.IN_SUIT,
    Stage.IN_SUIT_SUMMARY: Source.IN_SUIT,
    Stage.ENFORCEMENT: Source.ENFORCEMENT,
}
"""The way by which a court brings a dispute at each stage."""


def referral(here, **changes):
    """What ``Dispute.refer`` takes."""
    return {
        "committee": here.committee,
        "initiator": here.court,
        "centre": here.centre,
        "respondent": here.agency,
        "title": "林地征收补偿争议",
        "act_kind": ActKind.COMPENSATION,
        "source": WAY_BY_STAGE[changes.get("stage", Stage.PRE_SUIT)],
        "stage": Stage.PRE_SUIT,
        "field": Dispute.Field.EXPROPRIATION,
        "act": "征收补偿决定",
        "act_on": ago(60),
        "gist": "林木补偿标准偏低，青苗漏记。",
        "receipt_on": ago(22),
        "consent_on": ago(21),
        "referred_on": ago(20),
        "parties": [PERSON],
        "consent": upload("同意书.pdf"),
    } | changes


def refer(here, **changes):
    def walk():
        return Dispute.refer(actor=here.court_clerk, **referral(here, **changes))

    return walked("refer", walk, here=here, changes=changes)


def bring(here, source, **changes):
    """A dispute that came in by ``source``, brought by whoever such a one belongs to."""
    stage = WAYS[source].stages[0]
    actor = {
        Source.PARTY: here.centre_clerk,
        Source.AGENCY: here.agency_clerk,
        Source.TRANSFER: here.office_clerk,
    }.get(source, here.court_clerk)
    given = {
        "source": source,
        "stage": stage,
        "initiator": actor.posts.get().unit,
        "court_case": "" if stage == Stage.PRE_SUIT else "（2026）吉24行初15号",
        "application": upload("申请书.pdf"),
        "complaint": upload("来信.pdf"),
    }
    if source == Source.PARTY:
        given |= {"consent_on": ago(22), "receipt_on": ago(20)}

    def walk():
        return Dispute.refer(actor=actor, **referral(here, **(given | changes)))

    return walked("bring", walk, here=here, given=given | changes)


def found(dispute):
    """What the centre finds when it looks at whether a dispute may be taken in."""
    given = {"cleared": SCOPE}
    if dispute.stage == Stage.PRE_SUIT:
        given |= {"time_limit": "within", "reconsideration": "not_required"}
    if dispute.consent_on is None:
        given |= {"consent_on": ago(19), "consent": upload("同意书.pdf")}
    return given


@step
def accept(dispute, here, **changes):
    dispute.accept(
        actor=here.centre_clerk,
        **({"on": ago(18), "mediator": here.mediator} | found(dispute) | changes),
    )


@step
def state(dispute, here, **changes):
    text = {"on": ago(14), "text": "补偿按县定标准计算，愿意复核青苗。"}
    dispute.state(actor=here.agency_clerk, **(text | changes))


@step
def schedule(dispute, here, **changes):
    plan = {"on": ago(12), "starts_at": at(ago(8)), "mode": Session.Mode.ON_SITE, "place": "调解室"}
    dispute.schedule_session(actor=here.centre_clerk, **(plan | changes))
    return dispute.sessions.last()


BOTH_SIDES = [
    {"side": Attendance.Side.APPLICANT, "name": "甄有理"},
    {
        "side": Attendance.Side.RESPONDENT,
        "name": "冯立群",
        "post": "副局长",
        "may_settle": True,
    },
]


@step
def disclose(dispute, here, **changes):
    """Every mediator of the panel says that there is nothing to disclose."""
    for seat in dispute.panel.sitting().select_related("mediator"):
        said = {"on": seat.appointed_on, "appointment": seat} | changes
        dispute.disclose(actor=seat.mediator, **said)


def room_of(here, name="第一调解室", **more):
    return Room.objects.create(unit=here.centre.unit, name=name, **more)


@step
def record(dispute, here, session, **changes):
    if dispute.panel.sitting().filter(disclosed_on__isnull=True).exists():
        disclose(dispute, here)
    kept = {
        "record": "双方各陈述意见。",
        "undisputed": "林地面积无争议。",
        "attendance": BOTH_SIDES,
    }
    dispute.record_session(actor=here.mediator, session=session, **(kept | changes))


def item(content="补偿款一次付清", **changes):
    """One thing to be performed, as ``Dispute.agree`` takes it."""
    return {
        "content": content,
        "performer": Agreement.Performer.RESPONDENT,
        "amount": None,
        "due_on": ahead(20),
    } | changes


@step
def agree(dispute, here, **changes):
    terms = {
        "on": ago(7),
        "content": "一、补记青苗1.2公顷。\n二、补偿款一次付清。",
        "items": [item()],
        "legality_by": here.centre_clerk,
        "legality_on": ago(7),
        "legality_note": "各方自愿，内容合法。",
        "upload": upload("协议书.pdf"),
    }
    dispute.agree(actor=here.centre_clerk, **(terms | changes))


@step
def perform(dispute, here, **changes):
    """Confirm, on the same day, all that is still to be performed."""
    for one in dispute.unperformed:
        done = {"item": one, "on": ago(1), "note": "已履行。", "proof": upload("转账凭证.pdf")}
        dispute.perform(actor=here.centre_clerk, **(done | changes))


@step
def report(dispute, here, **changes):
    """Tell the court that sent the dispute what came of it."""
    words = {"on": ago(4), "basics": "本中心已受理并组织会谈。", "cause": "见化解结果。"}
    dispute.report_to_court(actor=here.centre_clerk, **(words | changes))


def dispute_in(status, here=None, **changes):
    """A dispute walked to ``status``, and the scene it plays in."""
    here = here or scene()

    def walk():
        dispute = refer(here, **changes)
        for take in WALKS[status]:
            take(dispute, here)
        assert dispute.status == status
        return dispute

    return walked("dispute_in", walk, status=status, here=here, changes=changes), here


@step
def refuse(dispute, here):
    dispute.refuse(
        actor=here.centre_clerk, on=ago(18), refusal_ground="judged", reason="已有生效判决。"
    )


@step
def suspend(dispute, here, **changes):
    why = {"on": ago(10), "ground": "appraisal", "reason": "委托鉴定"}
    dispute.suspend(actor=here.centre_clerk, **(why | changes))


@step
def fail(dispute, here, **changes):
    why = {"on": ago(5), "failure_ground": "too_far", "reason": "补偿数额差距大。"}
    dispute.fail(actor=here.centre_clerk, **(why | changes))


@step
def stop_sham(dispute, here):
    dispute.stop_sham(actor=here.centre_clerk, on=ago(5), reason="双方串通虚构补偿关系。")


CHANGED_ACT = {
    "outcome": Outcome.AGENCY_CHANGED_ACT,
    "issuer": "某局",
    "number": "长补改〔2026〕3号",
    "change": ActChange.RESULT,
    "conditions": list(ChangeCondition.values),
}


@step
def conclude(dispute, here, **changes):
    """The agency changed its act and told the court."""
    facts = CHANGED_ACT | {"on": ago(6), "document": upload("改变决定.pdf")}
    dispute.conclude(actor=here.centre_clerk, **(facts | changes))


@step
def withdraw(dispute, here):
    dispute.withdraw(actor=here.court_clerk, on=ago(5), reason="已自行和解")


@step
def close(dispute, here):
    dispute.close(actor=here.court_clerk)


@step
def hold_session(dispute, here):
    record(dispute, here, schedule(dispute, here))


ACCEPTED = (accept,)
MEDIATING = (*ACCEPTED, state)
PERFORMING = (*MEDIATING, hold_session, agree, report)
WALKS = {
    Status.REFERRED: (),
    Status.ACCEPTED: ACCEPTED,
    Status.MEDIATING: MEDIATING,
    Status.SUSPENDED: (*MEDIATING, suspend),
    Status.PERFORMING: PERFORMING,
    Status.PERFORMED: (*PERFORMING, perform),
    Status.COMPLETED: (*PERFORMING, perform, close),
    Status.REFUSED: (refuse,),
    Status.REPORTING: (*MEDIATING, fail),
    Status.FAILED: (*MEDIATING, fail, report),
    Status.WITHDRAWN: (*MEDIATING, withdraw, report),
    Status.TERMINATED: (*MEDIATING, stop_sham, report),
}
