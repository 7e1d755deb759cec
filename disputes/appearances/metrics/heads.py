"""Figures of appearance (出庭应诉), registered, so that reports and appraisal find them."""

from disputes.appearances.models.figures import total_for
from liaison import registry


@registry.metrics.register
class HeadsAppearing:
    """出庭应诉率, by the policy in force on the last day (domain.md §2)."""

    code = "appearances.heads"
    title = "行政机关负责人出庭应诉率"

    def rate(self, user, span, today):
        return total_for(user, span).rate


@registry.metrics.register
class ChiefsAppearing:
    """正职负责人出庭占比: of the heads that appeared."""

    code = "appearances.chiefs"
    title = "正职负责人出庭占比"

    def rate(self, user, span, today):
        return total_for(user, span).chief_share


@registry.metrics.register
class HeadsSpeaking:
    """出庭出声率: of the heads that appeared, those that spoke."""

    code = "appearances.spoke"
    title = "负责人出庭出声率"

    def rate(self, user, span, today):
        return total_for(user, span).spoke_share
