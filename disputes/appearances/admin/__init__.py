"""How lawsuits and what follows from them look in the admin: inside the reader's rights."""

from disputes.appearances.admin import (  # noqa: F401 - registers
    lawsuits,
    monthly,
    observation,
    policies,
)
