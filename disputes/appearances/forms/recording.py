"""Forms of 出庭记录."""

FORMS = {}
