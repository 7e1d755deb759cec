"""What a paper says, piece by piece in the order of print; its PDF and docx are made of it.

The pieces hold words as they were typed; whoever sets them cleans and escapes.
"""

from typing import NamedTuple


class MinutesHead(NamedTuple):
    """The head of minutes (纪要版头): the red mark, the number, office and date in a line."""

    mark: str
    number: str
    office: str
    dated: str


class Title(NamedTuple):
    text: str


class Body(NamedTuple):
    """The text: a paragraph a line, headings told by their numbers."""

    text: str


class Labelled(NamedTuple):
    """Labels in HeiTi with what stands after them (出席：…), the run-over under its beginning."""

    rows: tuple[tuple[str, str], ...]


class Colophon(NamedTuple):
    """The colophon (版记): who gets it under ``label``, who printed it, and when."""

    label: str
    copies: str
    printer: str
    dated: str


class Cover(NamedTuple):
    """A cover (封面): room for the emblem (50 × 55 mm), under it the court's name and the title.

    Its back stays empty; what follows begins on a right-hand page with number 1.
    """

    court: str
    title: str


class LetterHead(NamedTuple):
    """The head of a letter (信函格式): the red mark, red rules, the number at the right."""

    mark: str
    number: str


class Number(NamedTuple):
    """The number (发文字号) in the middle, under the title."""

    text: str


class Recipient(NamedTuple):
    """To whom it is addressed (主送机关): flush left, a colon behind it."""

    text: str


class Addressed(NamedTuple):
    """To which court a paper is handed in (此致), its name flush left on a line of its own."""

    court: str


class Annexes(NamedTuple):
    """The annex note (附件说明): numbered if several; without names there is none."""

    names: tuple[str, ...]


class Signature(NamedTuple):
    """Who signs and when (署名、成文日期), with room for a seal or without one."""

    issuer: str
    dated: str
    sealed: bool = True


class Note(NamedTuple):
    """A note behind the date (附注), such as whom to call; perhaps a line ``apart``."""

    text: str
    apart: bool = False


class Copies(NamedTuple):
    """Who else gets it (抄送), with a full stop; where the text ends, or where the page does."""

    units: str
    at_foot: bool = False


Block = (
    MinutesHead
    | Title
    | Body
    | Labelled
    | Colophon
    | Cover
    | LetterHead
    | Number
    | Recipient
    | Addressed
    | Annexes
    | Signature
    | Note
    | Copies
)
