"""Papers of joint meetings: one file a subject; each registers what it holds."""

from meetings.documents import booklet, minutes, notice, sheets, urging

__all__ = ["booklet", "minutes", "notice", "sheets", "urging"]
