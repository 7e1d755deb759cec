"""How far an observed hearing has come, and whose posts take its steps."""

from django.db import models

from liaison.models import Role


class Status(models.TextChoices):
    PROPOSED = "proposed", "待法院决定"
    PLANNED = "planned", "筹备中"
    INVITED = "invited", "已邀请"
    HELD = "held", "已旁听"
    CLOSED = "closed", "已办结"
    DECLINED = "declined", "未采纳"
    CANCELLED = "cancelled", "已取消"


COURT = (Role.COURT_CLERK, Role.COURT_LEADER)
PROPOSERS = (Role.JUSTICE_CLERK, Role.OFFICE_CLERK, Role.OFFICE_LEADER)
"""Whose posts propose one to the court, beside the court's own."""
INVITED = (Role.UNIT_CLERK, Role.UNIT_LEADER, Role.CENTRE_CLERK, *PROPOSERS, *COURT)
"""Whose posts answer for an invited unit."""

STEPS = {
    "plan": "组织或者提议旁听庭审",
    "arrange": "筹备旁听庭审",
    "invite": "印发旁听通知",
    "attend": "报送旁听回执",
    "record": "登记旁听人员",
    "close": "小结旁听庭审",
    "handle": "承办（组织法院）",
    "oversee": "掌握各单位旁听情况（政府方）",
}
PERMISSIONS = [(f"{verb}_observation", label) for verb, label in STEPS.items()]


def perm(verb):
    """The permission of a step, as roles hold it."""
    return f"appearances.{verb}_observation"
