"""What changed from one text to another (花脸稿), by paragraph and within it by word. Pure.

Paragraphs that are alike are laid side by side; of those, what was struck out and what was put
in. A figure or a foreign word changes as a whole; Chinese changes by character, and scraps of
what stayed between two changes are drawn into them, so that a person can read it.
"""

import re
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from diff_match_patch import diff_match_patch

SAME, GONE, NEW = "same", "gone", "new"
_KINDS = {0: SAME, -1: GONE, 1: NEW}
_WORD = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[A-Za-zＡ-Ｚａ-ｚ]+|.", re.DOTALL)
_FIRST_SIGN = 0x10000
"""Words stand for single signs while they are compared, from here on."""
LIKE = 0.4
"""How much two paragraphs must have in common to be one that was changed."""
FAR = 6
"""How many paragraphs further on a changed one is looked for."""
PATIENCE = 0.3
"""Seconds for one paragraph; what takes longer is told more coarsely."""
AROUND = 1
"""Unchanged paragraphs that stay in sight beside a change."""


class Piece(NamedTuple):
    """Words that stayed, were struck out or were put in."""

    kind: str
    text: str


class Paragraph(NamedTuple):
    """A paragraph as it was and as it is now, in pieces."""

    pieces: tuple[Piece, ...]

    @property
    def kind(self) -> str:
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else "changed"

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != NEW]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != GONE]


class Stretch(NamedTuple):
    """Paragraphs one after another: shown, or folded away since nothing changed in them."""

    is_folded: bool
    paragraphs: list[Paragraph]


class Redline:
    """The changes from ``before`` to ``after``, each a text with a paragraph a line."""

    def __init__(self, before: str, after: str):
        self.paragraphs = list(_compared(_paragraphs(before), _paragraphs(after)))

    @property
    def is_changed(self) -> bool:
        return any(paragraph.kind != SAME for paragraph in self.paragraphs)

    def length(self, kind: str) -> int:
        """How many characters were struck out (``gone``) or put in (``new``)."""
        pieces = (piece for paragraph in self.paragraphs for piece in paragraph.pieces)
        return sum(len(piece.text) for piece in pieces if piece.kind == kind)

    @property
    def struck_out(self) -> int:
        return self.length(GONE)

    @property
    def put_in(self) -> int:
        return self.length(NEW)

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The paragraphs, with those folded away that are far from any change."""
        changed = [at for at, each in enumerate(self.paragraphs) if each.kind != SAME]
        near = {at + by for at in changed for by in range(-AROUND, AROUND + 1)}
        numbered = groupby(enumerate(self.paragraphs), key=lambda pair: pair[0] not in near)
        return [Stretch(folded, [each for _, each in pairs]) for folded, pairs in numbered]


def _paragraphs(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def _compared(before, after):
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield from (Paragraph((Piece(SAME, text),)) for text in before[start:end])
        else:
            yield from _paired(before[start:end], after[new_start:new_end])


def _paired(before, after):
    """Yield changed paragraphs: each old one beside the next new one that is like it."""
    at = 0
    for old in before:
        nearby = range(at, min(at + FAR, len(after)))
        found = next((place for place in nearby if _alike(old, after[place])), None)
        if found is None:
            yield Paragraph((Piece(GONE, old),))
            continue
        yield from (Paragraph((Piece(NEW, text),)) for text in after[at:found])
        yield Paragraph(tuple(_pieces(old, after[found])))
        at = found + 1
    yield from (Paragraph((Piece(NEW, text),)) for text in after[at:])


def _alike(one, other):
    """Whether two paragraphs share enough pairs of neighbouring characters."""
    first, second = _pairs(one), _pairs(other)
    return len(first & second) >= LIKE * min(len(first), len(second)) > 0


def _pairs(text):
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def _pieces(before, after):
    """Yield what stayed, went and came in one paragraph."""
    signs = {}
    old, new = (
        "".join(chr(signs.setdefault(word, _FIRST_SIGN + len(signs))) for word in _WORD.findall(t))
        for t in (before, after)
    )
    words = {chr(sign): word for word, sign in signs.items()}
    compare = diff_match_patch()
    compare.Diff_Timeout = PATIENCE
    found = compare.diff_main(old, new, checklines=False)
    compare.diff_cleanupSemantic(found)
    for kind, text in found:
        yield Piece(_KINDS[kind], "".join(map(words.__getitem__, text)))
