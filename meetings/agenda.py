"""Coming meetings (会议日程) that the reader may see."""

from liaison import registry
from liaison.agenda import Source
from meetings.models import JointMeeting


class Meetings(Source):
    code = "meetings.jointmeeting"
    view = "meetings:jointmeeting_detail"

    def queryset(self, user):
        meetings = JointMeeting.objects.visible_to(user).with_main_venue()
        return meetings.exclude(status=JointMeeting.Status.CANCELLED)


registry.agenda.register(Meetings())
