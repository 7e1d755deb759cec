"""Papers of a lawsuit, and of the monthly notice (行政应诉文书)."""

from disputes.appearances.documents import (  # noqa: F401 - registers
    answering,
    hearings,
    monthly,
    observation,
    rectification,
)
