"""Several workers at once, and workers that are killed: real threads, real processes."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
import time_machine
from django.conf import settings as project
from django.db import connection, transaction
from django.utils import timezone

from liaison.models import CaughtMail, Deadline, Message, Reminder
from liaison.notices import publish
from liaison.outbox.delivery import deliver
from liaison.outbox.reminders import Letters, due_for_letters, remind
from tests.factories.outbox import Bureau, MessageFactory, a_matter

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

MONDAY = datetime.fromisoformat("2026-10-26T10:00:00+08:00")


def at_once(*jobs):
    """Run the jobs in threads that start together; return what they returned."""
    gate, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        try:
            gate.wait()
            results[place] = job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_four_workers_send_each_mail_once(settings):
    settings.EMAIL_BACKEND = "liaison.channels.CatchingBackend"
    bureau = Bureau()
    for n in range(40):
        MessageFactory(recipient=bureau.handler, subject=f"第{n}件")
    counts = at_once(deliver, deliver, deliver, deliver)
    assert sum(counts) == 40
    assert set(Counter(CaughtMail.objects.values_list("subject", flat=True)).values()) == {1}
    assert set(Message.objects.values_list("status", "attempts")) == {("sent", 1)}


def test_four_sweeps_write_each_reminder_once():
    bureau = Bureau()
    for n in range(30):
        bureau.owes(ref=str(n), due_on=date(2026, 10, 26))
    with time_machine.travel(MONDAY, tick=False):
        counts = at_once(remind, remind, remind, remind)
    assert sum(counts) == Reminder.objects.count() == Message.objects.count() == 30 * 2 * 2
    assert not Message.objects.filter(reminder=None).exists()


def test_four_sweeps_that_see_the_same_deadline_write_it_once():
    deadline, today = Bureau().owes(), MONDAY.date()
    due = list(due_for_letters(today, today))
    assert [each.pk for each in due] == [deadline.pk]
    rows = list(Letters(due, today).to(due[0]))
    write = [lambda: Reminder.objects.write(rows, MONDAY)] * 4
    assert sorted(at_once(*write)) == [0, 0, 0, len(rows)]


def test_deadline_moved_while_the_sweep_reads_it_is_not_mailed(settings):
    settings.EMAIL_BACKEND = "liaison.channels.CatchingBackend"
    deadline = Bureau().owes()
    moving, swept = threading.Event(), threading.Event()

    def step():
        with transaction.atomic():
            held = Deadline.objects.select_for_update(no_key=True).get(pk=deadline.pk)
            held.due_on, held.version = date(2026, 11, 2), 2
            held.save()
            moving.set()
            swept.wait(20)

    def sweep():
        moving.wait(20)
        try:
            return remind()
        finally:
            swept.set()

    with time_machine.travel(MONDAY, tick=False):
        assert at_once(step, sweep) == [None, 2]
        assert remind() == 2
        assert deliver() == 1
    mails = Message.objects.filter(channel="email").order_by("id")
    assert [(each.reminder.version, each.status) for each in mails] == [(1, "void"), (2, "sent")]


def test_same_notice_published_by_four_steps_is_told_once():
    bureau, matter = Bureau(), a_matter()
    words = {"name": "调解期限", "rule": "调解期限", "unit": "某局", "left": "", "due": ""}

    def tell():
        publish("liaison.deadline", matter, key="x", to=[bureau.unit], **words)

    at_once(tell, tell, tell, tell)
    assert Counter(Message.objects.values_list("channel", flat=True)) == {"inbox": 1, "email": 1}


def worker_environment(port):
    """What a worker in a process of its own needs to work on the tests' database."""
    address = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
    own = {key: value for key, value in os.environ.items() if "LIAISON_EMBEDDED" not in key}
    return own | {
        "DATABASE_URL": database,
        "REDIS_URL": project.CELERY_BROKER_URL,
        "DEMO": "0",
        "SECRET_KEY": "of this test only",
        "PERSONAL_DATA_KEYS": ",".join(project.PERSONAL_DATA_KEYS),
        "ALLOWED_HOSTS": "localhost",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "liaison.settings",
    }


WORKER = "import django; django.setup(); from liaison.outbox.delivery import deliver; deliver()"


def test_worker_killed_between_claim_and_send_costs_exactly_one_retry(settings):
    settings.EMAIL_BACKEND = "liaison.channels.CatchingBackend"
    message = MessageFactory(recipient=Bureau().handler)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env=worker_environment(silent.getsockname()[1]),
            cwd=project.BASE_DIR,
        )
        silent.settimeout(30)
        called, _ = silent.accept()  # the worker has claimed, and waits for the server to speak
        with closing(called):
            message.refresh_from_db()
            assert message.status == Message.Status.SENDING
            worker.send_signal(signal.SIGKILL)
            assert worker.wait() == -signal.SIGKILL
    assert (Message.objects.release_stale(timezone.now()), deliver()) == (0, 0)
    later = timezone.now() + timedelta(minutes=11)
    with time_machine.travel(later):
        assert at_once(*[lambda: Message.objects.release_stale(timezone.now())] * 2) in (
            [1, 0],
            [0, 1],
        )
        assert sum(at_once(deliver, deliver)) == 1
        assert deliver() == 0
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.SENT, 2)
    assert CaughtMail.objects.count() == 1
