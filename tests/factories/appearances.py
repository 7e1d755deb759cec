"""Lawsuits, walked through their real steps; and the units around one."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from disputes.appearances.models import Lawsuit
from liaison.models import Committee, Membership, Role, Unit, User
from tests.database.walks import begun, step, walked
from tests.factories.disputes import upload
from tests.factories.liaison import CommitteeFactory, MembershipFactory, UnitFactory, person

PERSON = {"side": "plaintiff", "kind": "person", "name": "冯立群"}
COMPANY = {"side": "plaintiff", "kind": "enterprise", "name": "长松商贸有限公司"}
CASE = {
    "procedure": "ordinary",
    "act_kind": "registration",
    "cause": "不动产登记",
    "act": "不予登记告知书（2026）第12号",
    "claims": "撤销不予登记告知书，责令重新作出处理。",
    "filed_on": date(2026, 3, 2),
    "contact": "金书妍",
    "contact_phone": "0433-2800000",
}
DAYS = {
    "serve": date(2026, 3, 4),
    "answer": date(2026, 3, 16),
    "performed": date(2026, 7, 1),
}


@dataclass
class Scene:
    """A committee with everybody who may, and may not, have to do with a lawsuit."""

    committee: Committee
    court: Unit
    agency: Unit
    co_agency: Unit
    justice: Unit
    stranger: Unit
    people: dict[str, User] = field(default_factory=dict)

    @property
    def clerk(self):
        return self.people["court_clerk"]

    @property
    def president(self):
        return self.people["president"]

    @property
    def agency_clerk(self):
        return self.people["agency_clerk"]

    @property
    def justice_clerk(self):
        return self.people["justice"]

    @property
    def outsiders(self):
        """Everybody who is not of the court."""
        inside = {"court_clerk", "president"}
        return {name: user for name, user in self.people.items() if name not in inside}


def scene():
    """Build the stage: two courts, two agencies under one government, starter, office, others."""
    return walked("appearances.scene", _scene)


def _scene():
    committee = CommitteeFactory()
    court = UnitFactory(court=True, place_name="延边", court_code="吉24")
    other_court = UnitFactory(court=True, place_name="白山", court_code="吉06")
    government = UnitFactory(kind=Unit.Kind.GOVERNMENT)
    agency, co_agency = UnitFactory.create_batch(2, parent=government)
    stranger = UnitFactory()
    justice = UnitFactory(kind=Unit.Kind.JUSTICE_BUREAU)
    committee.starter = justice
    committee.save()
    for unit in (court, other_court):
        MembershipFactory(committee=committee, unit=unit, side=Membership.Side.COURT)
    for unit in (government, agency, co_agency, stranger, justice):
        MembershipFactory(committee=committee, unit=unit)
    people = {
        "court_clerk": person(court, Role.COURT_CLERK),
        "president": person(court, Role.COURT_LEADER, rank="head"),
        "other_court_clerk": person(other_court, Role.COURT_CLERK),
        "agency_clerk": person(agency, Role.UNIT_CLERK),
        "agency_leader": person(agency, Role.UNIT_LEADER, rank="leader_in_charge"),
        "co_agency_clerk": person(co_agency, Role.UNIT_CLERK),
        "government_clerk": person(government, Role.UNIT_CLERK),
        "justice": person(justice, Role.JUSTICE_CLERK),
        "stranger": person(stranger, Role.UNIT_CLERK),
        "office": person(committee.office, Role.OFFICE_CLERK),
        "office_leader": person(committee.office, Role.OFFICE_LEADER, rank="head"),
    }
    return Scene(committee, court, agency, co_agency, justice, stranger, people)


def filed(stage, ordinal=15, **case):
    """立案: a lawsuit of one person against one agency, still the court's own."""
    values = {
        "committee": stage.committee,
        "case_number": f"（2026）吉24行初{ordinal}号",
        "litigants": [PERSON],
        "defendants": [stage.agency],
        **CASE,
    } | case

    def walk():
        return Lawsuit.file(actor=stage.clerk, initiator=stage.court, **values)

    return walked("appearances.filed", walk, stage=stage, values=values)


@step
def serve(lawsuit, stage, agency=None, on=DAYS["serve"]):
    """送达: the copy reaches every agency, or the one that is named."""
    rows = [row for row in lawsuit.sued() if not row.served_on and agency in (None, row.unit)]
    for row in rows:
        lawsuit.serve(actor=stage.clerk, on=on, way="electronic", agency=row)


@begun
def served(stage, **case):
    """A lawsuit that all its agencies know of."""
    lawsuit = filed(stage, **case)
    serve(lawsuit, stage)
    return lawsuit


# Hearings and who comes to them

HEAD = {"head_name": "朴正浩", "head_post": "副局长", "head_rank": "deputy"}
CAME = {"presence": "head", "identity": "valid", "spoke": True, **HEAD}
STAFF = {"presence": "staff", "staff": "科长尹善姬"}
NOBODY = {"presence": "nobody"}


def hour(day, at=9, minute=0):
    """An hour of a day, as a hearing begins."""
    return timezone.make_aware(datetime.combine(day, time(at, minute)))


def after(days):
    """An hour so many days from today, or before it."""
    return hour(timezone.localdate() + timedelta(days=days))


