"""The words of courts' case systems (办案系统用词), and what they are called here."""

from disputes.appearances.models import Instance, Litigant, Procedure, Rank, Result
from disputes.models import ActKind

YES = frozenset({"是", "有", "Y", "YES", "TRUE", "1", "已", "√"})
NO = frozenset({"否", "无", "N", "NO", "FALSE", "0", "未", "×"})

RESULTS = {result.label: result for result in Result} | {
    "驳回诉讼请求": Result.REJECTED,
    "判决驳回原告诉讼请求": Result.REJECTED,
    "驳回原告诉讼请求": Result.REJECTED,
    "撤销": Result.REVOKED,
    "判决撤销": Result.REVOKED,
    "部分撤销": Result.REVOKED,
    "判决部分撤销": Result.REVOKED,
    "撤销被诉行政行为": Result.REVOKED,
    "撤销并责令重作": Result.REMADE,
    "判决撤销并责令重作": Result.REMADE,
    "撤销并责令重新作出行政行为": Result.REMADE,
    "责令履行": Result.TO_PERFORM,
    "履行法定职责": Result.TO_PERFORM,
    "判决履行法定职责": Result.TO_PERFORM,
    "责令履行法定职责": Result.TO_PERFORM,
    "给付": Result.TO_PAY,
    "判决给付": Result.TO_PAY,
    "履行给付义务": Result.TO_PAY,
    "确认违法": Result.ILLEGAL,
    "确认无效": Result.INVALID,
    "变更": Result.ALTERED,
    "判决变更": Result.ALTERED,
    "判决履行行政协议": Result.AGREEMENT,
    "继续履行协议": Result.AGREEMENT,
    "判决赔偿": Result.COMPENSATION,
    "判决补偿": Result.COMPENSATION,
    "行政赔偿": Result.COMPENSATION,
    "赔偿": Result.COMPENSATION,
    "维持": Result.UPHELD,
    "判决维持": Result.UPHELD,
    "裁定维持": Result.UPHELD,
    "驳回上诉，维持原判": Result.UPHELD,
    "驳回上诉维持原判": Result.UPHELD,
    "驳回上诉，维持原裁定": Result.UPHELD,
    "发回重审": Result.REMANDED,
    "撤销原判发回重审": Result.REMANDED,
    "驳回起诉": Result.DISMISSED,
    "撤诉": Result.WITHDRAWN,
    "准予撤诉": Result.WITHDRAWN,
    "准许撤诉": Result.WITHDRAWN,
    "裁定准予撤诉": Result.WITHDRAWN,
    "准许撤回起诉": Result.WITHDRAWN,
    "准许撤回上诉": Result.WITHDRAWN,
    "裁定按撤诉处理": Result.DEEMED_WITHDRAWN,
    "调解": Result.MEDIATED,
    "行政调解": Result.MEDIATED,
    "调解结案": Result.MEDIATED,
    "终结": Result.TERMINATED,
    "终结诉讼": Result.TERMINATED,
    "移送": Result.TRANSFERRED,
    "裁定移送": Result.TRANSFERRED,
    "移送其他法院": Result.TRANSFERRED,
}
REVERSED = frozenset({"改判", "依法改判", "判决改判", "撤销改判", "部分改判"})
"""These say what became of the judgment below; 是否败诉 says for whom."""

PROCEDURES = {
    "一审": (Instance.FIRST, Procedure.ORDINARY),
    "一审普通程序": (Instance.FIRST, Procedure.ORDINARY),
    "一审简易程序": (Instance.FIRST, Procedure.SUMMARY),
    "二审": (Instance.SECOND, Procedure.ORDINARY),
    "再审审查": (Instance.REVIEW, Procedure.ORDINARY),
    "申请再审审查": (Instance.REVIEW, Procedure.ORDINARY),
    "再审": (Instance.RETRIAL, Procedure.ORDINARY),
    "审判监督": (Instance.RETRIAL, Procedure.ORDINARY),
    "普通程序": (None, Procedure.ORDINARY),
    "普通": (None, Procedure.ORDINARY),
    "简易程序": (None, Procedure.SUMMARY),
    "简易": (None, Procedure.SUMMARY),
}
RANKS = {rank.label: rank for rank in Rank} | {
    "正": Rank.CHIEF,
    "正职": Rank.CHIEF,
    "副": Rank.DEPUTY,
    "副职": Rank.DEPUTY,
    "其他": Rank.OTHER,
}
ACT_KINDS = {kind.label: kind for kind in ActKind} | {
    "处罚": ActKind.PENALTY,
    "强制": ActKind.COERCION,
    "行政强制措施": ActKind.COERCION,
    "行政强制执行": ActKind.COERCION,
    "许可": ActKind.LICENCE,
    "行政征收": ActKind.EXPROPRIATION,
    "行政征用": ActKind.EXPROPRIATION,
    "行政补偿": ActKind.COMPENSATION,
    "行政登记": ActKind.REGISTRATION,
    "行政确认": ActKind.REGISTRATION,
    "不履行职责": ActKind.INACTION,
    "行政不作为": ActKind.INACTION,
    "不作为": ActKind.INACTION,
    "信息公开": ActKind.INFORMATION,
    "赔偿": ActKind.DAMAGES,
}

KINDS = (
    (Litigant.Kind.PROCURATORATE, ("人民检察院",)),
    (Litigant.Kind.ENTERPRISE, ("公司", "集团", "银行", "合伙企业", "厂", "矿", "农场", "林场")),
    (
        Litigant.Kind.BUSINESS,
        ("经营部", "商行", "商店", "超市", "饭店", "餐厅", "门市部", "工作室"),
    ),
    (
        Litigant.Kind.ORGANISATION,
        (
            *("委员会", "合作社", "联合社", "学校", "小学", "中学", "大学", "医院", "协会", "商会"),
            *("村民小组", "中心", "政府", "局", "厅", "基金会", "事务所", "联合会", "业主大会"),
        ),
    ),
)
SHORTEST = 5
"""Characters of a name that may be an organisation's: 王厂 is a person."""


def kind_of_name(name):
    """What a litigant is, as the name says; where it doesn't, a natural person, to be masked."""
    if len(name) >= SHORTEST:
        for kind, endings in KINDS:
            if name.rstrip("）)").endswith(endings):
                return kind
    return Litigant.Kind.PERSON


def result_of(closing, reason, lost):
    """How the instance ended (结案方式, 结案事由), and whether these words are known here."""
    for words in (closing, reason):
        plain = words.replace("、", "，")
        if plain in REVERSED:
            return (Result.REVERSED_AGAINST if lost else Result.REVERSED_FOR), True
        if plain in RESULTS:
            return RESULTS[plain], True
    return Result.OTHER, False
