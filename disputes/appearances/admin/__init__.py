"""How lawsuits and what follows from them look in the admin: inside the reader's rights."""

from disputes.appearances.admin import lawsuits, monthly, policies  # noqa: F401 - registers
