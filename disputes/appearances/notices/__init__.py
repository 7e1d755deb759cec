"""What is told of a lawsuit, and to whom (行政应诉的通知): one file a phase."""

from disputes.appearances.notices import (  # noqa: F401 - registers
    answering,
    filing,
    hearings,
    judging,
    monthly,
    observation,
)
