"""What happens when and where: hearings, observed ones, interviews."""

from disputes.appearances.agenda import (  # noqa: F401 - registers
    hearings,
    interviews,
    observation,
)
