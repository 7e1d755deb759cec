"""Composition of Chinese text into lines (排版): 28 cells a line, straight at both edges.

Pure; the advances of the fonts are passed in. All lengths are in points. A line that is full
has the letter-spacing that makes it exactly as wide as the measure; the last line of a
paragraph keeps the spacing of the grid. No line starts with closing punctuation or ends with
opening punctuation (避头尾): the mark is pushed into the line (推入) where punctuation can give
way, or takes its neighbour down with it (推出), whichever disturbs the line less.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple

POINTS_PER_MM = 72 / 25.4
MEASURE = 156 * POINTS_PER_MM
"""The width of the type area (版心)."""
SIZE = 16.0
"""三号."""
CELLS = 28
PITCH = 28.98
"""Line pitch: 22 lines fill 225 mm."""

_COMBINING = "".join(
    chr(code)
    for low, high in (
        (0x300, 0x370),
        (0x20D0, 0x2100),
        (0x3099, 0x309B),
        (0xFE00, 0xFE10),
        (0x1F3FB, 0x1F400),
        (0xE0100, 0xE01F0),
    )
    for code in range(low, high)
)
CLOSING = "，。、；：？！）》〉」』”’】〕〗｝］％‰℃…—～·"
NO_START = frozenset(CLOSING + ",.;:?!)]}%°′″ \u3000" + _COMBINING)
NO_END = frozenset("（《〈「『“‘【〔〖｛［([{￥＄¥№")
GIVING = "，。、）》〉」』”’】〕"
"""Marks with a blank right half, which may shrink."""
TAKING = "（《〈「『“‘【〔"
"""Marks with a blank left half."""
_GIVES = re.compile(f"[{GIVING}](?=.)|.(?=[{TAKING}])", re.DOTALL)

# A figure, word or address: narrow characters, with ranges (1—6) and units (3号, 47.55%).
_NARROW = r"[!-'*-Z\\^-z|~¡-\u02ff\u0370-\u052f０-９Ａ-Ｚａ-ｚ]"
_WORD = re.compile(
    rf"〔\d{{4}}〕(?:第?\d+号)?|{_NARROW}+(?:[—–～]{_NARROW}+)*[号%％℃‰°]?|—{{2,}}|…{{2,}}"
)
_PIECE = re.compile(r"[^/.?&=\-_:,;~#]*[/.?&=\-_:,;~#]+|[^/.?&=\-_:,;~#]+")
NAMES = re.compile(r"(?<![^、，；：\s])[\u4e00-\u9fff]{2,4}(?=[、，；。（\s]|$)")
"""Names in a list of people: 王某某、李某 aren't torn apart."""
LONGEST = 10.0
"""A word of more cells than this is broken where the line ends, at its own punctuation first."""

LETTER_GIVES, MARK_GIVES = 0.0175, 0.3
"""How far, in em, the space between characters and the blank half of a mark may shrink."""

_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")


class Face(NamedTuple):
    """A font at a size: character → advance in em."""

    widths: Mapping[str, float]
    size: float = SIZE


class Line(NamedTuple):
    """One line: its text, its letter-spacing, and the spans spaced otherwise (start, end, points).

    The spacing stands after each character; that after the last one is outside the measure.
    """

    text: str
    spacing: float
    spans: tuple[tuple[int, int, float], ...] = ()


class Paragraph(NamedTuple):
    """A paragraph's lines; its heading level (0: none) holds for its first ``head`` characters."""

    level: int
    head: int
    lines: list[Line]


def drop(text: str) -> str:
    """Return ``text`` without control, zero-width and direction characters."""
    return _DROPPED.sub("", text)


