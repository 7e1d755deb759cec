"""The tables of the engines: one file a subject."""

from liaison.models.absences import Absence
from liaison.models.audit import AuditEntry, record
from liaison.models.committees import Centre, Committee, Membership, Seat
from liaison.models.deadlines import (
    CalendarDay,
    CalendarYear,
    Deadline,
    DeadlineEvent,
    DeadlineRule,
)
from liaison.models.desks import DeskEntry, desk_drift
from liaison.models.feeds import CalendarFeed
from liaison.models.matters import Matter, MatterGrant, MatterQuerySet, Secrecy, matter_models
from liaison.models.numbering import NumberSeries
from liaison.models.outbox import CaughtMail, Message, Reminder
from liaison.models.papers import Attachment, IssuedPaper
from liaison.models.people import Post, Role, User
from liaison.models.rooms import Booking, Room
from liaison.models.units import Area, Jurisdiction, Unit
from liaison.models.works import LongWork

__all__ = [
    "Absence",
    "Area",
    "Attachment",
    "AuditEntry",
    "Booking",
    "CalendarDay",
    "CalendarFeed",
    "CalendarYear",
    "CaughtMail",
    "Centre",
    "Committee",
    "Deadline",
    "DeadlineEvent",
    "DeadlineRule",
    "DeskEntry",
    "IssuedPaper",
    "Jurisdiction",
    "LongWork",
    "Matter",
    "MatterGrant",
    "MatterQuerySet",
    "Membership",
    "Message",
    "NumberSeries",
    "Post",
    "Reminder",
    "Role",
    "Room",
    "Seat",
    "Secrecy",
    "Unit",
    "User",
    "desk_drift",
    "matter_models",
    "record",
]
