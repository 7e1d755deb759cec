"""Desks (案头): which open matters somebody must move, and which they wait for."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from liaison.bulk import write_new

LYING = ("awaited", "due_on", "provisional", "aside", "owing")
"""What an entry says of a matter."""


class DeskEntryQuerySet(models.QuerySet):
    """What the desk asks, of all kinds of matter at once."""

    def about(self, matter):
        """Keep the entries of one matter, on whichever desks."""
        kind = ContentType.objects.get_for_model(matter)
        return self.filter(content_type=kind, object_id=matter.pk)

    def of(self, groups):
        """Keep what lies on the desks of ``groups``, each matter once: to do before awaited."""
        entries = self.filter(group__in=groups)
        if len(groups) < 2:
            return entries
        earlier = Q(awaited__lt=OuterRef("awaited")) | Q(
            awaited=OuterRef("awaited"), group__lt=OuterRef("group")
        )
        same = DeskEntry.objects.filter(
            earlier,
            group__in=groups,
            content_type=OuterRef("content_type"),
            object_id=OuterRef("object_id"),
        )
        return entries.exclude(Exists(same))

    def most_urgent_first(self):
        """Earliest due date first, what has none last; of one day the newest matter first."""
        return self.order_by(F("due_on").asc(nulls_last=True), "-object_id")


class DeskEntry(models.Model):
    """One matter on the desk of one unit or person: to do, or awaited (案头事项).

    It hangs on the group through which they see anything: a unit's, or a mediator's personal one.

    It says nothing that the matter does not: each step lays it out anew, with the grants and
    in the same transaction, and ``manage.py rebuild_grants`` does so for all. It is there so
    that the desk costs the same however many kinds of matter there are, and however many
    matters. Who may not see the matter has none. An entry ``aside`` bears the day of a period
    that the unit owes beside the matter's course, with its code (``owing``), and says whether that
    day is provisional; all others bear the day of the matter, which says so itself.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", db_index=False)
    object_id = models.PositiveBigIntegerField()
    group = models.ForeignKey("auth.Group", models.CASCADE, related_name="+", db_index=False)
    awaited = models.BooleanField("等待对方")
    due_on = models.DateField("期满日", null=True)
    provisional = models.BooleanField("期满日暂定", db_default=False)
    aside = models.BooleanField("另有期限", db_default=False)
    owing = models.CharField("所欠期限", max_length=60, blank=True, db_default="", default="")

    objects = DeskEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案头事项"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "group"], name="one_entry_a_desk"
            )
        ]
        indexes = [
            models.Index(fields=["group", "awaited", "due_on", "-object_id"], name="desk_by_due")
        ]

    def __str__(self):
        return f"{self.group_id}: {self.content_type_id}/{self.object_id}"

    @property
    def matter_key(self):
        return self.content_type_id, self.object_id


def desk_drift(matter, grants):
    """Return (wanted, surplus): the entries to be written, and the ids of those to be removed.

    Only whom ``grants`` lets see the matter has it on a desk.
    """
    wanted, surplus = _wanted(matter, grants), []
    for entry in DeskEntry.objects.about(matter):
        new = wanted.get(entry.group_id)
        if new is None:
            surplus.append(entry.pk)
        elif all(getattr(new, name) == getattr(entry, name) for name in LYING):
            del wanted[entry.group_id]
    return list(wanted.values()), surplus


def _wanted(matter, grants):
    """Group id → the entry that is to lie on its desk."""
    kind = ContentType.objects.get_for_model(matter)
    return {
        group_id: DeskEntry(content_type=kind, object_id=matter.pk, group_id=group_id, **lying)
        for group_id, lying in _laid(matter).items()
        if "view" in grants.get(group_id, ())
    }


def lay_out_new(matters):
    """Put many matters on their desks, of which nothing lies on any yet."""
    write_new(entry for matter in matters for entry in _wanted(matter, matter.grants()).values())


def _laid(matter):
    """Group id → how the matter lies there; who moves it anyway is not shown what is aside."""
    course = {"due_on": matter.due_on, "provisional": False, "aside": False, "owing": ""}
    laid = {group: course | {"awaited": awaited} for group, awaited in matter.desks().items()}
    for group, deadline in matter.owed_aside().items():
        if laid.get(group, {}).get("awaited", True):
            laid[group] = {
                "due_on": deadline.due_on,
                "provisional": deadline.provisional,
                "aside": True,
                "owing": deadline.rule.code,
                "awaited": False,
            }
    return laid


def lay_out(matter, grants):
    """Bring the desks into step with the matter; return whether anything had to change."""
    wanted, surplus = desk_drift(matter, grants)
    if surplus:
        DeskEntry.objects.filter(pk__in=surplus).delete()
    if wanted:
        DeskEntry.objects.bulk_create(
            wanted,
            update_conflicts=True,
            unique_fields=["content_type", "object_id", "group"],
            update_fields=LYING,
        )
    return bool(wanted or surplus)
