"""The words a lawsuit is described with: instance, result, why a head is called, who came."""

from django.db import models


class Status(models.TextChoices):
    """How far a lawsuit has come in this instance (进展); its result is kept apart."""

    FILED = "filed", "已立案"
    DEFENDING = "defending", "答辩举证"
    LISTED = "listed", "待开庭"
    HEARD = "heard", "已开庭"
    JUDGED = "judged", "已裁判"
    PERFORMING = "performing", "履行中"
    CLOSED = "closed", "已结"


UNJUDGED = (Status.DEFENDING, Status.LISTED, Status.HEARD)
"""In which an agency may still answer, and the court has still to judge."""


class Instance(models.TextChoices):
    """The instance (审级): each has a case number of its own, and heads of its own to appear."""

    FIRST = "first", "一审"
    SECOND = "second", "二审"
    REVIEW = "review", "再审审查"
    RETRIAL = "retrial", "再审"


INSTANCES = {
    "初": Instance.FIRST,
    "终": Instance.SECOND,
    "监": Instance.REVIEW,
    "申": Instance.REVIEW,
    "抗": Instance.REVIEW,
    "再": Instance.RETRIAL,
}
"""The last character of the type code (类型代字) → the instance."""


class Procedure(models.TextChoices):
    ORDINARY = "ordinary", "普通程序"
    SUMMARY = "summary", "简易程序"


class Side(models.TextChoices):
    """As what an agency is in the lawsuit (诉讼地位)."""

    DEFENDANT = "defendant", "被告"
    THIRD = "third", "第三人（应当追加为被告而原告不同意追加）"


class ServiceWay(models.TextChoices):
    """How the copy of the complaint, or a notice, reached an agency (送达方式)."""

    DIRECT = "direct", "直接送达"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达"
    ENTRUSTED = "entrusted", "委托送达"


class Result(models.TextChoices):
    """How the instance ended (裁判结果); 行政诉讼法第六十条至第七十八条、第八十九条."""

    REJECTED = "rejected", "判决驳回诉讼请求"
    REVOKED = "revoked", "判决撤销或者部分撤销"
    REMADE = "remade", "判决撤销并责令重新作出行政行为"
    TO_PERFORM = "to_perform", "判决责令履行法定职责"
    TO_PAY = "to_pay", "判决履行给付义务"
    ILLEGAL = "illegal", "判决确认违法"
    INVALID = "invalid", "判决确认无效"
    ALTERED = "altered", "判决变更"
    AGREEMENT = "agreement", "判决履行行政协议、采取补救措施或者赔偿损失"
    COMPENSATION = "compensation", "判决赔偿、补偿"
    UPHELD = "upheld", "维持原判"
    REVERSED_AGAINST = "reversed_against", "改判，行政机关败诉"
    REVERSED_FOR = "reversed_for", "改判，行政机关胜诉"
    REMANDED = "remanded", "撤销原判，发回重审"
    DISMISSED = "dismissed", "裁定驳回起诉"
    WITHDRAWN = "withdrawn", "裁定准许撤诉"
    DEEMED_WITHDRAWN = "deemed_withdrawn", "按撤诉处理"
    MEDIATED = "mediated", "行政调解书结案"
    TERMINATED = "terminated", "裁定终结诉讼"
    TRANSFERRED = "transferred", "移送管辖"
    RETRIAL_REFUSED = "retrial_refused", "裁定驳回再审申请"
    RETRIAL_ORDERED = "retrial_ordered", "裁定再审"
    OTHER = "other", "其他"


AGAINST = frozenset(
    {
        Result.REVOKED,
        Result.REMADE,
        Result.TO_PERFORM,
        Result.TO_PAY,
        Result.ILLEGAL,
        Result.INVALID,
        Result.ALTERED,
        Result.AGREEMENT,
        Result.COMPENSATION,
        Result.REVERSED_AGAINST,
    }
)
"""Results by which the agency lost (败诉)."""

WITHOUT_JUDGMENT = frozenset(
    {
        Result.WITHDRAWN,
        Result.DEEMED_WITHDRAWN,
        Result.MEDIATED,
        Result.TERMINATED,
        Result.TRANSFERRED,
        Result.RETRIAL_REFUSED,
        Result.RETRIAL_ORDERED,
    }
)
"""Results that end the case at once: nobody appeals against them."""


class NoticeGround(models.TextChoices):
    """Why the court calls the head to the hearing (通知事由); 负责人出庭应诉规定第四条."""

    SAFETY = "safety", "涉及食品药品安全、生态环境和资源保护、公共卫生安全等重大公共利益"
    CONCERN = "concern", "社会高度关注"
    MASS = "mass", "可能引发群体性事件"
    INTERESTS = "interests", "被诉行政行为涉及公民、法人或者其他组织重大人身、财产权益"
    PUBLIC_INTEREST = "public_interest", "行政公益诉讼"
    RULES = "rules", "被诉行政机关的上级机关规范性文件要求负责人出庭应诉"
    OTHER = "other", "人民法院认为需要通知负责人出庭应诉的其他情形"


MUST = frozenset({NoticeGround.SAFETY, NoticeGround.CONCERN, NoticeGround.MASS})
"""Grounds on which the court must notify the head (第四条第一款); on the others it may."""


class Rank(models.TextChoices):
    """What kind of head appears (负责人类别); 负责人出庭应诉规定第二条第一款."""

    CHIEF = "chief", "正职负责人"
    DEPUTY = "deputy", "副职负责人"
    PARTICIPATING = "participating", "参与分管被诉行政行为实施工作的副职级别负责人"
    OTHER = "other", "其他参与分管的负责人"


class Excuse(models.TextChoices):
    """Why a head can't appear (不能出庭的正当理由); 负责人出庭应诉规定第八条."""

    FORCE_MAJEURE = "force_majeure", "不可抗力"
    ACCIDENT = "accident", "意外事件"
    DUTY = "duty", "需要履行他人不能代替的公务"
    OTHER = "other", "无法出庭的其他正当事由"


class View(models.TextChoices):
    """What the court finds of an excuse (法院意见); 负责人出庭应诉规定第九条."""

    ACCEPTED = "accepted", "理由成立"
    REFUSED = "refused", "理由不成立"


class Identity(models.TextChoices):
    """Whether the paper that proves who appears will do (身份证明); 第六条."""

    VALID = "valid", "材料合格"
    CURED = "cured", "已补正"
    DEFECTIVE = "defective", "不能补正或者影响开庭，视为未出庭"


class Presence(models.TextChoices):
    """Who came for the agency (出庭情况)."""

    HEAD = "head", "负责人出庭"
    STAFF = "staff", "仅相应的工作人员出庭"
    LAWYER = "lawyer", "仅委托律师出庭"
    NOBODY = "nobody", "无人出庭"


class Event(models.TextChoices):
    """After which the court must write to those above the agency (第十二条第一款)."""

    NO_REASON = "no_reason", "负责人未出庭，且未说明理由或者理由不成立"
    AFTER_ADJOURNMENT = (
        "after_adjournment",
        "负责人有正当理由申请延期开庭，准许后再次开庭时仍未出庭且无正当理由",
    )
    NOBODY = "nobody", "负责人和行政机关相应的工作人员均不出庭应诉"
    LEFT = "left", "负责人未经法庭许可中途退庭"
    REFUSED = "refused", "在庭审中被要求就有关问题解释说明，负责人拒绝，导致庭审无法进行"
