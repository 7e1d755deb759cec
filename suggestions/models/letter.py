"""What the letter may say: its fields, and the date it may name for the answer."""

from django.core.exceptions import ValidationError

from liaison.workdays import add_months
from suggestions.models.choices import Kind

LONGEST_MONTHS = 2
"""The longest reply period of a governance letter, as a rule (法释〔2023〕11号第八条)."""
LONGEST_MONTHS_OTHERWISE = 12

LETTER = (
    "kind",
    "subject",
    "recipient",
    "coordinator",
    "field_of_work",
    "found_in",
    "introduction",
    "legal_basis",
    "counts_in_appraisal",
    "annexes",
    "reply_by",
    "contact",
    "contact_phone",
)
"""The fields that a revision may change."""


def check_reply_by(kind, reply_by, on):
    """Refuse a date for the answer that isn't after ``on``, or lies further than the law allows.

    The period runs from receipt, which can't be before ``on``: what is within two months of
    that day is within two months of receipt.
    """
    if reply_by is None:
        return
    if reply_by <= on:
        raise ValidationError(f"建议书写明的答复日期应晚于{on:%Y-%m-%d}")
    governance = kind == Kind.GOVERNANCE
    longest = add_months(on, LONGEST_MONTHS if governance else LONGEST_MONTHS_OTHERWISE)
    if reply_by > longest:
        why = "综合治理类司法建议的答复期限一般不超过两个月" if governance else "答复日期过远"
        raise ValidationError(f"{why}，最晚{longest:%Y-%m-%d}")
