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

    ``rule`` is the code of the period for the answer and ``time`` that period in words; a letter
    may give at most ``longest`` months. ``needs`` are the fields without which it can't be drafted;
    ``least`` is how many units must get it, and ``to_whom`` says which.
    """

    rule: str = periods.OTHER
    time: str = "两个月"
    longest: int = LONGEST
    talk: bool = False
    committee: bool = False
    needs: tuple = ()
    least: int = 1
    to_whom: str = ""


PROCEDURES = {
    # 法释〔2023〕11号第五条、第七条、第八条
    Kind.GOVERNANCE: Procedure(rule=periods.GOVERNANCE, longest=2, talk=True, committee=True),
    # 负责人出庭应诉规定第十二条
    Kind.HEAD_ABSENT: Procedure(
        needs=("case_number", "event"),
        least=2,
        to_whom="监察机关和被诉行政机关的上一级行政机关",
    ),
    # 行政诉讼法第六十六条第二款
    Kind.AGENCY_ABSENT: Procedure(
        needs=("case_number",), to_whom="监察机关或者被告的上一级行政机关"
    ),
    # 行政诉讼法第九十六条第四项
    Kind.NON_PERFORMANCE: Procedure(
        needs=("case_number",), to_whom="监察机关或者该行政机关的上一级行政机关"
    ),
    # 行诉解释第一百四十九条
    Kind.NORMATIVE_DOCUMENT: Procedure(
        rule=periods.NORMATIVE_REPLY,
        time="六十日",
        longest=2,
        needs=("case_number", "effective_on", "document_title"),
        to_whom="规范性文件的制定机关；联合制定的，送主要制定机关或者共同上一级行政机关",
    ),
    # 法释〔2023〕11号第十二条（参照）
    Kind.OTHER: Procedure(),
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
