"""The audit trail (留痕): append-only, by a trigger in the database."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise ValidationError("留痕不得更改")

    def delete(self):
        raise ValidationError("留痕不得删除")


class AuditEntry(models.Model):
    """Who did what to which matter, and when; the database refuses update and delete.

    Steps write their own entry in their own transaction; unmasking, exports, downloads and
    refused rights are entries too. The actor is required: what the system does by itself
    is done in the name of the account ``system``.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    matter = GenericForeignKey("content_type", "object_id")
    actor = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="办理人"
    )
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    action = models.CharField("动作", max_length=60)
    label = models.CharField("事由", max_length=60)
    before = models.CharField("办理前", max_length=30, blank=True)
    after = models.CharField("办理后", max_length=30, blank=True)
    note = models.TextField("说明", blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        ordering = ["-at", "-id"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"], name="audit_of_matter"),
            models.Index(fields=["-at"], name="audit_newest"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.label}"

    def delete(self, *args, **kwargs):
        raise ValidationError("留痕不得删除")


def record(actor, action, label, matter=None, *, unit=None, before="", after="", note=""):
    """Append an entry to the audit trail, in the caller's transaction."""
    return AuditEntry.objects.create(
        matter=matter,
        actor=actor,
        unit=unit,
        action=action,
        label=label,
        before=before,
        after=after,
        note=note,
    )
