"""Papers by which a dispute ends (终结、协议、履行、情况报告、移送)."""

from disputes.documents.layouts import Facts, Form, Letter, Notice, Seal, Sheet, Signs, Text
from disputes.documents.wording import (
    CONCESSIONS,
    INVITED,
    accepted,
    agency,
    applicants,
    by_rulebook,
    court,
    day,
    dispute_in_words,
    held_by,
    number_of,
    parties,
    signing,
)
from disputes.models import FilingResult, Outcome, Source
from disputes.models.choices import MEDIATION_FILE
from disputes.models.confidentiality import MEDIATION_PAPERS
from liaison import registry
from liaison.numerals import numeral
from liaison.papers.tables import Column, Table
from liaison.templatetags.typeset import cn_date

WHY = {
    Outcome.PARTY_WITHDREW: "申请人撤回化解申请",
    Outcome.LAPSED: "申请人无正当理由不参加协调化解或者无法联系，按撤回申请处理",
    Outcome.TERMINATED_SHAM: "涉嫌虚假调解",
    Outcome.TRANSFERRED: "本争议应当由其他机构处理",
}


def money(amount):
    """An amount as papers write it: 12,000.00."""
    return "" if amount is None else f"{amount:,.2f}"


def afterwards(matter):
    """What becomes of the case now that mediation is over; nothing of it is in anybody's way."""
    if not matter.is_of_court:
        return "当事人仍可以依法申请行政复议、提起行政诉讼，请注意法定的申请期限和起诉期限。"
    if matter.source == Source.ENFORCEMENT:
        return f"执行申请由{court(matter)}恢复审查。"
    if matter.source == Source.IN_SUIT or matter.filing_result == FilingResult.FILED:
        return f"案件由{court(matter)}及时审理。"
    return f"起诉材料退回{court(matter)}；当事人坚持起诉的，由法院依法立案（{INVITED}第二十一条）。"


@registry.papers.register
class TerminationNotice(Notice):
    """终结通知书: that mediation is over, why, and what becomes of the case.

    特邀调解规定第二十六条; why it failed in a word, nothing of what was said or conceded.
    """

    code = "dispute-termination"
    title = "协调化解终结通知书"

    def dated(self, matter):
        return matter.ended_on

    def paragraphs(self, matter):
        reason = matter.ending_reason.strip().rstrip("。")
        yield (
            f"{accepted(matter)}。因{self.why(matter)}，依照{by_rulebook(matter, self.code)}，"
            f"本中心决定自{day(matter.ended_on)}起终结协调化解。"
        )
        if reason:
            yield f"说明：{reason}。"
        yield afterwards(matter)
        yield f"化解过程不公开。依照{INVITED}第二十二条，{CONCESSIONS}。"
        yield "特此通知。"

    @staticmethod
    def why(matter):
        ground = matter.get_failure_ground_display()
        return ground or WHY.get(matter.outcome, matter.get_outcome_display())


