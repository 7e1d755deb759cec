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


DISCIPLINE = """请持工作证或者身份证，开庭前15分钟到场，接受安全检查。
旁听人员应当服从审判长指挥，不得鼓掌、喧哗，不得吸烟、进食，不得拨打或者接听电话，不得录音、录像、拍照或者使用移动通信工具传播庭审活动。
旁听人员不得进入审判活动区，不得随意站立、走动，不得发言和提问。"""
"""The rules of the courtroom for those who look on (人民法院法庭规则第六条、第十七条).

When to be there, and with which paper, is the court's own word: it changes both in its plan.
"""
