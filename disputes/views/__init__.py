"""Pages of the centres: disputes, their figures, the rulebook. No rules here."""
