"""Papers by which a dispute comes in (委派、受理、不予受理)."""

from disputes import deadlines as codes
from disputes.documents.layouts import (
    Letter,
    Notice,
)
from disputes.documents.wording import (
    AFTER_FAILURE,
    CONFIDENCE,
    INVITED,
    RECONSIDERATION,
    RIGHTS_STAY,
    SUITS,
    agencies,
    agency,
    applicants,
    by_rulebook,
    came_by,
    court,
    day,
    dispute_in_words,
    enumerated,
    length,
    open_deadline,
    rule_in_force,
    source_of,
)
from disputes.models import FileKind, Reconsideration, Source, Status
from liaison import registry
from liaison.templatetags.typeset import cn_date

BEFORE = frozenset({Status.REFERRED})


@registry.papers.register
class Assignment(Letter):
    """委派（委托、移送）函: the court's letter by which it sends a dispute to the centre.

    It goes out before the dispute has a number; the court's own case number stands in its head.
    """

    code = "dispute-assignment"
    title = "委派（委托）函"
    VERBS = {Source.GUIDANCE: "委派", Source.IN_SUIT: "委托", Source.ENFORCEMENT: "移送"}

    def heading(self, matter):
        return f"关于{self.VERBS[matter.source]}协调化解行政争议的函"

    def sender(self, matter):
        return matter.initiator

    def letter_number(self, matter):
        return matter.court_case or "（　　　）　　　　　号"

    def recipient(self, matter):
        return matter.centre.unit.name

    def dated(self, matter):
        return matter.referred_on

    def annexes(self, matter):
        kinds = matter.attachments.values_list("kind", flat=True)
        return list(dict.fromkeys(FileKind(kind).label for kind in kinds))

    def paragraphs(self, matter):
        verb = self.VERBS[matter.source]
        yield (
            f"{self.background(matter)}当事人已于{day(matter.consent_on)}书面同意由你中心协调化解。"
            f"依照{INVITED}，现将该争议{verb}你中心协调化解，请审查受理。"
        )
        yield "现将有关事项函告如下："
        yield from enumerated([self.time(matter), *self.requests(matter)])
        yield "特此函告。"

    @staticmethod
    def background(matter):
        what = f"{agencies(matter)}因{matter.act}发生争议"
        if matter.source == Source.GUIDANCE:
            return f"{applicants(matter)}与{what}，于{day(matter.receipt_on)}向我院提交起诉材料。"
        if matter.source == Source.IN_SUIT:
            return (
                f"我院受理的{applicants(matter)}与{agency(matter)}行政诉讼一案，"
                f"双方因{matter.act}发生争议。"
            )
        return f"{agency(matter)}申请我院强制执行{matter.act}，{applicants(matter)}对此有异议。"

    def time(self, matter):
        rule = rule_in_force(matter.mediation_rule, matter.referred_on)
        return (
            f"期限。依照{source_of(rule)}，协调化解的期限为{length(rule)}，自你中心接收移交材料之日起计算；"
            "各方当事人同意延长的，请及时告知我院。"
        )

    @staticmethod
    def requests(matter):
        if matter.source == Source.GUIDANCE:
            yield (
                f"立案。我院依照{SUITS}第五十一条决定是否立案，七日期限不因协调化解停止计算。"
                "我院立案的，及时告知你中心。"
            )
        yield (
            "终结。协调化解终结的，请书面报告基本情况、化解结果、未能化解的原因、一方当事人增加他方成本的"
            "行为和需要注意的事项，并退回有关材料；不要报告当事人在化解中的陈述和让步。"
        )
        yield "虚假调解。发现当事人恶意串通、虚假调解的，请立即终止并告知我院。"


