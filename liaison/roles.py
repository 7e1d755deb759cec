"""Roles (角色): which steps each kind of post may take, written from what the steps declare."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission

from liaison.models import Role, matter_models
from liaison.transitions import opening_of, transitions_of

COMMITTEE = ("area", "unit", "committee", "membership", "seat", "centre", "jurisdiction")
CALENDAR = ("calendarday", "calendaryear", "deadlinerule")
RECORDS = ("message", "numberseries")
EDIT = ("view", "add", "change")
ABSENCES = ((*EDIT, "delete"), ("absence",))

LISTS = (
    # role, verbs, models of the admin's lists; three administrators, three roles (三员分立)
    (Role.OFFICE_CLERK, ("view",), (*COMMITTEE, *RECORDS)),
    (Role.OFFICE_CLERK, EDIT, CALENDAR),
    (Role.OFFICE_LEADER, ("view",), RECORDS),
    (Role.OFFICE_LEADER, EDIT, (*COMMITTEE, *CALENDAR)),
    (Role.SECURITY_ADMIN, EDIT, ("user", "post", "unit")),
    (Role.SECURITY_ADMIN, ("view", "change"), ("auth.group",)),
    *((role, *ABSENCES) for role in (Role.OFFICE_CLERK, Role.OFFICE_LEADER, Role.SECURITY_ADMIN)),
    (Role.AUDITOR, ("view",), ("auditentry", "reminder", *RECORDS)),
)


def declared():
    """Yield (role, permission as ``app.codename``) for every step and for the office's lists."""
    for model in matter_models():
        for step in [opening_of(model), *transitions_of(model)]:
            for role in step.roles if step else ():
                yield role, step.perm
    for role, verbs, names in LISTS:
        for app_label, _, model in (name.rpartition(".") for name in names):
            yield from ((role, f"{app_label or 'liaison'}.{verb}_{model}") for verb in verbs)
    yield from _kept_by_mechanisms()


def _kept_by_mechanisms():
    """A mechanism's own list says in ``EDITED_BY`` which roles keep it in the admin."""
    for model in apps.get_models():
        for role in getattr(model, "EDITED_BY", ()):
            for verb in EDIT:
                yield role, f"{model._meta.app_label}.{verb}_{model._meta.model_name}"


GIVEN = "系统·已经按角色给出过的权限"
"""A group that nobody is in: it remembers what was given once, also when it was taken away."""


def load():
    """Make the role groups and give each what it holds by default.

    What the security administrator took away stays away: only a permission that no role
    ever had is new, and given.
    """
    groups = {role: Group.objects.get_or_create(name=Role(role).group_name)[0] for role in Role}
    given = Group.objects.get_or_create(name=GIVEN)[0]
    held = Permission.objects.filter(group__in=[given, *groups.values()])
    known = set(held.values_list("pk", flat=True))
    permissions = {
        f"{app_label}.{codename}": pk
        for pk, app_label, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role, perm in declared():
        if permissions[perm] not in known:
            groups[role].permissions.add(permissions[perm])
    given.permissions.add(*known, *(permissions[perm] for _, perm in declared()))
