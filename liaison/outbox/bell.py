"""The bell: rings for a worker to begin now, instead of when beat next comes round."""

import logging
import time
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError
from kombu.pools import producers

from liaison.celery import app

log = logging.getLogger(__name__)

DELIVER = "liaison.deliver"
REST = 30
PATIENCE = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
}
"""Left to itself, Celery tries a broker that is down for four seconds while the reader waits."""


class Bell:
    """Asks a worker to run a task of beat's at once, and doesn't mind if none can be reached.

    A broker that is down costs a request one short try; for the next half minute nobody tries
    again. Nothing is lost: beat sends the same task within a minute.
    """

    def __init__(self):
        self.resting_until = 0

    def ring(self, task=DELIVER):
        if time.monotonic() < self.resting_until:
            return
        options = {**app.conf.broker_transport_options, **PATIENCE}
        try:
            with producers[
                app.connection_for_write(transport_options=options)
            ].acquire() as producer:
                app.send_task(task, producer=producer, expires=60)
        except OperationalError:
            self.resting_until = time.monotonic() + REST
            log.warning("the broker can't be reached; beat will send the task")


bell = Bell()


def nudge(task=DELIVER):
    """Have a task run, by default the delivery, as soon as the caller's transaction commits."""
    transaction.on_commit(partial(bell.ring, task), robust=True)
