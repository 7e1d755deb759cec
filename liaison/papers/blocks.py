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


Block = MinutesHead | Title | Body | Labelled | Colophon
