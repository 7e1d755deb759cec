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
    COMPLETED = "completed", "履行完毕"
    REFUSED = "refused", "不予受理"
    FAILED = "failed", "化解不成"
    WITHDRAWN = "withdrawn", "已撤回"


UNDER_WAY = (Status.ACCEPTED, Status.MEDIATING)
"""Taken in, not suspended, no agreement yet: while mediation is going on."""


class Outcome(TextChoices):
    """What came of it (结果), apart from where it stands."""

    AGREEMENT_PENDING = "agreement_pending", "达成协议，待履行"
    AGREEMENT_PERFORMED = "agreement_performed", "达成协议并履行完毕"
    FAILED_TO_FILING = "failed_to_filing", "化解不成，转立案审查"
    FAILED_RESUME_TRIAL = "failed_resume_trial", "化解不成，恢复审理"
    FAILED_RESUME_ENFORCEMENT = "failed_resume_enforcement_review", "化解不成，恢复执行审查"
    PARTY_WITHDREW = "party_withdrew", "当事人撤回"


class Stage(TextChoices):
    """At which point of the suit the court refers the dispute (移送阶段)."""

    PRE_SUIT = "pre_suit", "诉前委派"
    IN_SUIT = "in_suit", "诉中委托（普通程序）"
    IN_SUIT_SUMMARY = "in_suit_summary", "诉中委托（简易程序）"
    ENFORCEMENT = "enforcement", "非诉执行审查"


MEDIATION_RULES = {
    Stage.PRE_SUIT: deadlines.PRE_SUIT,
    Stage.IN_SUIT: deadlines.IN_SUIT,
    Stage.IN_SUIT_SUMMARY: deadlines.IN_SUIT_SUMMARY,
    Stage.ENFORCEMENT: deadlines.ENFORCEMENT,
}
"""Stage → the rule by which the time for mediation runs (特邀调解规定第二十七条)."""

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
    OTHER = "other", "其他应当终结的情形"


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


MEDIATION_FILE = frozenset({FileKind.STATEMENT, FileKind.RECORD})
"""What the court does not get to see: mediation is confidential, also towards the bench
(行诉解释第八十六条, 特邀调解规定第二十二条)."""
