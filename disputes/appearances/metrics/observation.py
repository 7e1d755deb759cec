"""Figures of observed hearings (旁听庭审数据), for the monthly notice and the yearly account."""

from disputes.appearances.models import Observation
from liaison import registry
from liaison.metrics import Rate


@registry.metrics.register
class HeadsObserving:
    """负责人旁听占比: of the persons who came to observe hearings, the heads of units."""

    code = "appearances.heads_observing"
    title = "旁听庭审中负责人占比"

    def rate(self, user, span, today):
        figures = self.figures(user, span)
        return Rate(figures.heads, figures.persons)

    def figures(self, user, span):
        """Return the ``ObservationFigures`` of the observed hearings that ``user`` may see."""
        return Observation.objects.visible_to(user).figures(span)
