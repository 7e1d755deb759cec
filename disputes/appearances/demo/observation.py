"""The demo's observed hearings: one behind us, one that is being answered, a draft, a proposal.

Each is walked through its real steps; dates are counted from the day on which the demo is built,
and every natural person is invented.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from disputes.appearances.models import Observation
from disputes.appearances.models.observation_stages import DISCIPLINE
from liaison import registry
from liaison.clock import calendars

CHIEF, DEPUTY, SECTION, STAFF = "chief", "deputy", "section", "staff"
ASKED = {
    "chibei_land": (3, True),
    "gwh_housing": (2, True),
    "gwh_market": (2, True),
    "chibei": (3, False),
    "chinan_hr": (2, False),
    "gwh_police": (2, False),
}
"""Whom Yanbian's court invites: seats, and whether the head is asked for."""


@registry.demo.register
class ObservationsDemo:
    """Observed hearings of Yanbian's court, a proposal to Baishan's, and Daqing's large hearing."""

    code = "appearances.observation"
    order = 45

    @transaction.atomic
    def build(self, cast):
        if Observation.objects.exists():
            return
        play = Play(cast)
        play.land()
        play.injury()
        play.on_the_spot()
        play.proposal()
        play.daqing()


def workday(days):
    """The working day nearest to ``days`` from today: back in the past, on in the future."""
    calendar, day = calendars.in_force(), timezone.localdate() + timedelta(days=days)
    while not calendar.is_working(day):
        day += timedelta(days=1 if days > 0 else -1)
    return day


def row(name, post, standing):
    return {"name": name, "post": post, "standing": standing}


SAID_OF_LAND = (
    (
        "chibei_land",
        [
            row("董向阳", "局长", CHIEF),
            row("冯立群", "副局长", DEPUTY),
            row("李明", "登记科科长", SECTION),
        ],
        {},
    ),
    (
        "gwh_housing",
        [row("白雪松", "法规科科长", SECTION)],
        {"note": "局长当日在外地参加会议"},
    ),
    ("gwh_market", [row("郑怀瑾", "副局长", DEPUTY)], {}),
    ("chibei", [row("石清扬", "副主任", DEPUTY), row("邵安然", "司法所所长", SECTION)], {}),
    ("chinan_hr", [], {"declined": "当日全区社保经办系统切换，全员在岗"}),
)


def roll(matter, absent=""):
    """The rows of the roll: all who were announced came but ``absent``."""
    return [
        {
            "id": one.pk,
            "invitation": invitation,
            "came": one.name != absent,
            "substitute_for": "",
            **row(one.name, one.post, one.standing),
        }
        for invitation in matter.invitations.all()
        for one in invitation.observers.all()
    ]


