"""Forms that are handed out before a dispute is taken in (申请书、引导告知书及同意书)."""

from django.utils import timezone

from disputes.documents.layouts import (
    Facts,
    Form,
    Ruled,
    Seal,
    Sheet,
    Signs,
    Text,
)
from disputes.documents.wording import (
    CONFIDENCE,
    LINE,
    RIGHTS_STAY,
    SUITS,
    agencies,
    agency,
    applicants,
    centre,
    court,
    day,
    enumerated,
    length,
    parties,
    rule_in_force,
    signing,
    source_of,
)
from disputes.models import Source, Status
from liaison import registry
from liaison.templatetags.typeset import cn_date

BEFORE = frozenset({Status.REFERRED})
IDENTITY = ["身份证明或者主体资格证明", "有关证据材料", "授权委托书（有委托代理人的）"]


def party_facts(party, label):
    """What a form says of one party: who, by which paper, where to be reached, by whom."""
    if party is None:
        return [
            [(label, ""), ("证件号码", "")],
            [("送达地址", "")],
            [("联系电话", ""), ("负责人", "")],
            [("委托代理人", ""), ("电话", "")],
        ]
    agents = party.agents_now
    return [
        [(label, party.name), ("证件号码", party.id_number)],
        [("送达地址", party.address)],
        [("联系电话", party.phone), ("负责人", party.head)],
        [
            ("委托代理人", "、".join(one.name for one in agents)),
            ("电话", "、".join(one.phone for one in agents if one.phone)),
        ],
    ]


def all_facts(matter, label):
    """The same of every applicant, or empty for a form that is of no dispute yet."""
    rows = []
    for party in parties(matter) or [None]:
        rows += party_facts(party, label)
    return rows


@registry.papers.register
class Application(Form):
    """化解申请书: filled in and signed by whoever applies, an applicant or an agency."""

    code = "dispute-application"
    title = "行政争议协调化解申请书"
    statuses = BEFORE
    is_form = True
    before_opening = True

    def available(self, matter):
        return super().available(matter) and matter.source in {Source.PARTY, Source.AGENCY}

    def sheets(self, matter):
        return [Sheet(self.title, list(self.pieces(matter)))]

    def pieces(self, matter):
        of_agency = matter.pk is not None and matter.source == Source.AGENCY
        facts = all_facts(matter, "相对人" if of_agency else "申请人")
        own = agency(matter) if matter.pk else ""
        facts.append([("申请机关" if of_agency else "被申请机关", own)])
        on = f"（{cn_date(matter.act_on)}作出）" if matter.act_on else ""
        facts.append([("行政行为", f"{matter.act}{on}")])
        yield Facts(facts)
        yield Text("", head="请求事项")
        yield Text(matter.claims) if matter.claims else Ruled(3)
        yield Text("", head="事实和理由")
        yield Text(matter.gist) if matter.gist else Ruled(7)
        yield Text(
            f"以上内容属实。申请人自愿向{centre(matter)}申请协调化解，知悉协调化解遵循自愿、合法原则，"
            "不收取费用，可以随时要求终止；知悉申请化解不影响依法申请行政复议、提起行政诉讼，"
            "法定的复议申请期限、起诉期限由申请人自行注意。\n"
            f"附：{'；'.join(f'{n}.{name}' for n, name in enumerate(IDENTITY, start=1))}。",
            headings=False,
        )
        signers = [party.name for party in signing(matter)]
        yield Signs(
            [agency(matter)] if of_agency else [f"申请人{name}" for name in signers or [""]]
        )


GUIDED = {
    Source.GUIDANCE: "行政争议协调化解引导告知书",
    Source.IN_SUIT: "委托协调化解告知书",
    Source.ENFORCEMENT: "移送协调化解告知书",
}


