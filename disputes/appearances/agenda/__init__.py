"""What happens when and where: hearings, interviews."""

from disputes.appearances.agenda import hearings, interviews  # noqa: F401 - registers
