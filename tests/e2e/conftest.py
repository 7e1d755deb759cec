"""Journeys in a real browser: real Chromium, real server, the demo's stage and accounts."""

import os
from copy import deepcopy
from shutil import which

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import sync_playwright
from whitenoise import WhiteNoise

from disputes.demo import enrol
from liaison import demo
from tests.e2e.people import Person

# The shell is the same browser without windows of its own to draw: a third less work.
CHROMIUM = os.environ.get("CHROMIUM") or which("chromium-headless-shell") or which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Browsers keep static files as they do those with a hash in their name, also where the server's
# clock stands at a day long past.
settings.WHITENOISE_MAX_AGE = WhiteNoise.FOREVER


def pytest_collection_modifyitems(items):
    """Every journey empties and refills tables, so it runs in its own transaction scope."""
    for item in items:
        if "tests/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(autouse=True)
def papers_are_words():
    """Journeys end with papers that are really drawn."""


@pytest.fixture(scope="package")
def browser(django_db_setup, django_db_blocker):
    # Playwright's synchronous interface keeps an event loop on this thread, which Django would
    # take for asynchronous code; every query here is made by the test itself. Under the loop
    # Django gives the thread another connection, which must know what to restore, too.
    contents = connection._test_serialized_contents
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        connection._test_serialized_contents = contents
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        with django_db_blocker.unblock():
            connection._test_serialized_contents = contents
            call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
            connection.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def stage(browser, django_db_blocker):
    """The stage, put up once: every journey finds it in the database as if new."""
    with django_db_blocker.unblock():
        cast = demo.stage()
        enrol(cast)
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    return cast


@pytest.fixture
def cast(stage, transactional_db):
    """The committees of Changbaishan and Daqing, with their people, and no business yet."""
    return deepcopy(stage)


@pytest.fixture
def sit_down(browser, live_server, cast):
    """Let an account of the cast sit down at a browser: ``sit_down("centre")``.

    ``typing=True`` has the person log in by name and password; others are logged in already,
    but for a passer-by with a phone and no account: ``sit_down(None)``.
    """
    people = []

    def sit(username, *, typing=False, **screen):
        person = Person(browser, live_server.url, username, **screen)
        people.append(person)
        if typing:
            person.log_in()
        elif username:
            person.come_in()
        return person

    yield sit
    assert {person.username: faults for person in people if (faults := person.leave())} == {}
