"""Disputes and what hangs on one: one file a phase of the procedure."""

from disputes.models.admissibility import SCOPE, time_limits
from disputes.models.agreement import Agreement, Confirmation, PerformanceItem
from disputes.models.choices import (
    RESOLVED,
    ActKind,
    FailureGround,
    Field,
    FileKind,
    FilingResult,
    Outcome,
    Reconsideration,
    RefusalGround,
    Retention,
    Source,
    Stage,
    Status,
    SuspensionGround,
    TimeLimit,
)
from disputes.models.dispute import Dispute, DisputeGrant, DisputeQuerySet
from disputes.models.mediation import check_notice, check_span, notice_days
from disputes.models.oldregister import OldRegister
from disputes.models.panel import BENCH_NOTES, LATER_ROLES, check_mediator, standing_back
from disputes.models.parties import Agent, Party, check_identity, check_phone
from disputes.models.register import Appointment, Mediator, Recusal, mediators_of
from disputes.models.rulebook import Article, Rulebook
from disputes.models.sessions import Attendance, Session, Statement
from disputes.models.units import committees_of, members_of
from disputes.models.ways import WAYS, ways_of

__all__ = [
    "BENCH_NOTES",
    "LATER_ROLES",
    "RESOLVED",
    "SCOPE",
    "WAYS",
    "ActKind",
    "Agent",
    "Agreement",
    "Appointment",
    "Article",
    "Attendance",
    "Confirmation",
    "Dispute",
    "DisputeGrant",
    "DisputeQuerySet",
    "FailureGround",
    "Field",
    "FileKind",
    "FilingResult",
    "Mediator",
    "OldRegister",
    "Outcome",
    "Party",
    "PerformanceItem",
    "Reconsideration",
    "Recusal",
    "RefusalGround",
    "Retention",
    "Rulebook",
    "Session",
    "Source",
    "Stage",
    "Statement",
    "Status",
    "SuspensionGround",
    "TimeLimit",
    "check_identity",
    "check_mediator",
    "check_notice",
    "check_phone",
    "check_span",
    "committees_of",
    "mediators_of",
    "members_of",
    "notice_days",
    "standing_back",
    "time_limits",
    "ways_of",
]
