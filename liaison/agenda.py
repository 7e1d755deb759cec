"""Events (日程): sessions, meetings, hearings from whichever mechanism has them, and deadlines.

All kinds are read in one UNION, so that a page costs the same number of queries however many
mechanisms and events there are. Every branch starts from ``visible_to``.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Cast, RowNumber, TruncDate
from django.urls import reverse
from django.utils import timezone

from liaison import access, desk, registry
from liaison.models import Deadline, DeadlineEvent, DeadlineRule, matter_models

DEADLINE = "deadline"
"""What deadlines are called among the kinds of events."""


@dataclass(frozen=True)
class Event:
    """Something at a time and a place, or due on a day, belonging to a matter."""

    source: str
    pk: int
    title: str
    number: str
    committee_id: int
    created_at: datetime
    part: int
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    name: str
    place: str
    off: str
    provisional: bool
    sequence: int
    changed_at: datetime | None
    public_name: str
    public_place: str

    @property
    def of(self):
        return source_of(self.source)

    @property
    def url(self):
        return reverse(self.of.view, args=[self.pk])

    @property
    def ics_url(self):
        return reverse("liaison:event_ics", args=[self.source, self.pk, self.part])

    @property
    def is_deadline(self):
        return self.starts_at is None


def _nothing(field):
    """NULL of a type: the branches of a UNION must agree."""
    return Cast(Value(None), field)


def _text(words=""):
    return Value(words, output_field=CharField())


OF_MATTER = ("pk", "title", "number", "committee_id", "created_at")
DEFAULTS = {
    "part": Value(0, output_field=BigIntegerField()),
    "day": _nothing(DateField()),
    "starts_at": F("starts_at"),
    "ends_at": _nothing(DateTimeField()),
    "name": _text(),
    "place": _text(),
    "off": _text(),
    "provisional": Value(value=False),
    "sequence": Value(0),
    "changed_at": _nothing(DateTimeField()),
    "public_name": _text(),
    "public_place": _text(),
}
COLUMNS = ("event_source", *OF_MATTER, *(f"event_{name}" for name in DEFAULTS))
IN_DAY = ("event_starts_at", "pk", "event_part")
IN_ORDER = (
    F("event_day").asc(),
    F("event_starts_at").asc(nulls_last=True),
    F("event_source").asc(),
    F("pk").asc(),
    F("event_part").asc(),
)
"""Day by day; what happens at an hour comes before what is due, and is folded away last."""


class Source:
    """Where a mechanism's events come from: register an instance in ``registry.agenda``.

    ``events(user)`` are all that ``user`` may see, past ones and those called off too; it starts
    from ``visible_to(user)``, ``pk`` and the other fields of a matter are the matter's.
    ``coming(user)`` leaves out what was called off. ``columns`` says what is known of an event,
    as expressions; what it leaves out is as in ``DEFAULTS``:

    - ``part``: the id of what happens, where a matter has several (its sessions);
    - ``starts_at``, ``ends_at``, ``place``; ``name``: what it is, before the matter's title;
    - ``off``: why it does not take place (已取消、已改期); empty, it does;
    - ``provisional``: whether the day may still move (暂定);
    - ``sequence``: a number that rises with each change of what was announced, ``changed_at``;
    - ``public_name``, ``public_place``: what it is, and where, as may leave the house: words
      that can never name a party. The ``label`` of the source is always said.
    """

    code = ""
    view = ""
    label = ""
    kind = ""
    """What the matter is called in place of a number that it has not got yet."""
    columns = {}

    def events(self, user):
        raise NotImplementedError

    def coming(self, user):
        return self.events(user)

    def shown(self, queryset):
        """Let the events of ``queryset`` be read as the rows of a UNION."""
        columns = DEFAULTS | self.columns
        if "day" not in self.columns:
            columns["day"] = TruncDate(columns["starts_at"])
        named = {f"event_{name}": expression for name, expression in columns.items()}
        return queryset.annotate(event_source=_text(self.code), **named)


class Deadlines(Source):
    """What is owed (期限) in the matters of one kind, by its day.

    What runs beside a matter's course (``Matter.ASIDE``) is for the unit that owes it alone.
    """

    columns = {
        "part": F("deadlines__pk"),
        "day": F("deadlines__due_on"),
        "starts_at": _nothing(DateTimeField()),
        "name": F("deadlines__name"),
        "provisional": F("deadlines__provisional"),
        "sequence": F("deadlines__version"),
        "changed_at": Subquery(
            DeadlineEvent.objects.filter(deadline=OuterRef("deadlines__pk"))
            .order_by("-pk")
            .values("at")[:1]
        ),
        "public_name": Subquery(
            DeadlineRule.objects.filter(pk=OuterRef("deadlines__rule")).values("name")
        ),
    }

    def __init__(self, model):
        meta = model._meta
        self.model, self.code = model, f"{DEADLINE}.{meta.label_lower}"
        self.view = f"{meta.app_label}:{meta.model_name}_detail"
        self.label, self.kind = f"{meta.verbose_name}期限", meta.verbose_name

    def events(self, user):
        owed = Q(
            deadlines__status=Deadline.Status.RUNNING,
            deadlines__due_on__isnull=False,
            deadlines__handed_in_on__isnull=True,
        )
        if codes := list(self.model.ASIDE):
            course = DeadlineRule.objects.exclude(code__in=codes).values("pk")
            own = [unit.pk for unit in access.standing(user).units]
            owed &= Q(deadlines__responsible__in=own) | Q(deadlines__rule__in=course)
        return self.model.objects.visible_to(user).filter(owed)


def deadline_sources():
    return [Deadlines(model) for model in matter_models()]


def kinds():
    """The kinds of events that there are, in words: code → label."""
    return {source.code: source.label for source in registry.agenda} | {DEADLINE: "期限"}


def sources(kind=""):
    """Where events come from; with ``kind``, only those of that kind."""
    if kind == DEADLINE:
        return deadline_sources()
    if kind:
        return [registry.agenda[kind]] if kind in registry.agenda else []
    return [*registry.agenda, *deadline_sources()]


def source_of(code):
    """The source of events of that code; LookupError if there is none."""
    for source in sources():
        if source.code == code:
            return source
    raise LookupError(code)


def coming(user, since, limit=6):
    """The next events of all mechanisms that ``user`` may see: one query."""
    parts = [
        source.shown(source.coming(user))
        .filter(event_starts_at__gte=since)
        .order_by("event_starts_at")
        .values_list(*COLUMNS)[:limit]
        for source in registry.agenda
    ]
    return [Event(*row) for row in desk.merged(parts, ["event_starts_at"], limit)]


def within(user, span, *, kind="", committee=None):
    """The events from the first to the last day of ``span``, both counted in, kind by kind.

    The moments of the span stand beside its days, so that an index on the moment serves.
    """
    first, last = span
    midnight, next_midnight = day_begins(first), day_begins(last + timedelta(days=1))
    for source in sources(kind):
        part = source.shown(source.events(user)).filter(event_day__range=span)
        if not isinstance(source, Deadlines):
            part = part.filter(event_starts_at__gte=midnight, event_starts_at__lt=next_midnight)
        yield part.filter(committee=committee) if committee else part


def day_begins(day):
    return timezone.make_aware(datetime.combine(day, time()))


def folded(user, span, most, **only):
    """The first ``most`` events of each source on each day, and how many there are a day.

    Two queries: which they are, then what is shown of them (a query that is filtered by a
    window can't be part of a UNION with two columns that are the same expression).
    """
    of_day = {"partition_by": [F("event_day")]}
    firsts = [
        part.annotate(
            event_place_in_day=Window(RowNumber(), order_by=IN_DAY, **of_day),
            event_of_day=Window(Count("*"), **of_day),
        )
        .filter(event_place_in_day__lte=most)
        .order_by()
        .values_list("event_source", "pk", "event_part", "event_day", "event_of_day")
        for part in within(user, span, **only)
    ]
    keys, totals = defaultdict(set), defaultdict(dict)
    for source, pk, part, day, total in desk.merged(firsts):
        keys[source].add((pk, part))
        totals[day][source] = total
    rows = [
        source.shown(source.events(user))
        .filter(pk__in={pk for pk, _ in keys[source.code]})
        .filter(event_part__in={part for _, part in keys[source.code]})
        .order_by()
        .values_list(*COLUMNS)
        for source in sources()
        if source.code in keys
    ]
    events = [Event(*row) for row in desk.merged(rows, IN_ORDER)]
    return events, {day: sum(of.values()) for day, of in totals.items()}


def listed(user, span, limit=None, **only):
    """All events of ``span`` in order, ``limit`` of them: one query."""
    parts = [part.order_by().values_list(*COLUMNS) for part in within(user, span, **only)]
    return [Event(*row) for row in desk.merged(parts, IN_ORDER, limit)]


def one(user, source, pk, part):
    """One event that ``user`` may see, or None."""
    found = source.shown(source.events(user)).filter(pk=pk, event_part=part)
    row = found.values_list(*COLUMNS).first()
    return row and Event(*row)
