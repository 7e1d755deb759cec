"""Papers of disputes (文书): the notice of acceptance and the agreement, both frozen at issue."""

from disputes import deadlines as codes
from disputes.models import Agreement, Dispute, Outcome, Source, Status
from liaison import registry
from liaison.documents import Document
from liaison.templatetags.typeset import cn_date

AFTER_FAILURE = {
    Outcome.FAILED_TO_FILING: "起诉材料退回移送法院，由法院依法立案审查",
    Outcome.FAILED_RESUME_TRIAL: "由移送法院及时审理",
    Outcome.FAILED_RESUME_ENFORCEMENT: "由移送法院恢复执行审查",
    Outcome.FAILED: "当事人可以依法申请行政复议或者提起行政诉讼",
}
CAME_BY = {
    Source.PARTY: "申请人于{on}申请化解的",
    Source.AGENCY: "{initiator}于{on}申请化解的",
}
PERFORMERS = {
    Agreement.Performer.RESPONDENT: "由被申请机关",
    Agreement.Performer.APPLICANT: "由申请人",
    Agreement.Performer.BOTH: "由双方",
}


def applicants(matter):
    """The applicants' names in full, as papers need them: 甲、乙等5人 for more than three."""
    names = [party.name for party in matter.applicants]
    if len(names) <= 3:
        return "、".join(names)
    return f"{'、'.join(names[:2])}等{len(names)}人"


def dispute_in_words(matter):
    """What is in dispute, as one noun: 甲与某局之间征收补偿决定争议."""
    return f"{applicants(matter)}与{matter.respondent.name}之间因{matter.act}发生的争议"


def came_by(matter):
    """Who brought the dispute, on which day: 某法院于某日移送的."""
    words = CAME_BY.get(matter.source, "{initiator}于{on}移送的")
    return words.format(initiator=matter.initiator.name, on=cn_date(matter.referred_on))


@registry.papers.register
class AcceptanceNotice(Document):
    """受理通知书: to both sides, with every date that binds them; copied to the court."""

    code = "dispute-acceptance"
    title = "行政争议协调化解受理通知书"
    model = Dispute
    template_name = "documents/disputes/acceptance.html"
    statuses = frozenset({Status.REFERRED})

    def context(self, matter):
        return {
            "number": matter.number or f"{matter.centre.number_prefix}〔　　〕　号",
            "recipients": f"{applicants(matter)}、{matter.respondent.name}",
            "body": "\n".join(self.paragraphs(matter)),
        }

    def paragraphs(self, matter):
        accepted = cn_date(matter.accepted_on) or "　　年　月　日"
        yield (
            f"{came_by(matter)}"
            f"{dispute_in_words(matter)}，经审查，属于本中心协调化解的范围，"
            f"本中心决定自{accepted}起受理。现将有关事项通知如下："
        )
        points = [
            self.time(matter),
            self.statement(matter),
            self.mediator(matter),
            "参加会谈。会谈的时间、地点另行通知。被申请机关应当派负责人，或者持授权委托书、有权当场和解的"
            "工作人员参加；申请人可以委托一至二名代理人参加。",
            "原则和保密。协调化解遵循自愿、合法原则，不收取费用，当事人可以随时要求终止。化解过程和协议内容"
            "不公开；为达成协议作出的让步，不在以后的诉讼中作为对其不利的证据。协调化解不影响"
            "当事人依法起诉、应诉的权利。",
        ]
        for place, point in zip("一二三四五", points, strict=True):
            yield f"{place}、{point}"
        yield "特此通知。"

    def time(self, matter):
        """The period of mediation in words, with its last day (化解期限)."""
        deadline = _open(matter, matter.mediation_rule)
        head = f"化解期限。本争议的阶段为{matter.get_stage_display()}，"
        if deadline is None:
            head += "化解期限自受理的次日起计算"
        else:
            rule = deadline.rule
            head += (
                f"依据《{rule.law}》{rule.article}，化解期限为{rule.length}日，自受理的次日起计算，"
                f"至{cn_date(deadline.due_on)}届满"
            )
        return (
            f"{head}；各方当事人书面同意的，可以延长。期满未达成协议的，化解终结，"
            f"{AFTER_FAILURE[matter.failed_outcome]}。"
        )

    def statement(self, matter):
        deadline = _open(matter, codes.STATEMENT)
        by = "在规定期限内" if deadline is None else f"至迟于{cn_date(deadline.due_on)}"
        return (
            f"情况说明。被申请机关应当{by}向本中心提交书面情况说明，写明事实、依据和化解意见。"
            "情况说明只供协调化解使用，不代替诉讼中的答辩和举证。"
        )

    def mediator(self, matter):
        named = (
            f"本中心指定{matter.mediator}为调解员" if matter.mediator else "调解员另行指定并通知"
        )
        return f"调解员。{named}。认为调解员与本争议有利害关系、应当回避的，可以向本中心提出。"


