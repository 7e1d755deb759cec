"""The admin of the centres: disputes to look at, what the office keeps."""

from disputes.admin import disputes, oldregister, register, rulebook  # noqa: F401 - registers
