"""The committee itself, and what adds the rest up; also the project package."""

from liaison.celery import app as celery_app

__all__ = ["celery_app"]
