"""The kinds of suggestions (司法建议种类): what each rests on, asks for, and how long it gives."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from suggestions import deadlines as periods
from suggestions.models.choices import Kind

LONGEST = 12
"""Months that a letter may give where no law says how many."""


@dataclass(frozen=True)
class Procedure:
    """How one kind is made and answered.

    ``law`` is its statute as the clerk reads it; ``rule`` the code of the period for the answer,
    of which a letter may give at most ``longest`` months. ``needs`` are the fields without which
    it can't be drafted; ``least`` is how many units must get it, and ``to_whom`` says which.
    """

    law: str
    rule: str = periods.OTHER
    longest: int = LONGEST
    talk: bool = False
    committee: bool = False
    needs: tuple = ()
    least: int = 1
    to_whom: str = ""


PROCEDURES = {
    Kind.GOVERNANCE: Procedure(
        "最高人民法院关于综合治理类司法建议工作若干问题的规定",
        rule=periods.GOVERNANCE,
        longest=2,
        talk=True,
        committee=True,
    ),
    Kind.HEAD_ABSENT: Procedure(
        "最高人民法院关于行政机关负责人出庭应诉若干问题的规定第十二条",
        needs=("case_number", "event"),
        least=2,
        to_whom="监察机关和被诉行政机关的上一级行政机关",
    ),
    Kind.AGENCY_ABSENT: Procedure(
        "行政诉讼法第六十六条第二款",
        needs=("case_number",),
        to_whom="监察机关或者被告的上一级行政机关",
    ),
    Kind.NON_PERFORMANCE: Procedure(
        "行政诉讼法第九十六条第四项",
        needs=("case_number",),
        to_whom="监察机关或者该行政机关的上一级行政机关",
    ),
    Kind.NORMATIVE_DOCUMENT: Procedure(
        "最高人民法院关于适用行政诉讼法的解释第一百四十九条",
        rule=periods.NORMATIVE_REPLY,
        longest=2,
        needs=("case_number", "effective_on", "document_title"),
        to_whom="规范性文件的制定机关；联合制定的，送主要制定机关或者共同上一级行政机关",
    ),
    Kind.OTHER: Procedure("最高人民法院关于综合治理类司法建议工作若干问题的规定第十二条（参照）"),
}

NAMES = {
    "case_number": "案号",
    "event": "不出庭应诉的情形",
    "effective_on": "裁判生效日期",
    "document_title": "规范性文件名称",
}


def lacking_in_kind(kind, given, addressees):
    """Say, by field, what a letter of ``kind`` lacks: facts, or somebody it must go to."""
    procedure = PROCEDURES[kind]
    lacking = {
        name: f"“{Kind(kind).label}”应当写明{NAMES[name]}"
        for name in procedure.needs
        if not given.get(name)
    }
    if addressees < procedure.least:
        lacking["others"] = f"这类司法建议应当同时送{procedure.to_whom}"
    return lacking


def check_kind(kind, given, addressees):
    """Raise ValidationError, by field, where ``lacking_in_kind`` finds something."""
    if lacking := lacking_in_kind(kind, given, addressees):
        raise ValidationError(lacking)
