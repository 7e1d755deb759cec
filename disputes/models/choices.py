"""The words in which disputes are told apart: status, outcome, stage, field, grounds."""

from django.db.models import TextChoices

from disputes import deadlines


class Status(TextChoices):
    """Where a dispute stands (进展)."""

    REFERRED = "referred", "待受理"
    ACCEPTED = "accepted", "已受理"
    MEDIATING = "mediating", "化解中"
    SUSPENDED = "suspended", "中止"
    PERFORMING = "performing", "履行中"
    PERFORMED = "performed", "待确认办结"
    REPORTING = "reporting", "待报告法院"
    COMPLETED = "completed", "履行完毕"
    REFUSED = "refused", "不予受理"
    FAILED = "failed", "化解不成"
    WITHDRAWN = "withdrawn", "已撤回"
    TERMINATED = "terminated", "已终止"


UNDER_WAY = (Status.ACCEPTED, Status.MEDIATING)
"""Taken in, not suspended, no agreement yet: while mediation is going on."""

SETTLED = (Status.PERFORMING, Status.PERFORMED)
"""Something came of it, and it is not closed yet."""


class Outcome(TextChoices):
    """What came of it (结果), apart from where it stands."""

    AGREEMENT_PENDING = "agreement_pending", "达成协议，待履行"
    AGREEMENT_PERFORMED = "agreement_performed", "达成协议并履行完毕"
    AGENCY_CHANGED_ACT = "agency_changed_act", "行政机关改变行政行为"
    WITHDRAWAL_ALLOWED = "withdrawal_allowed", "法院准许撤诉"
    COURT_DOCUMENT = "court_mediation_document", "法院制作行政调解书"
    RECONSIDERATION_DOCUMENT = "reconsideration_mediation_document", "复议机关制作行政复议调解书"
    CIVIL_PART_CONFIRMED = "civil_part_confirmed", "民事部分经司法确认"
    PARTIAL = "partial", "部分化解"
    FAILED_TO_FILING = "failed_to_filing", "化解不成，转立案审查"
    FAILED_RESUME_TRIAL = "failed_resume_trial", "化解不成，恢复审理"
    FAILED_RESUME_ENFORCEMENT = "failed_resume_enforcement_review", "化解不成，恢复执行审查"
    FAILED = "failed", "化解不成，告知依法维权"
    PARTY_WITHDREW = "party_withdrew", "当事人撤回"
    LAPSED = "lapsed", "申请人无法联系或者不参加，按撤回处理"
    TERMINATED_SHAM = "terminated_sham", "涉嫌虚假调解，终止"
    TRANSFERRED = "transferred", "移送其他机构"


RESOLVED = frozenset(
    {
        Outcome.AGREEMENT_PENDING,
        Outcome.AGREEMENT_PERFORMED,
        Outcome.AGENCY_CHANGED_ACT,
        Outcome.WITHDRAWAL_ALLOWED,
        Outcome.COURT_DOCUMENT,
        Outcome.RECONSIDERATION_DOCUMENT,
        Outcome.CIVIL_PART_CONFIRMED,
    }
)
"""What counts as resolved (化解成功) in both rates; a part of it counts apart."""

CONCLUDED = (
    Outcome.AGENCY_CHANGED_ACT,
    Outcome.WITHDRAWAL_ALLOWED,
    Outcome.COURT_DOCUMENT,
    Outcome.RECONSIDERATION_DOCUMENT,
    Outcome.PARTIAL,
)
"""What can come of it other than by an agreement of the centre's own (其他化解结果)."""

OF_ADJUDICATION = frozenset({Outcome.WITHDRAWAL_ALLOWED, Outcome.COURT_DOCUMENT})
"""What only a court can bring about; nobody else writes it down (行政诉讼法第四条)."""

BINDING = OF_ADJUDICATION | {Outcome.RECONSIDERATION_DOCUMENT}
"""What stands by a document with the force of law: not performed, it is enforced, not undone."""

ENDED_AS = {
    Outcome.FAILED_TO_FILING: Status.FAILED,
    Outcome.FAILED_RESUME_TRIAL: Status.FAILED,
    Outcome.FAILED_RESUME_ENFORCEMENT: Status.FAILED,
    Outcome.FAILED: Status.FAILED,
    Outcome.PARTY_WITHDREW: Status.WITHDRAWN,
    Outcome.LAPSED: Status.WITHDRAWN,
    Outcome.TERMINATED_SHAM: Status.TERMINATED,
    Outcome.TRANSFERRED: Status.TERMINATED,
}
"""Outcome → the status in which a dispute is done with that came to nothing."""


class Source(TextChoices):
    """By which way a dispute comes to the centre (来源); 工作规则第十一条至第十三条."""

    GUIDANCE = "guidance", "法院诉前引导"
    PARTY = "party", "当事人申请"
    AGENCY = "agency", "行政机关申请"
    TRANSFER = "transfer", "信访或者委员会移送"
    IN_SUIT = "in_suit", "法院诉中委托"
    ENFORCEMENT = "enforcement", "非诉执行中移送"


