"""Roles (角色): which steps each kind of post may take, written from what the steps declare."""

from django.contrib.auth.models import Group, Permission

from liaison.models import Role, matter_models
from liaison.transitions import opening_of, transitions_of


def declared():
    """Yield (role, permission as ``app.codename``) for every step of every kind of matter."""
    for model in matter_models():
        for step in [opening_of(model), *transitions_of(model)]:
            for role in step.roles if step else ():
                yield role, step.perm


def load():
    """Make the role groups and give each the steps it holds by default.

    What the security administrator took away stays away: only a permission that no role
    ever had is new, and given.
    """
    groups = {role: Group.objects.get_or_create(name=Role(role).group_name)[0] for role in Role}
    known = set(Permission.objects.filter(group__in=groups.values()).values_list("pk", flat=True))
    permissions = {
        f"{app_label}.{codename}": pk
        for pk, app_label, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role, perm in declared():
        if permissions[perm] not in known:
            groups[role].permissions.add(permissions[perm])