def calls(lawsuit, ground="interests", on=None, agencies=None):
    """Rows that call the heads of all agencies, or of some, the notice being there today."""
    on = on or timezone.localdate()
    rows = lawsuit.sued() if agencies is None else agencies
    return [{"agency": row, "ground": ground, "notified_on": on} for row in rows]


@step
def fix_hearing(lawsuit, stage, starts_at=None, **given):
    """确定开庭: in ten days, all heads called today, unless told otherwise."""
    given = {"place": "第三审判庭", "calls": calls(lawsuit)} | given
    lawsuit.fix_hearing(actor=stage.clerk, starts_at=starts_at or after(10), **given)
    return lawsuit.hearings.last()


@step
def hold_back(lawsuit, stage, days_ago=1, ground="interests", **given):
    """A hearing of the past, registered late: called in time, to be recorded now."""
    on = timezone.localdate() - timedelta(days=days_ago + 10)
    called = calls(lawsuit, ground, on) if ground else []
    given = {"place": "第三审判庭", "calls": called} | given
    lawsuit.fix_hearing(actor=stage.clerk, starts_at=after(-days_ago), **given)
    return lawsuit.hearings.last()


@step
def name_head(lawsuit, stage, actor=None, **given):
    """报送出庭负责人: a deputy, unless told otherwise."""
    lawsuit.name_head(actor=actor or stage.agency_clerk, **(HEAD | given))


@step
def excuse_head(lawsuit, stage, actor=None, **given):
    """说明不能出庭的理由: duty that nobody else can do, with its proof."""
    given = {
        "excuse": "duty",
        "note": "赴省参加防汛调度",
        "proof": upload("证明.pdf"),
        "staff": "科长尹善姬",
    } | given
    lawsuit.excuse_head(actor=actor or stage.agency_clerk, **given)


@step
def record_hearing(lawsuit, stage, *facts):
    """登记出庭情况: what is given of each agency in order; of all, that a deputy came."""
    rows = [one for one in lawsuit.appearances() if one.hearing == lawsuit.to_record()]
    facts = facts or [CAME] * len(rows)
    lawsuit.record_hearing(actor=stage.clerk, rows=list(zip(rows, facts, strict=True)))


def heard(stage, *facts, days_ago=1, ground="interests", **case):
    """A lawsuit that was heard: recorded what is given of each agency."""
    lawsuit = served(stage, **case)
    hold_back(lawsuit, stage, days_ago=days_ago, ground=ground)
    record_hearing(lawsuit, stage, *facts)
    return lawsuit


# Answers and judgments.

EVIDENCE = {
    "name": "不予登记告知书",
    "source": "本机关制作",
    "purpose": "证明被诉行政行为的内容",
    "pages": 2,
    "copies": 1,
}
WORDS = {
    "representative": "许明哲",
    "post": "局长",
    "agents": "",
    "body": "被诉告知书认定事实清楚，程序合法。\n请求驳回原告的诉讼请求。",
    "norms": "《不动产登记暂行条例》第二十二条",
}


def clerk_of(stage, row):
    """The clerk of a sued agency."""
    named = {stage.agency: "agency_clerk", stage.co_agency: "co_agency_clerk"}
    return stage.people[named[row.unit]]


@step
def draft_answer(lawsuit, stage, agency=None, evidence=(EVIDENCE,), **words):
    """拟写答辩状: by each agency that owes an answer, or the one that is named."""
    rows = [row for row in lawsuit.sued() if row.owes_answer and agency in (None, row.unit)]
    for row in rows:
        lawsuit.draft_answer(
            actor=clerk_of(stage, row), evidence=[dict(item) for item in evidence], **WORDS | words
        )


@step
def answer(lawsuit, stage, agency=None, on=DAYS["answer"]):
    """提交答辩举证: drafted and given by each agency, or the one that is named."""
    draft_answer(lawsuit, stage, agency)
    rows = [row for row in lawsuit.sued() if row.draft and agency in (None, row.unit)]
    for row in rows:
        lawsuit.submit_answer(actor=clerk_of(stage, row), on=on)


JUDGMENT = {
    "on": date(2026, 5, 20),
    "result": "to_perform",
    "judgment": "责令被告于本判决生效之日起六十日内作出处理。",
}


@step
def judge(lawsuit, stage, performers=None, **judgment):
    """登记裁判: against all agencies, which have something to do, unless told otherwise."""
    values = JUDGMENT | judgment
    if performers is None:
        performers = lawsuit.sued() if values["result"] == "to_perform" else []
    order = "六十日内作出处理" if performers else ""
    lawsuit.judge(actor=stage.clerk, **{"performers": performers, "order": order} | values)


@step
def take_effect(lawsuit, stage, on=date(2026, 6, 12), perform_by=date(2026, 8, 11)):
    """登记生效: nobody appealed."""
    lawsuit.take_effect(actor=stage.clerk, on=on, appealed=False, perform_by=perform_by)


@begun
def performing(stage, **case):
    """A lawsuit that was lost, and whose judgment is to be performed."""
    lawsuit = served(stage, **case)
    answer(lawsuit, stage)
    judge(lawsuit, stage)
    take_effect(lawsuit, stage)
    return lawsuit
