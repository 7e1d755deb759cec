"""The clock's engine: start, extend, suspend, resume, restart, hand in, hand back,
meet, waive, explain, calculate.

Each works inside the caller's transaction, with the deadline's row locked: appends one event to
its ledger, stores the new fold in its row, and brings the matter's ``due_on`` into step. What
can't be done raises DeadlineRefused, whose message is for the reader.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from liaison import workdays
from liaison.clock import calendars, ledger, workings
from liaison.clock.ledger import Event, EventKind
from liaison.models import Deadline, DeadlineEvent, DeadlineRule
from liaison.transitions import TransitionNotAllowed


class DeadlineRefused(TransitionNotAllowed):
    """The clock can't do this; the message says why."""


@dataclass(frozen=True)
class Calculation:
    """An answer of the calculator (期限计算器): the rule, the working, and its telling."""

    rule: DeadlineRule
    working: workdays.Working
    lines: list[str]

    @property
    def cells(self):
        """The days for the wall calendar; empty for months and years."""
        return workings.cells(self.working)


@transaction.atomic
def start(
    matter,
    code,
    *,
    on,
    responsible,
    actor,
    asker=None,
    handler=None,
    name="",
    ref="",
    until=None,
):
    """Open a deadline by the rule ``code`` in force on ``on``; return it.

    ``on`` is the day of the event, which isn't counted; for a period counted back, the day it is
    counted back from. ``until`` sets the date itself, as it must for a rule of length 0.
    """
    rule = rule_in_force(code, on)
    if _open(matter, code, ref).exists():
        raise DeadlineRefused(f"“{rule.name}”的期限正在计算，不能重复起算")
    deadline = Deadline(
        matter=matter,
        rule=rule,
        ref=ref,
        name=name or rule.name,
        responsible=responsible,
        asker=asker,
        handler=handler,
    )
    return _append(deadline, Event(EventKind.STARTED, on, until=until), actor)


@transaction.atomic
def extend(deadline, *, reason, actor, on, length=None, until=None, consent=None):
    """Give more time (延长): ``length`` in the rule's unit of extension, or ``until`` a date.

    ``on`` is the day on which it was allowed or agreed, which must not be after the due date.
    An extension runs on from the last day before it was moved for a holiday. The rule bounds
    the sum of all extensions; a rule without a bound must say who may allow one.
    """
    _lock(deadline)
    rule = deadline.rule
    if not (rule.extendable_by or rule.extension_note or rule.length == 0):
        raise DeadlineRefused(f"“{rule.name}”的期限依法不能延长")
    unit = workdays.Unit(rule.extension_unit or rule.unit)
    event = Event(EventKind.EXTENDED, on, length, None if length is None else unit, until)
    _check_bound(deadline, event, unit)
    return _append(deadline, event, actor, reason, consent)


@transaction.atomic
def suspend(deadline, *, on, reason, actor):
    """Stop the clock from ``on``, that day not counted (中止).

    A deadline already past is left as it is: it stays overdue, and what has run out can't be
    stopped any more. The matter's own suspension isn't refused for its sake.
    """
    _lock(deadline)
    if deadline.due_on and on > deadline.due_on:
        return deadline
    return _append(deadline, Event(EventKind.SUSPENDED, on), actor, reason)


@transaction.atomic
def resume(deadline, *, on, reason, actor):
    """Let the clock go on from ``on``, that day counted again (恢复)."""
    _lock(deadline)
    return _append(deadline, Event(EventKind.RESUMED, on), actor, reason)


@transaction.atomic
def restart(deadline, *, on, reason, actor, until=None):
    """Begin the period anew from an event on ``on`` (重新起算), by the same version of its rule.

    For papers that had to be corrected, and for a hearing that was put off.
    """
    _lock(deadline)
    return _append(deadline, Event(EventKind.RESTARTED, on, until=until), actor, reason)


@transaction.atomic
def hand_in(matter, code, *, on, actor, ref=""):
    """Note that what was owed was handed in on ``on`` (报送待核); return the
    deadline, or None if none is open.

    Until it is judged nothing is owed: the matter has no due date of it, and reminders go to
    whoever asked for it. Found good, it was met on that day (``meet``).
    """
    deadline = _held(matter, code, ref)
    return deadline and _append(deadline, Event(EventKind.HANDED_IN, on), actor)


@transaction.atomic
def hand_back(matter, code, *, on, actor, reason, ref=""):
    """Let what was handed in be owed again by the same date (退回); return it, or None."""
    deadline = _held(matter, code, ref)
    return deadline and _append(deadline, Event(EventKind.HANDED_BACK, on), actor, reason)


@transaction.atomic
def meet(matter, code, *, on, actor, ref=""):
    """Close the open deadline of the rule as met on ``on``; return it, or None if none is open.

    For papers that came by post, ``on`` is the day they were posted (期满前交邮的，不算过期).
    """
    deadline = _held(matter, code, ref)
    return deadline and _append(deadline, Event(EventKind.MET, on), actor)


