"""The periods that run in a dispute (期限代码): statute first, the centre's own rules beside it.

``ACCEPT``, ``STATEMENT``, ``ENFORCEMENT`` and ``PERFORMANCE`` are local rules, data of the
office in ``data/deadline_rules.toml``; the others are statute (特邀调解规定第二十七条).
"""

ACCEPT = "disputes.accept"
"""The centre takes a referral in or refuses it (审查受理)."""
STATEMENT = "disputes.statement"
"""The agency complained of hands in its written statement (提交情况说明)."""
PERFORMANCE = "disputes.performance"
"""The agreement is performed, by the date written in it (履行协议)."""
PRE_SUIT = "mediation.pre_suit"
IN_SUIT = "mediation.in_suit"
IN_SUIT_SUMMARY = "mediation.in_suit_summary"
ENFORCEMENT = "disputes.enforcement"
"""Mediation before the review of a non-litigation enforcement: no statute sets its length."""

SESSION_NOTICE_DAYS = 3
"""Days between the notice of a session and the session itself (工作规则第十七条)."""
