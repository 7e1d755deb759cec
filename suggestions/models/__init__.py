"""The tables of judicial suggestions: the letter, its problems, the answers, the verdicts."""

from suggestions.models.addressees import Addressee
from suggestions.models.answers import Reply, ReplyItem, Verdict
from suggestions.models.choices import (
    Done,
    Event,
    Kind,
    Outcome,
    Response,
    Satisfaction,
    ServiceWay,
    Status,
    Timeliness,
)
from suggestions.models.lookback import LookBack
from suggestions.models.problems import Problem
from suggestions.models.suggestion import JudicialSuggestion, JudicialSuggestionGrant
from suggestions.models.takeover import Takeover
from suggestions.models.urging import Tier, Urging

__all__ = [
    "Addressee",
    "Done",
    "Event",
    "JudicialSuggestion",
    "JudicialSuggestionGrant",
    "Kind",
    "LookBack",
    "Outcome",
    "Problem",
    "Reply",
    "ReplyItem",
    "Response",
    "Satisfaction",
    "ServiceWay",
    "Status",
    "Takeover",
    "Tier",
    "Timeliness",
    "Urging",
    "Verdict",
]
