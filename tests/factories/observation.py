"""Observed hearings, walked through their real steps, on the stage of lawsuits."""

from datetime import date, datetime

from django.utils import timezone

from disputes.appearances.models import Hearing, Observation
from tests.database.walks import begun, step, walked
from tests.factories.appearances import scene, served

__all__ = ["Observation", "scene"]

DAY = date(2026, 11, 26)
STARTS_AT = timezone.make_aware(datetime(2026, 11, 26, 9, 0))
INVITED_ON = date(2026, 11, 16)
PLAN = {
    "title": "工伤认定案件旁听庭审",
    "kind": "observed",
    "reason": "工伤认定程序中举证责任如何分配。",
    "hearing": None,
    "case_number": "（2026）吉24行初31号",
    "cause": "工伤认定",
    "starts_at": STARTS_AT,
    "place": "第一审判庭",
    "seats": 40,
    "discipline": "遵守法庭纪律。",
    "contact": "金书妍",
    "contact_phone": "0433-2800000",
}
PEOPLE = [
    {"name": "裴世安", "post": "局长", "standing": "chief"},
    {"name": "尹素英", "post": "法规科科长", "standing": "section"},
]


def rows(stage):
    """Both agencies are invited: of the first two seats and its head, of the second one seat."""
    return [
        {"unit": stage.agency, "seats": 2, "head_asked": True},
        {"unit": stage.co_agency, "seats": 1, "head_asked": False},
    ]


def planned(stage, **plan):
    """筹备: a draft of the court, which nobody else sees."""
    values = PLAN | {"invited": rows(stage), "is_public": True} | plan
    return walked(
        "appearances.observation_planned", lambda: _plan(stage, values), stage=stage, **values
    )


def _plan(stage, values):
    court = {"initiator": stage.court, "court": stage.court, "committee": stage.committee}
    return Observation.plan(actor=stage.clerk, **court, **values)


def proposed(stage, **proposal):
    """提议: the justice bureau asks the court for one."""
    values = {name: PLAN[name] for name in ("title", "kind", "reason")} | proposal

    def walk():
        return Observation.plan(
            actor=stage.justice_clerk,
            initiator=stage.justice,
            court=stage.court,
            committee=stage.committee,
            **values,
        )

    return walked("appearances.observation_proposed", walk, stage=stage, values=values)


def heard_in(stage, ordinal=31, starts_at=STARTS_AT, place="第一审判庭", **more):
    """A hearing of the court's own lawsuit, which was served."""
    given = {"starts_at": starts_at, "place": place} | more

    def walk():
        lawsuit = served(stage, ordinal=ordinal, cause="工伤认定")
        return Hearing.objects.create(matter=lawsuit, order=1, **given)

    return walked("appearances.heard_in", walk, stage=stage, ordinal=ordinal, given=given)


@step
def invite(observation, stage, on=INVITED_ON):
    """邀请: the notice goes out, the units are asked who comes."""
    observation.invite(actor=stage.clerk, on=on)


def invited(stage, **plan):
    observation = planned(stage, **plan)
    invite(observation, stage)
    return observation


@step
def answer(observation, stage, people=PEOPLE, **said):
    """回执: the first agency says who comes."""
    observation.answer_invitation(actor=stage.agency_clerk, people=people, **said)


@step
def record(observation, stage, unit, people=(), on=INVITED_ON, **said):
    """代录回执: the court enters what a unit said by telephone."""
    invitation = observation.invitations.get(unit=unit)
    observation.record_answer(
        actor=stage.clerk, on=on, invitation=invitation, people=people, **said
    )


def roll(observation, *walk_ins):
    """The rows of the roll as the form hands them in: whoever was announced came."""
    found = [
        {
            "id": one.pk,
            "invitation": one.invitation,
            "name": one.name,
            "post": one.post,
            "standing": one.standing,
            "came": True,
            "substitute_for": "",
        }
        for invitation in observation.invitations.all()
        for one in invitation.observers.filter(is_walk_in=False)
    ]
    return [*found, *walk_ins]


def walk_in(observation, unit, **more):
    row = {"name": "严大勇", "post": "副局长", "standing": "deputy", "came": True}
    row |= {"id": None, "substitute_for": "", **more}
    return row | {"invitation": observation.invitations.get(unit=unit)}


@begun
def held(stage, **plan):
    """开庭旁听: both announced came, and somebody of the second agency unannounced."""
    observation = invited(stage, **plan)
    record(observation, stage, stage.agency, PEOPLE)
    people = roll(observation, walk_in(observation, stage.co_agency))
    observation.take_roll(actor=stage.clerk, people=people)
    return observation


def closed(stage, **plan):
    observation = held(stage, **plan)
    observation.summarise(
        actor=stage.clerk, summary="庭审后由审判长讲评。", effect="各单位表示将规范程序。"
    )
    return observation