def clean(text: str) -> str:
    """Return ``text`` without what has no place on paper; what can be seen stays as it is.

    A tab becomes one cell, an exotic space an ordinary one. Line ends are kept.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\t", "\u3000")
    return _SPACES.sub(" ", drop(text))


def split(text: str) -> list[str]:
    """Return the paragraphs of plain text, without blank ones and without typed indents."""
    return [line for each in clean(text).splitlines() if (line := each.strip())]


def unpointed(text: str) -> str:
    """Return a name as an annex note has it: no punctuation behind it."""
    return clean(text).strip().rstrip("。；，,;.")


_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十百]{1,5}、")),
    (2, re.compile(r"[（(][一二三四五六七八九十百]{1,5}[）)]")),
    (3, re.compile(r"\d{1,2}(?:[.．](?!\d)|、)")),
    (4, re.compile(r"[（(]\d{1,2}[）)]")),
)
_SENTENCE_ENDS = frozenset("。；，：、;,")
HEADING = 42
"""A first sentence longer than a line and a half is no heading, whatever its number."""


def heading(text: str) -> tuple[int, int]:
    """Return the level 一、（一）1.（1） of a paragraph, 0 for none, and its heading's length.

    The heading is the first sentence: （一）加强领导。各单位要…… is in KaiTi up to the full stop.
    A paragraph that is one whole sentence, or an item of a list, is text and no heading.
    """
    if text[-1:] in _SENTENCE_ENDS and text.find("。") in {-1, len(text) - 1}:
        return 0, 0
    for level, pattern in _LEVELS:
        if pattern.match(text):
            end = text.find("。") + 1 or len(text)
            return (level, end) if end <= HEADING else (0, 0)
    return 0, 0


def natural(measure: float, size: float = SIZE) -> float:
    """Return the letter-spacing with which whole cells fill ``measure``: 28 of 16 pt fill 156 mm.

    At most a hundredth and a half of an em either way: a narrow column has no grid.
    """
    cells = max(round(measure / size), 2)
    spacing = (measure - cells * size) / (cells - 1)
    return max(-0.015 * size, min(0.015 * size, spacing))


def compose(
    text: str,
    face: Face,
    measure: float = MEASURE,
    *,
    indent: float = 0.0,
    head: tuple[int, Face] | None = None,
    slack: float | None = None,
    keep: re.Pattern[str] | None = None,
) -> list[Line]:
    """Break one cleaned paragraph into lines of ``measure``.

    ``indent`` cells of the first line are left to the caller to draw. The first ``head[0]``
    characters are set in another face. With ``slack`` (em) a line that would have to be
    stretched further than that stays ragged: for the narrow columns of tables. What ``keep``
    matches isn't broken either.
    """
    if not text:
        return []
    return _Composer(text, face, measure, head, slack, keep).lines(indent)


class _Composer:
    """The composition of one paragraph."""

    def __init__(self, text, face, measure, head, slack, keep):
        self.text, self.size, self.measure, self.slack = text, face.size, measure, slack
        self.spacing = natural(measure, face.size)
        advances = map(face.widths.__getitem__, text)
        if head:
            first = map(head[1].widths.__getitem__, text[: head[0]])
            advances = (*first, *map(face.widths.__getitem__, text[head[0] :]))
        step, size = self.spacing, self.size
        self.ends = list(accumulate((a * size + step for a in advances), initial=0.0))
        self.locked = self._words()
        for match in keep.finditer(text) if keep else ():
            self.locked.update(range(match.start() + 1, match.end()))

    def _words(self):
        """Return the positions inside figures and words, where no line may end."""
        locked = set()
        longest = min(LONGEST * self.size, self.measure)
        for match in _WORD.finditer(self.text):
            start, end = match.span()
            if end - start == 1:
                continue
            if self.ends[end] - self.ends[start] <= longest:
                locked.update(range(start + 1, end))
                continue
            for piece in _PIECE.finditer(self.text, start, end):
                if self.ends[piece.end()] - self.ends[piece.start()] <= longest:
                    locked.update(range(piece.start() + 1, piece.end()))
        return locked

    def lines(self, indent):
        lines, start, total = [], 0, len(self.text)
        room = self.measure - indent * (self.size + self.spacing)
        while start < total:
            end = self._end(start, room)
            lines.append(self._line(start, end, room, last=end == total))
            start, room = end, self.measure
        return lines

    def _legal(self, at):
        text = self.text
        return at not in self.locked and text[at] not in NO_START and text[at - 1] not in NO_END

    def _width(self, start, end):
        """Width of a line at the grid's spacing, without the spaces that hang at its end."""
        while end > start + 1 and self.text[end - 1] in " \u3000":
            end -= 1
        return self.ends[end] - self.ends[start] - self.spacing

    def _end(self, start, room):
        """Return where the line that begins at ``start`` ends."""
        text, total = self.text, len(self.text)
        limit = self.ends[start] + room + self.spacing + 1e-6
        fit = max(bisect_right(self.ends, limit) - 1, start + 1)
        while fit < total and text[fit] in " \u3000":
            fit += 1
        if fit >= total:
            return total
        out = self._before(start, fit)
        gap = room - self._width(start, out)
        if gap > 0.4 * self.size and (pushed := self._after(start, fit, room, gap)):
            return pushed
        return self._company(start, out, room)

    def _legal_before(self, start, at):
        """Return the last position up to ``at`` where the line may end, or None."""
        return next((end for end in range(at, start, -1) if self._legal(end)), None)

    def _before(self, start, at):
        """Return where the line ends by pushing out (推出); a word breaks only if it must."""
        if legal := self._legal_before(start, at):
            return legal
        # Nothing is legal: break the word, but not a character from its accents.
        unaccented = (end for end in range(at, start, -1) if self.text[end] not in NO_START)
        return next(unaccented, at)

    def _after(self, start, at, room, gap):
        """Return the next position where the line may end if it can be pushed into (推入)."""
        for end in range(at + 1, min(at + 4, len(self.text)) + 1):
            excess = self._width(start, end) - room
            if excess > gap + 0.1 * self.size or excess > self._give(start, end):
                return None
            if end == len(self.text) or self._legal(end):
                return end
        return None

    def _give(self, start, end):
        """How much narrower than natural a line may be made."""
        marks = len(_GIVES.findall(self.text, start, end)) * MARK_GIVES * self.size
        letters = (end - start) * self.size
        return max(1.5 * LETTER_GIVES * letters, LETTER_GIVES * letters + marks)

    def _company(self, start, end, room):
        """Return ``end``, or an earlier one if a single character would be left alone."""
        rest = self.text[end:]
        if len(rest) > 3 or len(rest.rstrip(CLOSING)) > 1:
            return end
        earlier = self._legal_before(start, end - 1)
        if earlier is None or room - self._width(start, earlier) > 2.5 * self.size:
            return end
        return earlier

    def _line(self, start, end, room, *, last):
        text = self.text[start:end]
        extra = room - self._width(start, end)
        gaps = len(text.rstrip(" \u3000")) - 1
        if gaps < 1 or (last and extra >= -1e-6):
            return Line(text, self.spacing)
        if extra < 0:
            return self._tight(text, -extra, gaps)
        each = extra / gaps
        if self.slack is not None and each > self.slack * self.size:
            return Line(text, self.spacing)
        if each > 0.05 * self.size and (start + 1 < end):
            return self._loose(text, start, extra, gaps)
        return Line(text, self.spacing + each)

    def _tight(self, text, excess, gaps):
        """Shrink the letter-spacing a little, and the punctuation for the rest (标点挤压)."""
        letters = min(excess, LETTER_GIVES * self.size * gaps)
        marks = [match.start() for match in _GIVES.finditer(text)]
        if not marks:
            return Line(text, self.spacing - excess / gaps)
        each = min((excess - letters) / len(marks), MARK_GIVES * self.size)
        spacing = self.spacing - (excess - each * len(marks)) / gaps
        if each < 1e-6:
            return Line(text, spacing)
        return Line(text, spacing, tuple((at, at + 1, spacing - each) for at in marks))

    def _loose(self, text, start, extra, gaps):
        """Stretch between characters and words; a word keeps together, a space gives most."""
        inner = [at for at in range(1, gaps + 1) if start + at in self.locked]
        spaces = [at for at, char in enumerate(text[:gaps]) if char == " "]
        shares = gaps - len(inner) + 3 * len(spaces)
        if shares < 1:
            return Line(text, self.spacing + extra / gaps)
        each = extra / shares
        spans = [(at - 1, at, self.spacing) for at in inner]
        spans += [(at, at + 1, self.spacing + 4 * each) for at in spaces]
        return Line(text, self.spacing + each, _joined(spans))


def _joined(spans):
    """Join neighbouring spans of the same spacing."""
    joined = []
    for start, end, spacing in sorted(spans):
        if joined and joined[-1][1] == start and joined[-1][2] == spacing:
            joined[-1] = (joined[-1][0], end, spacing)
        else:
            joined.append((start, end, spacing))
    return tuple(joined)


def pieces(line: Line) -> list[tuple[int, int, float]]:
    """Return the whole line as spans (start, end, spacing), in order and without gaps."""
    found, at = [], 0
    for start, end, spacing in line.spans:
        if at < start:
            found.append((at, start, line.spacing))
        found.append((start, end, spacing))
        at = end
    if at < len(line.text):
        found.append((at, len(line.text), line.spacing))
    return found


def width(line: Line, face: Face) -> float:
    """Return how wide ``line`` runs, to the right edge of its last visible character."""
    seen = len(line.text.rstrip(" \u3000")) or len(line.text)
    total = sum(face.widths[char] for char in line.text[:seen]) * face.size
    for start, end, spacing in pieces(line):
        total += spacing * max(min(end, seen - 1) - start, 0)
    return total
