"""The database that all test databases are copies of: migrated, with the reference data in it.

It is made once for what it is made from, by whoever comes first, and stays for the runs after;
to copy it takes a tenth of a second, to make it twenty.
"""

from contextlib import contextmanager
from hashlib import sha256
from io import StringIO

from django.conf import settings
from django.core.management import call_command

PREFIX = "liaison_tests_"
LOCK = int.from_bytes(b"liaison")
KEPT = 4
"""How many templates stay: those of other work trees may be in use, too."""


def name():
    """Its name says what it is made from: any other code, list or package makes another."""
    made_from = sha256((settings.BASE_DIR / "requirements-test.txt").read_bytes())
    for folder in ("liaison", "disputes", "meetings", "suggestions"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in {".py", ".toml"}:
                made_from.update(str(path.relative_to(settings.BASE_DIR)).encode())
                made_from.update(path.read_bytes())
    return PREFIX + made_from.hexdigest()[:16]


def copy(creation, wanted, make):
    """Put a copy in place of the database ``wanted``; ``make`` makes and migrates an empty one."""
    quote = creation.connection.ops.quote_name
    with creation._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        template = name()
        if template not in templates(cursor):
            with in_its_place(creation.connection, f"{template}_unfinished"):
                make()
                call_command("load_reference_data", stdout=StringIO())
                creation.connection.close()
            cursor.execute(
                f"ALTER DATABASE {quote(template + '_unfinished')} RENAME TO {quote(template)}"
            )
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(wanted)}")
        cursor.execute(f"CREATE DATABASE {quote(wanted)} TEMPLATE {quote(template)}")
        for old in templates(cursor)[KEPT:]:
            cursor.execute(f"DROP DATABASE {quote(old)}")


def templates(cursor):
    """Their names, newest first."""
    cursor.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        " AND NOT datname LIKE '%%unfinished' ORDER BY oid DESC",
        [PREFIX],
    )
    return [row[0] for row in cursor.fetchall()]


@contextmanager
def in_its_place(connection, unfinished):
    """Have what makes a test database make ``unfinished`` instead."""
    given = connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = unfinished
    try:
        yield
    finally:
        connection.settings_dict["TEST"]["NAME"] = given
