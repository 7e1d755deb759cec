"""Codes of the periods that a judicial suggestion sets running (司法建议的期限).

``GOVERNANCE`` is the statute's (法释〔2023〕11号第八条: two months as a rule), ``OTHER`` the same
by analogy (第十二条), ``SUPPLEMENT`` the date the court sets when it hands an incomplete
answer back, ``LOOK_BACK`` the day by which it looks back; these stand in
``data/deadline_rules.toml``. For a normative document the court has three months to issue it, and
the maker sixty days to answer (行诉解释第一百四十九条). ``EARLIER`` is for letters that were served
before there was any of these rules.
"""

GOVERNANCE = "suggestion.governance"
OTHER = "suggestion.other"
SUPPLEMENT = "suggestion.supplement"
LOOK_BACK = "suggestion.look_back"
NORMATIVE_ISSUE = "suggestion.normative_issue"
NORMATIVE_REPLY = "suggestion.normative_reply"
EARLIER = "suggestion.earlier"
REPLY = (GOVERNANCE, OTHER, NORMATIVE_REPLY, EARLIER)
"""Those in which an addressee owes its first answer."""
