"""How matters look in the admin: only what one may see anyway, and never to be changed."""

from django.contrib import admin

from liaison import access


class ReadOnlyAdmin(admin.ModelAdmin):
    """A list to look at: nobody adds, changes or deletes here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class MatterAdmin(ReadOnlyAdmin):
    """Base of each kind's admin: the same wall as everywhere, and no step taken here."""

    list_display = ["number", "title", "status", "initiator", "holder", "due_on"]
    list_filter = ["status"]
    list_select_related = ["initiator", "holder"]
    search_fields = ["search_text"]
    exclude = ["search_text"]
    show_full_result_count = False

    def has_module_permission(self, request):
        return bool(access.group_ids(request.user))

    def has_view_permission(self, request, obj=None):
        if not access.group_ids(request.user):
            return False
        if obj is None:
            return True
        return self.model.objects.visible_to(request.user).filter(pk=obj.pk).exists()

    def get_queryset(self, request):
        return self.model.objects.visible_to(request.user)
