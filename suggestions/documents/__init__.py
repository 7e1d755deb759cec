"""Papers of judicial suggestions: one file a subject; each registers what it holds."""

from suggestions.documents import account, letter, reply, urging

__all__ = ["account", "letter", "reply", "urging"]
