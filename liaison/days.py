"""Days of business (办理日期): the day of a step is data, so that the past can be registered."""

from django.core.exceptions import ValidationError
from django.utils import timezone


def check_day(on, since=None, after=""):
    """Refuse a day that is still to come, or before ``since``, on which ``after`` happened.

    Business of the past may be registered late (补录); the audit trail keeps the real moment.
    """
    if on > timezone.localdate():
        raise ValidationError("日期不能晚于今天", code="future")
    if since and on < since:
        day = f"{since.year}年{since.month}月{since.day}日"
        what = f"{after}（{day}）" if after else day
        raise ValidationError(f"日期不能早于{what}", code="too_early")
