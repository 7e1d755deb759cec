"""Sessions (会谈日程) of the disputes that the reader may see."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from disputes.models import Dispute, Session
from liaison import registry
from liaison.agenda import Source

OFF = (Session.Status.CANCELLED, Session.Status.ADJOURNED)


class Sessions(Source):
    """What was put off (休会、改期) is off: at the new time there is another session."""

    code = "disputes.session"
    view = "disputes:dispute_detail"
    label = "化解会谈"
    columns = {
        "part": F("sessions__pk"),
        "starts_at": F("sessions__starts_at"),
        "ends_at": F("sessions__ends_at"),
        "place": F("sessions__place"),
        "name": Value("会谈"),
        "off": Case(
            *(When(sessions__status=status, then=Value(status.label)) for status in OFF),
            default=Value(""),
        ),
        "sequence": Case(When(sessions__status__in=OFF, then=Value(1)), default=Value(0)),
        # Of a place that was typed in nobody knows what it says; a room's name is on a list.
        "public_place": Coalesce(F("sessions__room__name"), Value("")),
    }

    def events(self, user):
        return Dispute.objects.visible_to(user).filter(sessions__isnull=False)

    def coming(self, user):
        return Dispute.objects.visible_to(user).filter(sessions__status=Session.Status.PLANNED)


registry.agenda.register(Sessions())