@registry.papers.register
class AgreementPaper(Form):
    """调解协议书: drawn up by the centre when the sides agree; each signs the printed copies."""

    code = "dispute-agreement"
    title = "行政争议调解协议书"

    def sheets(self, matter):
        yield Sheet(self.title, list(self.pieces(matter)), number=matter.number)

    def pieces(self, matter):
        agreement = matter.agreement
        yield self.sides(matter)
        yield Text("\n".join(self.introduction(matter)), headings=False)
        yield Text(agreement.content)
        yield Text("各方按照下列事项和期限履行：", headings=False)
        yield items_table(matter.items.all())
        if agreement.civil_part:
            yield Text(f"其中民事部分：{agreement.civil_part}", headings=False)
        yield Text("\n".join(self.closing(matter)), headings=False)
        yield Signs(self.signatories(matter), "（签名或者盖章）")
        yield Seal(matter.centre.unit.name, agreement.signed_on)

    def sides(self, matter):
        """Who is who: each party with its number and agents, the agencies, the court."""
        rows = []
        for label, role in (("申请人", "applicant"), ("第三人", "third")):
            for party in parties(matter, role):
                rows.append([(label, party.name), ("证件号码", party.id_number)])
                if party.head:
                    rows.append([(party.head_name, party.head)])
                if party.agent:
                    rows.append([("委托代理人", party.agent)])
        units = [agency(matter), *(each.name for each in parties(matter, "co_agency"))]
        rows += [[("被申请机关", name)] for name in units]
        if matter.is_of_court:
            case = f"（案号：{matter.court_case}）" if matter.court_case else ""
            rows.append([("移送法院", f"{matter.initiator.name}{case}")])
        return Facts(rows)

    def introduction(self, matter):
        on = f"被申请机关于{cn_date(matter.act_on)}作出的" if matter.act_on else ""
        yield (
            f"申请人与被申请机关因{on}{matter.act}发生争议。{self.way_here(matter)}，"
            f"本中心于{cn_date(matter.accepted_on)}受理。"
        )
        yield f"争议要点：{matter.gist}"
        names = held_by(matter)
        host = f"调解员{'、'.join(names)}" if names else "本中心"
        yield (
            f"经{host}主持协调，各方在自愿、合法的基础上，"
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

    def closing(self, matter):
        agreement = matter.agreement
        yield f"以上事项至迟于{cn_date(agreement.perform_by)}全部履行完毕，由本中心督促履行。"
        if agreement.legality_on:
            yield f"本协议已于{cn_date(agreement.legality_on)}经合法性审查。"
        holders = ["各方当事人", "本中心", *(["移送法院"] if matter.is_of_court else [])]
        sides = matter.parties.count() + 1
        yield (
            "本协议自最后一方签名或者盖章之日起生效；未经各方同意，协议内容不公开。"
            f"本协议一式{sides + len(holders) - 1}份，"
            f"{'、'.join(holders[:-1])}和{holders[-1]}各执一份。"
        )

    @staticmethod
    def signatories(matter):
        sides = [f"申请人{party.name}" for party in signing(matter)]
        sides += [f"第三人{party.name}" for party in parties(matter, "third")]
        sides.append("被申请机关")
        sides += [f"被申请机关{party.name}" for party in parties(matter, "co_agency")]
        return [*sides, *(f"调解员{name}" for name in held_by(matter))]


def items_table(items):
    """What is to be performed: what, by whom, how much, until when."""
    columns = [
        Column("序号", 15, center=True),
        Column("履行内容", 45),
        Column("履行方", 29),
        Column("金额（元）", 29, center=True),
        Column("履行期限", 38, center=True),
    ]
    rows = [
        [
            str(item.ordinal),
            item.content,
            item.get_performer_display(),
            money(item.amount),
            cn_date(item.due_on),
        ]
        for item in items
    ]
    return Table(columns, rows)


@registry.papers.register
class PerformanceRecord(Form):
    """履行情况记录: each item with its date and what proves it, as the centre confirmed it."""

    code = "dispute-performance"
    title = "调解协议履行情况记录"

    def sheets(self, matter):
        yield Sheet(self.title, list(self.pieces(matter)), number=matter.number)

    def pieces(self, matter):
        yield Facts(list(self.facts(matter)))
        yield self.table(matter.items.select_related("proof"))
        yield Text(
            "上列事项已经本中心核对履行证明。当事人对履行情况有异议的，可以向本中心提出。",
            headings=False,
        )
        yield Seal(matter.centre.unit.name, self.performed_on(matter))

    @staticmethod
    def agreement(matter):
        return getattr(matter, "agreement", None)

    def performed_on(self, matter):
        """The day of the last performance."""
        days = [item.performed_on for item in matter.items.all()]
        return max(filter(None, days), default=None)

    def facts(self, matter):
        agreement = self.agreement(matter)
        yield [("争议", dispute_in_words(matter))]
        if agreement:
            yield [
                ("签订日期", cn_date(agreement.signed_on)),
                ("生效日期", cn_date(agreement.sealed_on)),
            ]

    @staticmethod
    def table(items):
        columns = [
            Column("序号", 13, center=True),
            Column("履行事项", 44),
            Column("期限", 25, center=True),
            Column("履行日期", 25, center=True),
            Column("情况和证明", 49),
        ]
        rows = [
            [
                str(item.ordinal),
                f"{item.content}\n{item.get_performer_display()}履行{in_yuan(item)}",
                f"{item.due_on:%Y.%m.%d}",
                f"{item.performed_on:%Y.%m.%d}" if item.performed_on else "未履行",
                "\n".join(filter(None, [item.performance, proof_of(item)])),
            ]
            for item in items
        ]
        return Table(columns, rows, size=12)


def in_yuan(item):
    return "" if item.amount is None else f"，{money(item.amount)}元"


def proof_of(item):
    return f"证明：{item.proof.name}" if item.proof else ""


@registry.papers.register
class CourtReportLetter(Letter):
    """情况报告: the centre's written report to the court on the end of mediation.

    特邀调解规定第二十六条: basics, why it failed, conduct that raised others' cost, points to
    note; nothing that was conceded or said (第二十二条).
    """

    code = "dispute-report"
    title = "情况报告"
    HEADS = (
        ("基本情况", "basics"),
        ("化解结果和原因", "cause"),
        ("一方当事人增加他方成本的行为", "conduct"),
        ("需要注意的事项", "points"),
    )

    def heading(self, matter):
        return "关于行政争议协调化解情况的报告"

    def recipient(self, matter):
        return court(matter)

    def dated(self, matter):
        return matter.report.reported_on

    def paragraphs(self, matter):
        yield (
            f"你院移送的{applicants(matter)}与{agency(matter)}之间因{matter.act}发生的争议，"
            f"协调化解已经终结。依照{INVITED}第二十六条，现将有关情况报告如下："
        )
        texts = [(head, getattr(matter.report, name).strip()) for head, name in self.HEADS]
        for place, (head, text) in enumerate([row for row in texts if row[1]], start=1):
            yield f"{numeral(place)}、{head}"
            yield text
        yield f"依照{INVITED}第二十二条，本报告不含当事人在化解中的陈述和让步。"
        yield "特此报告。"


@registry.papers.register
class TransferLetter(Letter):
    """移送函和移送清单: papers go back to the court, or the dispute goes to another body.

    Nothing of the mediation file goes along (特邀调解规定第二十二条).
    """

    code = "dispute-transfer-list"
    title = "移送函和移送清单"

    def goes_elsewhere(self, matter):
        return matter.outcome == Outcome.TRANSFERRED

    def heading(self, matter):
        if self.goes_elsewhere(matter):
            return "关于移送行政争议的函"
        return "关于退回移送材料的函"

    def letter_number(self, matter):
        return matter.number or number_of(matter)

    def recipient(self, matter):
        return matter.transferred_to if self.goes_elsewhere(matter) else court(matter)

    def dated(self, matter):
        return matter.ended_on

    def annexes(self, matter):
        return ["移送材料清单"]

    def paragraphs(self, matter):
        if self.goes_elsewhere(matter):
            yield (
                f"{dispute_in_words(matter)}，经本中心审查，应当由你单位处理。理由："
                f"{matter.ending_reason.rstrip('。')}。现将有关材料移送你单位，请依法处理，并告知当事人。"
            )
        else:
            yield (
                f"你院移送的{dispute_in_words(matter)}，协调化解已于{day(matter.ended_on)}终结。"
                f"{afterwards(matter).replace(court(matter), '你院')}现将移送材料退回你院，请查收。"
            )
        yield "特此函告。"

    def sheets(self, matter):
        columns = [
            Column("序号", 14, center=True),
            Column("材料名称", 76),
            Column("份数", 16, center=True),
            Column("页数", 16, center=True),
            Column("备注", 34),
        ]
        rows = [
            [str(number), name, "1", pages, ""]
            for number, (name, pages) in enumerate(self.materials(matter), start=1)
        ]
        rows += [["", "", "", "", ""]] * max(0, 6 - len(rows))
        signs = Signs(["移交人", "接收人"], "（签名）")
        yield Sheet("移送材料清单", [Table(columns, rows), signs], mark="附件")

    def materials(self, matter):
        """What goes along: (name, pages where they are known)."""
        for paper in matter.papers.exclude(code__in=MEDIATION_PAPERS).order_by("id"):
            yield paper.title, str(paper.pages)
        for kept in matter.attachments.exclude(kind__in=MEDIATION_FILE):
            yield f"{kept.kind}：{kept.name}", ""
