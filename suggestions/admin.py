"""How suggestions look in the admin: inside the reader's rights, without what stays in court."""

from django.contrib import admin

from liaison.admin.matters import MatterAdmin
from suggestions.models import JudicialSuggestion


@admin.register(JudicialSuggestion)
class JudicialSuggestionAdmin(MatterAdmin):
    """Read-only; talk and judicial committee are not shown here at all."""

    list_display = [*MatterAdmin.list_display[:3], "kind", "recipient", "served_on", "due_on"]
    list_filter = ["status", "kind", "outcome"]
    list_select_related = ["recipient"]
    fields = [
        "number",
        "title",
        "status",
        "kind",
        "initiator",
        "recipient",
        "coordinator",
        "signed_on",
        "served_on",
        "due_on",
        "replied_on",
        "outcome",
        "closed_on",
    ]
    exclude = None