@registry.papers.register
class Guidance(Form):
    """引导告知书及同意书: what whoever agrees to mediation must know first, and the consent.

    A court guides, and tells that mediation never takes the place of filing (行政诉讼法第五十一
    条); where none did, the centre tells. The rights and rules: 特邀调解规定第十四条.
    """

    code = "dispute-guidance"
    title = "行政争议协调化解告知书及同意书"
    statuses = BEFORE
    is_form = True
    before_opening = True

    def sheets(self, matter):
        told = GUIDED.get(matter.source, "行政争议协调化解告知书")
        issuer = court(matter) if self.by_court(matter) else centre(matter)
        yield Sheet(
            told,
            [Text("\n".join(self.paragraphs(matter))), Seal(issuer)],
            recipients=applicants(matter) if matter.pk else LINE,
        )
        yield Sheet("同意书", list(self.consent(matter)))

    @staticmethod
    def by_court(matter):
        return matter.source in GUIDED

    def paragraphs(self, matter):
        yield self.introduction(matter)
        yield from enumerated(
            [
                "自愿。是否同意协调化解，由当事人自行决定；不同意的，或者同意以后不愿继续的，"
                "可以随时提出，不影响依法享有的权利。",
                self.course(matter),
                self.time(matter),
                f"费用和保密。协调化解不收取费用。{CONFIDENCE}",
                "权利和义务。当事人可以从调解员名册中共同选定调解员，可以申请调解员回避，可以委托"
                "一至二名代理人参加；应当如实陈述，遵守会谈秩序，不得恶意串通，损害国家利益、"
                "社会公共利益或者他人合法权益。",
                "协议的效力。达成协议的，协议自各方签名或者盖章之日起生效，各方应当履行。",
            ]
        )

    def introduction(self, matter):
        end = "现将有关事项告知如下："
        what = f"{agencies(matter)}因{matter.act or LINE}发生的争议"
        if matter.source == Source.GUIDANCE:
            return (
                f"你（单位）于{day(matter.receipt_on)}向本院提交起诉材料，起诉与{what}。"
                f"本院已出具注明收到日期的书面凭证。为实质性化解争议，本院引导你（单位）选择由"
                f"{centre(matter)}协调化解。{end}"
            )
        case = f"（{matter.court_case}）".replace("（（", "（").replace("））", "）")
        if matter.source == Source.IN_SUIT:
            return f"你（单位）与{what}{case}，本院认为可以委托{centre(matter)}协调化解。{end}"
        if matter.source == Source.ENFORCEMENT:
            return (
                f"本院在审查非诉执行申请{case}中，认为你（单位）与{what}，"
                f"可以移送{centre(matter)}协调化解。{end}"
            )
        return f"本中心收到申请（移送）材料，请求协调化解你（单位）与{what}。{end}"

    def course(self, matter):
        """What becomes of the case in the meantime and after: mediation stands in for nothing."""
        if matter.source == Source.GUIDANCE:
            return (
                f"与立案的关系。协调化解不代替立案。依照{SUITS}第五十一条，本院在七日内决定是否立案，"
                "不能决定的，先予立案；这一期限不因协调化解停止计算。未能化解、你（单位）坚持起诉的，"
                "本院依法立案。"
            )
        if matter.source == Source.IN_SUIT:
            return "与诉讼的关系。不愿继续或者未能化解的，本院及时审理。"
        if matter.source == Source.ENFORCEMENT:
            return "与执行审查的关系。未能化解的，本院恢复对执行申请的审查。"
        return f"与复议、诉讼的关系。{RIGHTS_STAY}法定的复议申请期限、起诉期限由当事人自行注意。"

    def time(self, matter):
        on = matter.referred_on or timezone.localdate()
        rule = rule_in_force(matter.mediation_rule, on)
        return (
            f"期限。依照{source_of(rule)}，协调化解的期限为{length(rule)}；"
            "各方当事人书面同意的，可以延长。"
        )

    def consent(self, matter):
        told = GUIDED.get(matter.source, "行政争议协调化解告知书")
        yield Text(
            f"我（单位）已经阅读、理解《{told}》的全部内容。"
            f"对与{agencies(matter)}因{matter.act or LINE}发生的争议，作出以下选择：\n"
            f"□同意由{centre(matter)}协调化解。\n"
            f"□不同意协调化解，{self.otherwise(matter)}。",
            headings=False,
        )
        yield Text("", head="送达地址确认")
        yield Facts(
            [
                [("送达地址", "")],
                [("收件人", ""), ("联系电话", "")],
                [("电子送达", "□同意　□不同意　手机号码或者电子邮箱：")],
            ]
        )
        names = [party.name for party in signing(matter)] or [""]
        signers = [f"当事人{name}" for name in names]
        if matter.source != Source.GUIDANCE:
            signers.append("被申请机关")
        yield Signs(signers)

    @staticmethod
    def otherwise(matter):
        return {
            Source.GUIDANCE: "请依法对起诉材料作出处理",
            Source.IN_SUIT: "请依法审理",
            Source.ENFORCEMENT: "请依法审查",
        }.get(matter.source, "依法另行主张权利")
