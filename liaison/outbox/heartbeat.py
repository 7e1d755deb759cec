"""The heartbeat (心跳): beat and a worker are alive if one of its tasks ran a moment ago."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

KEY = "heartbeat"
SILENCE = timedelta(minutes=5)
"""Beat comes round every minute; a longer silence means that nobody is reminded of anything."""


def beat():
    cache.set(KEY, timezone.now(), timeout=None)


def last_beat():
    """When the last periodic task ran; None if none has, as far as the cache remembers."""
    return cache.get(KEY)


def is_alive():
    last = last_beat()
    return last is not None and timezone.now() - last < SILENCE
