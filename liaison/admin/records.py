"""Records to look at: the audit trail, the outbox, numbers, the demo's post box."""

from django.contrib import admin

from liaison import access
from liaison.admin.matters import ReadOnlyAdmin
from liaison.models import AuditEntry, CaughtMail, Message, NumberSeries, Reminder


def may_audit(request):
    """Say whether the reader reviews the records of all business (安全审计员)."""
    return request.user.has_perm("liaison.view_auditentry")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what and when, for the auditor; titles and notes stay with those in the matter."""

    list_display = ["at", "actor", "unit", "label", "content_type", "object_id"]
    list_filter = ["action", "content_type", "at"]
    list_select_related = ["actor", "unit", "content_type"]
    date_hierarchy = "at"
    fields = ["at", "actor", "unit", "action", "label", "content_type", "object_id"]
    show_full_result_count = False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What was sent and what failed; the words are between the system and the recipient.

    What kind of notice it was is the auditor's to see: that a court signed a letter tells
    those outside it of something they may not know of yet.
    """

    list_display = ["created_at", "notice", "recipient", "channel", "status", "attempts", "error"]
    list_filter = ["status", "channel", "notice"]
    list_select_related = ["recipient"]
    fields = [*list_display, "not_before", "sent_at", "read_at"]
    show_full_result_count = False

    def get_list_display(self, request):
        return self._shown(request, super().get_list_display(request))

    def get_list_filter(self, request):
        return self._shown(request, super().get_list_filter(request))

    def get_fields(self, request, obj=None):
        return self._shown(request, super().get_fields(request, obj))

    @staticmethod
    def _shown(request, names):
        return names if may_audit(request) else [name for name in names if name != "notice"]


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "deadline_id", "version", "tier", "recipient", "channel"]
    list_select_related = ["recipient"]
    fields = list_display


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnlyAdmin):
    """How far each series got: one's own units'; a court's count tells of unserved letters."""

    list_display = ["issuer", "name", "year", "last"]
    list_filter = ["year"]
    list_select_related = ["issuer"]

    def get_queryset(self, request):
        series = super().get_queryset(request)
        if may_audit(request):
            return series
        return series.filter(issuer__in=access.standing(request.user).units)


@admin.register(CaughtMail)
class CaughtMailAdmin(ReadOnlyAdmin):
    """The demo's post box: every e-mail that would have gone out."""

    list_display = ["at", "to", "subject"]
    search_fields = ["to", "subject"]
