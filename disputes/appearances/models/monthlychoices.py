"""The words and the permissions of monthly notices, of rectification and of interviews."""

from django.db import models

from liaison.models import Role

OFFICE = (Role.OFFICE_CLERK, Role.OFFICE_LEADER)
COURT = (Role.COURT_CLERK, Role.COURT_LEADER)
AGENCY = (Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK)


class NoticeStatus(models.TextChoices):
    """How far a monthly notice has come; until it is issued nobody outside learns of it."""

    DRAFT = "draft", "拟稿"
    COUNTERSIGNING = "countersigning", "待法院会签"
    CONFIRMED = "confirmed", "已会签"
    ISSUED = "issued", "已印发"
    CLOSED = "closed", "已办结"
    SUPERSEDED = "superseded", "已更正"
    WITHDRAWN = "withdrawn", "已撤销"


ANNOUNCED = (NoticeStatus.ISSUED, NoticeStatus.CLOSED, NoticeStatus.SUPERSEDED)
"""Statuses in which the notice has gone out."""
VOID = (NoticeStatus.SUPERSEDED, NoticeStatus.WITHDRAWN)
"""Statuses in which the notice does not hold."""


class Scope(models.TextChoices):
    """Whose hearings are counted (通报范围)."""

    OWN = "own", "本院开庭的案件"
    WITH_LOWER = "with_lower", "本院和下级人民法院开庭的案件"


class RectificationStatus(models.TextChoices):
    """How far the rectification of a criticised unit has come (整改进展)."""

    OPEN = "open", "待报整改方案"
    REPORTED = "reported", "方案待核"
    ACCEPTED = "accepted", "方案通过，待约谈"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "批评已撤销"


NOTICE_VERBS = {
    "draft": "拟写通报",
    "revise": "修改通报",
    "send": "送法院会签",
    "take_back": "撤回修改",
    "drop": "撤销拟稿",
    "confirm": "会签通报",
    "send_back": "退回修改通报",
    "issue": "印发通报",
    "correct": "更正通报",
    "handle": "承办（委员会办公室）",
    "countersign": "会签（人民法院）",
}
RECTIFICATION_VERBS = {
    "hand_in": "报送整改方案",
    "record_plan": "登记纸质整改方案",
    "accept": "通过整改方案",
    "send_back": "退回整改方案",
    "call_interview": "通知约谈",
    "move_interview": "约谈改期",
    "record_interview": "登记约谈",
    "handle": "督促整改（委员会办公室）",
    "answer": "整改（被批评单位）",
}


def permissions(verbs, model):
    """The permissions of a kind of matter, as its ``Meta`` declares them."""
    return [(f"{verb}_{model}", label) for verb, label in verbs.items()]


def of_notice(verb):
    """The permission of a step of a monthly notice, as roles hold it."""
    return f"appearances.{verb}_monthlynotice"


def of_rectification(verb):
    """The permission of a step of a rectification, as roles hold it."""
    return f"appearances.{verb}_rectification"
