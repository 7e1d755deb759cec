"""Disputes in the admin: the reader's own, never to be changed here."""

from django.contrib import admin

from disputes.models import Dispute
from liaison.admin.matters import MatterAdmin


@admin.register(Dispute)
class DisputeAdmin(MatterAdmin):
    list_display = [*MatterAdmin.list_display, "respondent", "stage", "field", "outcome"]
    list_filter = [*MatterAdmin.list_filter, "stage", "field", "outcome"]
    list_select_related = [*MatterAdmin.list_select_related, "respondent"]
