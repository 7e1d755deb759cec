"""Observed hearings (旁听庭审) in the calendar of those who may see them."""

from django.db.models import Case, F, Value, When

from disputes.appearances.models import Observation
from liaison import registry
from liaison.agenda import Source

Status = Observation.Status
CANCELLED = Case(
    When(status=Status.CANCELLED, then=Value(Status.CANCELLED.label)), default=Value("")
)


class Observations(Source):
    """Each version of the notice counts on; calling it off is one more."""

    code = "appearances.observation"
    view = "appearances:observation_detail"
    label = "旁听庭审"
    kind = "旁听庭审"
    columns = {
        "name": Value("旁听"),
        "place": F("place"),
        "off": CANCELLED,
        "sequence": F("notice_version")
        + Case(When(status=Status.CANCELLED, then=Value(1)), default=Value(0)),
    }

    def events(self, user):
        return Observation.objects.visible_to(user).filter(starts_at__isnull=False)

    def coming(self, user):
        return self.events(user).exclude(status=Status.CANCELLED)


registry.agenda.register(Observations())
