"""What many tests begin with is walked once in a run, then laid out again from the rows it left.

A dispute that is performed has gone through a dozen steps, each with its two locks, clocks,
messages and audit entries: half a second, for hundreds of tests. The first test that asks for
it takes those steps; whoever asks for the same, from the same beginning, gets the same rows and
files back, and the same objects.

The beginning is the same when the test's transaction holds nothing but what was laid out here,
in the same order, each at the same time. A test that has written something else first, that runs
without a transaction around it, at another time that goes on, or with a changed system, walks by
itself.
"""

import pickle
import time
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, wraps
from inspect import isgeneratorfunction
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.db import connection, transaction
from django.db.models import Model
from psycopg.sql import SQL, Identifier

from liaison import documents

CHANGES_THE_SYSTEM = {
    "monkeypatch",
    "settings",
    "caplog",
    "django_capture_on_commit_callbacks",
}
"""Fixtures with which a test wants to see, or change, how things are walked."""

MOVES_THE_CLOCK = {"clock"}
"""Fixtures with which a test changes nothing but the time, which every walk is known by."""

WRITTEN = """
SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
MARK = "CREATE TEMPORARY TABLE walk_mark () ON COMMIT DROP"
UNTOUCHED = """
SELECT pg_current_xact_id_if_assigned() IS NULL AND current_setting('is_superuser') = 'on'
"""
OLDEST = "SELECT xmin::text::bigint FROM pg_class WHERE oid = 'walk_mark'::regclass"


@dataclass
class Walk:
    """What a walk left: its result, new rows and replaced ids by table, files by path."""

    result: bytes
    rows: dict = field(default_factory=dict)
    replaced: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)


class Beginning:
    """What the test that is running has laid out so far."""

    open, steps, written = False, (), None

    def of_test(self, item):
        """Begin a test; one that watches or changes the system in its own way walks by itself."""
        mark, found = item.get_closest_marker("django_db"), item._fixtureinfo
        patches = {
            name: definitions[-1].func.__module__
            for name, definitions in found.name2fixturedefs.items()
            if patching(definitions[-1])
        }
        own = (patches.keys() | CHANGES_THE_SYSTEM) - MOVES_THE_CLOCK
        self.open = bool(mark) and not mark.kwargs and not own & set(found.argnames)
        self.steps = (tuple(sorted(patches.items())),)
        self.written = None

    def holds(self):
        """Whether nothing but what was laid out has been written, at the present time.

        While somebody counts the queries (``force_debug_cursor``) nothing is laid out.
        """
        counted = connection.force_debug_cursor
        if counted or not (self.open and connection.in_atomic_block and moment()):
            return False
        with connection.cursor() as cursor:
            if self.written is not None:
                return self.written == written(cursor)
            cursor.execute(UNTOUCHED)
            return cursor.fetchone()[0]


def patching(fixture):
    """Whether a fixture of ours changes the system while the test runs."""
    function = fixture.func
    if not function.__module__.startswith("tests.") or function.__module__ == "tests.conftest":
        return False
    return bool({"monkeypatch", "settings"} & set(fixture.argnames)) or isgeneratorfunction(
        function
    )


BEGINNING = Beginning()
KEPT = {}
CLOCK = time.time() - time.monotonic()


def moment():
    """When a walk is walked: today, or the very moment at which a test has stopped the clock.

    None if a test has set the clock to another day, and it goes on.
    """
    if abs(time.time() - time.monotonic() - CLOCK) < 60:
        return date.today()
    now = time.time_ns()
    return now if now == time.time_ns() else None


def walked(name, make, **given):
    """Return what ``make`` returns, with all its rows and files there, walked or laid out.

    ``given`` is what the walk depends on besides what was laid out before it.
    """
    try:
        drawing = documents.draw.__qualname__
        key = (*BEGINNING.steps, (moment(), drawing, name, spelt(given)))
    except TypeError:
        BEGINNING.open = False
    if not BEGINNING.holds():
        BEGINNING.open = False
        return make()
    if key not in KEPT:
        BEGINNING.open = False
        try:
            KEPT[key] = walk(make)
        except Exception:  # noqa: BLE001 - as the test expects: what it left must stay
            return make()
        BEGINNING.open = True
    result = lay_out(KEPT[key])
    with connection.cursor() as cursor:
        BEGINNING.steps, BEGINNING.written = key, written(cursor)
    return result


def step(function):
    """Make a function that takes a step with a matter one that can be laid out again."""

    @wraps(function)
    def take(matter, *args, **given):
        def go():
            return function(matter, *args, **given), vars(matter)

        result, after = walked(
            function.__qualname__, go, of=function.__module__, matter=matter, args=args, given=given
        )
        vars(matter).update(after)
        return result

    return take


def begun(make):
    """Make a function that puts up what tests begin with one that can be laid out again.

    It may hang on nothing but what it is given, its module's fixtures and the time, and hand
    back all that it changes.
    """

    @wraps(make)
    def begin(*args, **given):
        def go():
            return make(*args, **given)

        return walked(make.__qualname__, go, of=make.__module__, args=args, given=given)

    return begin


def spelt(value):
    """Say ``value`` in a way that can be compared; TypeError for what can't be said."""
    if value is None or isinstance(value, str | int | Decimal | date | Enum):
        return value
    if is_dataclass(value):
        return spelt(vars(value))
    for kinds, say in SPELLINGS.items():
        if isinstance(value, kinds):
            return say(value)
    raise TypeError(value)


