"""Rooms (会议室、调解室), and who or what is taken when: never twice at one time."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from liaison.models.people import Role, User
from liaison.models.units import Unit

OPENS, CLOSES = time(8, 30), time(17, 30)
"""Between which hours free time is pointed out; what is booked outside them is booked too."""
TAKEN_ONCE = {"room_taken_once", "person_taken_once"}


class RoomQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Room(models.Model):
    """A room of a unit in which sessions and meetings are held (会议室、调解室)."""

    EDITED_BY = (Role.OFFICE_CLERK, Role.OFFICE_LEADER)

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rooms", verbose_name="单位")
    name = models.CharField("名称", max_length=60)
    address = models.CharField("地址", max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField("座位", null=True, blank=True)
    has_video = models.BooleanField("可以视频", default=False)
    is_active = models.BooleanField("在用", default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "房间"
        ordering = ["unit", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_room_a_name")]

    def __str__(self):
        return self.name

    @property
    def whereabouts(self):
        """The room as a notice names it: 第一调解室（池北区白山大街1号二楼）."""
        return f"{self.name}（{self.address}）" if self.address else self.name


class BookingQuerySet(models.QuerySet):
    """Taking and giving back rooms and people's time."""

    def of(self, matter, ref=None):
        """Keep what a matter has taken; with ``ref``, what one thing of it has."""
        kind = ContentType.objects.get_for_model(matter)
        taken = self.filter(content_type=kind, object_id=matter.pk)
        return taken if ref is None else taken.filter(ref=ref)

    @transaction.atomic
    def take(self, matter, ref, start, end, *, room=None, people=()):
        """Take a room and people from ``start`` to ``end`` for one thing of a matter (占用).

        Works in the caller's transaction. The database refuses what overlaps; who comes second
        waits for the first and gets a ValidationError on ``room`` or ``people`` that says when
        the room or person is taken, and nothing of what for.
        """
        people = sorted(people, key=lambda person: person.pk)
        # Two that insert at once would each wait for the other (exclusion constraints can do
        # that): who holds the row of the room, then of the people by their order, goes first.
        _lock(Room, [room] if room else [])
        _lock(User, people)
        for thing in filter(None, [room, *people]):
            self._take_one(matter, ref, (start, end), thing)

    def _take_one(self, matter, ref, during, thing):
        field = "room" if isinstance(thing, Room) else "person"
        booking = self.model(matter=matter, ref=ref, during=during, **{field: thing})
        try:
            with transaction.atomic():
                booking.save(force_insert=True)
        except IntegrityError as error:
            if error.__cause__.diag.constraint_name not in TAKEN_ONCE:
                raise
            clash = self.filter(**{field: thing}, during__overlap=during).order_by("during").first()
            raise ValidationError(
                {"room" if field == "room" else "people": self._refusal(thing, clash, during[0])}
            ) from None

    def _refusal(self, thing, clash, start):
        """Say in words when it is taken and, of a room, when on that day it is free."""
        when = span(clash.during.lower, clash.during.upper)
        if isinstance(thing, User):
            return f"{thing} {when} 另有安排"
        free = self.free_times(thing, timezone.localdate(start))
        words = "、".join(clock_span(*gap) for gap in free)
        return f"该房间 {when} 已被占用；当天" + (f"空闲：{words}" if free else "没有空闲时间")

    def release(self, matter, ref):
        """Give back what one thing of a matter has taken (释放)."""
        self.of(matter, ref).delete()

    def free_times(self, room, day):
        """The hours of ``day``, between opening and closing, in which ``room`` is free."""
        opens, closes = (timezone.make_aware(datetime.combine(day, at)) for at in (OPENS, CLOSES))
        taken = self.filter(room=room, during__overlap=(opens, closes))
        gaps, since = [], opens
        for start, end in sorted((one.during.lower, one.during.upper) for one in taken):
            if start > since:
                gaps.append((since, start))
            since = max(since, end)
        if since < closes:
            gaps.append((since, closes))
        return gaps

    def ahead(self, rooms, days=14):
        """When ``rooms`` are taken in the coming days: {room id: [span in words]}."""
        today = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
        window = (today, today + timedelta(days=days))
        taken = {room.pk: [] for room in rooms}
        for one in self.filter(room__in=rooms, during__overlap=window).order_by("during"):
            taken[one.room_id].append(span(one.during.lower, one.during.upper))
        return taken


def _lock(model, rows):
    """Make whoever wants one of ``rows`` too wait until this transaction is over."""
    wanted = model.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    list(wanted.select_for_update(no_key=True).values_list("pk"))


def clock_span(start, end):
    """Say from when to when: 9:30—11:30."""
    start, end = timezone.localtime(start), timezone.localtime(end)
    return f"{start.hour}:{start.minute:02}—{end.hour}:{end.minute:02}"


def span(start, end):
    """Say a time with its day: 11月26日 9:30—11:30."""
    day = timezone.localdate(start)
    return f"{day.month}月{day.day}日 {clock_span(start, end)}"


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

    objects = BookingQuerySet.as_manager()

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
