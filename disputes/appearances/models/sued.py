"""The agencies of a lawsuit (被诉行政机关): each has its own service, clock, answer and head."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from disputes.appearances.models.answers import LISTED, EvidenceItem
from disputes.appearances.models.choices import Instance, Rank, ServiceWay, Side
from liaison import access
from liaison.days import written

MOST_AGENCIES = 10


class SuedAgencyQuerySet(models.QuerySet):
    """What pages and figures ask of the agencies of lawsuits."""

    def visible_to(self, user):
        """Keep those of the lawsuits ``user`` may see, without a look at the lawsuits."""
        return access.visible(self, user, of="matter")

    def of_visible(self, matters):
        """Keep those of the lawsuits ``matters``, a query that begins with ``visible_to``."""
        return self.filter(matter__in=matters.order_by())

    def with_page(self):
        """Fetch what the page of one lawsuit shows of each."""
        answered = ("answer__scan", "answer__identity", "answer__mandate")
        evidence = EvidenceItem.objects.filter(answer__agency=OuterRef("pk")).order_by("order")
        return self.annotate(
            listed=ArraySubquery(evidence.values_list(JSONObject(**LISTED)))
        ).select_related("unit", "receipt", "deferral_file", "report_proof", *answered)


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
    deferral_file = models.ForeignKey(
        "liaison.Attachment",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="延期举证书面申请",
    )
    deferral_decided_on = models.DateField("延期举证审批日期", null=True)
    deferral_view = models.CharField("延期举证审批意见", max_length=200, blank=True)
    reason_ended_on = models.DateField("正当事由消除日期", null=True)
    """Set when the court granted more time: evidence is due fifteen days after it."""
    answered_on = models.DateField("答辩举证日期", null=True)
    forwarded_on = models.DateField("答辩状副本发送日期", null=True)
    performs = models.BooleanField("应当履行裁判", default=False)
    reported_on = models.DateField("报告的履行日期", null=True)
    report = models.CharField("履行情况", max_length=500, blank=True)
    report_proof = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="履行证明"
    )
    report_view = models.CharField("退回履行报告的说明", max_length=200, blank=True)
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
    def paper_ref(self):
        """What its own papers are parts of (``Document.ref``)."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def deferral_state(self):
        """What became of its request for more time, in words."""
        if self.deferral_decided_on is None:
            return "待法院审批" if self.owes_answer else "未审批即已答辩"
        if self.reason_ended_on is None:
            return "法院不予准许，原期限不变"
        return f"法院准许，正当事由于{written(self.reason_ended_on)}消除"

    @property
    def lacks_receipt(self):
        """Whether the receipt of service (送达回证) has still to come; e-service has none."""
        served = self.served_on is not None
        return served and self.receipt_id is None and self.service_way != ServiceWay.ELECTRONIC

    @property
    def owes_answer(self):
        return self.served_on is not None and self.answered_on is None

    @property
    def draft(self):
        """What it is about to answer; None if there is nothing, or if it is given."""
        answer = getattr(self, "answer", None)
        return answer if answer and answer.is_draft else None

    @property
    def awaits_deferral(self):
        """Whether the court has still to decide on its request for more time (延期举证)."""
        asked = self.owes_answer and self.deferral_asked_on is not None
        return asked and self.deferral_decided_on is None

    @property
    def may_ask_deferral(self):
        """Whether it may ask for more time: once granted, not again."""
        return self.owes_answer and not self.awaits_deferral and self.reason_ended_on is None

    @property
    def owes_performance(self):
        return self.performs and self.performed_on is None

    @property
    def awaits_confirmation(self):
        """Whether it has reported that it performed, and the court has yet to say so."""
        return self.owes_performance and self.reported_on is not None


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
