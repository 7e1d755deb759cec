"""How far a joint meeting has come, and whose posts take its steps."""

from django.db import models

from liaison.models import Role

OFFICE = (Role.OFFICE_CLERK, Role.OFFICE_LEADER)
LEADERS = (Role.UNIT_LEADER, Role.COURT_LEADER)


class Status(models.TextChoices):
    PLANNED = "planned", "筹备中"
    NOTIFIED = "notified", "已通知"
    HELD = "held", "已召开"
    DRAFTED = "drafted", "纪要拟稿"
    COUNTERSIGNING = "countersigning", "纪要会签中"
    COUNTERSIGNED = "countersigned", "会签完毕"
    ISSUED = "issued", "督办中"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"
