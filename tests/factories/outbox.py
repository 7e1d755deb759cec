"""Deadlines to be reminded of, and the people around them: a bureau, its chiefs, the office."""

from dataclasses import dataclass, field
from datetime import date

import factory
from factory.django import DjangoModelFactory

from disputes.models import Dispute
from liaison.models import Deadline, DeadlineRule, Message, Post, Unit, User
from tests.factories.liaison import (
    CentreFactory,
    CommitteeFactory,
    PostFactory,
    UnitFactory,
    UserFactory,
)

TITLE = "张三诉第一局行政处罚案"
NUMBER = "长协〔2026〕42号"
TIERS = [7, 3, 1, 0, -1, -3, -7]


class RuleFactory(DjangoModelFactory):
    class Meta:
        model = DeadlineRule

    code = factory.Sequence(lambda n: f"rule.{n}")
    name = "调解期限"
    law = "某某办法"
    trigger = "受理之日"
    length = 30
    unit = "day"
    tiers = factory.LazyFunction(lambda: list(TIERS))
    valid_from = date(2020, 1, 1)


class DeadlineFactory(DjangoModelFactory):
    class Meta:
        model = Deadline

    rule = factory.SubFactory(RuleFactory)
    name = "张三案调解期限"
    responsible = factory.SubFactory(UnitFactory)
    started_on = date(2026, 9, 29)
    due_on = date(2026, 10, 29)


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"key{n}")
    notice = "liaison.deadline"
    recipient = factory.LazyFunction(lambda: PostFactory().user)
    channel = "email"
    subject = "有新的办理事项"


def a_matter(**kwargs):
    """A dispute with a number and with a party in its title, laid down without its steps."""
    committee = kwargs.pop("committee", None) or CommitteeFactory()
    day = date(2026, 9, 28)
    values = {
        "number": NUMBER,
        "title": TITLE,
        "status": Dispute.Status.MEDIATING,
        "stage": Dispute.Stage.PRE_SUIT,
        "field": Dispute.Field.OTHER,
        "act": "行政处罚",
        "gist": "张三不服处罚",
        "receipt_on": day,
        "consent_on": day,
        "referred_on": day,
    }
    return Dispute.objects.create(
        initiator=UnitFactory(court=True),
        respondent=UnitFactory(),
        centre=CentreFactory(committee=committee),
        committee=committee,
        created_by=UserFactory(),
        **values | kwargs,
    )


def member(unit, rank=Post.Rank.HANDLER, **kwargs):
    """A user who holds a post of ``rank`` in ``unit``."""
    return PostFactory(unit=unit, rank=rank, **kwargs).user


@dataclass
class Bureau:
    """A bureau that owes something, with everybody whom the ladder of reminders may reach."""

    parent: Unit = field(default_factory=lambda: UnitFactory(kind=Unit.Kind.GOVERNMENT))
    committee: object = field(default_factory=CommitteeFactory)

    def __post_init__(self):
        rank = Post.Rank
        self.unit = UnitFactory(parent=self.parent, short_name="第一局")
        self.matter = a_matter(committee=self.committee)
        self.handler = member(self.unit)
        self.leader = member(self.unit, rank.LEADER_IN_CHARGE)
        self.head = member(self.unit, rank.HEAD)
        self.office = member(self.committee.office)
        self.superior = member(self.parent, rank.LEADER_IN_CHARGE)

    def owes(self, **kwargs):
        values = {"matter": self.matter, "responsible": self.unit, "handler": self.handler}
        return DeadlineFactory(**values | kwargs)

    def name_of(self, user: User):
        """Who of the bureau ``user`` is, by the name of the field."""
        return next((name for name, value in vars(self).items() if value == user), str(user))
