"""The clock's engine: start, extend, suspend, resume, restart, meet, waive, explain.

Signatures agreed with the mechanisms; each works inside the caller's transaction.
"""


def start(matter, code, *, on, responsible, actor, asker=None, handler=None, name="", ref="", until=None):
    """Open a deadline by the rule ``code`` in force on ``on``; ``until`` sets the date itself."""
    raise NotImplementedError


def extend(deadline, *, reason, actor, on, length=None, until=None, consent=None):
    raise NotImplementedError


def suspend(deadline, *, on, reason, actor):
    raise NotImplementedError


def resume(deadline, *, on, reason, actor):
    raise NotImplementedError


def meet(matter, code, *, on, actor, ref=""):
    """Close the open deadline of the rule as met on ``on``; nothing happens if none is open."""
    raise NotImplementedError


def waive(matter, code, *, on, reason, actor, ref=""):
    raise NotImplementedError
