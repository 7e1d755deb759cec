"""Forms of 答辩举证."""

FORMS = {}
