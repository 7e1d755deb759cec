"""Judicial suggestions, walked through their real steps; and the units around one."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from liaison.models import Committee, Membership, Role, Unit, User
from suggestions.models import JudicialSuggestion, Status
from tests.database.walks import begun, step, walked
from tests.factories.liaison import CommitteeFactory, MembershipFactory, UnitFactory, person

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 24
PAIRS = [
    {
        "problem": "部分登记案件不予登记前未书面告知。申请人无从陈述意见。",
        "suggestion": "建立不予登记前的书面告知制度。留存送达凭证。",
    },
    {
        "problem": "公告期限计算不统一。个别案件公告期未满即予登簿。",
        "suggestion": "统一公告期限的起算。自后发布之日的次日起算。",
    },
]
LETTER = {
    "kind": "governance",
    "subject": "规范不动产登记告知程序",
    "field_of_work": "不动产登记",
    "found_in": "审理不动产登记行政案件工作",
    "introduction": "不动产登记关系人民群众重大财产权益。你局近年来推进一窗受理，成效明显。",
    "legal_basis": "《不动产登记暂行条例》第十七条、第二十二条",
    "contact": "金书妍",
    "contact_phone": "0433-2800000",
}


@dataclass
class Scene:
    """A committee with everybody who may, and may not, have to do with a suggestion."""

    committee: Committee
    court: Unit
    recipient: Unit
    coordinator: Unit
    copied: Unit
    stranger: Unit
    people: dict[str, User] = field(default_factory=dict)

    @property
    def clerk(self):
        return self.people["court_clerk"]

    @property
    def president(self):
        return self.people["president"]

    @property
    def answerer(self):
        return self.people["recipient_clerk"]

    @property
    def outsiders(self):
        """Everybody who is not of the court."""
        return {
            name: user
            for name, user in self.people.items()
            if name not in {"court_clerk", "president"}
        }


def scene(**kwargs):
    """Build the stage: two courts, recipient, justice bureau, a unit copied to, a stranger."""
    return walked("suggestions.scene", lambda: _scene(**kwargs), **kwargs)


def _scene(**kwargs):
    committee = CommitteeFactory()
    court = UnitFactory(court=True, place_name=kwargs.pop("place_name", "延边"))
    other_court = UnitFactory(court=True, place_name="白山")
    recipient, copied, stranger = UnitFactory.create_batch(3)
    coordinator = UnitFactory(kind=Unit.Kind.JUSTICE_BUREAU)
    for unit in (court, other_court):
        MembershipFactory(committee=committee, unit=unit, side=Membership.Side.COURT)
    for unit in (recipient, copied, stranger, coordinator):
        MembershipFactory(committee=committee, unit=unit)
    people = {
        "court_clerk": person(court, Role.COURT_CLERK),
        "president": person(court, Role.COURT_LEADER, rank="head"),
        "other_court_clerk": person(other_court, Role.COURT_CLERK),
        "other_president": person(other_court, Role.COURT_LEADER, rank="head"),
        "recipient_clerk": person(recipient, Role.UNIT_CLERK),
        "recipient_leader": person(recipient, Role.UNIT_LEADER, rank="leader_in_charge"),
        "justice": person(coordinator, Role.JUSTICE_CLERK),
        "copied_clerk": person(copied, Role.UNIT_CLERK),
        "stranger": person(stranger, Role.UNIT_CLERK),
        "office": person(committee.office, Role.OFFICE_CLERK),
        "office_leader": person(committee.office, Role.OFFICE_LEADER, rank="head"),
    }
    return Scene(committee, court, recipient, coordinator, copied, stranger, people)


def upload(name="回证.png", content=PNG):
    file = SimpleUploadedFile(name, content)
    file.media_type = "image/png"
    return file


@begun
def drafted(stage, **letter):
    """拟稿: a suggestion of two problems, still the court's secret."""
    values = {
        "committee": stage.committee,
        "recipient": stage.recipient,
        "coordinator": stage.coordinator,
        "copies": [stage.copied],
        "problems": PAIRS,
        **LETTER,
    }
    return JudicialSuggestion.draft(actor=stage.clerk, initiator=stage.court, **(values | letter))


