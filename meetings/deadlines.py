"""Codes of the deadlines of joint meetings; the rules are in ``data/deadline_rules.toml``."""

RESOLVED_ITEM = "meetings.resolved_item"
"""议定事项办理期限: the date is set at the meeting, item by item; the lead unit must meet it."""

TOPIC_SCREENING = "meetings.topic_screening"
"""议题筛选: within how many working days the office says what becomes of a proposed topic."""
RECEIPT = "meetings.receipt"
"""会议回执: the date is set in the notice; each unit that is called must say who comes."""
REGULAR = "meetings.regular"
"""定期会议: by when the next regular meeting of a series is to be held, as was promised."""
