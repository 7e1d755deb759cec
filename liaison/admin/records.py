"""Records to look at: the audit trail, the outbox, numbers, the demo's post box."""

from django.contrib import admin

from liaison.admin.matters import ReadOnlyAdmin
from liaison.models import AuditEntry, CaughtMail, Message, NumberSeries, Reminder


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
    """What was sent and what failed; the words are between the system and the recipient."""

    list_display = ["created_at", "notice", "recipient", "channel", "status", "attempts", "error"]
    list_filter = ["status", "channel", "notice"]
    list_select_related = ["recipient"]
    fields = [*list_display, "not_before", "sent_at", "read_at"]
    show_full_result_count = False


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "deadline_id", "version", "tier", "recipient", "channel"]
    list_select_related = ["recipient"]
    fields = list_display


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnlyAdmin):
    list_display = ["issuer", "name", "year", "last"]
    list_filter = ["year"]
    list_select_related = ["issuer"]


@admin.register(CaughtMail)
class CaughtMailAdmin(ReadOnlyAdmin):
    """The demo's post box: every e-mail that would have gone out."""

    list_display = ["at", "to", "subject"]
    search_fields = ["to", "subject"]
