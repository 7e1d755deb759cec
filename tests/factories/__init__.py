"""Builders of test data: plain rows, no surprises; matters are walked through real steps."""
