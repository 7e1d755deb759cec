"""The committee's rulebook (工作规则): the office edits a draft and puts it in force."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError

from disputes.models import Article, Rulebook
from liaison.admin.committees import KeptByOfficeAdmin
from liaison.models import record


class ArticleInline(admin.StackedInline):
    """The articles of a draft; those of a version in force are there to read."""

    model = Article
    extra = 0
    fields = ["ordinal", "chapter", "heading", "text", "touches"]

    def has_add_permission(self, request, obj=None):
        return self.is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.is_draft(obj) and super().has_change_permission(request, obj)

    @staticmethod
    def is_draft(rulebook):
        return rulebook is None or rulebook.status == Rulebook.Status.DRAFT


@admin.register(Rulebook)
class RulebookAdmin(KeptByOfficeAdmin):
    """Each office keeps its committee's rulebook: a draft is edited, what is in force stands."""

    list_display = ["title", "committee", "version", "status", "valid_from"]
    list_filter = ["status"]
    list_select_related = ["committee"]
    inlines = [ArticleInline]
    actions = ["put_in_force"]
    fields = [
        *("committee", "title", "version", "status", "valid_from"),
        *("session_notice_days", "extension_days", "extensions_allowed"),
    ]

    def get_fields(self, request, obj=None):
        """A new version begins from the one before, or from the model text: only whose is asked."""
        return self.fields if obj else ["committee"]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        stands = obj.status == Rulebook.Status.IN_FORCE
        return self.fields if stands else ["committee", "version", "status"]

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.pk = Rulebook.objects.draft(obj.committee).pk
            obj.refresh_from_db()

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="施行所选草案", permissions=["change"])
    def put_in_force(self, request, queryset):
        for rulebook in queryset:
            try:
                rulebook.adopt()
            except ValidationError as error:
                messages.error(request, f"{rulebook}：{'；'.join(error.messages)}")
            else:
                record(request.user, "rulebook", f"施行{rulebook}")
                messages.success(request, f"{rulebook}：自{rulebook.valid_from}起施行")
