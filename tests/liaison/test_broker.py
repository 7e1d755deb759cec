"""The nudge: a worker is rung for on commit, and a dead broker costs nobody anything."""

import json
import socket
import time

import pytest
import redis
from django.conf import settings as project
from django.db import transaction

from liaison.celery import app
from liaison.models import Message
from liaison.notices import publish
from liaison.outbox import bell
from liaison.outbox.delivery import deliver
from tests.factories.liaison import UnitFactory
from tests.factories.outbox import a_matter, member

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

QUEUE = "trial-of-the-bell"
WORDS = {"name": "期限", "rule": "期限", "unit": "某局", "left": "今天到期", "due": "今天"}


@pytest.fixture(autouse=True)
def own_bell(monkeypatch):
    assert app.conf.task_ignore_result  # the settings are read by now
    monkeypatch.setattr(bell, "bell", bell.Bell())
    monkeypatch.setitem(app.conf.changes, "task_default_queue", QUEUE)


@pytest.fixture
def queue():
    """Look into the test's own queue on the real Redis: the names of the tasks in it."""
    with redis.Redis.from_url(project.CELERY_BROKER_URL) as broker:
        broker.delete(QUEUE)
        yield lambda: [json.loads(row)["headers"]["task"] for row in broker.lrange(QUEUE, 0, -1)]
        broker.delete(QUEUE)


@pytest.fixture
def deaf(monkeypatch):
    """A broker that takes a connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"redis://:s3cret@127.0.0.1:{server.getsockname()[1]}/0"
        monkeypatch.setitem(app.conf.changes, "broker_url", address)
        yield


@pytest.fixture
def dead(monkeypatch):
    """A broker that isn't there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    monkeypatch.setitem(app.conf.changes, "broker_url", f"redis://:s3cret@127.0.0.1:{port}/0")


def step(*, fail=False):
    """Take a step that publishes three notices; return how many seconds it took."""
    matter, unit = a_matter(), UnitFactory()
    member(unit)
    begun = time.monotonic()
    with transaction.atomic():
        for key in "abc":
            publish("liaison.deadline", matter, key=key, to=[unit], **WORDS)
        transaction.set_rollback(fail)
    return time.monotonic() - begun


def test_worker_is_rung_for_when_the_step_commits(queue):
    with transaction.atomic():
        step()
        assert queue() == []
    assert set(queue()) == {"liaison.deliver"}


def test_step_that_fails_rings_for_nobody(queue):
    step(fail=True)
    assert queue() == []


@pytest.mark.parametrize("broker", ["dead", "deaf"])
def test_broker_down_lets_the_step_succeed_and_fast(broker, request, settings, caplog):
    request.getfixturevalue(broker)
    settings.EMAIL_BACKEND = "liaison.channels.CatchingBackend"
    assert step() < 3
    assert step() < 0.5
    assert Message.objects.filter(channel="inbox").count() == 6
    assert [record.getMessage() for record in caplog.records] == [
        "the broker can't be reached; beat will send the task"
    ]
    assert "s3cret" not in caplog.text
    Message.objects.update(not_before="2020-01-01T00:00Z")
    assert deliver() == 6


def test_after_a_rest_the_broker_is_tried_again(dead, queue, monkeypatch):
    bell.bell.ring()
    monkeypatch.setitem(app.conf.changes, "broker_url", project.CELERY_BROKER_URL)
    bell.bell.ring()
    assert queue() == []
    bell.bell.resting_until = time.monotonic()
    bell.bell.ring()
    assert queue() == ["liaison.deliver"]
