"""Icons, badges, dates and deadlines in words: what every page of matters is drawn with."""

import re
from datetime import date, datetime
from functools import cache

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from liaison import numerals

register = template.Library()

WEEKDAYS = "一二三四五六日"
# Deadlines this many days away, or nearer, are shown in amber.
SOON = 7


@register.simple_tag
@cache
def icon(name):
    """Draw one icon of the sprite that static/assets.mjs lays out; it is decoration, unread.

    A page shows dozens, of a few kinds.
    """
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.filter
def kind_name(matter):
    """The name of a matter's kind: 行政争议."""
    return matter._meta.verbose_name


@register.filter
def kind_label(matter):
    """How addresses name a matter's kind: disputes.dispute."""
    return matter._meta.label_lower


@register.filter
def list_url(matter):
    """The address of the list that the matter stands in."""
    meta = matter._meta
    return reverse(f"{meta.app_label}:{meta.model_name}_list")


@register.filter
def day(value):
    """Say a date as clerks do: 10月8日 周四, with the year when it is not this one."""
    if not value:
        return ""
    value = as_date(value)
    year = "" if value.year == timezone.localdate().year else f"{value.year}年"
    return f"{year}{value.month}月{value.day}日 周{WEEKDAYS[value.weekday()]}"


@register.filter
def numeral(number):
    """Write a number in Chinese, as articles are counted: 二十一."""
    return numerals.numeral(number)


@register.filter
def weekday(value):
    """Say the day of the week: 周四."""
    return f"周{WEEKDAYS[value.weekday()]}" if value else ""


@register.filter
def by_month(days):
    """Lay out days in order (liaison.clock.workings.Cell) as a wall calendar: [{label, weeks}].

    Weeks begin on Monday; a place in a week holds a cell or None.
    """
    months = {}
    for cell in days:
        label = f"{cell.date.year}年{cell.date.month}月"
        monday = cell.date.toordinal() - cell.date.weekday()
        weeks = months.setdefault(label, {})
        weeks.setdefault(monday, [None] * 7)[cell.date.weekday()] = cell
    return [{"label": label, "weeks": list(weeks.values())} for label, weeks in months.items()]


@register.filter
def moment(value):
    """Say a moment: 今天 8:30, 昨天 16:40, else 10月26日 16:40."""
    if not value:
        return ""
    if not isinstance(value, datetime):
        return day(value)
    value = timezone.localtime(value) if timezone.is_aware(value) else value
    clock = f"{value.hour}:{value.minute:02}"
    ago = (timezone.localdate() - value.date()).days
    if ago in (0, 1):
        return f"{('今天', '昨天')[ago]} {clock}"
    year = "" if value.year == timezone.localdate().year else f"{value.year}年"
    return f"{year}{value.month}月{value.day}日 {clock}"


@register.filter
def due(due_on, provisional=False):
    """Put a due date in words: {words, tone, date_text, note}, for components/deadline.html.

    Tones: late (past), soon (today up to a week), far. Days are calendar days, as the reader
    counts them on the wall; which of them the law counts was settled when the date was computed.
    """
    if not due_on:
        return None
    due_on = as_date(due_on)
    left = (due_on - timezone.localdate()).days
    if left < 0:
        words, tone = f"已逾期 {-left} 天", "late"
    elif left == 0:
        words, tone = "今天到期", "soon"
    else:
        words, tone = f"还剩 {left} 天", "soon" if left <= SOON else "far"
    note = "暂按周历推算" if provisional else ""
    return {"words": words, "tone": tone, "date_text": day(due_on), "note": note}


@register.filter
def event_tone(event):
    """How an event (liaison.agenda.Event) is marked: called off, by an hour, or due on a day."""
    if event.off:
        return "is-called-off"
    return f"is-deadline is-{due(event.day)['tone']}" if event.is_deadline else "is-plain"


@register.filter
def chart(svg):
    """Let a pygal drawing into the page: its scripts and style sheet stay outside (CSP).

    Colours come from static/css/app.css, under ``.pygal-chart``. Only for drawings that our own
    code made: the text in them was escaped by pygal.
    """
    svg = svg.decode() if isinstance(svg, bytes) else str(svg)
    svg = re.sub(r"<\?.*?\?>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<(script|style)\b.*?(/>|</\1>)", "", svg, flags=re.DOTALL)
    return mark_safe(re.sub(r'\sstyle="[^"]*"', "", svg))  # noqa: S308 - see the docstring


def as_date(value: date | datetime) -> date:
    """Return the day, in our time zone, of a date or a moment."""
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    return value
