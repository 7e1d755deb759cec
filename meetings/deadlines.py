"""Codes of the deadlines of joint meetings; the rules are in ``data/deadline_rules.toml``."""

RESOLVED_ITEM = "meetings.resolved_item"
"""议定事项办理期限: the date is set at the meeting, item by item; the lead unit must meet it."""