def _open(matter, code):
    """The open deadline of a rule in the dispute; None where it doesn't run (a preview)."""
    return matter.deadlines.open().select_related("rule").filter(rule__code=code).first()


@registry.papers.register
class AgreementPaper(Document):
    """调解协议书: drawn up by the centre when the sides agree; each signs the printed copies."""

    code = "dispute-agreement"
    title = "行政争议调解协议书"
    model = Dispute
    template_name = "documents/disputes/agreement.html"

    def context(self, matter):
        return {
            "introduction": "\n".join(self.introduction(matter)),
            "content": matter.agreement.content,
            "closing": "\n".join(self.closing(matter)),
            "signatories": self.signatories(matter),
        }

    def introduction(self, matter):
        for party in matter.parties.all():
            yield self.party(party)
        yield f"被申请机关：{matter.respondent.name}。"
        case = f"，案号：{matter.court_case}" if matter.court_case else ""
        if matter.is_of_court:
            yield f"移送法院：{matter.initiator.name}{case}。"
        on = f"于{cn_date(matter.act_on)}" if matter.act_on else ""
        yield (
            f"申请人与被申请机关因{on and '被申请机关' + on + '作出的'}{matter.act}发生争议。"
            f"{self.way_here(matter)}，本中心于{cn_date(matter.accepted_on)}受理。"
        )
        yield f"争议要点：{matter.gist}"
        yield (
            f"经{self.host(matter)}主持协调，各方在自愿、合法的基础上，"
            f"于{cn_date(matter.agreement.signed_on)}达成如下协议："
        )

    @staticmethod
    def way_here(matter):
        on = cn_date(matter.referred_on)
        if matter.source == Source.PARTY:
            return f"申请人于{on}向本中心申请协调化解"
        if matter.source == Source.AGENCY:
            return f"被申请机关于{on}向本中心申请协调化解，申请人书面同意"
        return f"{matter.initiator.name}经当事人书面同意，于{on}移送本中心协调化解"

    @staticmethod
    def party(party):
        number = f"，{party.number_name}：{party.id_number}" if party.id_number else ""
        head = f"，{party.head_name}：{party.head}" if party.head else ""
        agent = f"，委托代理人：{party.agent}" if party.agent else ""
        return f"{party.get_role_display()}：{party.name}{number}{head}{agent}。"

    @staticmethod
    def host(matter):
        return f"调解员{matter.mediator}" if matter.mediator else "本中心"

    def closing(self, matter):
        agreement = matter.agreement
        yield (
            f"以上协议{PERFORMERS[agreement.performer]}至迟于{cn_date(agreement.perform_by)}"
            "履行完毕，由本中心督促履行。"
        )
        copies = matter.parties.count() + 2 + matter.is_of_court
        holders = "各方当事人、本中心和移送法院" if matter.is_of_court else "各方当事人和本中心"
        yield (
            "本协议自各方签名或者盖章之日起生效；未经各方同意，协议内容不公开。"
            f"本协议一式{copies}份，{holders}各执一份。"
        )

    @staticmethod
    def signatories(matter):
        sides = [f"{one.get_role_display()}{one.name}" for one in matter.parties.all()]
        mediator = [f"调解员{matter.mediator}"] if matter.mediator else []
        return [*sides, "被申请机关", *mediator]
