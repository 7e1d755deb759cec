"""What else can end a dispute well, what the court is told of its end, and by whom."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from disputes.models.choices import CONCLUDED, ActChange, ChangeCondition, Outcome, Remainder


class Conclusion(models.Model):
    """What came of a dispute other than by an agreement of the centre's own (其他化解结果).

    The agency changed its act (法释〔2008〕2号第二条至第四条), the court allowed the suit to be
    withdrawn, a court or a reconsideration organ put a settlement into a document of its own, or
    a part was resolved and the rest was not. One may follow on another: the agency changes its
    act, then the court allows the suit to be withdrawn. What was sent back stays on record.
    """

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="conclusions")
    outcome = models.CharField(
        "结果", max_length=40, choices=[(each.value, each.label) for each in CONCLUDED]
    )
    concluded_on = models.DateField("结果日期")
    issuer = models.CharField("作出文书的机关", max_length=120)
    number = models.CharField("文号、案号", max_length=60)
    document = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, related_name="+", verbose_name="结果文书"
    )
    change = models.CharField("改变的方式", max_length=20, choices=ActChange.choices, blank=True)
    conditions = ArrayField(
        models.CharField(max_length=20, choices=ChangeCondition.choices),
        verbose_name="已核对的条件",
        default=list,
        blank=True,
    )
    resolved = models.TextField("已化解的部分", blank=True)
    unresolved = models.TextField("未化解的部分", blank=True)
    remainder = models.CharField(
        "其余部分的处理", max_length=20, choices=Remainder.choices, blank=True
    )
    note = models.TextField("说明", blank=True)
    sent_back_on = models.DateField("退回日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "其他化解结果"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.number} {self.get_outcome_display()}"

    @property
    def is_partial(self):
        return self.outcome == Outcome.PARTIAL

    @property
    def conditions_in_words(self):
        return [ChangeCondition(each).label for each in self.conditions]


class CourtReport(models.Model):
    """What the centre told the court of the end of mediation (情况报告).

    Basics, why it failed, conduct that raised others' cost, points to note (特邀调解规定第二十六
    条). Never what was conceded or said in mediation (第二十二条). A later end (an agreement that
    was not signed) is reported anew; the papers issued keep what was reported before.
    """

    dispute = models.OneToOneField(
        "disputes.Dispute", models.PROTECT, related_name="report", primary_key=True
    )
    reported_on = models.DateField("报告日期")
    basics = models.TextField("基本情况")
    cause = models.TextField("化解结果及未成的原因")
    conduct = models.TextField("增加他人成本的行为", blank=True)
    points = models.TextField("需要注意的事项", blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="报告人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "情况报告"
        default_permissions = ()

    def __str__(self):
        return f"{self.reported_on:%Y-%m-%d} 情况报告"
