"""Coming sessions (会谈日程) of the disputes that the reader may see."""

from django.db.models import F

from disputes.models import Dispute, Session
from liaison import registry
from liaison.agenda import Source


class Sessions(Source):
    code = "disputes.session"
    view = "disputes:dispute_detail"

    def queryset(self, user):
        return (
            Dispute.objects.visible_to(user)
            .filter(sessions__status=Session.Status.PLANNED)
            .annotate(starts_at=F("sessions__starts_at"), place=F("sessions__place"))
        )


registry.agenda.register(Sessions())
