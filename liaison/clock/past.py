"""Clocks of what happened before this system (以往的期限), written many at once.

Each is begun, and ended if it was, by its real days, as the engine (``liaison.deadlines``) would
have done it then: the same ledger, folded by the same calendar. Nobody is reminded of a day that
is past already: whoever takes it in has been told, and that is on the ledger of reminders.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from liaison import deadlines
from liaison.clock import calendars, ledger
from liaison.clock.ledger import Event, EventKind
from liaison.models import Deadline, DeadlineEvent, DeadlineRule, Matter, Message, Reminder, Unit


@dataclass
class Past:
    """A deadline that began on ``on``, and was met on ``met_on`` if it was."""

    matter: Matter
    code: str
    on: date
    responsible: Unit
    asker: Unit
    name: str
    ref: str
    until: date | None = None
    met_on: date | None = None

    def events(self):
        started = Event(EventKind.STARTED, self.on, until=self.until)
        return [started, Event(EventKind.MET, self.met_on)] if self.met_on else [started]


class Rules:
    """Versions of rules by day, each read once."""

    def __init__(self):
        self._versions = {}

    def in_force(self, code, on):
        """The version of ``code`` on that day; None if there was none yet."""
        if code not in self._versions:
            versions = DeadlineRule.objects.filter(code=code).order_by("-valid_from")
            self._versions[code] = list(versions)
        for rule in self._versions[code]:
            if rule.valid_from <= on and (rule.valid_to is None or rule.valid_to >= on):
                return rule
        return None


def write(pasts, actor, rules):
    """Write these clocks with their ledgers and return them, in order.

    Each matter knows its ``due_on`` afterwards, but is not saved. Raises DeadlineRefused where
    the engine would.
    """
    if not pasts:
        return []
    calendar = calendars.in_force_for_step(min(past.on for past in pasts))
    written = [_folded(past, calendar, rules) for past in pasts]
    Deadline.objects.bulk_create(deadline for deadline, _ in written)
    DeadlineEvent.objects.bulk_create(
        DeadlineEvent(
            deadline=deadline,
            kind=event.kind.value,
            on=event.on,
            due_on=deadline.due_on,
            until=event.until,
            actor=actor,
        )
        for deadline, events in written
        for event in events
    )
    running = [deadline for deadline, _ in written if deadline.status == Deadline.Status.RUNNING]
    _settle(running)
    _tell(running, actor)
    return [deadline for deadline, _ in written]


def _folded(past, calendar, rules):
    """The deadline that the events of ``past`` add up to, not stored; and the events."""
    rule = rules.in_force(past.code, past.on)
    events = past.events()
    try:
        state = ledger.fold(events, rule.period, calendar)
    except (ledger.LedgerError, ValueError) as error:
        raise deadlines.DeadlineRefused(str(error)) from None
    deadline = Deadline(
        matter=past.matter,
        rule=rule,
        ref=past.ref,
        name=past.name,
        responsible=past.responsible,
        asker=past.asker,
        status=state.status.value,
        started_on=state.started_on,
        due_on=state.due_on,
        provisional=state.provisional,
        version=state.version,
        ended_on=state.ended_on,
    )
    return deadline, events


def _settle(running):
    """Let each matter bear the earliest day of what is still owed."""
    for deadline in sorted(running, key=lambda one: one.due_on, reverse=True):
        deadline.matter.due_on = deadline.due_on
        deadline.matter.due_provisional = deadline.provisional


def _tell(running, actor):
    """Note of what is overdue that its last tier was told: to whoever takes it in."""
    today = timezone.localdate()
    Reminder.objects.bulk_create(
        Reminder(
            deadline=deadline,
            version=deadline.version,
            tier=min(deadline.rule.tiers),
            recipient=actor,
            channel=Message.INBOX,
        )
        for deadline in running
        if deadline.due_on < today and deadline.rule.tiers
    )
