"""Accounts, posts and units: the security administrator's lists."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from liaison.admin.matters import ReadOnlyAdmin
from liaison.models import Area, Jurisdiction, Post, Unit, User


class PostInline(admin.TabularInline):
    model = Post
    extra = 0
    autocomplete_fields = ["unit"]

    def has_delete_permission(self, request, obj=None):
        return False  # a post ends, it does not vanish


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "posts__role"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    inlines = [PostInline]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("个人情况", {"fields": ["name", "email", "phone"]}),
        ("账号", {"fields": ["is_active", "is_staff", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"fields": ["username", "name", "email", "usable_password", "password1", "password2"]},
        )
    ]
    readonly_fields = ["last_login", "date_joined"]

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        """Only the system administrator says who may enter the admin at all."""
        more = [] if request.user.is_superuser else ["is_staff"]
        return [*self.readonly_fields, *more]

    def has_change_permission(self, request, obj=None):
        """A system administrator's account is for system administrators to change."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or request.user.is_superuser)


admin.site.unregister(Authenticator)  # allauth's own shows the secret


@admin.register(Authenticator)
class SecondFactorAdmin(ReadOnlyAdmin):
    """Second factors (动态口令): deleted when a telephone was lost; the secret is on no page."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__name"]
    fields = list_display

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("mfa.delete_authenticator")


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ["name", "short_name", "kind", "level", "court_code", "parent", "is_active"]
    list_filter = ["kind", "is_active", "area"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    list_display = ["name", "parent"]
    search_fields = ["name"]


@admin.register(Jurisdiction)
class JurisdictionAdmin(admin.ModelAdmin):
    list_display = ["area", "matter_kind", "court", "centre"]
    list_select_related = ["area", "court", "centre"]
    autocomplete_fields = ["area", "court", "centre"]
