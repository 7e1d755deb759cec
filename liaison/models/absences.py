"""Absences (外出), and who stands in meanwhile (代办人)."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from liaison.models.people import Post, User

LONGEST = timedelta(days=366)
"""Whoever is away for longer has left: their post is to be ended."""


def end_of_chain(user_id, substitutes):
    """Who stands in at last for somebody absent; None if nobody does.

    ``substitutes`` names, for each person absent, the substitute or None. A substitute who is
    absent too passes it on to their own; a chain that leads back into itself ends with nobody.
    """
    passed = set()
    while user_id in substitutes and user_id not in passed:
        passed.add(user_id)
        user_id = substitutes[user_id]
    return None if user_id in passed else user_id


def colleagues_of(user):
    """Who may stand in for ``user``: people with an open account who act for one of their units.

    ``title`` is the post they hold there. A mediator's post lets nobody see what the unit has.
    """
    shared = (
        Post.objects.current()
        .acting()
        .filter(
            user=OuterRef("pk"),
            unit__in=Post.objects.current().acting().filter(user=user).values("unit"),
        )
    )
    people = User.objects.filter(Exists(shared), is_active=True).exclude(pk=user.pk)
    return people.annotate(title=Subquery(shared.values("title")[:1])).order_by("pk")


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Keep one's own, and those in which one is asked to stand in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user) | Q(substitute=user))

    def current(self, on=None):
        """Keep the absences of today, or of the day ``on``; the last day is one of them."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def overlapping(self, first, last):
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def around(self, user, units):
        """Keep those of ``user`` and of whoever acts for one of ``units``, with the people.

        ``in_place`` says whether the substitute is somebody who may stand in today.
        """
        acting = Post.objects.current().acting()
        of_unit = acting.filter(user=OuterRef("user"), unit__in=units)
        shared = acting.filter(user=OuterRef(OuterRef("user"))).values("unit")
        beside = acting.filter(user=OuterRef("substitute"), user__is_active=True, unit__in=shared)
        return (
            self.filter(Q(user=user) | Exists(of_unit))
            .annotate(in_place=Exists(beside))
            .select_related("user", "substitute")
        )


class Absence(models.Model):
    """A person is away from work from one day to another, both included (外出).

    While it lasts, what they are told is told to the substitute too (``outbox.staff``). Standing
    in opens nothing: it tells somebody who sees the unit's business by a post of their own. Why
    somebody is away is a word from a list, or nothing; never where to, nor what ails them.
    """

    class Reason(models.TextChoices):
        TRIP = "trip", "出差"
        LEAVE = "leave", "休假"
        TRAINING = "training", "培训"
        OTHER = "other", "其他"

    user = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name="外出人员")
    starts_on = models.DateField("外出起")
    ends_on = models.DateField("外出止", help_text="当日仍外出")
    substitute = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代办人",
        help_text="同一单位的在任人员；不指定的，由本单位其他人接办",
    )
    reason = models.CharField("事由", max_length=10, choices=Reason.choices, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "外出"
        ordering = ["-starts_on"]
        indexes = [models.Index(fields=["substitute", "ends_on"], name="absence_substitute")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
                violation_error_message="外出止不能早于外出起",
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=F("user")),
                name="absence_substitute_is_another",
                violation_error_message="代办人不能是本人",
            ),
            ExclusionConstraint(
                name="absent_once",
                expressions=[
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("user", RangeOperators.EQUAL),
                ],
                violation_error_message="与已登记的外出重叠",
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.span}"

    def get_absolute_url(self):
        return reverse("liaison:absences")

    @property
    def number(self):
        """None: a notice calls it by its kind, as it does a matter without a number."""
        return ""

    @property
    def title(self):
        return str(self)

    @property
    def span(self):
        """From when to when: 10月8日至10月12日."""
        first, last = spelt(self.starts_on), spelt(self.ends_on)
        return first if first == last else f"{first}至{last}"

    @property
    def state(self):
        """How it stands today: ahead, on or over."""
        today = timezone.localdate()
        if self.ends_on < today:
            return "over"
        return "ahead" if self.starts_on > today else "on"

    def clean(self):
        """Refuse what can't be, field by field (see the constraints, which hold in any case)."""
        if self.starts_on is None or self.ends_on is None or self.user_id is None:
            return
        if self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "结束日期不能早于开始日期"})
        if self.ends_on < timezone.localdate():
            raise ValidationError({"ends_on": "已经过去的外出不必登记"})
        if self.ends_on - self.starts_on >= LONGEST:
            raise ValidationError({"ends_on": "一次最多登记一年；离任的，请办公室办理任职结束"})
        others = Absence.objects.filter(user=self.user).exclude(pk=self.pk)
        if clash := others.overlapping(self.starts_on, self.ends_on).first():
            raise ValidationError({"ends_on": f"与已登记的外出（{clash.span}）重叠"})
        self._check_substitute()

    def _check_substitute(self):
        if self.substitute_id is None:
            return
        if self.substitute_id == self.user_id:
            raise ValidationError({"substitute": "代办人不能是本人"})
        if not colleagues_of(self.user).filter(pk=self.substitute_id).exists():
            raise ValidationError({"substitute": "代办人须是同一单位的在任人员"})
        if self.days_without_substitute == self.days:
            raise ValidationError(
                {"substitute": f"{self.substitute}在这段时间也外出，请另选代办人"}
            )

    @property
    def days(self):
        return (self.ends_on - self.starts_on).days + 1

    @property
    def days_without_substitute(self):
        """On how many of its days the substitute is absent too."""
        also_away = Absence.objects.filter(user=self.substitute_id)
        return sum(
            (min(each.ends_on, self.ends_on) - max(each.starts_on, self.starts_on)).days + 1
            for each in also_away.overlapping(self.starts_on, self.ends_on)
        )


def spelt(day):
    """A day as one says it: 10月8日, with the year when it is not this one."""
    year = "" if day.year == timezone.localdate().year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
