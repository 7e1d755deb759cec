"""Forms of 裁判、履行."""

FORMS = {}