@registry.papers.register
class AcceptanceNotice(Notice):
    """受理通知书: to both sides, with every date that binds them; copied to whoever asked."""

    code = "dispute-acceptance"
    title = "行政争议协调化解受理通知书"
    statuses = BEFORE

    def dated(self, matter):
        return matter.accepted_on

    def paragraphs(self, matter):
        yield (
            f"{came_by(matter)}{dispute_in_words(matter)}，经审查，属于本中心协调化解的范围。"
            f"依照{by_rulebook(matter, self.code)}，本中心决定自{day(matter.accepted_on)}起受理。"
            "现将有关事项通知如下："
        )
        yield from enumerated(
            [
                self.time(matter),
                self.statement(matter),
                self.mediator(matter),
                "参加会谈。会谈的时间、地点另行通知。被申请机关应当派负责人，或者持授权委托书、有权当场"
                "和解的工作人员参加；申请人可以委托一至二名代理人参加。",
                "原则和保密。协调化解遵循自愿、合法原则，不收取费用，当事人可以随时要求终止。"
                f"{CONFIDENCE}{RIGHTS_STAY}",
            ]
        )
        if matter.reconsideration == Reconsideration.TO_COME:
            yield (
                f"本争议依照{RECONSIDERATION}第二十三条应当先申请行政复议。协调化解不代替行政复议，"
                "申请复议的期限照常计算，请注意按期申请。"
            )
        yield "特此通知。"

    def time(self, matter):
        """The period of mediation in words, with its last day (化解期限)."""
        deadline = open_deadline(matter, matter.mediation_rule)
        head = f"化解期限。本争议的阶段为{matter.get_stage_display()}，"
        if deadline is None:
            head += "化解期限自受理的次日起计算"
        else:
            head += (
                f"依据{source_of(deadline.rule)}，化解期限为{length(deadline.rule)}，"
                f"自受理的次日起计算，至{cn_date(deadline.due_on)}届满"
            )
        return (
            f"{head}；各方当事人书面同意的，可以延长。期满未达成协议的，化解终结，"
            f"{AFTER_FAILURE[matter.failed_outcome]}。"
        )

    def statement(self, matter):
        deadline = open_deadline(matter, codes.STATEMENT)
        by = "在规定期限内" if deadline is None else f"至迟于{cn_date(deadline.due_on)}"
        return (
            f"情况说明。被申请机关应当{by}向本中心提交书面情况说明，写明事实、依据和化解意见。"
            "情况说明只供协调化解使用，不代替诉讼中的答辩和举证。"
        )

    def mediator(self, matter):
        objection = "认为调解员与本争议有利害关系、应当回避的，可以向本中心提出。"
        if matter.mediator:
            return f"调解员。本中心指定{matter.mediator}为调解员。{objection}"
        deadline = open_deadline(matter, codes.CHOICE)
        by = "在规定期限内" if deadline is None else f"至迟于{cn_date(deadline.due_on)}"
        return (
            f"调解员。当事人可以{by}从本中心调解员名册中共同选定调解员，并书面告知本中心；"
            f"没有选定的，由本中心指定并通知。{objection}"
        )


@registry.papers.register
class RefusalNotice(Notice):
    """不予受理通知书: the ground, the reason, and the ways that the law leaves open.

    To the applicants and whoever brought the dispute; the agency hears of it only if it applied
    itself.
    """

    code = "dispute-refusal"
    title = "行政争议协调化解不予受理通知书"

    def recipients(self, matter):
        if matter.source == Source.AGENCY:
            return agency(matter)
        return applicants(matter)

    def copies(self, matter):
        return "" if matter.source == Source.AGENCY else super().copies(matter)

    def dated(self, matter):
        return matter.ended_on

    def paragraphs(self, matter):
        yield (
            f"{came_by(matter)}{dispute_in_words(matter)}，经本中心审查，存在下列情形："
            f"{matter.get_refusal_ground_display()}。依照{by_rulebook(matter, self.code)}，"
            "本中心决定不予受理。"
        )
        yield f"理由：{matter.ending_reason}"
        yield self.remedies(matter)
        yield "特此通知。"

    @staticmethod
    def remedies(matter):
        """What whoever is refused may still do: mediation is in nobody's way."""
        if matter.source == Source.GUIDANCE:
            return (
                f"本决定不影响你（单位）的起诉权利。你（单位）提交的起诉材料，由{court(matter)}依照"
                f"{SUITS}第五十一条决定是否立案；对不予立案的裁定不服的，可以依法提起上诉。"
            )
        if matter.source == Source.IN_SUIT:
            return f"本决定不影响你（单位）的诉讼权利，案件由{court(matter)}依法审理。"
        if matter.source == Source.ENFORCEMENT:
            return f"执行申请由{court(matter)}依法审查，你（单位）可以依法陈述意见。"
        if matter.source == Source.AGENCY:
            return "本决定不影响你单位依法履行职责，也不影响相对人依法申请行政复议、提起行政诉讼。"
        return (
            f"本决定不影响你（单位）依法主张权利。对行政行为不服的，可以依照{RECONSIDERATION}第二十条"
            f"申请行政复议，或者依照{SUITS}第四十六条提起行政诉讼；依照{RECONSIDERATION}第二十三条应当"
            "先申请行政复议的，先申请行政复议。请注意法定的申请期限和起诉期限。"
        )
