"""The calendar in force, and what moves when it changes (放假安排的公布与重算).

A year's arrangement is proposed, the open deadlines it would move are listed, a person
confirms. Confirming has two halves, each of which may safely be repeated: ``publish`` switches
the calendar, ``recompute_confirm`` moves what rests on it.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from liaison.clock import holidays
from liaison.clock.arrangements import Arrangement, ArrangementError, Day
from liaison.models import (
    CalendarDay,
    CalendarYear,
    Deadline,
    DeadlineEvent,
    DeskEntry,
    record,
)
from liaison.workdays import Calendar

LOCK = 0x6C6979
"""Advisory lock of the calendar: shared by steps that compute, exclusive for the switch."""
BATCH = 500
KEPT, KEPT_SECONDS = "liaison.calendar", 300


@dataclass(frozen=True)
class Move:
    """An open deadline whose due date, or its being provisional, changes with the calendar."""

    deadline: Deadline
    new_due_on: date
    new_provisional: bool

    @property
    def old_due_on(self):
        return self.deadline.due_on

    @property
    def moves(self):
        """False if only the mark “暂定” falls off or comes on."""
        return self.new_due_on != self.deadline.due_on


def in_force(since=None):
    """Read the calendar, in one query; with ``since``, only the days from then on."""
    days = CalendarDay.objects.filter(day__gte=since) if since else CalendarDay.objects.all()
    years = CalendarYear.objects.annotate(
        day=Func(F("year"), 1, 1, function="make_date", output_field=DateField()),
        working=Value(None, BooleanField(null=True)),
        name=Value("", CharField()),
    )
    names = ("day", "working", "name")
    rows = list(
        days.order_by().values_list(*names).union(years.order_by().values_list(*names), all=True)
    )
    published = [day.year for day, working, _ in rows if working is None]
    return Calendar.from_rows([row for row in rows if row[1] is not None], published)


def in_force_for_reading():
    """The calendar for showing a computation that is stored already; kept between requests."""
    return cache.get_or_set(KEPT, in_force, KEPT_SECONDS)


def in_force_for_step(since=None):
    """Read the calendar for a step that stores what it computes.

    Until the step's transaction ends the calendar can't be switched under it, so that no due
    date is stored by a calendar that has gone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
    return in_force(since)


def proposed(arrangement):
    """Return the calendar as it would be with ``arrangement``."""
    now = in_force()
    days = {day: known for day, known in now.days.items() if not arrangement.replaces(day)}
    days |= {day.on: (day.working, day.name) for day in arrangement.days}
    return Calendar(days, now.years | {arrangement.year})


def first_change(arrangement):
    """Return the first day on which ``arrangement`` differs from the calendar in force, or None."""
    now, then = in_force(), proposed(arrangement)
    changed = {
        day
        for day in now.days.keys() | then.days.keys()
        if now.is_working(day) != then.is_working(day)
    }
    if arrangement.year not in now.years:
        changed.add(date(arrangement.year, 1, 1))
    return min(changed, default=None)


def arrangement_of(year):
    """Return the arrangement of ``year`` as it stands, to be corrected and published again."""
    published = CalendarYear.objects.filter(year=year).first() or CalendarYear(year=year)
    rows = CalendarDay.objects.filter(day__year=year).order_by("day")
    days = tuple(Day(*row) for row in rows.values_list("day", "working", "name"))
    return Arrangement(year, days, published.source, published.published_on)


def arrangement_from_package(year):
    """Return what chinesecalendar knows of ``year``; raise ArrangementError if it doesn't."""
    if year not in holidays.published_years():
        raise ArrangementError(f"随系统安装的数据中还没有{year}年的放假安排")
    days = tuple(Day(*row) for row in holidays.published_days() if row[0].year == year)
    return Arrangement(year, days, "国务院办公厅节假日安排的通知（据 chinesecalendar 整理）")


def recompute_preview(arrangement=None):
    """List the open deadlines that ``arrangement`` would change; nothing is written.

    Without one, list those that the calendar in force has yet to move.
    """
    if arrangement is None:
        return list(_moves(_running(), in_force()))
    since = first_change(arrangement)
    return [] if since is None else list(_moves(_running(since), proposed(arrangement)))


def told(moves):
    """Leave out the moves of what is still secret (``Matter.SECRET``): who publishes a calendar
    may not learn that it exists."""
    ids = {}
    for move in moves:
        ids.setdefault(move.deadline.content_type, set()).add(move.deadline.object_id)
    secret = {
        (kind.pk, pk)
        for kind, pks in ids.items()
        if (statuses := kind.model_class().SECRET)
        for pk in kind.model_class()
        ._base_manager.filter(pk__in=pks, status__in=statuses)
        .values_list("pk", flat=True)
    }
    return [
        move
        for move in moves
        if (move.deadline.content_type_id, move.deadline.object_id) not in secret
    ]


