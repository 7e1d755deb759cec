"""The shapes in which the centre's papers are laid out: notice, letter, form; and their pieces."""

from dataclasses import dataclass, field
from datetime import date

from disputes.documents.wording import everybody, number_of
from disputes.models import Dispute, Source, Stage
from liaison.documents import Document
from liaison.models import Unit
from liaison.papers.tables import INSIDE

MEASURE = 156
"""The width of the type area in millimetres."""


@dataclass
class Text:
    """Paragraphs; ``headings`` sets 一、（一） apart, ``head`` stands over them in 黑体."""

    text: str
    headings: bool = True
    head: str = ""
    template = "documents/disputes/_text.html"


@dataclass
class Ruled:
    """Empty lines to write on."""

    lines: int
    template = "documents/disputes/_ruled.html"

    @property
    def count(self):
        return range(self.lines)


@dataclass
class Facts:
    """Labels and what belongs to them: one pair a row over the whole width, or two in halves."""

    rows: list
    template = "documents/disputes/_facts.html"
    WIDTHS = (29, 43, 24, 60)

    @property
    def cells(self):
        """The rows as (label, its width, text, width for type, columns spanned)."""
        first, half, second, rest = self.WIDTHS
        for pairs in self.rows:
            if len(pairs) == 1:
                places = [(first, half + second + rest, 3)]
            else:
                places = [(first, half, 1), (second, rest, 1)]
            yield [
                (label, width, text, space - INSIDE, span)
                for (label, text), (width, space, span) in zip(pairs, places, strict=True)
            ]


@dataclass
class Signs:
    """Lines on which people sign."""

    parties: list
    note: str = "（签章）"
    template = "documents/disputes/_signs.html"


@dataclass
class Seal:
    """Who signs for a unit and when, with room for the seal."""

    issuer: str
    dated: date | None = None
    template = "documents/disputes/_seal.html"


@dataclass
class Sheet:
    """One sheet with a title of its own; the first of a paper, or one that comes after it."""

    title: str
    pieces: list
    number: str = ""
    recipients: str = ""
    mark: str = field(default="", kw_only=True)


class DisputePaper(Document):
    model = Dispute

    def sender(self, matter):
        """The unit whose paper it is: the centre's, unless a paper says otherwise."""
        return matter.centre.unit


class Notice(DisputePaper):
    """A notice of the centre (通知书、决定书): number, addressees, text, seal, copies."""

    template_name = "documents/disputes/notice.html"

    def context(self, matter):
        return {
            "number": number_of(matter),
            "recipients": self.recipients(matter),
            "body": "\n".join(self.paragraphs(matter)),
            "issuer": matter.centre.unit.name,
            "dated": self.dated(matter),
            "copies": self.copies(matter),
        }

    def recipients(self, matter):
        return everybody(matter)

    def paragraphs(self, matter):
        """Yield the text, a paragraph each."""
        raise NotImplementedError

    def dated(self, matter):
        """The day on the paper; None where there is none yet."""
        raise NotImplementedError

    def table(self, matter):
        """A table after the text, if there is one."""
        return

    def copies(self, matter):
        """Whom a copy goes to: whoever brought the dispute, if that is a unit of its own."""
        return matter.asker.name if matter.asker else ""


class Letter(DisputePaper):
    """A letter from unit to unit (函, GB/T 9704 第10.1条); annexes begin pages of their own."""

    template_name = "documents/disputes/letter.html"
    layout = "letter"

    def context(self, matter):
        return {
            "mark": self.sender(matter).name,
            "number": self.letter_number(matter),
            "recipients": self.recipient(matter),
            "body": "\n".join(self.paragraphs(matter)),
            "annex_names": self.annexes(matter),
            "dated": self.dated(matter),
            "sheets": self.sheets(matter),
        }

    def letter_number(self, matter):
        return number_of(matter)

    def annexes(self, matter):
        return []

    def sheets(self, matter):
        return []


class Form(DisputePaper):
    """A paper made of sheets and pieces: to be filled in by hand, or signed by many."""

    template_name = "documents/disputes/form.html"

    def blank(self, unit):
        """Before there is a dispute: a court guides before a suit, all others hand out theirs."""
        of_court = unit.kind == Unit.Kind.COURT
        return self.render(
            Dispute(
                initiator=unit,
                court=unit if of_court else None,
                source=Source.GUIDANCE if of_court else Source.PARTY,
                stage=Stage.PRE_SUIT,
            )
        )

    def context(self, matter):
        return {"sheets": self.sheets(matter)}

    def sheets(self, matter):
        raise NotImplementedError