@transaction.atomic
def waive(matter, code, *, on, reason, actor, ref=""):
    """Drop the open deadline of the rule (不再适用); return it, or None if none is open."""
    deadline = _held(matter, code, ref)
    return deadline and _append(deadline, Event(EventKind.WAIVED, on), actor, reason)


def rule_in_force(code, on):
    """Return the version of the rule ``code`` for an event on ``on``, or refuse in words."""
    try:
        return DeadlineRule.objects.in_force(code, on)
    except DeadlineRule.DoesNotExist:
        first = DeadlineRule.objects.filter(code=code).order_by("valid_from").first()
    if first is None:
        raise DeadlineRefused(f"没有代码为“{code}”的期限规则")
    since = (
        f"《{first.law}》自{first.valid_from}起适用" if on < first.valid_from else "规则已经失效"
    )
    raise DeadlineRefused(f"{on}没有可适用的“{first.name}”规则：{since}")


def calculate(code, on):
    """Compute the rule ``code`` for an event on ``on``, storing nothing."""
    rule = rule_in_force(code, on)
    if rule.length == 0:
        raise DeadlineRefused(f"“{rule.name}”没有固定长度，期满日逐案确定，不能推算")
    period = rule.period
    try:
        working = workdays.explain(
            on,
            period.length,
            period.unit,
            calendars.in_force(),
            roll=period.roll,
            direction=period.direction,
        )
    except workdays.PeriodError as error:
        raise DeadlineRefused(str(error)) from None
    return Calculation(rule, working, workings.lines(working, rule.trigger))


def explain(deadline):
    """Tell in sentences how the deadline's date came about (怎么算的)."""
    entries, calendar = deadline.entries(), calendars.in_force_for_reading()
    return workings.ledger_lines(entries, deadline.rule.period, calendar, deadline.rule.trigger)


def _open(matter, code, ref):
    kind = ContentType.objects.get_for_model(matter)
    return Deadline.objects.open().filter(
        content_type=kind, object_id=matter.pk, rule__code=code, ref=ref
    )


def _held(matter, code, ref):
    """Lock the open deadline of the rule, knowing the caller's matter; None if none is open."""
    deadline = _open(matter, code, ref).select_for_update(of=["self"], no_key=True).first()
    if deadline:
        deadline.matter = matter
    return deadline


def _lock(deadline):
    """Lock and re-read the row, keeping the matter that the caller holds."""
    matter = deadline.matter
    deadline.refresh_from_db(
        from_queryset=Deadline.objects.select_for_update(of=["self"], no_key=True)
    )
    deadline.matter = matter


def _check_bound(deadline, event, unit):
    """Refuse an extension that together with the earlier ones exceeds what the rule allows.

    The ledger is folded once more with all extensions of the present run replaced by a single
    one of the full length: beyond that date nothing can be granted.
    """
    rule, bound = deadline.rule, deadline.rule.extendable_by
    if not bound:
        return
    entries = deadline.entries()
    calendar = calendars.in_force_for_step(_since(rule, entries))
    asked = _folded(entries, event, rule, calendar)
    earlier, run = _split_at_restart([*entries, event])
    kept = [entry for entry in run if entry.kind is not EventKind.EXTENDED]
    first = next(index for index, entry in enumerate(run) if entry.kind is EventKind.EXTENDED)
    full = Event(EventKind.EXTENDED, run[first].on, bound, unit)
    most = ledger.fold([*earlier, *kept[:first], full, *kept[first:]], rule.period, calendar)
    if asked.last_due_on > most.last_due_on:
        words = workings.length_text(bound, unit)
        raise DeadlineRefused(f"“{rule.name}”的期限累计最多延长{words}")


def _split_at_restart(entries):
    starts = [index for index, entry in enumerate(entries) if entry.kind is EventKind.RESTARTED]
    last = max(starts, default=0)
    return entries[:last], entries[last:]


def _append(deadline, event, actor, reason="", consent=None):
    """Add ``event`` to the ledger and store what the ledger then adds up to."""
    entries = deadline.entries() if deadline.pk else []
    calendar = calendars.in_force_for_step(_since(deadline.rule, [*entries, event]))
    state = _folded(entries, event, deadline.rule, calendar)
    matter = deadline.matter
    deadline.status = Deadline.Status(state.status.value)
    deadline.started_on = state.started_on
    deadline.due_on = state.due_on
    deadline.provisional = state.provisional
    deadline.version = state.version
    deadline.handed_in_on = state.handed_in_on
    deadline.ended_on = state.ended_on
    deadline.save()
    DeadlineEvent.objects.create(
        deadline=deadline,
        kind=event.kind.value,
        on=event.on,
        length=event.length,
        unit=event.unit or "",
        until=event.until,
        due_on=state.due_on,
        reason=reason,
        consent=consent,
        actor=actor,
    )
    matter.refresh_due()
    return deadline


def _folded(entries, event, rule, calendar):
    try:
        return ledger.append(entries, event, rule.period, calendar)
    except (ledger.LedgerError, workdays.PeriodError) as error:
        raise DeadlineRefused(str(error)) from None


def _since(rule, entries):
    """From when on the calendar is needed; all of it for a period counted back."""
    return None if rule.direction == "before" else entries[0].on
