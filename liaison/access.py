"""Who may see and handle what: the one module that talks to guardian.

Two locks stand before every step. The role of a person's post says what kind of work they
do; the grant on the matter, given to the unit's group, says whether it is that unit's
business. What a matter grants is a function of the matter (``grants()``), written by each
step and by ``manage.py rebuild_grants``.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, Func, JSONField, OuterRef, Value
from django.db.models.functions import Concat, JSONObject
from guardian.utils import get_group_obj_perms_model

from liaison.bulk import copy_in
from liaison.rest import at_rest


@dataclass(frozen=True)
class Standing:
    """For whom a person acts today: their posts, and what each unit's role lets them do."""

    posts: tuple = ()
    permissions: dict = field(default_factory=dict)
    """Group id → the permissions that the person's roles there bring, as ``app.codename``."""

    @property
    def group_ids(self):
        return tuple(self.permissions)

    @property
    def units(self):
        return [post.unit for post in self.posts]

    def units_with(self, perm):
        """The units for which the person holds ``perm`` by role."""
        return [unit for unit in self.units if perm in self.permissions.get(unit.group_id, ())]


NOBODY = Standing()


def standing(user):
    """Return the standing of ``user`` today, read once a request (kept on the user object).

    A superuser takes no business step and sees no business (三员分立), so has none.
    """
    if not user.is_authenticated or not user.is_active or user.is_superuser:
        return NOBODY
    if not hasattr(user, "_standing"):
        user._standing = _read_standing(user)
    return user._standing


def units_able(perm):
    """The ids of the units in which somebody holds ``perm`` by role today, as a query.

    ``perm`` is spelt ``app.codename``. Whoever's account is closed can do nothing.
    """
    from liaison.models import Post  # noqa: PLC0415 - models import this module

    app, codename = perm.split(".")
    roles = Group.objects.filter(
        permissions__codename=codename, permissions__content_type__app_label=app
    )
    return (
        Post.objects.current()
        .alias(role_group=_role_group())
        .filter(user__is_active=True, user__is_superuser=False, role_group__in=roles.values("name"))
        .values("unit")
    )


def _role_group():
    """The name of the auth group of a post's role."""
    from liaison.models import Role  # noqa: PLC0415 - models import this module

    names = Value({role: role.group_name for role in Role}, JSONField())
    return Func(names, "role", function="jsonb_extract_path_text", output_field=CharField())


def _read_standing(user):
    """Read posts and what their roles bring, in one query.

    A mediator's post opens nothing by itself: who mediates sees what is assigned in person,
    not all that the centre has.
    """
    from liaison.models import Role  # noqa: PLC0415 - models import this module

    posts = tuple(
        user.posts.current()
        .select_related("unit")
        .alias(role_group=_role_group())
        .annotate(brings=ArraySubquery(_held_by(OuterRef("role_group"))))
    )
    permissions = defaultdict(set)
    for post in posts:
        if post.role != Role.MEDIATOR:
            permissions[post.unit.group_id].update(post.brings)
    if user.personal_group_id:
        permissions[user.personal_group_id].update(_held_by(Role.MEDIATOR.group_name))
    return Standing(posts, dict(permissions))


def _held_by(group_name):
    """The permissions of a role's group, as ``app.codename``."""
    held = Permission.objects.filter(group__name=group_name).order_by()
    name = Concat("content_type__app_label", Value("."), "codename", output_field=CharField())
    return held.annotate(spelt=name).values_list("spelt", flat=True)


def group_ids(user):
    """The ids of the groups through which ``user`` sees anything, as literal values."""
    return standing(user).group_ids


def permission_ids(model):
    """Codename → id of a model's permissions, kept with the cached content type."""
    kind = ContentType.objects.get_for_model(model)
    if not hasattr(kind, "_permission_ids"):
        kind._permission_ids = dict(
            Permission.objects.filter(content_type=kind).values_list("codename", "id")
        )
    return kind._permission_ids


def permission_id(model, verb):
    """The id of ``verb`` on a kind of matter; a verb that it doesn't declare is an error."""
    return permission_ids(model)[f"{verb}_{model._meta.model_name}"]


def visible(queryset, user, verb="view", of=None):
    """Keep what a group of ``user`` may see: one correlated EXISTS, index-driven.

    ``verb`` asks for another part than seeing: to follow progress, for one. Of rows that belong
    to a matter, ``of`` is the foreign key by which they do.

    The group ids go in as literals: as a subquery, or in an OR of two EXISTS, or through
    guardian's own helper, the planner scans the whole table.
    """
    groups = group_ids(user)
    if not groups:
        return queryset.none()
    model = queryset.model._meta.get_field(of).related_model if of else queryset.model
    seen = get_group_obj_perms_model(model).objects.filter(
        content_object=OuterRef(of or "pk"),
        group__in=groups,
        permission=permission_id(model, verb),
    )
    return queryset.filter(Exists(seen))


