"""Interviews (约谈) that the reader may see, in the calendar."""

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Cast

from disputes.appearances.models import Interview, Rectification
from liaison import registry
from liaison.agenda import Source

OFF = Interview.State.CANCELLED


class Interviews(Source):
    """Each time an interview is moved counts as a change of what was announced."""

    code = "appearances.interview"
    view = "appearances:rectification_detail"
    label = "约谈"
    kind = "出庭应诉整改"
    columns = {
        "part": F("interviews__pk"),
        "starts_at": F("interviews__starts_at"),
        "place": F("interviews__place"),
        "name": Value("约谈"),
        "off": Case(
            When(interviews__state=OFF, then=Value(OFF.label)),
            default=Value(""),
        ),
        "sequence": Cast(F("interviews__moved"), IntegerField()),
    }

    def events(self, user):
        return Rectification.objects.visible_to(user).filter(interviews__isnull=False)

    def coming(self, user):
        return Rectification.objects.visible_to(user).filter(
            interviews__state=Interview.State.PLANNED
        )


registry.agenda.register(Interviews())
