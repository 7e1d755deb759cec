"""How monthly notices and rectification look in the admin."""

from django.contrib import admin

from disputes.appearances.models import MonthlyNotice, Rectification
from liaison.admin.matters import MatterAdmin


@admin.register(MonthlyNotice)
class MonthlyNoticeAdmin(MatterAdmin):
    list_display = ["number", "title", "status", "month", "court", "issued_on"]
    list_select_related = ["court"]
    fields = ["number", "title", "status", "month", "court", "scope", "issued_on", "closed_on"]
    exclude = None


@admin.register(Rectification)
class RectificationAdmin(MatterAdmin):
    list_display = ["number", "title", "status", "unit", "criticised_on", "due_on"]
    list_select_related = ["unit"]
    fields = ["number", "title", "status", "unit", "criticised_on", "due_on", "closed_on"]
    exclude = None
