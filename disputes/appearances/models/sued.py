"""The agencies of a lawsuit (被诉行政机关): each has its own service, clock, answer and head."""

from django.core.exceptions import ValidationError
from django.db import models

from disputes.appearances.models.choices import Instance, Rank, ServiceWay, Side
from liaison import access

MOST_AGENCIES = 10


class SuedAgencyQuerySet(models.QuerySet):
    """What pages and figures ask of the agencies of lawsuits."""

    def visible_to(self, user):
        """Keep those of the lawsuits ``user`` may see, without a look at the lawsuits."""
        return access.visible(self, user, of="matter")

    def of_visible(self, matters):
        """Keep those of the lawsuits ``matters``, a query that begins with ``visible_to``."""
        return self.filter(matter__in=matters.order_by())


class SuedAgency(models.Model):
    """One agency in one lawsuit (case × instance × agency), the unit in which heads are counted.

    The copy of the complaint is served on each by itself and starts that one's clock. What
    became of the duty to appear stands in ``heard_on`` … ``excused``: facts of all its hearings,
    written by ``Lawsuit.sum_up`` after each record, or taken from the court's feed. They hold
    whatever policy counts them (``RatePolicy``).
    """

    matter = models.ForeignKey(
        "appearances.Lawsuit", models.PROTECT, related_name="agencies", verbose_name="行政诉讼"
    )
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="被诉行政机关"
    )
    order = models.PositiveSmallIntegerField("序号")
    side = models.CharField("诉讼地位", max_length=20, choices=Side.choices, default=Side.DEFENDANT)
    represented_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="represents",
        verbose_name="商定或者确定由其负责人出庭的共同被告",
    )
    served_on = models.DateField("收到起诉状副本日期", null=True)
    service_way = models.CharField(
        "送达方式", max_length=20, choices=ServiceWay.choices, blank=True
    )
    receipt = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="送达回证"
    )
    deferral_reason = models.CharField("申请延期举证理由", max_length=300, blank=True)
    deferral_asked_on = models.DateField("申请延期举证日期", null=True)
    answered_on = models.DateField("答辩举证日期", null=True)
    performs = models.BooleanField("应当履行裁判", default=False)
    performed_on = models.DateField("履行完毕日期", null=True)

    committee = models.ForeignKey("liaison.Committee", models.PROTECT, related_name="+")
    court = models.ForeignKey("liaison.Unit", models.PROTECT, related_name="+", verbose_name="法院")
    instance = models.CharField("审级", max_length=20, choices=Instance.choices)
    heard_on = models.DateField("首次开庭日期", null=True)
    notified = models.BooleanField("法院通知负责人出庭", default=False)
    appeared = models.BooleanField("负责人出庭", default=False)
    head_rank = models.CharField("出庭负责人类别", max_length=20, choices=Rank.choices, blank=True)
    spoke = models.BooleanField("负责人发言", default=False)
    left_early = models.BooleanField("负责人中途退庭", default=False)
    excused = models.BooleanField("未出庭且理由成立", default=False)

    objects = SuedAgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "被诉行政机关"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["matter", "unit"], name="one_sued_agency_a_unit"),
        ]
        indexes = [
            models.Index(
                fields=["committee", "heard_on"],
                name="sued_agency_heard",
                condition=models.Q(heard_on__isnull=False),
            ),
        ]

    def __str__(self):
        return str(self.unit)

    @property
    def ref(self):
        """What tells its deadlines from those of the others."""
        return f"unit:{self.unit_id}"

    @property
    def lacks_receipt(self):
        """Whether the receipt of service (送达回证) has still to come; e-service has none."""
        served = self.served_on is not None
        return served and self.receipt_id is None and self.service_way != ServiceWay.ELECTRONIC

    @property
    def owes_answer(self):
        return self.served_on is not None and self.answered_on is None

    @property
    def owes_performance(self):
        return self.performs and self.performed_on is None


def sue(matter, defendants, third=()):
    """Make ``defendants`` and agencies added as ``third`` parties the agencies of ``matter``."""
    sides = dict.fromkeys(defendants, Side.DEFENDANT) | dict.fromkeys(third, Side.THIRD)
    if not defendants:
        raise ValidationError({"defendants": "请选择被告"})
    if set(defendants) & set(third):
        raise ValidationError({"third": "同一单位不能既是被告又是第三人"})
    if len(sides) > MOST_AGENCIES:
        raise ValidationError({"defendants": f"行政机关不超过{MOST_AGENCIES}个"})
    SuedAgency.objects.bulk_create(
        SuedAgency(
            matter=matter,
            unit=unit,
            side=side,
            order=order,
            committee=matter.committee,
            court=matter.initiator,
            instance=matter.instance,
        )
        for order, (unit, side) in enumerate(sides.items(), start=1)
    )
