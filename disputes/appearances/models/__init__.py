"""Lawsuits and what hangs on one, and what is told of the appearance of heads each month."""

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
from disputes.appearances.models.feed import Feed, FeedRow
from disputes.appearances.models.hearings import Appearance, Hearing
from disputes.appearances.models.interviews import Interview
from disputes.appearances.models.lawsuit import Lawsuit, LawsuitGrant
from disputes.appearances.models.listing import Criticism, ListedUnit
from disputes.appearances.models.litigants import Litigant
from disputes.appearances.models.monthly import MonthlyNotice, MonthlyNoticeGrant
from disputes.appearances.models.monthlychoices import NoticeStatus, RectificationStatus, Scope
from disputes.appearances.models.observation import (
    Observation,
    ObservationFigures,
    ObservationGrant,
)
from disputes.appearances.models.observers import Invitation, Observer, Standing
from disputes.appearances.models.plans import Plan
from disputes.appearances.models.policies import Denominator, Joint, RatePolicy
from disputes.appearances.models.rectification import Rectification, RectificationGrant
from disputes.appearances.models.sued import SuedAgency
from disputes.appearances.models.urging import HeadUrging

__all__ = [
    "AGAINST",
    "MUST",
    "WITHOUT_JUDGMENT",
    "Answer",
    "Appearance",
    "Criticism",
    "Denominator",
    "Event",
    "EvidenceItem",
    "Excuse",
    "Feed",
    "FeedRow",
    "HeadUrging",
    "Hearing",
    "Identity",
    "Instance",
    "Interview",
    "Invitation",
    "Joint",
    "Lawsuit",
    "LawsuitGrant",
    "ListedUnit",
    "Litigant",
    "MonthlyNotice",
    "MonthlyNoticeGrant",
    "NoticeGround",
    "NoticeStatus",
    "Observation",
    "ObservationFigures",
    "ObservationGrant",
    "Observer",
    "Plan",
    "Presence",
    "Procedure",
    "Rank",
    "RatePolicy",
    "Rectification",
    "RectificationGrant",
    "RectificationStatus",
    "Result",
    "Scope",
    "ServiceWay",
    "Side",
    "Standing",
    "Status",
    "SuedAgency",
    "View",
]
