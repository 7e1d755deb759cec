"""How lawsuits and observed hearings look in the admin: inside the reader's rights."""

from django.contrib import admin

from disputes.appearances.models import Lawsuit
from liaison.admin.matters import MatterAdmin


@admin.register(Lawsuit)
class LawsuitAdmin(MatterAdmin):
    """Read-only; no litigants here."""

    list_display = ["number", "title", "status", "instance", "initiator", "result", "due_on"]
    list_filter = ["status", "instance", "result"]
    fields = [
        "number",
        "title",
        "status",
        "instance",
        "procedure",
        "initiator",
        "act_kind",
        "act",
        "filed_on",
        "due_on",
        "judged_on",
        "result",
        "closed_on",
    ]
    exclude = None
