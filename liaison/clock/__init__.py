"""The works of the clock: ledger, calendar and working of a legal period.

Mechanisms call ``liaison.deadlines``; the arithmetic itself is ``liaison.workdays``.
"""
