"""What beat sets off. The tasks decide nothing: each hands over to the engine it is named for.

Each is safe to run twice, late, or by two workers at once; none carries an eta.
"""

from celery.schedules import crontab
from django.contrib.sessions.backends.cached_db import SessionStore
from django.utils import timezone

from liaison import uploads, works
from liaison.celery import app, periodic
from liaison.models import Message, Post
from liaison.outbox import delivery, heartbeat, reminders

TIME_FOR_A_WORK = 570
"""Seconds: a little less than the limit at which a task is killed."""


@periodic(crontab(minute="*/5"))
@app.task(name="liaison.send_reminders")
def send_reminders() -> int:
    """Put the reminders that are due in the outbox; return how many were new."""
    return reminders.remind()


@periodic(crontab())
@app.task(name="liaison.deliver")
def deliver() -> int:
    """Send what waits in the outbox; return how many messages went out."""
    return delivery.deliver()


@periodic(crontab())
@app.task(name="liaison.release")
def release() -> int:
    """Give back the messages that dead workers hold; return how many."""
    return Message.objects.release_stale(timezone.now())


@periodic(crontab(hour=0, minute=5))
@app.task(name="liaison.turn_posts")
def turn_posts() -> int:
    """Follow posts that began today or ended yesterday with their groups; return how many."""
    return Post.objects.turn(timezone.localdate())


@periodic(crontab(hour=3, minute=15))
@app.task(name="liaison.forget_sessions")
def forget_sessions() -> None:
    """Delete the sessions that have run out, with what was typed and kept in them."""
    SessionStore.clear_expired()


@periodic(crontab())
@app.task(name="liaison.beat")
def beat() -> None:
    """Leave a sign of life for the health page and the desk."""
    heartbeat.beat()


@periodic(crontab())
@app.task(name=works.TASK, soft_time_limit=TIME_FOR_A_WORK)
def run_works() -> bool:
    """Claim one long work and run it; return whether there was one."""
    return works.run_next()


@periodic(crontab(hour=3, minute=20))
@app.task(name="liaison.clear_works")
def clear_works() -> int:
    """Delete the files of long works that have been kept long enough; return of how many."""
    return works.clear(timezone.now())


@periodic(crontab(hour=3, minute=25))
@app.task(name="liaison.clear_strays")
def clear_strays() -> int:
    """Delete the files of attachments that never came to be; return how many."""
    return uploads.clear_strays(timezone.now())
