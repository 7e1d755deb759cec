"""Django admin: the committee's lists, and looking. Matters are read-only here."""

from liaison.admin import committees, people, records  # noqa: F401 - registers
