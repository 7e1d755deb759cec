"""Units (单位), the areas they serve, and which court and centre answers for which area."""

from django.contrib.auth.models import Group
from django.db import models


class Area(models.Model):
    """A zone, county or prefecture (地区) that courts and centres share out among themselves."""

    name = models.CharField("名称", max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ["id"]

    def __str__(self):
        return self.name


class UnitQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def courts(self):
        return self.filter(kind=Unit.Kind.COURT)

    def members_of(self, committees, on=None):
        """Keep the member units (成员单位) of any of ``committees``, today or ``on`` a day.

        A unit that is out of use keeps its membership; whoever is to choose one says ``active()``.
        """
        memberships = self.model._meta.get_field("memberships").related_model.objects.current(on)
        return self.filter(pk__in=memberships.filter(committee__in=committees).values("unit"))

    def agencies(self):
        """Keep what can be complained of or addressed: agencies, governments, justice bureaus."""
        return self.filter(
            kind__in=[Unit.Kind.AGENCY, Unit.Kind.GOVERNMENT, Unit.Kind.JUSTICE_BUREAU]
        )


class Unit(models.Model):
    """A court, agency, government, centre or office (单位): whoever can owe or be owed something.

    Each unit owns one auth group, named after its primary key; grants on matters are given
    to that group, and a person is in it for as long as a post there lasts.
    """

    class Kind(models.TextChoices):
        COURT = "court", "人民法院"
        GOVERNMENT = "government", "人民政府（管委会）"
        AGENCY = "agency", "行政机关"
        JUSTICE_BUREAU = "justice_bureau", "司法行政机关"
        PROCURATORATE = "procuratorate", "人民检察院"
        CENTRE = "centre", "行政争议协调化解中心"
        OFFICE = "office", "委员会办公室"
        OTHER = "other", "其他单位"

    class Level(models.TextChoices):
        HIGH = "high", "高级法院"
        INTERMEDIATE = "intermediate", "中级法院"
        BASIC = "basic", "基层法院"
        TRIBUNAL = "tribunal", "派出法庭、巡回点"

    name = models.CharField("全称", max_length=120, unique=True)
    short_name = models.CharField("规范简称", max_length=40)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    level = models.CharField("法院层级", max_length=20, choices=Level.choices, blank=True)
    court_code = models.CharField("法院代字", max_length=10, blank=True, help_text="如：吉24")
    place_name = models.CharField(
        "地名简称",
        max_length=10,
        blank=True,
        help_text="发文字号用，如：延边（延边法建〔2026〕1号）",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="units", verbose_name="所在地区"
    )
    group = models.OneToOneField(Group, models.PROTECT, editable=False, related_name="unit")
    is_active = models.BooleanField("在用", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["id"]

    def __str__(self):
        return self.short_name or self.name

    def save(self, **kwargs):
        if self.group_id is None:
            self.group = Group.objects.create(name=f"单位·{self.name}"[:150])
        super().save(**kwargs)


class JurisdictionQuerySet(models.QuerySet):
    def of(self, matter_model):
        """Keep what holds for a kind of matter: what is meant for it, and what is for all."""
        kinds = ["", matter_model._meta.label_lower]
        return self.filter(matter_kind__in=kinds).select_related("area").order_by("pk")


class Jurisdiction(models.Model):
    """Which court and which centre answer for an area and a kind of matter (管辖).

    One area may face two court systems: the reserve's zones look to Yanbian's courts for
    some and to Baishan's for others.
    """

    area = models.ForeignKey(Area, models.PROTECT, verbose_name="地区")
    matter_kind = models.CharField(
        "事项类别", max_length=60, blank=True, help_text="留空为全部事项；否则如 disputes.dispute"
    )
    court = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="jurisdictions",
        limit_choices_to={"kind": Unit.Kind.COURT},
        verbose_name="法院",
    )
    centre = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="centre_jurisdictions",
        limit_choices_to={"kind": Unit.Kind.CENTRE},
        verbose_name="化解中心",
    )

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "管辖"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "matter_kind", "court"], name="one_jurisdiction_a_court"
            )
        ]

    def __str__(self):
        return f"{self.area} → {self.court}"
