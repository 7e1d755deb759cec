"""Papers of joint meetings: one file a subject; each registers what it holds."""

from meetings.documents import minutes, notice, sheets, urging

__all__ = ["minutes", "notice", "sheets", "urging"]
