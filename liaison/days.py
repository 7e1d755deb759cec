"""Days of business (办理日期): the day of a step is data, so that the past can be registered."""

from django.core.exceptions import ValidationError
from django.utils import timezone


def written(day):
    """Write a day in full, for a message: 2026年10月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def check_day(on, since=None, after=""):
    """Refuse a day that is still to come, or before ``since``, on which ``after`` happened.

    Business of the past may be registered late (补录); the audit trail keeps the real moment.
    """
    if on > timezone.localdate():
        raise ValidationError("日期不能晚于今天", code="future")
    if since and on < since:
        what = f"{after}（{written(since)}）" if after else written(since)
        raise ValidationError(f"日期不能早于{what}", code="too_early")
