"""The office's register of mediators (调解员名册)."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from disputes.models import Field, Mediator
from liaison.models import Centre, Committee, User


class MediatorForm(forms.ModelForm):
    """An entry of the register as it is kept up: term, fields, standing."""

    fields = forms.MultipleChoiceField(
        label="擅长领域",
        choices=Field.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class NewMediatorForm(MediatorForm):
    """A new entry: the person is named by account, so that no list of everybody shows."""

    account = forms.CharField(
        label="账号", max_length=150, help_text="登录名；没有账号的，先请安全管理员开立"
    )

    def clean_account(self):
        user = User.objects.filter(username=self.cleaned_data["account"].strip()).first()
        if user is None or not user.is_active or user.is_superuser:
            raise ValidationError("没有这个账号，或者账号已停用", code="unknown")
        self.instance.user = user
        return user.username


@admin.register(Mediator)
class MediatorAdmin(admin.ModelAdmin):
    """Each office keeps the registers of its own committee's centres (调解员名册).

    Who and where stay as they were entered; a new term is a new entry. Whoever is removed leaves
    every panel at once.
    """

    form = MediatorForm
    list_display = ["user", "centre", "kind", "words", "starts_on", "ends_on", "standing"]
    list_filter = ["standing", "kind", ("centre", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "centre__unit"]
    search_fields = ["user__name", "workplace"]
    fields = [
        *("centre", "user", "kind", "fields", "workplace"),
        ("starts_on", "ends_on"),
        *("standing", "standing_note"),
    ]

    @admin.display(description="擅长领域")
    def words(self, entry):
        return "、".join(Field(each).label for each in entry.fields) or "—"

    def get_queryset(self, request):
        kept = Committee.objects.kept_by(request.user)
        return super().get_queryset(request).filter(centre__committee__in=kept)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "centre":
            kept = Committee.objects.kept_by(request.user)
            kwargs["queryset"] = Centre.objects.filter(committee__in=kept).select_related("unit")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **({} if obj else {"form": NewMediatorForm}) | kwargs)

    def get_readonly_fields(self, request, obj=None):
        return ["centre", "user"] if obj else []

    def get_fields(self, request, obj=None):
        """The person is typed by account once, and shown by name after that."""
        named = {"user": "user" if obj else "account"}
        return [named.get(name, name) for name in self.fields]

    def save_model(self, request, obj, form, change):
        labels = [form.fields[name].label for name in form.changed_data]
        obj.keep(actor=request.user, note=f"{obj.user}：{'、'.join(map(str, labels))}")

    def has_delete_permission(self, request, obj=None):
        return False  # an entry ends, it doesn't vanish
