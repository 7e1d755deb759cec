"""Forms of 开庭、通知."""

FORMS = {}
