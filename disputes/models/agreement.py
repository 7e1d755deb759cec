"""What the sides agreed on, what each must do by when, and what a court confirmed of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone


def money(amount):
    """Write an amount as papers do: 12,000.00元; nothing for none."""
    return "" if amount is None else f"{amount:,.2f}元"


class Agreement(models.Model):
    """The agreement that ends a dispute (调解协议): what, signed when, checked by whom.

    ``performer`` and ``perform_by`` sum up its items; what each side must do, and by when, stands
    in them.
    """

    class Performer(models.TextChoices):
        RESPONDENT = "respondent", "被申请机关"
        APPLICANT = "applicant", "申请人"
        BOTH = "both", "双方"

    dispute = models.OneToOneField(
        "disputes.Dispute", models.PROTECT, related_name="agreement", primary_key=True
    )
    content = models.TextField("协议内容")
    signed_on = models.DateField("签订日期")
    performer = models.CharField("履行方", max_length=20, choices=Performer.choices)
    perform_by = models.DateField("履行期限")
    performance = models.TextField("履行情况", blank=True)
    performed_on = models.DateField("履行日期", null=True)
    civil_part = models.TextField("民事部分", blank=True)
    legality_note = models.TextField("合法性审查意见", blank=True)
    legality_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="合法性审查人",
    )
    legality_on = models.DateField("合法性审查日期", null=True)
    sealed_on = models.DateField(
        "各方签字盖章日期", null=True, help_text="协议自最后一方签字盖章之日生效"
    )

    class Meta:
        verbose_name = verbose_name_plural = "调解协议"
        default_permissions = ()

    def __str__(self):
        return f"{self.signed_on:%Y-%m-%d} 调解协议"


class PerformanceItem(models.Model):
    """One thing that one side must do under an agreement (履行事项), an instalment for one.

    It has a date, a clock and a proof of its own; the side that does it reports, the centre
    confirms.
    """

    TONES = {"performed": "green", "reported": "blue", "overdue": "red", "awaited": "secondary"}

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="items")
    ordinal = models.PositiveSmallIntegerField("次序")
    content = models.CharField("履行内容", max_length=500)
    performer = models.CharField("履行方", max_length=20, choices=Agreement.Performer.choices)
    amount = models.DecimalField(
        "金额（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField("履行期限")
    reported_on = models.DateField("报告日期", null=True, blank=True)
    report = models.TextField("履行报告", blank=True)
    performed_on = models.DateField("履行日期", null=True, blank=True)
    performance = models.TextField("履行情况", blank=True)
    proof = models.ForeignKey(
        "liaison.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="履行证明",
    )

    class Meta:
        verbose_name = verbose_name_plural = "履行事项"
        ordering = ["ordinal"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["dispute", "ordinal"], name="one_performance_item")
        ]

    def __str__(self):
        return f"第{self.ordinal}项：{self.content[:40]}"

    @property
    def ref(self):
        """What tells the item's clock from those of the others."""
        return f"item-{self.ordinal}"

    @property
    def amount_in_words(self):
        return money(self.amount)

    @property
    def is_agencys(self):
        """Whether the agency has a hand in it; the centre follows up what applicants do alone."""
        return self.performer != Agreement.Performer.APPLICANT

    @property
    def state(self):
        """Where it stands: performed, reported (and not yet confirmed), overdue, awaited."""
        if self.performed_on:
            return "performed"
        if self.reported_on:
            return "reported"
        return "overdue" if self.due_on < timezone.localdate() else "awaited"

    @property
    def state_in_words(self):
        """The same for the reader: 已确认履行, 已报告，待中心确认, 已逾期 2 天, 还剩 3 天."""
        days = (self.due_on - timezone.localdate()).days
        words = {
            "performed": "已确认履行",
            "reported": "已报告，待中心确认",
            "overdue": f"已逾期 {-days} 天",
            "awaited": f"还剩 {days} 天" if days else "今天到期",
        }
        return words[self.state]

    @property
    def state_tone(self):
        return self.TONES[self.state]


class Confirmation(models.Model):
    """The court's confirmation of an agreement's civil part (司法确认), jointly applied for.

    Thirty days from the agreement's taking effect (民事诉讼法第二百零五条); only what is civil can
    be confirmed.
    """

    class Result(models.TextChoices):
        CONFIRMED = "confirmed", "裁定确认有效"
        DISMISSED = "dismissed", "裁定驳回申请"
        NOT_ACCEPTED = "not_accepted", "裁定不予受理"

    dispute = models.OneToOneField(
        "disputes.Dispute", models.PROTECT, related_name="confirmation", primary_key=True
    )
    court = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="确认法院"
    )
    applied_on = models.DateField("申请日期")
    case_number = models.CharField("确认案号", max_length=60, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    result = models.CharField("结果", max_length=20, choices=Result.choices, blank=True)
    decided_on = models.DateField("裁定日期", null=True, blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "司法确认"
        default_permissions = ()

    def __str__(self):
        return f"{self.applied_on:%Y-%m-%d} 司法确认"

    @property
    def is_pending(self):
        """Applied for, and the court has not decided yet."""
        return not self.result

    @property
    def is_confirmed(self):
        return self.result == self.Result.CONFIRMED