OF_COURT = frozenset({Source.GUIDANCE, Source.IN_SUIT, Source.ENFORCEMENT})
"""The ways of starting that are a court's own."""


class ActKind(TextChoices):
    """The kind of administrative act in dispute (行政行为种类); 行政诉讼法第十二条."""

    PENALTY = "penalty", "行政处罚"
    COERCION = "coercion", "行政强制"
    LICENCE = "licence", "行政许可"
    EXPROPRIATION = "expropriation", "行政征收、征用"
    COMPENSATION = "compensation", "征收补偿"
    REGISTRATION = "registration", "行政登记、确认"
    ADJUDICATION = "adjudication", "行政裁决"
    INACTION = "inaction", "不履行法定职责"
    AGREEMENT = "agreement", "行政协议"
    INFORMATION = "information", "政府信息公开"
    BENEFIT = "benefit", "行政给付"
    DAMAGES = "damages", "行政赔偿"
    OTHER = "other", "其他"


class Reconsideration(TextChoices):
    """Whether reconsideration must come first, and has (复议前置); 行政复议法第二十三条."""

    NOT_REQUIRED = "not_required", "不属于复议前置"
    TO_COME = "to_come", "属于复议前置，尚未复议"
    GOING_ON = "going_on", "复议正在进行"
    DONE = "done", "已经复议"


class TimeLimit(TextChoices):
    """Whether the time for suing has plainly run out (起诉期限); 行政诉讼法第四十六条."""

    WITHIN = "within", "未超过"
    LAPSED = "lapsed", "明显超过"
    UNCLEAR = "unclear", "不能确定，须进一步核实"


class FilingResult(TextChoices):
    """What the court made of the complaint while mediation went on (立案情况)."""

    FILED = "filed", "已登记立案"
    DECLINED = "declined", "裁定不予立案"
    TAKEN_BACK = "taken_back", "起诉人自愿撤回起诉材料"


class SuspensionGround(TextChoices):
    """Why mediation pauses (中止情形)."""

    APPRAISAL = "appraisal", "鉴定、评估"
    OTHER_CASE = "other_case", "等待另案结果"
    ILLNESS = "illness", "当事人一时不能参加"
    SUCCESSION = "succession", "等待权利义务承受人"
    OTHER = "other", "其他情形"


class RestartGround(TextChoices):
    """Why the period of mediation begins anew (重新计算情形)."""

    NEW_APPLICANT = "new_applicant", "追加申请人、第三人"
    NEW_MEDIATOR = "new_mediator", "调解员回避、更换"
    NEW_CLAIM = "new_claim", "变更请求事项"
    OTHER = "other", "其他情形"


class ActChange(TextChoices):
    """What counts as the agency's changing its act (改变行政行为).

    行政诉讼撤诉规定（法释〔2008〕2号）第三条、第四条.
    """

    FACTS = "facts", "改变认定的主要事实和证据"
    BASIS = "basis", "改变适用的规范依据，且影响定性"
    RESULT = "result", "撤销、部分撤销或者变更处理结果"
    DUTY = "duty", "依法履行法定职责"
    REMEDY = "remedy", "采取补救、补偿等措施"
    SETTLEMENT = "settlement", "行政裁决案件中书面认可当事人达成的和解"


class ChangeCondition(TextChoices):
    """What must be true before the agency's change ends a dispute (准许撤诉的条件).

    行政诉讼撤诉规定（法释〔2008〕2号）第二条; the court looks into each of them itself.
    """

    TRUE_WILL = "true_will", "当事人的意思表示真实"
    LAWFUL = (
        "lawful",
        "改变不违反法律、法规的禁止性规定，不超越或者放弃职权，不损害公共利益和他人合法权益",
    )
    TOLD = "told", "行政机关已经改变或者决定改变，并书面告知法院（没有法院移送的，书面告知申请人）"
    THIRD_PARTY = "third_party", "第三人没有异议（没有第三人的，视为符合）"


class Remainder(TextChoices):
    """What becomes of the part that was not resolved (其余部分的处理)."""

    COURT = "court", "由法院依法立案、审理或者审查"
    DROPPED = "dropped", "申请人不再主张"
    ELSEWHERE = "elsewhere", "告知申请人依法另循途径"


class Stage(TextChoices):
    """At which point of a suit the dispute comes to the centre (阶段)."""

    PRE_SUIT = "pre_suit", "诉前"
    IN_SUIT = "in_suit", "诉中（普通程序）"
    IN_SUIT_SUMMARY = "in_suit_summary", "诉中（简易程序）"
    ENFORCEMENT = "enforcement", "非诉执行审查"


MEDIATION_RULES = {
    Stage.PRE_SUIT: deadlines.PRE_SUIT,
    Stage.IN_SUIT: deadlines.IN_SUIT,
    Stage.IN_SUIT_SUMMARY: deadlines.IN_SUIT_SUMMARY,
    Stage.ENFORCEMENT: deadlines.ENFORCEMENT,
}
"""Stage → the rule by which the time runs that a court set (特邀调解规定第二十七条)."""

