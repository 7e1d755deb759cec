"""Hearings (开庭) of the lawsuits that the reader may see."""

from django.db.models import Case, F, Value, When

from disputes.appearances.models import Hearing, Lawsuit
from liaison import registry
from liaison.agenda import Source

OFF = (Hearing.State.CANCELLED, Hearing.State.ADJOURNED)


class Hearings(Source):
    """What was put off (延期) is off: at the new time there is another hearing."""

    code = "appearances.hearing"
    view = "appearances:lawsuit_detail"
    label = "开庭"
    columns = {
        "part": F("hearings__pk"),
        "starts_at": F("hearings__starts_at"),
        "place": F("hearings__place"),
        "name": Value("开庭"),
        "off": Case(
            *(When(hearings__state=state, then=Value(state.label)) for state in OFF),
            default=Value(""),
        ),
        "sequence": Case(When(hearings__state__in=OFF, then=Value(1)), default=Value(0)),
    }

    def events(self, user):
        return Lawsuit.objects.visible_to(user).filter(hearings__isnull=False)

    def coming(self, user):
        return Lawsuit.objects.visible_to(user).filter(hearings__state=Hearing.State.PLANNED)


registry.agenda.register(Hearings())
