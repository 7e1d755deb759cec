"""Delivery (发送): the outbox is emptied message by message, each claimed before it is sent.

At least once: a message that went out while its worker died goes again, under the same
Message-ID. The inbox is not delivered here: a message is there once it is written.
"""

import logging
from datetime import timedelta

from django.utils import timezone

from liaison import channels, registry
from liaison.models import Message
from liaison.models.outbox import TRIES
from liaison.outbox.hours import sending_moment

BATCH = 500
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
"""How long a message waits after its first, second, … failed try."""

log = logging.getLogger(__name__)


def deliver(limit=BATCH):
    """Send what is due, the longest waiting first; return how many messages went out.

    Runs outside any transaction: a claim is committed before the channel is called, so that
    other workers pass on. A message that fails waits or is given up, and the next has its turn.
    """
    Message.objects.void_outdated()
    due = list(Message.objects.to_send(timezone.now()).values_list("pk", flat=True)[:limit])
    claims = (Message.objects.claim(pk, timezone.now()) for pk in due)
    return sum(send(message) for message in claims if message)


def send(message):
    """Send one claimed message and say whether it went out."""
    try:
        channels.send(message)
    except channels.Unsent as error:
        put_back(message, error.reason, permanent=error.permanent)
    except Exception as error:  # noqa: BLE001 - one bad message must not hold up the others
        put_back(message, type(error).__name__)
    else:
        return message.sent()
    return False


def put_back(message, reason, *, permanent=False):
    """Have the message wait for its next try, in working hours unless its notice is urgent."""
    log.warning("message %s by %s was not sent: %s", message.pk, message.channel, reason)
    if permanent or message.attempts >= TRIES:
        message.put_back(reason, None)
        return
    again_at = timezone.now() + WAITS[message.attempts - 1]
    notices = registry.notices
    urgent = message.notice in notices and notices[message.notice].urgent
    message.put_back(reason, again_at if urgent else sending_moment(again_at))
