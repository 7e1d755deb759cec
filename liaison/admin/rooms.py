"""Rooms (会议室、调解室): each office keeps those of its own and of its committee's centres."""

from django.contrib import admin
from django.db.models import Q

from liaison.models import Committee, Room, Unit


def units_with_rooms(user):
    """The units whose rooms ``user`` keeps: the office's own and its centres'."""
    kept = Committee.objects.kept_by(user)
    return Unit.objects.filter(Q(office_of__in=kept) | Q(centre_profile__committee__in=kept))


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):
    """A room that is given up is taken out of use; it doesn't vanish from past sessions."""

    list_display = ["name", "unit", "address", "seats", "has_video", "is_active"]
    list_filter = ["is_active", "has_video"]
    list_select_related = ["unit"]
    search_fields = ["name", "address"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(unit__in=units_with_rooms(request.user))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "unit":
            kwargs["queryset"] = units_with_rooms(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request, obj=None):
        return False
