"""What may be done with a dispute: the parts that units have in it, and the steps of roles."""

PARTS = (
    ("refer_dispute", "移送化解"),
    ("handle_dispute", "中心办理"),
    ("mediate_dispute", "主持化解"),
    ("answer_dispute", "被申请机关办理"),
    ("read_file_dispute", "查看化解案卷"),
    ("follow_dispute", "了解进展"),
)
"""What a grant on one dispute can say; ``follow`` is to hear of progress, not of content."""

STEPS = (
    ("accept_dispute", "受理"),
    ("refuse_dispute", "不予受理"),
    ("appoint_dispute", "指定调解员"),
    ("state_dispute", "提交情况说明"),
    ("supplement_dispute", "补充材料"),
    ("schedule_session_dispute", "通知会谈"),
    ("record_session_dispute", "记录会谈"),
    ("cancel_session_dispute", "取消会谈"),
    ("extend_dispute", "延长期限"),
    ("suspend_dispute", "中止"),
    ("resume_dispute", "恢复"),
    ("agree_dispute", "达成协议"),
    ("perform_dispute", "确认履行"),
    ("close_dispute", "确认办结"),
    ("send_back_dispute", "退回继续履行"),
    ("fail_dispute", "化解不成"),
    ("withdraw_dispute", "登记撤回"),
    ("unmask_dispute", "查看当事人信息"),
    ("register_filing_dispute", "登记立案情况"),
    ("add_party_dispute", "追加当事人"),
    ("choose_mediator_dispute", "登记选定调解员"),
    ("disclose_dispute", "调解员披露"),
    ("request_recusal_dispute", "登记回避申请"),
    ("decide_recusal_dispute", "决定回避"),
    ("adjourn_session_dispute", "休会、改期"),
    ("restart_dispute", "重新计算期限"),
    ("conclude_dispute", "登记其他化解结果"),
    ("report_performance_dispute", "报告履行"),
    ("seal_dispute", "登记盖章"),
    ("apply_confirmation_dispute", "申请司法确认"),
    ("decide_confirmation_dispute", "登记司法确认结果"),
    ("report_to_court_dispute", "报送情况报告"),
    ("lapse_dispute", "按撤回处理"),
    ("stop_sham_dispute", "终止虚假调解"),
    ("transfer_dispute", "移送其他机构"),
    ("archive_dispute", "归档"),
)
"""What a role can bring."""

PERMISSIONS = [*PARTS, *STEPS]
