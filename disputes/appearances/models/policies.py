"""How the rate of appearance (出庭应诉率) is counted (统计口径): no law fixes the fraction.

A committee keeps its own policy in versions; each says what is the denominator, which heads
count, how joint defendants are counted, and the share that is aimed at.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Func, Q, When

from disputes.appearances.models.choices import Rank
from liaison.models import Role

AIM = 80
"""The share of cases in percent that both founding documents ask for."""


class Denominator(models.TextChoices):
    """What the rate is a share of (分母)."""

    HEARD = "heard", "开庭审理的全部件数"
    NOTIFIED = "notified", "开庭审理且法院通知负责人出庭的件数"
    UNEXCUSED = "unexcused", "开庭审理的件数，扣除负责人未出庭但法院认为理由成立的"


class Joint(models.TextChoices):
    """How joint defendants that agreed on one head are counted (共同被告)."""

    EACH = "each", "各机关各自统计，商定由他机关负责人出庭的，不算本机关负责人出庭"
    SHARED = "shared", "各机关各自统计，商定的负责人出庭的，各机关都算出庭"
    ONCE = "once", "一案只统计一次，记在商定由其负责人出庭的机关"


class Validity(Func):
    """The days on which a version holds, both counted in; without an end it holds on."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, first, last):
        super().__init__(first, last, RangeBoundary(inclusive_lower=True, inclusive_upper=True))


