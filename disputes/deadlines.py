"""The periods that run in a dispute (期限代码): statute first, the centre's own rules beside it.

``ACCEPT``, ``CHOICE``, ``STATEMENT``, ``MEDIATION``, ``ENFORCEMENT``, ``PERFORMANCE`` and
``REPORT`` are local rules, data of the office in ``data/deadline_rules.toml``; the others are
statute (行政诉讼法第五十一条, 特邀调解规定第二十七条, 民事诉讼法第二百零五条).
"""

ACCEPT = "disputes.accept"
"""The centre takes a dispute in or refuses it (审查受理)."""
CHOICE = "disputes.choose_mediator"
"""The parties choose a mediator together, or the centre names one (选定调解员)."""
STATEMENT = "disputes.statement"
"""The agency complained of hands in its written statement (提交情况说明)."""
PERFORMANCE = "disputes.performance"
"""An item of the agreement is performed, by the date written in it (履行协议); one an item."""
FILING = "case.filing"
"""The court decides whether to file (决定是否立案): beside mediation, which never replaces it."""
MEDIATION = "disputes.mediation"
"""Mediation that no court referred (工作规则第二十二条): statute sets no length to it."""
REPORT = "disputes.report"
"""The centre reports the end of mediation to the court that referred it (报送情况报告)."""
CONFIRMATION_APPLY = "confirmation.apply"
CONFIRMATION_ACCEPT = "confirmation.accept"
CONFIRMATION_DECIDE = "confirmation.decide"
"""The civil part of an agreement is confirmed by a court (民事诉讼法第二百零五条)."""
PRE_SUIT = "mediation.pre_suit"
IN_SUIT = "mediation.in_suit"
IN_SUIT_SUMMARY = "mediation.in_suit_summary"
ENFORCEMENT = "disputes.enforcement"
"""Mediation before the review of a non-litigation enforcement: no statute sets its length."""

RUN_ON = frozenset({REPORT, CONFIRMATION_ACCEPT, CONFIRMATION_DECIDE})
"""What a court is owed, or owes: no pause and no end of mediation stops these clocks."""
