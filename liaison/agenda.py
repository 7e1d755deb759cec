"""Coming events (近期日程): sessions, meetings, hearings, from whichever mechanism has them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Value
from django.urls import reverse

from liaison import desk, registry

COLUMNS = ("event_source", "pk", "starts_at", "title", "place")


@dataclass(frozen=True)
class Event:
    """Something at a time and a place, belonging to a matter."""

    view: str
    pk: int
    starts_at: datetime
    title: str
    place: str

    @property
    def url(self):
        return reverse(self.view, args=[self.pk])


class Source:
    """Where a mechanism's events come from: register an instance in ``registry.agenda``.

    ``queryset(user)`` starts from ``visible_to(user)``; ``starts_at``, ``title`` and ``place``
    are its fields or annotations, ``pk`` is the matter's.
    """

    code = ""
    view = ""

    def queryset(self, user):
        raise NotImplementedError


def coming(user, since, limit=6):
    """The next events of all mechanisms that ``user`` may see: one query."""
    parts = [
        source.queryset(user)
        .filter(starts_at__gte=since)
        .annotate(event_source=Value(source.code, output_field=CharField()))
        .order_by("starts_at")
        .values_list(*COLUMNS)[:limit]
        for source in registry.agenda
    ]
    if not parts:
        return []
    views = {source.code: source.view for source in registry.agenda}
    return [
        Event(views[source], *rest) for source, *rest in desk.merged(parts, ["starts_at"], limit)
    ]
