"""Codes of the periods that a judicial suggestion sets running (司法建议的期限).

``GOVERNANCE`` is the statute's (法释〔2023〕11号第八条: two months as a rule), ``OTHER`` the same
by analogy (第十二条), ``SUPPLEMENT`` the date the court sets when it hands an incomplete
answer back. The last two stand in ``data/deadline_rules.toml``.
"""

GOVERNANCE = "suggestion.governance"
OTHER = "suggestion.other"
SUPPLEMENT = "suggestion.supplement"
