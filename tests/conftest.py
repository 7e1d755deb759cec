"""What every test may count on: reference data in the database, which survive every test."""

import gc
import os

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections

from liaison.celery import app
from liaison.clock import calendars
from tests.database import walks
from tests.factories.world import papers_in_words

# The demo may be running beside the tests, and so are other workers and runs, on the same Redis.
RUN = os.environ.get("TEST_DATABASE", "liaison-test")
OURS = f"{RUN}-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
settings.CACHES["default"]["KEY_PREFIX"] = OURS
app.conf.task_default_queue = OURS

# What a test wrote need not survive a power cut, nor a test's password a thief.
settings.DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
settings.DATABASES["default"]["ENGINE"] = "tests.database"
del connections["default"]  # made with the system's own engine
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A fresh checkout has no collected static files, and no folder of them to look through.
settings.WHITENOISE_AUTOREFRESH = True

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("liaison", deadline=None)
hypothesis.settings.load_profile("liaison")


LONG = ("tests/e2e/", "tests/liaison/test_run_demo.py", "tests/liaison/test_embedded.py")
"""What takes longest."""


def pytest_collection_modifyitems(items):
    """Begin with the long ones: no worker is left alone with them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_runtest_setup(item):
    walks.BEGINNING.of_test(item)


def pytest_collection_finish():
    """Let the collector of garbage pass over what stays for the whole run, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Keep the reference data that the template has, also for transactional tests."""
    with django_db_blocker.unblock():
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture(autouse=True)
def no_calendar_kept():
    """Each test reads its own calendar."""
    cache.delete(calendars.KEPT)


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Keep each test's files apart."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def drawn_papers():
    """Have papers really drawn: for what is about the paper itself."""


@pytest.fixture(autouse=True)
def papers_are_words(request):
    """Keep a paper's HTML in the place of its drawing, which takes most of a second."""
    if "drawn_papers" in request.fixturenames:
        yield
    else:
        with papers_in_words():
            yield


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Name static files as they lie: no test waits for collectstatic."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