FAILED_OUTCOMES = {
    Stage.PRE_SUIT: Outcome.FAILED_TO_FILING,
    Stage.IN_SUIT: Outcome.FAILED_RESUME_TRIAL,
    Stage.IN_SUIT_SUMMARY: Outcome.FAILED_RESUME_TRIAL,
    Stage.ENFORCEMENT: Outcome.FAILED_RESUME_ENFORCEMENT,
}


class Field(TextChoices):
    """The field of administration (领域), as the figures are kept."""

    LAND = "land", "土地和自然资源"
    EXPROPRIATION = "expropriation", "征收拆迁"
    POLICE = "police", "公安"
    LABOUR = "labour", "劳动和社会保障"
    MARKET = "market", "市场监管"
    PLANNING = "planning", "规划建设"
    ENVIRONMENT = "environment", "生态环境"
    FORESTRY = "forestry", "林业和草原"
    TRANSPORT = "transport", "交通运输"
    INFORMATION = "information", "政府信息公开"
    OTHER = "other", "其他"


class RefusalGround(TextChoices):
    """Why a dispute is out of scope (不予受理的情形); 行政诉讼法第十三条、解释第一条."""

    STATE_ACT = "state_act", "属于国防、外交等国家行为"
    NORMATIVE = "normative", "仅对规范性文件本身有异议"
    PERSONNEL = "personnel", "行政机关内部的奖惩、任免"
    FINAL = "final", "法律规定由行政机关最终裁决"
    INVALID = "invalid", "行政行为明显无效，或者为公共利益必须纠正"
    CRIME = "crime", "涉嫌犯罪或者违纪违法，应由有权机关处理"
    JUDGED = "judged", "已有生效裁判"
    LAPSED = "lapsed", "明显超过起诉期限"
    UNWILLING = "unwilling", "一方当事人不同意化解"
    SHAM = "sham", "涉嫌虚假争议、恶意串通"
    SECRET = "secret", "涉及国家秘密"
    OTHER = "other", "其他不适宜协调化解的情形"


class FailureGround(TextChoices):
    """Why mediation ended without an agreement (终结情形).

    特邀调解规定第二十六条, 在线调解规则第二十五条.
    """

    NO_AGREEMENT = "no_agreement", "不能达成协议"
    UNWILLING = "unwilling", "当事人明确表示不愿继续"
    TOO_FAR = "too_far", "各方分歧过大，无和解可能"
    EXPIRED = "expired", "期限届满，各方未同意延长"
    REFUSED_TO_SIGN = "refused_to_sign", "达成意见后拒绝签收"
    NOT_PERFORMED = "not_performed", "达成协议后没有履行"
    OTHER = "other", "其他应当终结的情形"


class Retention(TextChoices):
    """For how long a file is kept (保管期限); 国家档案局令第8号: permanent, thirty or ten years."""

    PERMANENT = "permanent", "永久"
    THIRTY = "30", "30年"
    TEN = "10", "10年"


class FileKind(TextChoices):
    """What an upload is (材料种类)."""

    COMPLAINT = "起诉（申请）材料", "起诉（申请）材料"
    CONSENT = "书面同意", "书面同意"
    STATEMENT = "情况说明材料", "情况说明材料"
    RECORD = "会谈笔录", "会谈笔录"
    EXTENSION = "延期同意书", "延期同意书"
    AGREEMENT = "协议签字件", "协议签字件"
    PROOF = "履行证明", "履行证明"
    WITHDRAWAL = "撤回申请", "撤回申请"
    APPLICATION = "化解申请书", "化解申请书"
    AUTHORISATION = "授权委托书", "授权委托书"
    DISCLOSURE = "调解员披露声明", "调解员披露声明"
    CHOICE = "选定调解员意见", "选定调解员意见"
    RECUSAL = "回避申请", "回避申请"
    UNDISPUTED = "无争议事实记载", "无争议事实记载"
    APPRAISAL = "鉴定评估意见", "鉴定评估意见"
    OUTCOME = "结果文书", "结果文书"
    CONFIRMATION = "司法确认材料", "司法确认材料"
    FILING = "立案材料", "立案材料"
    EVIDENCE = "证据材料", "证据材料"
    OTHER = "其他材料", "其他材料"


MEDIATION_FILE = frozenset(
    {
        FileKind.STATEMENT,
        FileKind.RECORD,
        FileKind.DISCLOSURE,
        FileKind.CHOICE,
        FileKind.RECUSAL,
        FileKind.UNDISPUTED,
        FileKind.APPRAISAL,
        FileKind.EVIDENCE,
        FileKind.OTHER,
    }
)
"""What the court does not get to see: mediation is confidential, also towards the bench
(行诉解释第八十六条, 特邀调解规定第二十二条)."""

INTAKE_FILE = frozenset({FileKind.COMPLAINT, FileKind.CONSENT, FileKind.APPLICATION})
"""What came in with the dispute: all that whoever merely handed it on gets to see."""
