"""A committee's series of joint meetings, how it numbers them, and whom it may call."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from liaison.models import Membership, NumberSeries, Unit
from meetings.models.stages import OFFICE


class MeetingSeries(models.Model):
    """The meetings that a committee promised to hold (会议系列), with the heads of their papers.

    Numbers are drawn from the office's own register (编号簿) of each prefix, by year:
    ``长府院联〔2020〕1号`` for a meeting, ``长府院纪〔2020〕1号`` for its minutes.
    """

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
    is_active = models.BooleanField("在用", default=True)

    EDITED_BY = OFFICE

    class Meta:
        verbose_name = verbose_name_plural = "会议系列"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="one_series_a_name")
        ]

    def __str__(self):
        return f"{self.committee}：{self.name}"

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