def publish(arrangement, *, actor):
    """Switch the calendar to ``arrangement``, audited; ``recompute_confirm`` must follow.

    Waits for the steps that compute by the old calendar. Touches no deadline: a step may hold
    a matter and wait for the new calendar, and must not be waited for in turn.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _write(arrangement)
        note = f"{arrangement.year}年，{len(arrangement.days)}天；依据：{arrangement.source}"
        record(actor, "publish_calendar", "公布放假安排", note=note)
        transaction.on_commit(lambda: cache.delete(KEPT))


def recompute_confirm(actor, *, since=None):
    """Move every open deadline that the calendar in force moves; return how many were moved.

    Each gets a ``recomputed`` event with the new date, and a new version, so that reminders of
    the old date are void. Matters are locked before their deadlines, as steps lock them.
    """
    calendar, moved = in_force(), 0
    stale = _moves(_running(since).order_by("content_type", "object_id", "pk"), calendar)
    for kind, of_kind in groupby(list(stale), lambda move: move.deadline.content_type):
        matters = sorted({move.deadline.object_id for move in of_kind})
        for start in range(0, len(matters), BATCH):
            moved += _recompute(kind, matters[start : start + BATCH], calendar, actor)
    return moved


def adopt(arrangement, *, actor):
    """Publish ``arrangement`` and move what rests on it; return how many deadlines moved."""
    since = first_change(arrangement)
    publish(arrangement, actor=actor)
    return recompute_confirm(actor, since=since) if since else 0


def seed():
    """Load the years that chinesecalendar knows and the table doesn't; return those held back.

    While deadlines are open a further year could move them, so it waits for a person to
    publish it. What is in the table already stays as it is.
    """
    known = set(CalendarYear.objects.values_list("year", flat=True))
    new = [year for year in holidays.published_years() if year not in known]
    if known and new and Deadline.objects.open().exists():
        return new
    for year in new:
        _write(arrangement_from_package(year))
    return []


def _running(since=None):
    """The running deadlines that a change of the calendar from ``since`` on could touch."""
    running = Deadline.objects.running().select_related("rule", "content_type", "responsible")
    running = running.prefetch_related("events").order_by("due_on", "pk")
    if since is None:
        return running
    counted_back = Q(rule__direction="before", started_on__gte=since)
    return running.filter(Q(due_on__gte=since) | counted_back)


def _moves(deadlines, calendar):
    for deadline in deadlines.iterator(chunk_size=2000):
        state = deadline.state(calendar)
        move = Move(deadline, state.last_due_on, state.provisional)
        if move.moves or move.new_provisional != deadline.provisional:
            yield move


@transaction.atomic
def _recompute(kind, matters, calendar, actor):
    model = kind.model_class()
    list(model._base_manager.filter(pk__in=matters).order_by("pk").select_for_update(no_key=True))
    held = _running().filter(content_type=kind, object_id__in=matters)
    moves = list(_moves(held.select_for_update(of=["self"], no_key=True), calendar))
    moved = [move for move in moves if move.moves]
    DeadlineEvent.objects.bulk_create(_event(move, actor) for move in moved)
    for move in moves:
        move.deadline.version += move.moves
        move.deadline.due_on = move.new_due_on
        move.deadline.provisional = move.new_provisional
    changed = ["due_on", "provisional", "version"]
    Deadline.objects.bulk_update([move.deadline for move in moves], changed)
    _refresh_due(model, kind, matters)
    return len(moved)


def _event(move, actor):
    return DeadlineEvent(
        deadline=move.deadline,
        kind=DeadlineEvent.Kind.RECOMPUTED,
        on=timezone.localdate(),
        due_on=move.new_due_on,
        reason=f"放假安排公布，期满日由{move.old_due_on}改为{move.new_due_on}",
        actor=actor,
    )


def _refresh_due(model, kind, matters):
    """Bring ``due_on`` of the matters and of desks into step, as ``Matter.refresh_due`` does.

    Two queries for all, and a few for each matter of which something is owed aside.
    """
    first = Deadline.objects.owed().filter(content_type=kind, object_id=OuterRef("pk"))
    first = first.exclude(rule__code__in=model.ASIDE).order_by("due_on", "pk")
    model._base_manager.filter(pk__in=matters).update(
        due_on=Subquery(first.values("due_on")[:1]),
        due_provisional=Coalesce(Subquery(first.values("provisional")[:1]), Value(value=False)),
    )
    due = model._base_manager.filter(pk=OuterRef("object_id")).values("due_on")
    entries = DeskEntry.objects.filter(content_type=kind, object_id__in=matters)
    entries.filter(aside=False).update(due_on=Subquery(due))
    aside = entries.filter(aside=True).values("object_id")
    for each in model._base_manager.filter(pk__in=aside):
        each.lay_out()


def _write(arrangement):
    known = CalendarDay.objects.values_list("day", flat=True)
    CalendarDay.objects.filter(day__in=[day for day in known if arrangement.replaces(day)]).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day.on, working=day.working, name=day.name, source=arrangement.source)
        for day in arrangement.days
    )
    CalendarYear.objects.update_or_create(
        year=arrangement.year,
        defaults={"source": arrangement.source, "published_on": arrangement.published_on},
    )
