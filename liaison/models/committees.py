"""Liaison committees (府院联动工作委员会): members with terms, chairs, centres."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from liaison.models.people import Role, User
from liaison.models.units import Area, Unit


class TermQuerySet(models.QuerySet):
    def current(self, on=None):
        on = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Term(models.Model):
    """Something that holds from a day to a day, both counted in."""

    starts_on = models.DateField("起", default=timezone.localdate)
    ends_on = models.DateField("止", null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True


class CommitteeQuerySet(models.QuerySet):
    def kept_by(self, user):
        """Keep those whose lists ``user`` keeps: by a post in the office; all for the system's."""
        if user.is_superuser:
            return self
        keepers = [Role.OFFICE_CLERK, Role.OFFICE_LEADER]
        return self.filter(office__in=user.posts.current().filter(role__in=keepers).values("unit"))

    def of_units(self, units):
        """Keep those in which one of ``units`` sits, or which it serves as office or centre."""
        sitting = Membership.objects.current().filter(unit__in=units)
        serving = Centre.objects.filter(unit__in=units)
        return self.filter(
            Q(pk__in=sitting.values("committee"))
            | Q(pk__in=serving.values("committee"))
            | Q(office__in=units)
        )


class Committee(models.Model):
    """A liaison committee: several co-chairs, an office, centres, members on both sides.

    ``starter`` is the one unit on the government side that may initiate consultations
    (启动权统一行使); usually the justice bureau.
    """

    name = models.CharField("名称", max_length=120, unique=True)
    short_name = models.CharField("简称", max_length=40)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="committees", verbose_name="地区"
    )
    office = models.OneToOneField(
        Unit, models.PROTECT, related_name="office_of", verbose_name="办公室"
    )
    starter = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="政府方启动单位",
    )
    founded_on = models.DateField("成立日期", null=True, blank=True)
    members = models.ManyToManyField(Unit, through="Membership", related_name="committees")

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委员会"
        ordering = ["id"]

    def __str__(self):
        return self.short_name


class Membership(Term):
    """A unit's membership (成员单位) of a committee, on one of its sides."""

    class Side(models.TextChoices):
        GOVERNMENT = "government", "政府方"
        COURT = "court", "法院方"
        PROCURATORATE = "procuratorate", "检察方"
        OTHER = "other", "其他"

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="memberships", verbose_name="委员会"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    side = models.CharField("方", max_length=20, choices=Side.choices)

    class Meta:
        verbose_name = verbose_name_plural = "成员单位"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "unit", "starts_on"], name="one_membership_a_start"
            )
        ]

    def __str__(self):
        return f"{self.committee}：{self.unit}"


class Seat(Term):
    """An office held in the committee (co-chair and so on) by the holder of a unit's post."""

    class Kind(models.TextChoices):
        CO_CHAIR = "co_chair", "主任"
        VICE_CHAIR = "vice_chair", "副主任"
        OFFICE_DIRECTOR = "office_director", "办公室主任"
        LIAISON_OFFICER = "liaison_officer", "联络员"

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="seats", verbose_name="委员会"
    )
    kind = models.CharField("席位", max_length=20, choices=Kind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    title = models.CharField("职务", max_length=60)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name="人员"
    )

    class Meta:
        verbose_name = verbose_name_plural = "席位"
        ordering = ["id"]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.unit}{self.title}"


class Centre(models.Model):
    """A dispute-resolution centre (行政争议协调化解中心): a unit seated in a court."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="centres", verbose_name="委员会"
    )
    unit = models.OneToOneField(
        Unit, models.PROTECT, related_name="centre_profile", verbose_name="单位"
    )
    seat = models.ForeignKey(
        Unit, models.PROTECT, related_name="hosted_centres", verbose_name="设在"
    )
    areas = models.ManyToManyField(Area, related_name="centres", verbose_name="服务地区")
    number_prefix = models.CharField(
        "编号字头", max_length=20, help_text="受理编号用，如：长协（长协〔2026〕42号）"
    )

    class Meta:
        verbose_name = verbose_name_plural = "化解中心"
        ordering = ["id"]

    def __str__(self):
        return str(self.unit)
