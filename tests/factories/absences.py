"""Absences, of days counted from today or of fixed ones, and what a form sends in."""

from datetime import date, timedelta

from django.utils import timezone

from liaison.models import Absence


def day(offset):
    return timezone.localdate() + timedelta(days=offset)


def absent(user, first=-1, last=3, by=None):
    """An absence of ``user`` that began ``first`` days from today, with ``by`` standing in."""
    return Absence.objects.create(user=user, starts_on=day(first), ends_on=day(last), substitute=by)


def away(user, first="2026-10-20", last="2026-10-30", by=None):
    """An absence of fixed days, for tests that travel to them."""
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return Absence.objects.create(user=user, starts_on=first, ends_on=last, substitute=by)


def typed(first=1, last=5, by=None, reason=""):
    """What the form of an absence sends in."""
    return {
        "starts_on": str(day(first)),
        "ends_on": str(day(last)),
        "substitute": by.pk if by else "",
        "reason": reason,
    }
