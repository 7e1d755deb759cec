"""The works of the printer: fonts, titles and the only assets that a paper may fetch.

Mechanisms call ``liaison.documents``; lines of text are set by ``liaison.typesetting``.
"""


class UnsafePaper(Exception):
    """A paper asked for something that is not one of our own assets, or that is missing."""