def with_parts(queryset, user):
    """Fetch, with each matter, what it grants to the groups of ``user`` (see ``parts_of``)."""
    rows = _rows_for(queryset.model, user).filter(content_object=OuterRef("pk"))
    pair = JSONObject(group="group_id", permission="permission_id")
    return queryset.annotate(
        granted_to=Value(user.pk), granted=ArraySubquery(rows.values_list(pair))
    )


def _rows_for(model, user):
    return get_group_obj_perms_model(model).objects.filter(group__in=group_ids(user))


def parts_of(user, matter):
    """Group id → verbs that ``matter`` grants to the groups of ``user``.

    Kept with the matter: from ``with_parts`` if it was fetched so, else by one query.
    """
    kept = matter.__dict__.setdefault("_parts", {})
    if user.pk not in kept:
        if matter.__dict__.get("granted_to") == user.pk:
            rows = [(row["group"], row["permission"]) for row in matter.granted]
        else:
            rows = _rows_for(type(matter), user).filter(content_object=matter)
            rows = rows.values_list("group_id", "permission_id")
        verbs = {ident: name.rsplit("_", 1)[0] for name, ident in permission_ids(matter).items()}
        parts = kept[user.pk] = defaultdict(set)
        for group_id, ident in rows:
            parts[group_id].add(verbs[ident])
    return kept[user.pk]


def forget_parts(matter):
    """Drop what was kept of a matter's grants: they change, or must be read afresh."""
    for name in ("_parts", "granted_to", "granted"):
        matter.__dict__.pop(name, None)


def acting_unit(user, perm, matter, part):
    """The unit for which ``user`` may take a step: role and grant must meet in one unit.

    None if there is no such unit. A mediator with a personal group acts for the unit that
    the matter names (``unit_of_invited``).
    """
    who = standing(user)
    parts = parts_of(user, matter)
    holding = {
        group for group, held in who.permissions.items() if perm in held and part in parts[group]
    }
    for unit in who.units:
        if unit.group_id in holding:
            return unit
    return matter.unit_of_invited() if holding else None


def allowed(user, perm, matter, part):
    """Say whether ``user`` holds ``perm`` by role and has this ``part`` in ``matter``."""
    return acting_unit(user, perm, matter, part) is not None


def may_open(user, perm, unit):
    """Say whether ``user`` may open a matter in the name of ``unit``."""
    return perm in standing(user).permissions.get(unit.group_id, ())


class Grants(dict):
    """What a matter grants: group id → set of verbs. Build it with ``give``."""

    def give(self, whom, *verbs):
        """Add ``verbs`` for a unit, a group or a person with a personal group; None is nobody."""
        group_id = _group_id(whom)
        if group_id is not None:
            self.setdefault(group_id, set()).update(verbs)
        return self


def _group_id(whom):
    if whom is None:
        return None
    for name in ("group_id", "personal_group_id"):
        if hasattr(whom, name):
            return getattr(whom, name)
    return whom.pk


def wanted(matter, grants):
    """The rows that ``grants`` call for, as a set of (group id, permission id)."""
    return {
        (group_id, permission_id(type(matter), verb))
        for group_id, verbs in grants.items()
        for verb in verbs
    }


def drift(matter, grants=None):
    """Return (missing, surplus): how the stored grants differ from what the matter grants.

    ``grants`` spares working them out once more.
    """
    stored = set(
        get_group_obj_perms_model(type(matter))
        .objects.filter(content_object=matter)
        .values_list("group_id", "permission_id")
    )
    needed = wanted(matter, matter.grants() if grants is None else grants)
    return needed - stored, stored - needed


def sync_grants(matter):
    """Make the stored grants equal to ``grants()``, and the desks with them.

    Return whether any grant had to change.
    """
    forget_parts(matter)
    with at_rest(matter):
        grants = matter.grants()
        missing, surplus = drift(matter, grants)
        rows = get_group_obj_perms_model(type(matter)).objects
        for group_id, ident in surplus:
            rows.filter(content_object=matter, group_id=group_id, permission_id=ident).delete()
        rows.bulk_create(
            [
                rows.model(content_object=matter, group_id=group_id, permission_id=ident)
                for group_id, ident in sorted(missing)
            ]
        )
        matter.lay_out(grants)
    return bool(missing or surplus)


def sync_all(matters):
    """Make the stored grants of many matters of one kind equal to what each calls for."""
    if not matters:
        return
    rows = get_group_obj_perms_model(type(matters[0])).objects
    stored = rows.filter(content_object__in=matters)
    stored = {
        (matter, group, ident): pk
        for pk, matter, group, ident in stored.values_list(
            "pk", "content_object_id", "group_id", "permission_id"
        )
    }
    needed = {(matter.pk, *pair) for matter in matters for pair in wanted(matter, matter.grants())}
    surplus = [pk for key, pk in stored.items() if key not in needed]
    if surplus:
        rows.filter(pk__in=surplus).delete()
    columns = ("content_object", "group", "permission")
    copy_in(rows.model, columns, sorted(needed - stored.keys()))
    for matter in matters:
        forget_parts(matter)
