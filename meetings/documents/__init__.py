"""Papers of joint meetings: one file a subject; each registers what it holds."""

from meetings.documents import minutes, notice

__all__ = ["minutes", "notice"]
