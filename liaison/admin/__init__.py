"""Django admin: the committee's lists, and looking. Matters are read-only here."""

from liaison.admin import calendar, committees, people, records  # noqa: F401 - registers
