"""Meetings (会议日程) that the reader may see."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from liaison import registry
from liaison.agenda import Source
from meetings.models import JointMeeting

Status = JointMeeting.Status


class Meetings(Source):
    """Each version of the notice counts on; calling the meeting off is one more."""

    code = "meetings.jointmeeting"
    view = "meetings:jointmeeting_detail"
    label = "联席会议"
    columns = {
        "name": Value("会议"),
        "place": Coalesce(F("place"), Value("")),
        "off": Case(
            When(status=Status.CANCELLED, then=Value(Status.CANCELLED.label)), default=Value("")
        ),
        "ends_at": F("ends_at"),
        "sequence": F("notice_version")
        + Case(When(status=Status.CANCELLED, then=Value(1)), default=Value(0)),
        "public_place": Coalesce(F("place"), Value("")),
    }

    def events(self, user):
        return JointMeeting.objects.visible_to(user).with_main_venue()

    def coming(self, user):
        return self.events(user).exclude(status=Status.CANCELLED)


registry.agenda.register(Meetings())
