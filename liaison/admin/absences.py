"""Absences (外出) entered for those who left without doing so, or who are back early."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, Subquery
from django.forms import ModelChoiceField
from django.shortcuts import redirect
from django.utils import timezone

from liaison import absences
from liaison.models import Absence, Committee, Post, Unit, User


def people_kept_by(user):
    """For whom ``user`` may enter an absence.

    For an office, whoever holds a post in a unit of its committee; for those who open the
    accounts, everybody. ``unit_name`` tells people of one name apart.
    """
    posts = Post.objects.current()
    own = posts.filter(user=OuterRef("pk")).values("unit__short_name")[:1]
    people = User.objects.filter(is_active=True).annotate(unit_name=Subquery(own))
    if user.has_perm("liaison.change_user"):
        return people
    kept = Committee.objects.kept_by(user)
    units = Unit.objects.filter(
        Q(pk__in=Unit.objects.members_of(kept).values("pk"))
        | Q(office_of__in=kept)
        | Q(centre_profile__committee__in=kept)
    )
    return people.filter(pk__in=posts.filter(unit__in=units).values("user"))


class PersonField(ModelChoiceField):
    def label_from_instance(self, user):
        return f"{user}（{user.unit_name or '没有单位'}）"


@admin.register(Absence)
class AbsenceAdmin(admin.ModelAdmin):
    """Why somebody is away is theirs to say, or nobody's: it is on no page here."""

    fields = ["user", "starts_on", "ends_on", "substitute"]
    list_display = fields
    list_select_related = ["user", "substitute"]
    search_fields = ["user__name"]
    date_hierarchy = "starts_on"
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).filter(user__in=people_kept_by(request.user))

    def get_autocomplete_fields(self, request):
        return ["user", "substitute"] if request.user.has_perm("liaison.view_user") else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        people = people_kept_by(request.user).order_by("unit_name", "pk")
        kwargs |= {"queryset": people, "form_class": PersonField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        return ["user"] if obj.state == "ahead" else ["user", "starts_on"]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.state != "over")

    def has_delete_permission(self, request, obj=None):
        """Called off, before a day of it has passed; after that it ends."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.starts_on >= timezone.localdate())

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Who comes second to the same person's days is told so (see ``absences.enter``)."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            self.message_user(request, "；".join(refusal.messages), messages.ERROR)
            return redirect(request.path)

    def save_model(self, request, obj, form, change):
        absences.enter(obj, actor=request.user)

    def delete_model(self, request, obj):
        absences.end(obj, actor=request.user)
