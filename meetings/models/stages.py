"""How far a joint meeting has come, and whose posts take its steps."""

from django.db import models

from liaison.models import Role

OFFICE = (Role.OFFICE_CLERK, Role.OFFICE_LEADER)
LEADERS = (Role.UNIT_LEADER, Role.COURT_LEADER)
MEMBERS = (
    Role.UNIT_CLERK,
    Role.UNIT_LEADER,
    Role.JUSTICE_CLERK,
    Role.COURT_CLERK,
    Role.COURT_LEADER,
    Role.CENTRE_CLERK,
)
"""Whose posts answer for a member unit: propose, say who comes, report."""


class Status(models.TextChoices):
    PLANNED = "planned", "筹备中"
    REVIEWING = "reviewing", "议程审定中"
    AGREED = "agreed", "议程已审定"
    NOTIFIED = "notified", "已通知"
    HELD = "held", "已召开"
    DRAFTED = "drafted", "纪要拟稿"
    COUNTERSIGNING = "countersigning", "纪要会签中"
    COUNTERSIGNED = "countersigned", "会签完毕"
    ISSUED = "issued", "督办中"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"


def told(meeting, name, ask):
    """Whether there is anything of the query ``ask()``.

    The meeting's page has asked already, in its own query, under ``name`` (``with_page``).
    """
    known = meeting.__dict__.get(name)
    return ask().exists() if known is None else known
