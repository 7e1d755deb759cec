"""Figures of judicial suggestions: answered in time, adopted."""

from liaison import registry
from suggestions.models.figures import SuggestionFigures, fallen_due


@registry.metrics.register
class AnsweredInTime:
    """司法建议反馈率: of the letters whose answer fell due, those answered in time."""

    code = "suggestions.answered_in_time"
    title = "司法建议反馈率"

    def rate(self, user, span, today):
        return SuggestionFigures.of(fallen_due(user, span, today)).replied


@registry.metrics.register
class Adopted:
    """司法建议采纳率: of the letters that were answered, those adopted wholly or in part."""

    code = "suggestions.adopted"
    title = "司法建议采纳率"

    def rate(self, user, span, today):
        return SuggestionFigures.of(fallen_due(user, span, today)).adoption