class RatePolicyQuerySet(models.QuerySet):
    def holding(self, on):
        """Keep the versions that hold on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)

    def in_force(self, committee, on):
        """The version by which ``committee`` counts on a day; where it has none, the built-in.

        The built-in one is not saved: it has no ``pk``.
        """
        return self.holding(on).filter(committee=committee).first() or built_in(committee)


class RatePolicy(models.Model):
    """A version of how a committee counts the appearance of heads (出庭应诉率统计口径).

    What is counted is an agency in a case in an instance (``SuedAgency``); not in any
    denominator is what ended without a hearing, and a head who could not prove who they are
    has not appeared (负责人出庭应诉规定第六条). No two versions of a committee hold on one day.
    A version by which a notice (通报) was issued stands: it can only be brought to an end.
    """

    EDITED_BY = (Role.OFFICE_CLERK, Role.OFFICE_LEADER)
    BUILT_IN = "系统默认口径"
    STANDING = (
        *("committee", "name", "valid_from", "denominator", "counts_left", "joint"),
        *("threshold", "basis"),
    )
    """What of a version can't change once a notice was counted by it."""

    committee = models.ForeignKey(
        "liaison.Committee", models.PROTECT, related_name="+", verbose_name="委员会"
    )
    name = models.CharField("名称", max_length=60)
    valid_from = models.DateField("施行日期")
    valid_to = models.DateField("失效日期", null=True, blank=True, help_text="失效当日仍然适用")
    denominator = models.CharField(
        "分母", max_length=20, choices=Denominator.choices, default=Denominator.HEARD
    )
    counts_left = models.BooleanField(
        "未经许可中途退庭的算出庭", default=False, help_text="不选的，中途退庭视为未出庭"
    )
    joint = models.CharField("共同被告", max_length=20, choices=Joint.choices, default=Joint.EACH)
    threshold = models.PositiveSmallIntegerField(
        "目标（%）", default=AIM, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    basis = models.CharField("依据", max_length=200, blank=True, help_text="文件名称、文号和条款")
    used_until = models.DateField("已据以通报至", null=True, editable=False)
    """The last day of the latest span that was made known in a notice by this version."""

    objects = RatePolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出庭应诉率统计口径"
        ordering = ["committee", "-valid_from"]
        constraints = [
            ExclusionConstraint(
                name="one_rate_policy_a_day",
                expressions=[
                    ("committee", RangeOperators.EQUAL),
                    (Validity("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=(
                    "施行期间与本委员会的另一口径重叠，请先填写前一口径的失效日期"
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="rate_policy_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(threshold__range=(1, 100)), name="rate_policy_aims_at_a_share"
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse to change what a notice was counted by; its end may come after that span."""
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "失效日期不能早于施行日期"})
        before = type(self).objects.filter(pk=self.pk, used_until__isnull=False).first()
        if before is None:
            return
        if any(getattr(self, name) != getattr(before, name) for name in self.STANDING):
            raise ValidationError("已据以发出通报的口径不能修改，请另立新口径")
        if self.valid_to and self.valid_to < before.used_until:
            raise ValidationError(
                {"valid_to": f"已据以通报至{before.used_until:%Y-%m-%d}，不能早于该日失效"}
            )

    def use(self, until):
        """Have a notice counted by this version for a span that ends on ``until`` (通报).

        From now on it can't be changed. The built-in one is no row: the notice keeps its words.
        """
        if self.pk:
            later = Q(used_until__isnull=True) | Q(used_until__lt=until)
            type(self).objects.filter(later, pk=self.pk).update(used_until=until)
            self.refresh_from_db(fields=["used_until"])

    @property
    def is_built_in(self):
        """Whether the committee has decided nothing, and the system's own counting is used."""
        return self.pk is None

    def holds_on(self, day):
        """Whether a saved version is in force on a day."""
        begun = bool(self.pk) and self.valid_from <= day
        return begun and (self.valid_to is None or self.valid_to >= day)

    @property
    def ident(self):
        """What an address names it by: its number, 0 for the built-in one."""
        return self.pk or 0

    @property
    def in_words(self):
        """All that it decides, for the page and for the notice that is counted by it."""
        left = "算出庭" if self.counts_left else "视为未出庭"
        return (
            f"以一案、一审级、一个被诉行政机关为一件；分母为期内{self.get_denominator_display()}；"
            f"负责人未经许可中途退庭的{left}；共同被告{self.get_joint_display()}；"
            f"目标不低于{self.threshold}%"
        )

    def is_missed_by(self, rate):
        """Whether a rate is below the aim (低于目标): exact, not of the rounded percent."""
        return bool(rate.denominator) and rate.numerator * 100 < self.threshold * rate.denominator

    def due(self, rows):
        """Keep of ``rows`` (``SuedAgency``) what is in the denominator."""
        rows = rows.filter(heard_on__isnull=False)
        if self.joint == Joint.ONCE:
            rows = rows.filter(represented_by__isnull=True)
        if self.denominator == Denominator.NOTIFIED:
            rows = rows.filter(self._either(notified=True))
        if self.denominator == Denominator.UNEXCUSED:
            rows = rows.filter(self._appeared() | self._unexcused())
        return rows

    def judged(self, rows):
        """Say of each of ``rows`` whether a head ``counts``, is the chief, and spoke.

        ``counts`` is the numerator; ``by_chief`` and ``said`` are shares of it.
        """
        return rows.annotate(
            counts=_truth(self._appeared()),
            by_chief=_truth(self._appeared(head_rank=Rank.CHIEF)),
            said=_truth(self._appeared(spoke=True)),
        )

    def _appeared(self, **more):
        """The condition that a head appeared who counts, and of whom ``more`` is true."""
        stayed = {} if self.counts_left else {"left_early": False}
        return self._either(appeared=True, **stayed, **more)

    def _unexcused(self):
        """The condition that neither the agency nor the one that acts for it has an excuse."""
        own = Q(excused=False) | Q(appeared=True)
        if self.joint != Joint.SHARED:
            return own
        others = Q(represented_by__excused=False) | Q(represented_by__appeared=True)
        return own & (Q(represented_by__isnull=True) | others)

    def _either(self, **facts):
        """The condition that all ``facts`` are true of the agency, or of the one that acts for it.

        Another's head counts for it only where joint defendants share one.
        """
        own = Q(**facts)
        if self.joint != Joint.SHARED:
            return own
        return own | Q(**{f"represented_by__{name}": value for name, value in facts.items()})


def built_in(committee):
    """The counting of a committee that has decided none: all that was heard, each by itself."""
    return RatePolicy(committee=committee, name=RatePolicy.BUILT_IN, basis="尚未制定本委员会口径")


def _truth(condition):
    """An expression that is true or false, never NULL (where nobody acts for the agency)."""
    return Case(When(condition, then=True), default=False, output_field=models.BooleanField())
