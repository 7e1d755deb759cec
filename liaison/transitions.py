"""Guarded steps (办理步骤): the only way in which a matter comes to be, and moves.

A step is one transaction: row locked and re-read, state checked, both rights checked, the
method's own rules, save, grants synchronised, audit entry. Either all of it, or nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction as database
from django.utils import timezone

from liaison import access
from liaison.rest import at_rest


class TransitionNotAllowed(Exception):
    """The step does not fit the matter as it now stands; the message is for the reader."""


@dataclass(frozen=True)
class Step:
    """What is declared about a step: for guards, buttons, roles and the tests' matrix."""

    name: str
    label: str
    perm: str
    part: str
    source: tuple
    target: object
    roles: tuple = ()
    hint: str = ""
    tone: str = "primary"
    when: Callable | None = None

    def offered_to(self, matter):
        """Say whether the step's own condition holds for ``matter``."""
        return self.when is None or self.when(matter)

    def landing(self, matter):
        """The status after the step; unchanged when no target is declared."""
        if callable(self.target):
            return self.target(matter)
        return matter.status if self.target is None else self.target


@dataclass(frozen=True)
class Opening:
    """What is declared about the step that brings a matter into being."""

    name: str
    label: str
    perm: str
    status: str
    roles: tuple = ()
    hint: str = ""


def transition(
    *, source, target=None, perm, part, label, roles=(), hint="", tone="primary", when=None
):
    """Make a method of a matter a guarded, audited step.

    ``perm`` is held by role, ``part`` is the verb that the matter grants to the unit, and
    ``roles`` hold the permission by default. ``target`` may be a function of the matter,
    asked after the method has run; with none the status stays. ``when`` is a condition on
    the matter besides its status. What the method returns is the note of the audit entry.
    The actor is required and is checked here, where the state changes.

    Raises ``TransitionNotAllowed`` for a wrong state, ``PermissionDenied`` for a missing
    right (and leaves an audit entry of the attempt). After an exception the object is as
    it was before.
    """

    def decorate(method):
        step = Step(
            name=method.__name__,
            label=label,
            perm=perm,
            part=part,
            source=tuple(source),
            target=target,
            roles=tuple(roles),
            hint=hint,
            tone=tone,
            when=when,
        )

        @wraps(method)
        def take(self, *, actor, **data):
            kept = dict(self.__dict__)
            try:
                with database.atomic():
                    return _take(self, step, method, actor, data)
            except Exception as error:
                self.__dict__.clear()
                self.__dict__.update(kept)
                if isinstance(error, PermissionDenied):
                    _record_refusal(actor, step, self)
                raise

        take.step = step
        return take

    return decorate


def _take(self, step, method, actor, data):
    self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(of=["self"]))
    access.forget_parts(self)
    if self.status not in step.source:
        raise TransitionNotAllowed(f"“{self.get_status_display()}”状态不能{step.label}")
    unit = access.acting_unit(actor, step.perm, self, step.part)
    if unit is None:
        raise PermissionDenied(f"您没有“{step.label}”的权限")
    if not step.offered_to(self):
        raise TransitionNotAllowed(f"现在不能{step.label}")
    before = self.status
    note = method(self, actor=actor, **data)
    self.status = step.landing(self)
    _close_or_reopen(self)
    with at_rest(self):
        self.save()
        access.sync_grants(self)
    _record(self, step, actor, unit, before, note)
    return note


def _close_or_reopen(matter):
    if matter.is_open:
        matter.closed_on = None
    elif matter.closed_on is None:
        matter.closed_on = timezone.localdate()


def _record(matter, step, actor, unit, before, note):
    from liaison.models import record  # noqa: PLC0415 - models import this module

    record(
        actor,
        step.name,
        step.label,
        matter,
        unit=unit,
        before=before,
        after=matter.status,
        note=note or "",
    )


def _record_refusal(actor, step, matter):
    from liaison.models import record  # noqa: PLC0415 - models import this module

    record(actor, "refused", f"无权办理：{step.label}", matter if matter.pk else None)


def opening(*, perm, label, status, roles=(), hint=""):
    """Make a method the guarded, audited way to bring a matter into being.

    Call it on the class: ``Dispute.refer(actor=…, initiator=…, title=…, …)``. Arguments
    that are fields fill the new matter, which is saved in ``status``; the rest go to the
    method, which adds what hangs on it (parties, deadlines, notices). The actor must hold
    ``perm`` by role in the initiating unit.
    """

    def decorate(method):
        step = Opening(method.__name__, label, perm, status, tuple(roles), hint)

        @wraps(method)
        def begin(cls, *, actor, initiator, **data):
            if not access.may_open(actor, perm, initiator):
                _record_refusal(actor, step, cls())
                raise PermissionDenied(f"您没有“{label}”的权限")
            with database.atomic():
                names = {name.name for name in cls._meta.concrete_fields} & data.keys()
                fields = {name: data.pop(name) for name in names}
                matter = cls(initiator=initiator, created_by=actor, status=status, **fields)
                matter.save()
                note = method(matter, actor=actor, **data)
                with at_rest(matter):
                    matter.save()
                    access.sync_grants(matter)
                _record(matter, step, actor, initiator, "", note)
            return matter

        begin.step = step
        return classmethod(begin)

    return decorate


def transitions_of(model):
    """The steps that a kind of matter declares, in the order of their declaration."""
    return [
        member.step
        for base in reversed(model.__mro__)
        for member in vars(base).values()
        if isinstance(getattr(member, "step", None), Step)
    ]


def opening_of(model):
    """How a kind of matter comes to be; None if another matter's step makes it."""
    for base in model.__mro__:
        for member in vars(base).values():
            step = getattr(getattr(member, "__func__", None), "step", None)
            if isinstance(step, Opening):
                return step
    return None
