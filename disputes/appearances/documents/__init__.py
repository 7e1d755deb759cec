"""Papers of a lawsuit (行政应诉文书): one file a subject; each registers what it holds."""

from disputes.appearances.documents import answering, hearings  # noqa: F401 - registers