DAYS = {
    "consult": date(2026, 6, 1),
    "approve": date(2026, 6, 10),
    "sign": date(2026, 6, 12),
    "serve": date(2026, 6, 15),
    "acknowledge": date(2026, 6, 16),
    "reply": date(2026, 8, 10),
    "return_reply": date(2026, 8, 12),
}


def answers(suggestion, response="adopted", **more):
    row = {"response": response, "reasons": "", "measures": "已修订办事指南。", "done_by": None}
    return [row | {"problem": problem} | more for problem in suggestion.problems.all()]


def verdicts(suggestion, satisfaction="satisfied", words=""):
    return [
        {"item": item, "satisfaction": satisfaction, "words": words}
        for item in suggestion.latest_items()
    ]


@step
def consult(suggestion, stage):
    suggestion.consult(
        actor=stage.clerk, on=DAYS["consult"], talked_with="局法制科科长", note="对方认可问题。"
    )


@step
def approve(suggestion, stage):
    suggestion.approve(
        actor=stage.clerk, on=DAYS["approve"], session="2026年第12次会议", conclusion="审议通过"
    )


@step
def sign(suggestion, stage):
    suggestion.sign(actor=stage.president, on=DAYS["sign"])


@step
def serve(suggestion, stage):
    suggestion.serve(actor=stage.clerk, on=DAYS["serve"], way="direct", receipt=upload())


@step
def acknowledge(suggestion, stage):
    suggestion.acknowledge(actor=stage.answerer, on=DAYS["acknowledge"])


@step
def answer(suggestion, actor, items, on=None, letter=None, **words):
    """Draft an answer and give it with its sealed letter, as a unit without a leader here does."""
    suggestion.draft_reply(actor=actor, items=items, **words)
    suggestion.reply(actor=actor, on=on, letter=letter or upload("复函.png"))


@step
def reply(suggestion, stage):
    suggestion.draft_reply(
        actor=stage.answerer, items=answers(suggestion), number="池自然资函〔2026〕8号"
    )
    suggestion.approve_reply(actor=stage.people["recipient_leader"])
    suggestion.reply(actor=stage.answerer, on=DAYS["reply"])


@step
def return_reply(suggestion, stage):
    suggestion.return_reply(
        actor=stage.clerk,
        on=DAYS["return_reply"],
        reason="第二项没有写明时限",
        until=date(2026, 12, 1),
    )


@step
def evaluate(suggestion, stage):
    suggestion.evaluate(
        actor=stage.clerk, verdicts=verdicts(suggestion), outcome="adopted", evaluation="落实到位"
    )


@step
def plan_look_back(suggestion, stage):
    suggestion.evaluate(
        actor=stage.clerk,
        verdicts=verdicts(suggestion),
        outcome="adopted",
        look_back_on=timezone.localdate() + timedelta(days=90),
    )


@step
def withdraw(suggestion, stage):
    suggestion.withdraw(actor=stage.clerk, reason="情况有变")


STRAIGHT = (consult, approve, sign, serve, acknowledge, reply)
WALKS = {
    Status.DRAFT: (),
    Status.CONSULTED: STRAIGHT[:1],
    Status.APPROVED: STRAIGHT[:2],
    Status.SIGNED: STRAIGHT[:3],
    Status.SERVED: STRAIGHT[:4],
    Status.ACKNOWLEDGED: STRAIGHT[:5],
    Status.REPLIED: STRAIGHT,
    Status.RETURNED: (*STRAIGHT, return_reply),
    Status.LOOK_BACK: (*STRAIGHT, plan_look_back),
    Status.CLOSED: (*STRAIGHT, evaluate),
    Status.WITHDRAWN: (withdraw,),
}
UNSERVED = (
    Status.DRAFT,
    Status.CONSULTED,
    Status.APPROVED,
    Status.SIGNED,
    Status.WITHDRAWN,
)


def suggestion_in(status, stage=None, **letter):
    """A suggestion that was walked to ``status`` by the people who would do it."""
    stage = stage or scene()

    def walk():
        suggestion = drafted(stage, **letter)
        for take in WALKS[status]:
            take(suggestion, stage)
        return suggestion

    return walked("suggestion_in", walk, status=status, stage=stage, letter=letter)
