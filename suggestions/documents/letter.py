"""The letter itself (司法建议书), in the court's own form (法释〔2023〕11号附件1–3)."""

from liaison import registry
from liaison.documents import Document
from liaison.numerals import numeral
from liaison.papers.blocks import (
    Annexes,
    Body,
    Copies,
    Cover,
    Note,
    Number,
    Recipient,
    Signature,
    Title,
)
from liaison.templatetags.typeset import cn_date
from suggestions.models import JudicialSuggestion, Kind, Status

UNDATED = "　　年　月　日"
SHORT_BASIS = 150
"""A legal basis up to this long is woven into the sentence that leads to the suggestions."""


def items(texts):
    """Put （一）（二） before each text; a single one stands by itself."""
    texts = [text.strip() for text in texts]
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"（{numeral(place)}）{text}" for place, text in enumerate(texts, start=1))


@registry.papers.register
class JudicialSuggestionLetter(Document):
    """司法建议书: issued at signing, with a cover; the court prints it and puts its seal on.

    Of its own docx the court may make the sealed letter by its own ways, its emblem on the cover.
    """

    code = "judicial-suggestion"
    title = "司法建议书"
    model = JudicialSuggestion
    template_name = "documents/suggestions/judicial_suggestion.html"
    layout = "suggestion"
    statuses = frozenset({Status.DRAFT, Status.CONSULTED, Status.APPROVED})
    has_docx = True

    def heading(self, matter):
        return matter.letter_title

    def blocks(self, matter):
        court = matter.initiator
        number = matter.number or f"{court.place_name}法建〔　　〕　号"
        contact = f"联系人：{matter.contact}　　联系电话：{matter.contact_phone}"
        return [
            Cover(court.name, self.title),
            Title(self.heading(matter)),
            Number(number),
            Recipient("、".join(unit.name for unit in matter.addressed_units())),
            Body("\n".join(self.paragraphs(matter))),
            Annexes(tuple(matter.annex_names)),
            Signature(court.name, cn_date(matter.signed_on) or UNDATED),
            Note(contact, apart=True),
            Copies("，".join(unit.name for unit in matter.copies.all())),
        ]

    def paragraphs(self, matter):
        """Yield the text: importance, problems, suggestions one to one, the time to answer."""
        problems = list(matter.problems.all())
        several = len(problems) > 1
        yield matter.introduction
        yield from self.occasion(matter)
        if several:
            yield "一、发现的问题"
        yield f"我院在{matter.found_in}中，发现{'以下问题' if several else '存在的问题'}："
        yield items([row.problem for row in problems])
        if several:
            yield "二、司法建议"
        yield from self.leading_over(matter)
        yield items([row.suggestion for row in problems])
        if several:
            yield "三、反馈要求"
        yield self.closing(matter)

    @staticmethod
    def occasion(matter):
        """Say in which case it happened, or which document was found unlawful."""
        case = f"我院审理的{matter.case_number}案件"
        if matter.event:
            yield f"在{case}中，被诉行政机关{matter.get_event_display()}。"
        elif matter.kind == Kind.NORMATIVE_DOCUMENT:
            yield (
                f"{case}的裁判已于{cn_date(matter.effective_on)}生效。经审查，"
                f"该案所涉规范性文件{matter.document_title}不合法。"
            )
        elif matter.case_number:
            yield f"本建议所涉案件为{case}。"

    @staticmethod
    def leading_over(matter):
        basis = matter.legal_basis.strip().rstrip("。")
        if "\n" in basis or len(basis) > SHORT_BASIS:
            yield f"{basis}。"
            yield "为此，特建议："
        else:
            yield f"为此，依据{basis}，特建议："

    @staticmethod
    def closing(matter):
        """The standard wording of annex 2, with the sentence on appraisal where it applies."""
        field = matter.field_of_work
        you = "你们" if len(matter.addressed_units()) > 1 else "你单位"
        time = f"在{cn_date(matter.reply_by)}前" if matter.reply_by else f"在{matter.reply_time}内"
        counted = (
            "反馈、落实情况将纳入当地依法治理或平安建设等考核。"
            if matter.counts_in_appraisal
            else ""
        )
        return (
            f"请{you}在收到本建议书后及时研究，采取有力措施推进{field}问题治理，并{time}"
            f"向我院书面反馈工作进展情况。{counted}我院将积极支持、配合{you}做好相关工作，"
            f"共同推进{field}领域的治理工作。"
        )
