"""Disputes and what hangs on one: one file a phase of the procedure."""

from disputes.models.admissibility import PRIOR, SCOPE, time_limits
from disputes.models.agreement import Agreement, Confirmation, PerformanceItem
from disputes.models.choices import (
    CONCLUDED,
    OF_ADJUDICATION,
    RESOLVED,
    ActChange,
    ActKind,
    ChangeCondition,
    FailureGround,
    Field,
    FileKind,
    FilingResult,
    Outcome,
    Reconsideration,
    RefusalGround,
    Remainder,
    RestartGround,
    Retention,
    Source,
    Stage,
    Status,
    SuspensionGround,
    TimeLimit,
)
from disputes.models.concluding import check_facts, outcomes_for
from disputes.models.conclusion import Conclusion, CourtReport
from disputes.models.course import check_extension
from disputes.models.dispute import Dispute, DisputeGrant, DisputeQuerySet
from disputes.models.ending import failure_grounds
from disputes.models.mediation import check_notice, check_span, notice_days
from disputes.models.oldregister import OldRegister
from disputes.models.panel import BENCH_NOTES, LATER_ROLES, check_mediator, standing_back
from disputes.models.parties import Agent, Party, check_identity, check_phone
from disputes.models.register import Appointment, Mediator, Recusal, mediators_of
from disputes.models.rulebook import Article, Rulebook
from disputes.models.sessions import Attendance, Session, Statement
from disputes.models.settlement import check_legality, checkers_for
from disputes.models.units import committees_of, members_of
from disputes.models.ways import WAYS, ways_of

__all__ = [
    "BENCH_NOTES",
    "CONCLUDED",
    "LATER_ROLES",
    "OF_ADJUDICATION",
    "PRIOR",
    "RESOLVED",
    "SCOPE",
    "WAYS",
    "ActChange",
    "ActKind",
    "Agent",
    "Agreement",
    "Appointment",
    "Article",
    "Attendance",
    "ChangeCondition",
    "Conclusion",
    "Confirmation",
    "CourtReport",
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
    "Remainder",
    "RestartGround",
    "Retention",
    "Rulebook",
    "Session",
    "Source",
    "Stage",
    "Statement",
    "Status",
    "SuspensionGround",
    "TimeLimit",
    "check_extension",
    "check_facts",
    "check_identity",
    "check_legality",
    "check_mediator",
    "check_notice",
    "check_phone",
    "check_span",
    "checkers_for",
    "committees_of",
    "failure_grounds",
    "mediators_of",
    "members_of",
    "notice_days",
    "outcomes_for",
    "standing_back",
    "time_limits",
    "ways_of",
]
