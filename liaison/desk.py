"""What the desk (工作台) and the search page ask of all kinds of matter at once.

What lies on a desk is counted and put in order from ``DeskEntry``, one table for all kinds;
the rows themselves are fetched kind by kind in one UNION, so that a page costs the same
number of queries however many mechanisms there are. Every branch starts from ``visible_to``.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, F, Value
from django.urls import reverse

from liaison import access
from liaison.models import DeskEntry, MatterQuerySet, Unit, matter_models

COLUMNS = (
    "matter_kind",
    "pk",
    "number",
    "title",
    "status",
    "due_on",
    "due_provisional",
    "desk_note",
    "initiator_id",
    "holder_id",
)


@dataclass(frozen=True)
class Row:
    """One matter as a line of the desk or of the search page."""

    model: type
    pk: int
    number: str
    title: str
    status: str
    due_on: date | None
    provisional: bool
    note: str
    initiator: Unit | None
    holder: Unit | None
    aside: bool = False
    """Whether the reader's unit owes something beside the matter's course (``Matter.ASIDE``)."""
    owing: str = ""
    """The code of the period that it owes there."""
    in_person: bool = False
    """Whether it waits for the reader in person, not for one of the reader's units."""

    @property
    def url(self):
        meta = self.model._meta
        return reverse(f"{meta.app_label}:{meta.model_name}_detail", args=[self.pk])

    @property
    def kind(self):
        return self.model._meta.verbose_name

    @property
    def status_label(self):
        return self.model.Status(self.status).label

    @property
    def status_tone(self):
        return self.model(status=self.status).status_tone

    @property
    def action_label(self):
        if self.aside:
            return self.model.ASIDE.get(self.owing, "办理")
        if self.in_person:
            return "办理"
        by_note = self.model.NEXT_BY_NOTE.get(self.note)
        return by_note or self.model.NEXT.get(self.status, "查看")


def merged(parts, order=(), limit=None):
    """The UNION of queries that are each ordered and cut already, ordered and cut again.

    Whoever stands nowhere (a superuser, somebody whose posts have ended) sees nothing of any.
    """
    parts = [part for part in parts if not part.query.is_empty()]
    if len(parts) < 2:
        return parts[0] if parts else []
    return parts[0].union(*parts[1:], all=True).order_by(*order)[:limit]


def rows(found):
    """The lines that ``listed`` fetched, with their units: one query for all of these."""
    values = list(found)
    by_kind = {model._meta.label_lower: model for model in matter_models()}
    units = Unit.objects.in_bulk({ident for row in values for ident in row[-2:] if ident})
    return [
        Row(by_kind[kind], *rest, units.get(initiator), units.get(holder))
        for kind, *rest, initiator, holder in values
    ]


NEWEST_DUE = (F("due_on").desc(nulls_last=True), F("pk").desc())


def found(user, words, limit=50):
    """What the user may see that holds every word, newest due date first; open before closed.

    The closed are asked for only when the open do not fill the page: they are the many.
    """
    seen = [
        listed(model.objects.visible_to(user).matching(words)).order_by(*NEWEST_DUE)
        for model in matter_models()
    ]
    lines = []
    for part in (MatterQuerySet.open, MatterQuerySet.closed):
        room = limit - len(lines)
        lines += merged([part(each)[:room] for each in seen], NEWEST_DUE, room)
        if len(lines) == limit:
            break
    return rows(lines)


def listed(queryset):
    """What a line of the desk shows, with the kind that it is of."""
    kind = Value(queryset.model._meta.label_lower, output_field=CharField())
    note = queryset.model.noted_on_desk()
    return queryset.annotate(matter_kind=kind, desk_note=note).values_list(*COLUMNS)


def on_top(user, todo=10, waiting=6):
    """The most urgent of what the user, or a unit of theirs, must move; of what they wait for."""
    groups = access.group_ids(user)
    lying = DeskEntry.objects.of(groups).most_urgent_first()
    piles = list(lying.filter(awaited=False)[:todo]), list(lying.filter(awaited=True)[:waiting])
    seen = _rows_of(user, [entry.matter_key for entry in chain(*piles)])
    return tuple(
        [
            _as_it_lies(seen[entry.matter_key], entry, groups)
            for entry in pile
            if entry.matter_key in seen
        ]
        for pile in piles
    )


def _as_it_lies(row, entry, groups):
    """The row of a matter as one desk has it: with that desk's day."""
    by_unit = bool(row.holder) and row.holder.group_id in groups
    return replace(
        row,
        due_on=entry.due_on,
        provisional=entry.provisional if entry.aside else row.provisional,
        aside=entry.aside,
        owing=entry.owing,
        in_person=not by_unit,
    )


def _rows_of(user, keys):
    """(Kind, id) → the row of each of these matters that the user may see."""
    kinds, wanted = ContentType.objects, defaultdict(list)
    for kind, pk in keys:
        wanted[kinds.get_for_id(kind).model_class()].append(pk)
    seen = rows(
        merged(
            listed(model.objects.visible_to(user).filter(pk__in=pks)).order_by()
            for model, pks in wanted.items()
        )
    )
    return {(kinds.get_for_model(row.model).pk, row.pk): row for row in seen}


def tallies(user, today):
    """Count, in one query, what lies on the desk: to do, due within a week, late, awaited."""
    entries = DeskEntry.objects.of(access.group_ids(user)).values_list("awaited", "due_on")
    mine, theirs = {}, {}
    for awaited, due_on, count in entries.annotate(count=Count("*")):
        (theirs if awaited else mine)[due_on] = count
    return {
        "todo": sum(mine.values()),
        "week": _due(mine, today, today + timedelta(days=7)),
        "week_first": _first(mine, today),
        "late": _due(mine, date.min, today - timedelta(days=1)),
        "today": mine.get(today, 0),
        "waiting": sum(theirs.values()),
        "waiting_first": _first(theirs, today),
    }


def _due(pile, since, until):
    return sum(count for day, count in pile.items() if day and since <= day <= until)


def _first(pile, since):
    return min((day for day in pile if day and day >= since), default=None)
