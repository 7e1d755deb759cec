"""Papers of a lawsuit (行政应诉文书): one file a phase."""

from disputes.appearances.documents import hearings  # noqa: F401 - registers
