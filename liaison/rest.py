"""A matter at rest: while nothing of it can change, what it reads of its own rows is read once.

At the end of a step the words for the search, the grants and the desks are each worked out from
the same rows: of a suggestion its addressees, of a lawsuit its agencies.
"""

from contextlib import contextmanager
from functools import wraps

READ = "_read_at_rest"


@contextmanager
def at_rest(matter):
    """Have ``matter`` keep the lists it reads until the block is left.

    Whoever changes one of those rows inside the block would still be told of the old ones.
    """
    if READ in matter.__dict__:
        yield
        return
    matter.__dict__[READ] = {}
    try:
        yield
    finally:
        del matter.__dict__[READ]


def once_at_rest(read):
    """Make a method that lists rows of its matter read them once while the matter is at rest."""

    @wraps(read)
    def listed(matter):
        kept = matter.__dict__.get(READ)
        if kept is None:
            return read(matter)
        if read not in kept:
            kept[read] = read(matter)
        return list(kept[read])

    return listed
