"""A committee's series of joint meetings, how it numbers them, and whom it may call."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from liaison import workdays
from liaison.models import Deadline, Membership, NumberSeries, Seat, Unit
from meetings.deadlines import REGULAR
from meetings.models.stages import OFFICE
from meetings.models.suggested import SuggestedAgenda


class MeetingSeriesQuerySet(models.QuerySet):
    def open_to(self, units):
        """Keep the series in use of the committees to which one of ``units`` belongs today."""
        members = Membership.objects.current().filter(unit__in=units)
        return self.filter(
            Q(committee__in=members.values("committee"))
            | Q(committee__office__in=units)
            | Q(committee__centres__unit__in=units),
            is_active=True,
        ).distinct()


class MeetingSeries(SuggestedAgenda, models.Model):
    """The meetings that a committee promised to hold (会议系列), with the heads of their papers.

    Numbers are drawn from the office's own register (编号簿) of each prefix, by year:
    ``长府院联〔2020〕1号`` for a meeting, ``长府院纪〔2020〕1号`` for its minutes.
    """

    class Quorum(models.TextChoices):
        MAJORITY = "majority", "过半数成员单位"
        TWO_THIRDS = "two_thirds", "三分之二以上成员单位"
        ALL = "all", "全体成员单位"

    committee = models.ForeignKey(
        "liaison.Committee", models.PROTECT, related_name="meeting_series", verbose_name="委员会"
    )
    name = models.CharField("名称", max_length=60, default="府院联席会议")
    number_prefix = models.CharField(
        "会议编号字头", max_length=20, unique=True, help_text="如：长府院联（长府院联〔2020〕1号）"
    )
    minutes_prefix = models.CharField(
        "纪要编号字头", max_length=20, unique=True, help_text="如：长府院纪（长府院纪〔2020〕1号）"
    )
    minutes_mark = models.CharField(
        "纪要版头", max_length=40, help_text="红色标志，如：长白山府院联席会议纪要"
    )
    interval_months = models.PositiveSmallIntegerField(
        "定期会议间隔（月）",
        default=12,
        help_text="至少多久召开一次定期会议：每年一次填 12，每半年填 6；没有约定的填 0",
        validators=[MaxValueValidator(60)],
    )
    promised_since = models.DateField(
        "自何日起约定",
        default=timezone.localdate,
        help_text="还没有开过定期会议的，从这一天起算第一次",
    )
    chair_alternates = models.BooleanField(
        "轮流主持", default=False, help_text="政府方和法院方轮流主持定期会议"
    )
    approves_agenda = models.BooleanField(
        "议程须经审定", default=True, help_text="印发通知前，议程由每一位主任所在单位审定"
    )
    quorum = models.CharField(
        "法定到会",
        max_length=20,
        choices=Quorum.choices,
        default=Quorum.MAJORITY,
        blank=True,
        help_text="多少成员单位到会才能议定事项；没有规定的留空",
    )
    is_active = models.BooleanField("在用", default=True)

    objects = MeetingSeriesQuerySet.as_manager()

    EDITED_BY = OFFICE

    class Meta:
        verbose_name = verbose_name_plural = "会议系列"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="one_series_a_name")
        ]

    def __str__(self):
        return f"{self.committee}：{self.name}"

    def last_regular(self):
        """The regular meeting that was held last; None if there was none yet."""
        held = self.meetings.filter(kind="regular", held_on__isnull=False)
        return held.order_by("-held_on", "-pk").first()

    def next_regular_by(self):
        """By when the next regular meeting was promised; None where nothing was."""
        if not self.interval_months:
            return None
        last = self.last_regular()
        since = last.held_on if last else self.promised_since
        return workdays.add_months(since, self.interval_months)

    def promise_watched(self):
        """Whether a meeting of the series bears the running deadline of the next regular one."""
        kind = ContentType.objects.get_for_model(self.meetings.model)
        watched = Deadline.objects.running().filter(content_type=kind, rule__code=REGULAR)
        return watched.filter(object_id__in=self.meetings.values("pk")).exists()

    def next_chair(self):
        """The side whose turn it is to preside (轮流主持); None where the sides don't alternate.

        The other side than that of the unit that presided last.
        """
        last = self.last_regular() if self.chair_alternates else None
        if last is None:
            return None
        sides = Membership.objects.current().filter(committee=self.committee)
        side = sides.filter(unit=last.presiding_unit).values_list("side", flat=True).first()
        others = {Membership.Side.GOVERNMENT: Membership.Side.COURT}
        return others.get(side, Membership.Side.GOVERNMENT)

    def next_presiding_unit(self):
        """The first co-chair's unit of the side whose turn it is; None where nobody's is."""
        side = self.next_chair()
        members = Membership.objects.current().filter(committee=self.committee, side=side)
        seats = self.committee.seats.current().filter(kind=Seat.Kind.CO_CHAIR)
        seat = seats.filter(unit__in=members.values("unit")).first() if side else None
        return seat.unit_id if seat else None

    def quorum_of(self, units):
        """How many of ``units`` member units must be there; None where nothing is laid down.

        过半数 does not count the half itself, 三分之二以上 counts the two thirds (CC 1259).
        """
        needed = {
            self.Quorum.MAJORITY: units // 2 + 1,
            self.Quorum.TWO_THIRDS: -(-2 * units // 3),
            self.Quorum.ALL: units,
        }
        return needed.get(self.quorum)

    def take_number(self, prefix, year):
        """Draw the next number under ``prefix``, in the caller's transaction."""
        number = NumberSeries.objects.take(self.committee.office, prefix, year)
        return f"{prefix}〔{year}〕{number}号"


def member_units(committee):
    """The member units (成员单位) of ``committee`` today, those of the government first."""
    courts = Membership.objects.current().filter(committee=committee, side=Membership.Side.COURT)
    members = Unit.objects.active().members_of([committee])
    return members.annotate(is_court=Q(pk__in=courts.values("unit"))).order_by("is_court", "pk")


def callable_units(committee):
    """Whom a meeting may name: the member units, the office, the committee's centres."""
    return Unit.objects.active().filter(
        Q(pk__in=Unit.objects.members_of([committee]))
        | Q(pk=committee.office_id)
        | Q(pk__in=committee.centres.values("unit"))
    )


def check_units(committee, units):
    """Refuse a unit that has no business with ``committee``."""
    named = {unit.pk for unit in units if unit}
    known = set(callable_units(committee).filter(pk__in=named).values_list("pk", flat=True))
    if named - known:
        raise ValidationError("只能选择本委员会的成员单位、办公室和化解中心")
