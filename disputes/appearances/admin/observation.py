"""How observed hearings look in the admin."""

from django.contrib import admin

from disputes.appearances.models import Observation
from liaison.admin.matters import MatterAdmin


@admin.register(Observation)
class ObservationAdmin(MatterAdmin):
    """Read-only; who comes of which unit is on its page alone."""

    list_display = ["number", "title", "status", "court", "starts_at", "held_on"]
    list_filter = ["status", "kind"]
    list_select_related = ["court"]
    fields = [
        *("number", "title", "status", "kind", "court", "initiator", "reason"),
        *("case_number", "cause", "starts_at", "place", "seats", "discipline"),
        *("invited_on", "receipt_by", "held_on", "summary", "effect", "closed_on"),
    ]
    exclude = None
