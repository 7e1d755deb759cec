"""Committees with their members, seats and centres: the office's lists."""

from django.contrib import admin

from liaison.models import Centre, Committee, Membership, Seat


class KeptByOfficeAdmin(admin.ModelAdmin):
    """Base of a list that each office keeps for its own committee, field ``committee``."""

    def get_queryset(self, request):
        kept = Committee.objects.kept_by(request.user)
        return super().get_queryset(request).filter(committee__in=kept)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "committee":
            kwargs["queryset"] = Committee.objects.kept_by(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["unit"]


class SeatInline(admin.TabularInline):
    model = Seat
    extra = 0
    autocomplete_fields = ["unit", "user"]


class CentreInline(admin.TabularInline):
    model = Centre
    extra = 0
    autocomplete_fields = ["unit", "seat"]
    show_change_link = True


@admin.register(Committee)
class CommitteeAdmin(admin.ModelAdmin):
    list_display = ["short_name", "area", "office", "starter", "founded_on"]
    list_select_related = ["area", "office", "starter"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["area", "office", "starter"]
    inlines = [SeatInline, MembershipInline, CentreInline]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Centre)
class CentreAdmin(admin.ModelAdmin):
    list_display = ["unit", "committee", "seat", "number_prefix"]
    list_select_related = ["unit", "committee", "seat"]
    autocomplete_fields = ["committee", "unit", "seat", "areas"]
