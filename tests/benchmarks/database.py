"""The benchmark's own database beside the demo's, on the same server."""

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg

from liaison import embedded

NAME = os.environ.get("BENCH_DATABASE", "liaison_bench")


def enter(*, afresh=False):
    """Point the settings at the benchmark's database; made anew when told."""
    embedded.ensure()
    os.environ["DEMO"] = "1"
    address = urlsplit(os.environ["DATABASE_URL"])
    if afresh:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{NAME}" TEMPLATE template0')
    # An address of our own making: the embedded server must not be asked for another.
    os.environ["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{NAME}"))
    os.environ.pop("LIAISON_EMBEDDED", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")

    import django  # noqa: PLC0415 - only now are the settings what they should be

    django.setup()
