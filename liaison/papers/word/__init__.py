"""A paper of blocks as a docx: the very words of its PDF, for whoever must go on working with them.

A4, margins of GB/T 9704-2012 (37, 35, 28, 26 mm), 22 lines of 28 characters, the official
families by name: they are on the office's machines. Where lines end is the word processor's
business.
"""

from liaison.papers.word import letters  # noqa: F401 - says how the blocks of letters are written
from liaison.papers.word.blocks import add
from liaison.papers.word.page import Paper

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def written(blocks, heading, moment, *, note="") -> bytes:
    """Return the docx of ``blocks``; a draft says so in ``note``, at the top of each page."""
    paper = Paper(heading, moment, note)
    for block in blocks:
        add(block, paper)
    return paper.saved()
