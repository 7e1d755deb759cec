"""What the letter may say: its fields, and the date it may name for the answer."""

from itertools import chain

from django.core.exceptions import ValidationError

from liaison.workdays import add_months
from suggestions.models.choices import Kind
from suggestions.models.kinds import PROCEDURES

LETTER = (
    "kind",
    "case_number",
    "event",
    "effective_on",
    "document_title",
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
FOUND_BY = (
    *("case_number", "document_title", "field_of_work", "found_in"),
    *("introduction", "legal_basis"),
)
"""The fields by whose words a letter is found; never the talk, the committee, an answer."""
LONG = ("search_text", "introduction", "legal_basis", "talk_note", "evaluation")
"""Texts that no list shows."""


def words_of(matter):
    """What the letter says, as far as it is found by it: its fields, problems and suggestions."""
    problems = matter.problems.all() if matter.pk else ()
    rows = chain.from_iterable((each.problem, each.suggestion) for each in problems)
    return [*(getattr(matter, name) for name in FOUND_BY), *rows]


def check_reply_by(kind, reply_by, on):
    """Refuse a date for the answer that isn't after ``on``, or lies further than the law allows.

    The period runs from receipt, which can't be before ``on``: what is within two months of
    that day is within two months of receipt.
    """
    if reply_by is None:
        return
    if reply_by <= on:
        raise ValidationError(f"建议书写明的答复日期应晚于{on:%Y-%m-%d}")
    longest = add_months(on, PROCEDURES[kind].longest)
    if reply_by > longest:
        governance = kind == Kind.GOVERNANCE
        why = "综合治理类司法建议的答复期限一般不超过两个月" if governance else "答复日期过远"
        raise ValidationError(f"{why}，最晚{longest:%Y-%m-%d}")
