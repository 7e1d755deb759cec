"""The works of the printer: fonts, titles and the only assets that a paper may fetch.

Mechanisms call ``liaison.documents``; lines of text are set by ``liaison.typesetting``.
"""
