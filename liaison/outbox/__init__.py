"""The works of the outbox: whom to tell, when to send, what was sent.

Mechanisms call ``liaison.notices``; what carries a message is in ``liaison.channels``.
"""
