"""The Celery app, and ``periodic()``, which puts a task on beat beside its own code."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")

app = Celery("liaison")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def periodic(schedule: crontab | float):
    """Run the decorated task on beat; the schedule stands beside the task, not in settings.

    Beat's table lives in code, not in editable rows: nobody can switch the reminders off
    by accident. Every periodic task is safe to run twice, late, or by two workers at once;
    a run that waited ten minutes for a worker is dropped, the next one does its work.
    """

    def register(task):
        app.conf.beat_schedule[task.name] = {
            "task": task.name,
            "schedule": schedule,
            "options": {"expires": 600},
        }
        return task

    return register
