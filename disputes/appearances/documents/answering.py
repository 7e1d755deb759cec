"""Papers of a sued agency: 答辩状, 证据清单, and the 应诉准备清单 that it keeps to itself.

The first two are frozen when the answer is given. They are court papers and name the plaintiff
in full: read by the court and the agencies of the case alone (``AnswerSight``).
"""

from disputes.appearances.models import Instance, Lawsuit
from disputes.appearances.models.choices import UNJUDGED
from disputes.appearances.models.sight import ANSWER_PAPER, CHECKLIST_PAPER, EVIDENCE_PAPER
from disputes.documents.layouts import Facts, Seal, Sheet, Text
from liaison import registry
from liaison.documents import Document
from liaison.papers.blocks import Addressed, Annexes, Body, Labelled, Signature, Title
from liaison.papers.tables import Column, Table
from liaison.templatetags.typeset import cn_date

UNDATED = "　　年　月　日"


class OfAnswer(Document):
    """A paper of one agency's answer: a draft as long as that is one."""

    model = Lawsuit
    statuses = frozenset(UNJUDGED)

    @staticmethod
    def has_content(answer):
        """Whether there is anything to print."""
        return True

    def parts(self, matter):
        drafts = [row.draft for row in matter.sued() if row.owes_answer and row.draft]
        return [answer for answer in drafts if self.has_content(answer)]

    def label(self, matter):
        return f"{self.title}：{self.part.agency}"

    def heading(self, matter):
        return f"{self.title}（{self.part.agency}）"

    def issuer(self, matter):
        return str(self.part.agency)

    @property
    def unit(self):
        return self.part.agency.unit

    @property
    def dated(self):
        return cn_date(self.part.given_on) if self.part.given_on else UNDATED


@registry.papers.register
class AnswerPaper(OfAnswer):
    """答辩状: who answers whom, the words, the norms relied on, to the court."""

    code = ANSWER_PAPER
    title = "行政答辩状"
    template_name = "documents/appearances/answer.html"
    layout = "form"
    has_docx = True

    def blocks(self, matter):
        items = len(self.part.items)
        return [
            Title(self.title),
            Labelled(tuple(self.sides(matter))),
            Body("\n".join(self.paragraphs(matter))),
            Addressed(matter.initiator.name),
            Annexes(("证据清单", f"证据材料（{items}份）") if items else ()),
            Signature(f"答辩人：{self.unit.name}", self.dated),
        ]

    def sides(self, matter):
        """Yield who answers, in whose person and by whom, and to whom."""
        answer = self.part
        yield "答辩人：", self.unit.name
        yield "法定代表人：", f"{answer.representative}，{answer.post}"
        if answer.agents:
            yield "委托诉讼代理人：", answer.agents
        yield "被答辩人：", "、".join(row.name for row in plaintiffs(matter))

    def paragraphs(self, matter):
        if matter.instance == Instance.SECOND:
            yield (
                f"贵院受理的被答辩人不服{matter.cause}一审裁判提起上诉一案，案号为{matter.number}，"
                "答辩人已收到上诉状副本，现答辩如下："
            )
        else:
            yield (
                f"贵院受理的被答辩人诉答辩人{matter.cause}一案，案号为{matter.number}，"
                "答辩人已收到起诉状副本，现答辩如下："
            )
        yield from (line.strip() for line in self.part.body.splitlines() if line.strip())
        if self.part.norm_lines:
            norms = "；".join(line.rstrip("；;。") for line in self.part.norm_lines)
            yield f"所依据的规范性文件：{norms}。"


def plaintiffs(matter):
    return [row for row in matter.litigants.all() if row.side == "plaintiff"]


@registry.papers.register
class EvidencePaper(OfAnswer):
    """证据清单: every piece with its source, what it proves, pages and copies."""

    code = EVIDENCE_PAPER
    title = "证据清单"
    template_name = "documents/disputes/form.html"

    @staticmethod
    def has_content(answer):
        return bool(answer.items)

    def context(self, matter):
        columns = [
            Column("序号", 13, center=True),
            Column("证据名称", 44),
            Column("来源", 27),
            Column("证明目的", 44),
            Column("页数", 14, center=True),
            Column("份数", 14, center=True),
        ]
        rows = [
            [str(item[name]) for name in ("order", "name", "source", "purpose", "pages", "copies")]
            for item in self.part.items
        ]
        facts = Facts([[("案号", matter.number)], [("提交人", self.unit.name)]])
        norms = [Text("\n".join(self.part.norm_lines), headings=False, head="所依据的规范性文件")]
        pieces = [
            facts,
            Table(columns, rows, size=12),
            *(norms if self.part.norm_lines else []),
            Seal(self.unit.name, self.part.given_on),
        ]
        return {"sheets": [Sheet(self.title, pieces)]}


@registry.papers.register
class ChecklistPaper(OfAnswer):
    """应诉准备清单: what the agency must have ready, for its own people to tick off."""

    code = CHECKLIST_PAPER
    title = "应诉准备清单"
    template_name = "documents/disputes/form.html"
    is_form = True

    def parts(self, matter):
        return [row for row in matter.sued() if row.owes_answer]

    def label(self, matter):
        return f"{self.title}：{self.part}"

    def heading(self, matter):
        return f"{self.title}（{self.part}）"

    def context(self, matter):
        row = self.part
        clock = matter.deadlines.filter(rule__code=matter.answer_rule, ref=row.ref).last()
        due = cn_date(clock.due_on) if clock and clock.due_on else ""
        facts = Facts(
            [
                [("案号", matter.number)],
                [("被诉机关", row.unit.name)],
                [("收到副本", cn_date(row.served_on)), ("期满日", due)],
            ]
        )
        columns = [
            Column("准备事项", 38),
            Column("依据", 54),
            Column("现在的情况", 48),
            Column("完成", 16, center=True),
        ]
        rows = [
            [each.name, each.rule, each.note, "√" if each.done else "□"]
            for each in matter.checklist(row)
        ]
        return {"sheets": [Sheet(self.title, [facts, Table(columns, rows, size=12)])]}
