"""The words a judicial suggestion is described with: kinds, states, answers, verdicts."""

from django.db import models


class Kind(models.TextChoices):
    """What gives rise to a suggestion (司法建议种类), each with its own law."""

    GOVERNANCE = "governance", "综合治理类"
    HEAD_ABSENT = "head_absent", "行政机关负责人不出庭应诉"
    AGENCY_ABSENT = "agency_absent", "被告无正当理由不到庭、中途退庭"
    NON_PERFORMANCE = "non_performance", "拒不履行裁判"
    NORMATIVE_DOCUMENT = "normative_document", "规范性文件不合法"
    OTHER = "other", "其他"


class Event(models.TextChoices):
    """For what a court must write to those above an agency (负责人出庭应诉规定第十二条第一款)."""

    NO_REASON = "no_reason", "负责人未出庭，且未说明理由或者理由不成立"
    AFTER_ADJOURNMENT = (
        "after_adjournment",
        "负责人有正当理由申请延期开庭，准许后再次开庭时仍未出庭且无正当理由",
    )
    NOBODY = "nobody", "负责人和行政机关相应的工作人员均不出庭应诉"
    LEFT = "left", "负责人未经法庭许可中途退庭"
    REFUSED = "refused", "在庭审中被要求就有关问题解释说明，负责人拒绝，导致庭审无法进行"


class Status(models.TextChoices):
    """How far a suggestion has come; its outcome is kept apart."""

    DRAFT = "draft", "拟稿"
    CONSULTED = "consulted", "已沟通"
    APPROVED = "approved", "审委会已通过"
    SIGNED = "signed", "已签发"
    SERVED = "served", "已送达"
    ACKNOWLEDGED = "acknowledged", "已签收"
    REPLIED = "replied", "已答复"
    RETURNED = "returned", "退回补充"
    LOOK_BACK = "look_back", "待回头看"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class ServiceWay(models.TextChoices):
    """How the letter reached the recipient (送达方式)."""

    DIRECT = "direct", "直接送达"
    LEFT = "left", "留置送达"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达"
    ENTRUSTED = "entrusted", "委托送达"


class Response(models.TextChoices):
    """What the recipient says to one suggestion (采纳情况)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REJECTED = "rejected", "不采纳"


ADOPTING = frozenset({Response.ADOPTED, Response.PARTLY})
"""Answers that adopt something (采纳率的分子)."""


class Satisfaction(models.TextChoices):
    """What the court thinks of one answer (评价)."""

    SATISFIED = "satisfied", "满意"
    PARTLY = "partly", "部分满意"
    UNSATISFIED = "unsatisfied", "不满意"


class Done(models.TextChoices):
    """What became of an answer when the court looked back (落实情况)."""

    DONE = "done", "已落实"
    PARTLY = "partly", "部分落实"
    NOT = "not", "未落实"


class Outcome(models.TextChoices):
    """What came of the whole suggestion (采纳结果), found by the court when it closes it."""

    ADOPTED = "adopted", "全部采纳"
    PARTLY = "partly", "部分采纳"
    REJECTED = "rejected", "未采纳"


class Timeliness(models.TextChoices):
    """How an answer that fell due stands (答复时效)."""

    IN_TIME = "in_time", "按期答复"
    LATE = "late", "逾期答复"
    OVERDUE = "overdue", "逾期未答复"
