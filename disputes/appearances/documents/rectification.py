"""Papers of rectification: the call to an interview, its record, and how it all went (整改)."""

from django.utils import timezone

from disputes.appearances.models import Interview, Rectification
from disputes.appearances.models.interviews import CALL, GOING_ON, RECORD
from disputes.appearances.models.rectification import REPORT
from liaison import registry
from liaison.documents import Document
from liaison.papers.tables import Column, Table
from liaison.templatetags.typeset import cn_date, cn_moment

LABELS, TEXTS = 32, 124
"""Millimetres of the labels and of what belongs to them."""


def facts(matter):
    """What the unit was criticised for, a line each."""
    rows = matter.notice.criticisms.filter(unit=matter.unit, left_out="")
    return [f"{cn_date(row.heard_on)}，{row.number}：{row.happened}" for row in rows]


def sheet(rows):
    """A table of labels and texts."""
    return Table([Column("项　目", LABELS, center=True), Column("内　容", TEXTS)], rows)


class OfRectification(Document):
    model = Rectification

    def issuer(self, matter):
        return str(matter.initiator)


@registry.papers.register
class InterviewNotice(OfRectification):
    """约谈通知书: a letter of the office to the unit; issued anew where the interview is moved."""

    code = CALL
    title = "约谈通知书"
    template_name = "documents/appearances/interview_notice.html"
    layout = "letter"
    is_checked = True

    def number(self, matter):
        return self.part.number

    def heading(self, matter):
        changed = "改期" if self.part.moved else ""
        return f"关于约谈{matter.unit.short_name}负责人{changed}的通知"

    def context(self, matter):
        office = matter.initiator.name
        return {
            "mark": office,
            "number": self.part.number,
            "recipients": matter.unit.name,
            "body": "\n".join(self.paragraphs(matter)),
            "issuer": office,
            "signed_on": timezone.localdate(),
            "copies": "，".join(unit.name for unit in matter.taking_part()[1:]),
        }

    def withdrawal(self, matter):
        off = matter.interviews.filter(state=Interview.State.CANCELLED).exists()
        return "约谈已取消，通知作废" if off else ""

    def paragraphs(self, matter):
        """Yield the text: why, when, where, by whom, and what is to be brought."""
        one, notice = self.part, matter.notice
        yield (
            f"因{notice.number}通报批评贵单位，且贵单位{one.reason}，"
            "决定约谈贵单位负责人。现将有关事项通知如下："
        )
        if one.moved:
            yield "原通知的约谈安排有更改，以本通知为准。"
        yield f"一、约谈时间：{cn_moment(one.starts_at)}。"
        yield f"二、约谈地点：{one.place}。"
        yield f"三、约谈人：{one.by}。"
        yield (
            "四、有关要求：请主要负责人携带整改方案按时参加，说明未出庭的原因和整改情况；"
            "因故不能参加的，提前说明。"
        )


@registry.papers.register
class InterviewRecord(OfRectification):
    """约谈记录: who talked with whom of what; printed to be signed by both."""

    code = RECORD
    title = "约谈记录"
    template_name = "documents/appearances/rectification_sheet.html"

    def number(self, matter):
        return self.part.number

    def context(self, matter):
        one = self.part
        rows = [
            ["约谈通知书", one.number],
            ["约谈时间", cn_moment(one.starts_at)],
            ["约谈地点", one.place],
            ["约谈人", one.by],
            ["被约谈人", f"{matter.unit.name}{one.head_post}{one.head_name}"],
            ["其他参加人员", one.others or "无"],
            ["约谈事由", f"{matter.notice.number}通报批评；{one.reason}"],
            ["谈话内容", one.record],
            ["整改承诺", one.promised or "无"],
        ]
        return {"table": sheet(rows), "parties": ["约谈人", "被约谈人", "记录人"]}


@registry.papers.register
class RectificationReport(OfRectification):
    """整改情况表: criticism, plans, what was found of them, interview; frozen at its end."""

    code = REPORT
    title = "出庭应诉整改情况表"
    template_name = "documents/appearances/rectification_sheet.html"
    statuses = frozenset(GOING_ON)

    def context(self, matter):
        rows = [
            ["被批评单位", matter.unit.name],
            ["通　报", f"{matter.notice.title}（{matter.notice.number}）"],
            ["批评事实", "\n".join(facts(matter))],
            ["报送期限", self.due(matter)],
            *self.plans(matter),
            *self.interviews(matter),
            ["办理结果", matter.get_status_display()],
        ]
        return {"table": sheet(rows), "parties": []}

    @staticmethod
    def due(matter):
        clock = matter.clock()
        late = "，已逾期" if matter.is_late else ""
        return f"{cn_date(clock.due_on)}前{late}"

    @staticmethod
    def plans(matter):
        """Yield the lines of each plan; of none, that there is none."""
        plans = list(matter.plans.select_related("proof"))
        if not plans:
            yield ["整改方案", "尚未报送"]
        for plan in plans:
            again = f"（第{plan.round}次报送）" if len(plans) > 1 else ""
            way = "纸质报送" if plan.on_paper else "报送"
            yield ["整改方案", f"{cn_date(plan.on)}{way}{again}"]
            yield ["未出庭的原因", plan.causes]
            yield ["整改措施", plan.measures]
            yield ["责任人和时限", f"{plan.answerable}；{cn_date(plan.done_by)}前完成"]
            if plan.verdict:
                comment = f"：{plan.comment}" if plan.comment else ""
                found = f"{cn_date(plan.judged_on)}{plan.get_verdict_display()}{comment}"
                yield ["核验意见", found]

    @staticmethod
    def interviews(matter):
        for one in matter.talks():
            if one.state == Interview.State.HELD:
                who = f"{one.by}约谈{one.head_post}{one.head_name}"
                yield ["约　谈", f"{cn_moment(one.starts_at)}，{who}（{one.number}）"]
            else:
                state = one.get_state_display()
                yield ["约　谈", f"定于{cn_moment(one.starts_at)}（{one.number}），{state}"]
