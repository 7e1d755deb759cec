"""Figures of appearance and of observed hearings, registered."""

from disputes.appearances.metrics import heads, observation  # noqa: F401 - registers
