"""The letter in which an addressee answers (复函), approved by its leader and then sealed."""

from liaison import registry
from liaison.documents import Document
from liaison.numerals import numeral
from liaison.papers.blocks import Annexes, Body, LetterHead, Recipient, Signature, Title
from liaison.templatetags.typeset import cn_date
from suggestions.documents.letter import UNDATED
from suggestions.models import JudicialSuggestion
from suggestions.models.replying import REPLY_LETTER
from suggestions.models.serving import UNANSWERED

SHORT = 40
"""A suggestion's first sentence up to this long stands for it in a heading."""


@registry.papers.register
class ReplyLetter(Document):
    """复函: of one reply, issued when the leader approves it; the seal is put on the print."""

    code = REPLY_LETTER
    title = "复函"
    model = JudicialSuggestion
    template_name = "documents/suggestions/reply.html"
    layout = "letter"
    statuses = frozenset(UNANSWERED)
    has_docx = True

    def parts(self, matter):
        return [row.draft for row in matter.addressed() if row.draft and not row.draft.approved_on]

    def label(self, matter):
        return f"{self.title}：{self.part.addressee}"

    def heading(self, matter):
        return f"关于{matter.subject}司法建议的复函"

    def own_number(self, matter):
        return self.part.number

    def issuer(self, matter):
        return str(self.part.addressee)

    def blocks(self, matter):
        reply, unit = self.part, self.part.addressee.unit
        items = list(reply.items.select_related("problem", "proof"))
        proofs = [item.proof.name.rpartition(".")[0] for item in items if item.proof]
        return [
            LetterHead(unit.name, reply.number),
            Title(self.heading(matter)),
            Recipient(matter.initiator.name),
            Body("\n".join(self.paragraphs(matter, reply, items))),
            Annexes(tuple(proofs)),
            Signature(unit.name, cn_date(reply.approved_on) or UNDATED),
        ]

    def paragraphs(self, matter, reply, items):
        """Yield the text: what is answered, on the whole, and point by point."""
        yield (
            f"贵院《{matter.letter_title}》（{matter.number}）收悉。经研究，"
            "现将采纳和落实情况函复如下："
        )
        if reply.summary:
            yield "一、总体情况"
            yield reply.summary
            yield "二、逐条答复"
        for place, item in enumerate(items, start=1):
            if len(items) > 1:
                yield f"（{numeral(place)}）{self.about(item.problem)}"
            yield from self.answer(item)
        yield "专此函复。"

    @staticmethod
    def about(problem):
        """Name the suggestion by its first sentence, or, where that is long, by its place."""
        first = problem.suggestion.strip().split("\n")[0].split("。")[0].strip("；，")
        if len(first) > SHORT:
            return f"关于第{numeral(problem.order)}项建议"
        return f"关于“{first.translate(QUOTES)}”的建议"

    @staticmethod
    def answer(item):
        """What one answer says: adopted or not, why, how, by when."""
        yield f"采纳情况：{item.get_response_display()}。"
        if item.reasons:
            yield f"理由：{item.reasons}"
        if item.measures:
            yield f"整改措施：{item.measures}"
        if item.done_by:
            yield f"完成时限：{cn_date(item.done_by)}前。"


QUOTES = str.maketrans("“”", "‘’")
"""Quotation marks inside a quotation."""
