"""The office's series; meetings and resolved items to look at, inside the reader's rights."""

from django.contrib import admin

from liaison.admin.committees import KeptByOfficeAdmin
from liaison.admin.matters import MatterAdmin
from meetings.models import JointMeeting, MeetingSeries, ResolvedItem, Topic


@admin.register(MeetingSeries)
class MeetingSeriesAdmin(KeptByOfficeAdmin):
    """Each office keeps the series of its own committee."""

    list_display = ["name", "committee", "interval_months", "next_by", "quorum", "is_active"]
    list_select_related = ["committee"]

    @admin.display(description="下次定期会议不晚于")
    def next_by(self, series):
        return series.next_regular_by()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(JointMeeting)
class JointMeetingAdmin(MatterAdmin):
    """Read-only; drafts of minutes and what was decided are not shown here at all."""

    list_display = [*MatterAdmin.list_display[:3], "kind", "starts_at", "holder"]
    list_filter = ["status", "kind"]
    fields = [
        *("number", "title", "status", "committee", "kind", "starts_at", "presiding_unit"),
        *("presiding_post", "notified_on", "held_on", "closed_on"),
    ]
    exclude = None


@admin.register(Topic)
class TopicAdmin(MatterAdmin):
    list_display = [*MatterAdmin.list_display[:3], "initiator", "meeting", "due_on"]
    list_select_related = ["initiator", "meeting"]
    fields = [
        *("number", "title", "status", "series", "kind", "initiator", "presenter_post"),
        *("document_title", "meeting", "due_on", "closed_on"),
    ]
    exclude = None


@admin.register(ResolvedItem)
class ResolvedItemAdmin(MatterAdmin):
    list_display = [*MatterAdmin.list_display[:3], "lead", "due_on", "closed_on"]
    list_select_related = ["lead"]
    fields = [
        *("number", "title", "content", "status", "meeting", "lead", "assisting"),
        *("due_on", "closed_on"),
    ]
    exclude = None
