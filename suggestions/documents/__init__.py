"""Papers of judicial suggestions: one file a subject; each registers what it holds."""

from suggestions.documents import letter, reply

__all__ = ["letter", "reply"]
