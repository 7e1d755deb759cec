"""Disputes and what hangs on one: one file a phase of the procedure."""

from disputes.models.choices import (
    FailureGround,
    FileKind,
    Outcome,
    RefusalGround,
    Stage,
    Status,
)
from disputes.models.dispute import Dispute, DisputeGrant, DisputeQuerySet
from disputes.models.intake import check_mediator, mediators_of
from disputes.models.mediation import check_notice
from disputes.models.parties import Party, check_identity
from disputes.models.sessions import Agreement, Attendance, Session, Statement
from disputes.models.units import committees_of, members_of

__all__ = [
    "Agreement",
    "Attendance",
    "Dispute",
    "DisputeGrant",
    "DisputeQuerySet",
    "FailureGround",
    "FileKind",
    "Outcome",
    "Party",
    "RefusalGround",
    "Session",
    "Stage",
    "Statement",
    "Status",
    "check_identity",
    "check_mediator",
    "check_notice",
    "committees_of",
    "mediators_of",
    "members_of",
]
