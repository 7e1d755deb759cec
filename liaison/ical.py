"""Events as iCalendar (RFC 5545): a person's feed, and single events to take along.

What is written here leaves the house, and lies on telephones: it names kind, number, committee
and place of a matter, never its title, which may name a party.
"""

import hashlib
from datetime import date, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as Component

ZONE = ZoneInfo(settings.TIME_ZONE)
NO_SUMMER_TIME = date(1992, 1, 1)
"""Since when our zone has had one and the same offset."""
SINCE = timedelta(days=90)
UNTIL = timedelta(days=400)
"""How far a feed looks back and ahead."""
MOST = 1000
REFRESHED = timedelta(hours=1)
WRITTEN = 1
"""Counts on when the same events are written otherwise."""
PRODUCT = "-//liaison//府院联动工作平台//ZH"


def feed_of(events, committees):
    """The feed of these events (liaison.agenda.Event); ``committees`` are names by id."""
    calendar = _calendar(events, committees)
    calendar.add("x-wr-calname", "府院联动日程")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESHED, parameters={"VALUE": "DURATION"})
    return calendar.to_ical()


def version_of(events, committees):
    """What tells one state of a feed from another, without its being written."""
    said = repr((WRITTEN, settings.SITE_URL, events, sorted(committees.items())))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def published(event, committees):
    """One event to be taken into a calendar (METHOD:PUBLISH)."""
    calendar = _calendar([event], committees)
    calendar.add("method", "PUBLISH")
    return calendar.to_ical()


def _calendar(events, committees):
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for event in events:
        calendar.add_component(_component(event, committees))
    calendar.add_missing_timezones(first_date=NO_SUMMER_TIME)
    return calendar


def _component(event, committees):
    made = Component()
    made.add("uid", uid_of(event))
    made.add("dtstamp", event.changed_at or event.created_at)
    if event.changed_at:
        made.add("last-modified", event.changed_at)
    made.add("sequence", event.sequence)
    if event.is_deadline:
        made.add("dtstart", event.day)
        made.add("dtend", event.day + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    else:
        made.add("dtstart", timezone.localtime(event.starts_at, ZONE))
        if event.ends_at:
            made.add("dtend", timezone.localtime(event.ends_at, ZONE))
    made.add("status", "CANCELLED" if event.off else "CONFIRMED")
    made.add("summary", summary_of(event, committees))
    if event.public_place:
        made.add("location", one_line(event.public_place))
    address = settings.SITE_URL + event.url
    made.add("url", address)
    made.add("description", f"详情请登录府院联动工作平台查看：{address}")
    made.add("class", "PRIVATE")
    return made


def uid_of(event):
    """The same for ever: kind of event, its matter, and which of the matter's."""
    part = f"-{event.part}" if event.part else ""
    return f"{event.source}-{event.pk}{part}@{urlsplit(settings.SITE_URL).hostname}"


def summary_of(event, committees):
    """What it is, of which matter, of which committee: 化解会谈 长协〔2026〕3号（长白山委员会）."""
    what = f"【{event.off}】" if event.off else ""
    what += f"{event.public_name}期满" if event.is_deadline else event.of.label
    committee = committees.get(event.committee_id, "")
    named = f"{what} {event.number or event.of.kind}".strip()
    return one_line(f"{named}（{committee}）" if committee else named)


def one_line(text):
    """Without line breaks and control characters: some programs read them as new properties."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