SPELLINGS = {
    Model: lambda row: (row._meta.label, row.pk),
    File: lambda file: (file.name, file.size),
    dict: lambda pairs: tuple((name, spelt(each)) for name, each in sorted(pairs.items())),
    (list, tuple): lambda values: tuple(map(spelt, values)),
    (set, frozenset): lambda values: tuple(sorted(map(spelt, values))),
}


def written(cursor):
    cursor.execute(WRITTEN)
    return {table: counts for table, *counts in cursor.fetchall()}


def walk(make):
    """Let ``make`` do its work, keep what it left, and undo it."""
    lying = set(files())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MARK)
        cursor.execute(OLDEST)
        oldest = cursor.fetchone()[0]
        had = written(cursor)
        kept = Walk(pickle.dumps(make()))
        changed = {}
        for table, counts in written(cursor).items():
            if table in keys() and counts != had.get(table):
                old = had.get(table, [0, 0, 0])
                changed[table] = [now - then for now, then in zip(counts, old, strict=True)]
        for table in changed:
            kept.rows[table] = copied(cursor, table, oldest)
        left = {table: ids(cursor, table) for table, each in changed.items() if each[1] or each[2]}
        new = {table: ids(cursor, table, oldest) for table in left}
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        for table, after in left.items():
            before = ids(cursor, table)
            kept.replaced[table] = sorted(before - after | before & new[table])
    root = Path(settings.MEDIA_ROOT)
    kept.files = {path: (root / path).read_bytes() for path in files() if path not in lying}
    return kept


def lay_out(kept):
    """Put rows and files of a walk where they were; return its result."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, replaced in kept.replaced.items():
            if replaced:
                condition = SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(
                    Identifier(table), Identifier(keys()[table])
                )
                cursor.execute(condition, [replaced])
        for table, rows in kept.rows.items():
            with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                copy.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
    for path, content in kept.files.items():
        place = Path(settings.MEDIA_ROOT) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return pickle.loads(kept.result)  # noqa: S301 - pickled above


def files():
    root = Path(settings.MEDIA_ROOT)
    return [path.relative_to(root) for path in root.rglob("*") if path.is_file()]


@cache
def keys():
    """Table → its key."""
    found = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._meta.pk.column for model in found}


def copied(cursor, table, oldest):
    query = SQL("COPY (SELECT * FROM {} WHERE xmin::text::bigint >= {} ORDER BY {}) TO STDOUT")
    query = query.format(Identifier(table), oldest, Identifier(keys()[table]))
    with cursor.copy(query) as copy:
        return b"".join(copy)


def ids(cursor, table, oldest=0):
    query = SQL("SELECT {} FROM {} WHERE xmin::text::bigint >= {}")
    cursor.execute(query.format(Identifier(keys()[table]), Identifier(table), oldest))
    return {row[0] for row in cursor.fetchall()}
