"""Long works of suggestions: earlier ones checked and taken in."""

from suggestions.takeover import taking  # noqa: F401 - registers its works
