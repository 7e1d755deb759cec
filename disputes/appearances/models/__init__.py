"""Lawsuits and what hangs on one: agencies, litigants, hearings, appearances."""

from disputes.appearances.models.answers import Answer, EvidenceItem
from disputes.appearances.models.choices import (
    AGAINST,
    MUST,
    WITHOUT_JUDGMENT,
    Event,
    Excuse,
    Identity,
    Instance,
    NoticeGround,
    Presence,
    Procedure,
    Rank,
    Result,
    ServiceWay,
    Side,
    Status,
    View,
)
from disputes.appearances.models.hearings import Appearance, Hearing
from disputes.appearances.models.lawsuit import Lawsuit, LawsuitGrant
from disputes.appearances.models.litigants import Litigant
from disputes.appearances.models.policies import Denominator, Joint, RatePolicy
from disputes.appearances.models.sued import SuedAgency
from disputes.appearances.models.urging import HeadUrging

__all__ = [
    "AGAINST",
    "MUST",
    "WITHOUT_JUDGMENT",
    "Answer",
    "Appearance",
    "Denominator",
    "Event",
    "EvidenceItem",
    "Excuse",
    "HeadUrging",
    "Hearing",
    "Identity",
    "Instance",
    "Joint",
    "Lawsuit",
    "LawsuitGrant",
    "Litigant",
    "NoticeGround",
    "Presence",
    "Procedure",
    "Rank",
    "RatePolicy",
    "Result",
    "ServiceWay",
    "Side",
    "Status",
    "SuedAgency",
    "View",
]
