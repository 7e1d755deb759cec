"""Rooms (会议室、调解室), and who or what is taken when: never twice at one time."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from liaison.models.units import Unit


class Room(models.Model):
    """A room of a unit in which sessions and meetings are held (会议室、调解室)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rooms", verbose_name="单位")
    name = models.CharField("名称", max_length=60)
    address = models.CharField("地址", max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField("座位", null=True, blank=True)
    has_video = models.BooleanField("可以视频", default=False)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "房间"
        ordering = ["unit", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_room_a_name")]

    def __str__(self):
        return f"{self.unit}{self.name}"


class Booking(models.Model):
    """A room or a person taken for a time (占用), by something of a matter.

    The database itself refuses a second booking that overlaps: two clerks who look at the same
    free hour can't both have it. ``ref`` names what of the matter it is (``session:7``); a
    booking that is called off is deleted.
    """

    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="bookings", verbose_name="房间"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name="人员",
    )
    during = DateTimeRangeField("时间")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    matter = GenericForeignKey("content_type", "object_id")
    ref = models.CharField(max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "占用"
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="booking_matter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(room__isnull=False, person__isnull=True)
                | Q(room__isnull=True, person__isnull=False),
                name="booking_of_one_thing",
            ),
            ExclusionConstraint(
                name="room_taken_once",
                expressions=[("during", RangeOperators.OVERLAPS), ("room", RangeOperators.EQUAL)],
                condition=Q(room__isnull=False),
                violation_error_message="该房间在这段时间已被占用",
            ),
            ExclusionConstraint(
                name="person_taken_once",
                expressions=[
                    ("during", RangeOperators.OVERLAPS),
                    ("person", RangeOperators.EQUAL),
                ],
                condition=Q(person__isnull=False),
                violation_error_message="该人员在这段时间另有安排",
            ),
        ]

    def __str__(self):
        return f"{self.room or self.person} {self.ref}"