class Play:
    """Walks each with the accounts of the demo that would take its steps."""

    def __init__(self, cast):
        self.cast = cast

    def plan(self, court, committee, day, ordinal, asked, **plan):
        unit = self.cast.units[court]
        rows = [
            {"unit": self.cast.units[key], "seats": seats, "head_asked": head}
            for key, (seats, head) in asked.items()
        ]
        return Observation.plan(
            actor=self.cast.people[f"{court}_clerk"],
            initiator=unit,
            court=unit,
            committee=self.cast.committees[committee],
            hearing=None,
            is_public=True,
            invited=rows,
            case_number=f"（{day.year}）{unit.court_code}行初{ordinal}号",
            starts_at=timezone.make_aware(datetime.combine(day, time(9, 0))),
            seats=sum(row["seats"] for row in rows) + 6,
            discipline=DISCIPLINE,
            **plan,
        )

    def enter(self, matter, clerk, key, people, **said):
        """Let the court enter what a unit said by telephone, three days after the notice."""
        invitation = matter.invitations.get(unit=self.cast.units[key])
        on = matter.invited_on + timedelta(days=3)
        matter.record_answer(actor=clerk, on=on, invitation=invitation, people=people, **said)

    def land(self):
        """Behind us: most came, one head sent his deputy, one unit did not come at all."""
        day = workday(-12)
        matter = self.plan(
            *("yanbian", "changbaishan", day, 41, ASKED),
            title="不动产登记案件旁听庭审",
            cause="不动产登记",
            kind="observed",
            place="第一审判庭",
            reason="登记机构不予登记前应当履行哪些告知和审查义务，直接关系群众财产权益，同类争议较多。",
            contact="金书妍",
            contact_phone="0433-2800000",
        )
        clerk = self.cast.people["yanbian_clerk"]
        matter.invite(actor=clerk, on=workday(-22))
        for key, people, said in SAID_OF_LAND:
            self.enter(matter, clerk, key, people, **said)
        besides = {
            "id": None,
            "invitation": matter.invitations.get(unit=self.cast.units["gwh_market"]),
            "came": True,
            "substitute_for": "",
            **row("葛新民", "法规科科员", STAFF),
        }
        matter.take_roll(actor=clerk, people=[*roll(matter, absent="李明"), besides])
        matter.summarise(
            actor=clerk,
            summary="庭审历时两个半小时，双方围绕不予登记前的告知义务举证质证。"
            "庭后由审判长就登记审查标准和书面告知作了讲评，旁听人员提出五个问题，逐一作了解答。",
            effect="池北区自然资源分局表示将统一不予登记告知书的格式，并送法院征求意见。",
        )

    def injury(self):
        """To come: some have said who comes, one can't, the others owe their receipt."""
        matter = self.plan(
            *("yanbian", "changbaishan", workday(6), 57, ASKED),
            title="工伤认定案件旁听庭审",
            cause="工伤认定",
            kind="observed",
            place="第二审判庭",
            reason="工伤认定中上下班途中的认定和举证责任分配，是近两年败诉较多的环节。",
            contact="金书妍",
            contact_phone="0433-2800000",
        )
        matter.invite(actor=self.cast.people["yanbian_clerk"], on=workday(-2))
        people = self.cast.people
        matter.answer_invitation(
            actor=people["land_clerk"],
            people=[row("冯立群", "副局长", DEPUTY), row("李明", "登记科科长", SECTION)],
            contact="李明",
        )
        matter.answer_invitation(
            actor=people["chinan_hr_clerk"],
            people=[row("白景行", "副局长", DEPUTY), row("江澄", "工伤保险科科员", STAFF)],
            contact="江澄",
        )
        matter.answer_invitation(
            actor=people["police_clerk"], declined="当日有重大安保任务，法制部门全员在岗"
        )

    def on_the_spot(self):
        """A draft: the court will hear the case where it arose."""
        self.plan(
            *("yanbian", "changbaishan", workday(20), 63),
            {"chibei": (5, True), "chibei_land": (3, True)},
            title="林地征收补偿案件巡回审判",
            cause="林地征收补偿",
            kind="on_the_spot",
            place="池北区二道白河镇政府会议室",
            reason="就地开庭，方便群众旁听，促进同类补偿争议化解。",
            contact="金书妍",
            contact_phone="0433-2800000",
        )

    def proposal(self):
        """A proposal of the justice bureau, which Baishan's court has still to decide upon."""
        units = self.cast.units
        Observation.plan(
            actor=self.cast.people["justice"],
            initiator=units["gwh_justice"],
            court=units["baishan"],
            committee=self.cast.committees["changbaishan"],
            title="行政处罚案件旁听庭审",
            kind="observed",
            reason="市场监管、住建处罚案件今年败诉较多，建议选一件处罚程序争议案件，"
            "请池西、池南两区执法单位负责人旁听。",
        )

    def daqing(self):
        """Daqing's large hearing (大型听审), of which the memorandum speaks."""
        matter = self.plan(
            *("dq_court", "daqing", workday(-30), 88),
            {"dq_land": (10, True), "dq_government": (5, False)},
            title="土地行政处罚案件大型听审",
            cause="土地行政处罚",
            kind="observed",
            place="大法庭",
            reason="落实备忘录第五项，请政府各部门负责人到庭听审。",
            contact="关若水",
        )
        clerk = self.cast.people["dq_court_clerk"]
        matter.invite(actor=clerk, on=workday(-40))
        people = [row("凌致和", "局长", CHIEF), row("尹春禾", "法规科科长", SECTION)]
        self.enter(matter, clerk, "dq_land", people)
        matter.take_roll(actor=clerk, people=roll(matter))
