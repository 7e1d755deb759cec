"""Forms of 出庭回执."""

FORMS = {}
