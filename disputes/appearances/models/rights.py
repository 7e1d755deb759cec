"""What may be done with a lawsuit: a permission a step, and a part for each who has one in it."""

STEPS = {
    "file": "登记立案",
    "revise": "修改立案登记",
    "serve": "登记送达",
    "file_receipt": "补传送达回证",
    "ask_deferral": "申请延期举证",
    "record_deferral": "登记纸质延期申请",
    "decide_deferral": "审批延期举证",
    "draft_answer": "拟写答辩状",
    "submit_answer": "提交答辩举证",
    "record_answer": "登记纸质答辩材料",
    "forward_answer": "登记发送答辩状副本",
    "agree_head": "登记共同被告出庭商定",
    "fix_hearing": "确定开庭并通知负责人",
    "adjourn": "延期开庭",
    "cancel_hearing": "取消开庭",
    "urge_head": "督促负责人出庭",
    "name_head": "报送出庭负责人",
    "excuse_head": "说明不能出庭的理由",
    "decide_excuse": "审查不能出庭的理由",
    "record_hearing": "登记出庭情况",
    "correct_record": "更正出庭情况",
    "raise_suggestion": "提出司法建议",
    "judge": "登记裁判",
    "take_effect": "登记生效或者上诉",
    "report_performance": "报告履行情况",
    "confirm_performance": "确认履行",
    "note_in_judgment": "登记裁判文书载明",
}
PARTS = {
    "handle": "承办（受诉法院）",
    "answer": "答辩举证（被诉行政机关）",
    "defer": "申请延期举证（被诉行政机关）",
    "give": "提交答辩（被诉行政机关）",
    "appear": "出庭应诉（被诉行政机关）",
    "perform": "履行裁判（被诉行政机关）",
    "urge": "督促（政府方）",
}
PERMISSIONS = [(f"{verb}_lawsuit", label) for verb, label in (STEPS | PARTS).items()]


def perm(verb):
    """The permission of a step, as roles hold it."""
    return f"appearances.{verb}_lawsuit"
