"""What beat sets off in disputes. The tasks decide nothing."""

from celery.schedules import crontab
from django.utils import timezone

from disputes.models import Mediator
from liaison.celery import app, periodic


@periodic(crontab(hour=0, minute=35))
@app.task(name="disputes.tell_of_ended_terms")
def tell_of_ended_terms() -> int:
    """Tell the centres whose mediators' terms have ended; return of how many places."""
    return Mediator.objects.tell_of_ended(timezone.localdate())
