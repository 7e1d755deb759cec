"""Long works of lawsuits: the court's feed checked, taken in, and sent out again."""

from disputes.appearances.feed import exporting, taking  # noqa: F401 - they register their works
