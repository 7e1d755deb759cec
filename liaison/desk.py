"""What the desk (工作台), the search page and the agenda ask of all kinds of matter at once.

Each kind gives one branch of a UNION, so that a page costs the same number of queries
however many mechanisms there are. Every branch starts from ``visible_to``.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import CharField, Count, F, Min, Q, Value
from django.urls import reverse

from liaison import access
from liaison.models import Unit, matter_models

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
        return "办理" if self.in_person else self.model.NEXT.get(self.status, "查看")


def gathered(branch, order, limit):
    """Run ``branch(model)`` for every kind of matter as one UNION of at most ``limit`` rows."""
    parts = [
        branch(model)
        .annotate(
            matter_kind=Value(model._meta.label_lower, output_field=CharField()),
            desk_note=model.noted_on_desk(),
        )
        .order_by(*order)
        .values_list(*COLUMNS)[:limit]
        for model in matter_models()
    ]
    return _rows(list(merged(parts, order, limit)))


def merged(parts, order, limit):
    """The UNION of queries that are each ordered and cut already, ordered and cut again.

    Whoever stands nowhere (a superuser, somebody whose posts have ended) sees nothing of any.
    """
    parts = [part for part in parts if not part.query.is_empty()]
    if len(parts) < 2:
        return parts[0] if parts else []
    return parts[0].union(*parts[1:], all=True).order_by(*order)[:limit]


def _rows(values):
    by_kind = {model._meta.label_lower: model for model in matter_models()}
    units = Unit.objects.in_bulk({ident for row in values for ident in row[-2:] if ident})
    return [
        Row(by_kind[kind], *rest, units.get(initiator), units.get(holder))
        for kind, *rest, initiator, holder in values
    ]


BY_DUE = (F("due_on").asc(nulls_last=True), F("pk").desc())
NEWEST_DUE = (F("due_on").desc(nulls_last=True), F("pk").desc())


def todo(user, limit=10):
    """What the user's units, or the user in person, must move now, earliest due date first."""
    units = _unit_ids(user)
    rows = gathered(
        lambda model: model.objects.visible_to(user).open().filter(_mine(model, user, units)),
        BY_DUE,
        limit,
    )
    return [replace(row, in_person=not (row.holder and row.holder.pk in units)) for row in rows]


def _mine(model, user, units):
    """The condition that it is the turn of one of ``units``, or of ``user`` in person."""
    mine, personal = Q(holder__in=units), model.waits_for(user)
    return mine | Q(pk__in=personal) if personal else mine


def waiting(user, limit=6):
    """What the user's units asked for and others must move."""
    units = _unit_ids(user)
    return gathered(lambda model: model.objects.visible_to(user).awaited_by(units), BY_DUE, limit)


def found(user, words, limit=50):
    """What the user may see that holds every word, newest due date first."""
    return gathered(lambda model: model.objects.visible_to(user).matching(words), NEWEST_DUE, limit)


TALLIES = ("todo", "week", "week_first", "late", "today", "waiting", "waiting_first")


def tallies(user, today):
    """Count, in one query, what stands on the desk: to do, due within a week, late, awaited."""
    units = _unit_ids(user)
    parts = [_tally(model, user, units, today) for model in matter_models()]
    return _added_up(list(parts[0].union(*parts[1:], all=True)))


def _tally(model, user, units, today):
    held, week = _mine(model, user, units), today + timedelta(days=7)
    asked = model.asked_by(units)
    awaited = asked & ~held
    return (
        model.objects.visible_to(user)
        .open()
        .filter(held | asked)
        .order_by()
        .values(matter_kind=Value(model._meta.label_lower, output_field=CharField()))
        .annotate(
            todo=Count("pk", filter=held),
            week=Count("pk", filter=held & Q(due_on__range=(today, week))),
            week_first=Min("due_on", filter=held & Q(due_on__gte=today)),
            late=Count("pk", filter=held & Q(due_on__lt=today)),
            today=Count("pk", filter=held & Q(due_on=today)),
            waiting=Count("pk", filter=awaited),
            waiting_first=Min("due_on", filter=awaited & Q(due_on__gte=today)),
        )
        .values_list(*TALLIES)
    )


def _added_up(rows):
    columns = list(zip(*rows, strict=True)) or [()] * len(TALLIES)
    return {
        name: min(filter(None, column), default=None) if name.endswith("first") else sum(column)
        for name, column in zip(TALLIES, columns, strict=True)
    }


def _unit_ids(user):
    return [unit.pk for unit in access.standing(user).units]
