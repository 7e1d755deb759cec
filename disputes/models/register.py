"""The register of mediators (调解员名册), and who of it mediates which dispute."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from disputes.models.choices import Field
from liaison.models import Centre
from liaison.models.committees import Term


class Mediator(Term):
    """An entry in a centre's register of mediators (调解员名册), for a term.

    Kinds: 工作规则第五条. Misconduct is answered by a warning, a notice or removal
    (特邀调解规定第二十八条); whoever is removed is named no more and loses what was assigned.
    """

    class Kind(models.TextChoices):
        JUDGE_ASSISTANT = "judge_assistant", "法官助理"
        RETIRED_JUDGE = "retired_judge", "退休法官、检察官"
        LAWYER = "lawyer", "律师"
        PEOPLE = "people", "人民调解员"
        OFFICER = "officer", "行政机关工作人员"
        SCHOLAR = "scholar", "专家学者"
        DEPUTY = "deputy", "人大代表、政协委员"
        OTHER = "other", "其他"

    class Standing(models.TextChoices):
        GOOD = "good", "在册"
        WARNED = "warned", "警告"
        NOTICED = "noticed", "通报"
        REMOVED = "removed", "除名"

    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="mediators", verbose_name="化解中心"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="人员"
    )
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    fields = ArrayField(
        models.CharField(max_length=20, choices=Field.choices),
        verbose_name="擅长领域",
        default=list,
        blank=True,
    )
    workplace = models.CharField("工作单位", max_length=120, blank=True)
    standing = models.CharField(
        "状态", max_length=20, choices=Standing.choices, default=Standing.GOOD
    )
    standing_note = models.CharField("处理原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "调解员"
        verbose_name_plural = "调解员名册"
        ordering = ["centre", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "user", "starts_on"], name="one_register_entry_a_term"
            )
        ]

    def __str__(self):
        return f"{self.user}（{self.get_kind_display()}）"


class Appointment(models.Model):
    """A mediator of a dispute (调解员选定、指定): by whose choice, what was disclosed, until when.

    One presides where there are several (特邀调解规定第十三条). Who mediates must disclose what
    may cast doubt on being neutral, before anything else (第十五条).
    """

    class By(models.TextChoices):
        PARTIES = "parties", "当事人共同选定"
        CENTRE = "centre", "中心指定"

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="panel")
    mediator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="调解员"
    )
    presides = models.BooleanField("主持", default=False)
    by = models.CharField("产生方式", max_length=20, choices=By.choices)
    appointed_on = models.DateField("产生日期")
    disclosed_on = models.DateField("披露日期", null=True, blank=True)
    disclosure = models.TextField("披露事项", blank=True)
    ended_on = models.DateField("停止日期", null=True, blank=True)
    ended_reason = models.CharField("停止原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "调解员选定"
        ordering = ["-presides", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "mediator"],
                condition=models.Q(ended_on__isnull=True),
                name="one_place_on_a_panel",
            ),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=models.Q(ended_on__isnull=True, presides=True),
                name="one_presides",
            ),
        ]

    def __str__(self):
        return str(self.mediator)


class Recusal(models.Model):
    """A request that a mediator stand back (回避申请), and what the centre decided."""

    class Side(models.TextChoices):
        APPLICANT = "applicant", "申请人"
        RESPONDENT = "respondent", "被申请机关"
        THIRD = "third", "第三人"
        MEDIATOR = "mediator", "调解员本人"

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="recusals")
    side = models.CharField("提出人", max_length=20, choices=Side.choices)
    requested_on = models.DateField("提出日期")
    reason = models.TextField("理由")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    granted = models.BooleanField("准予回避", null=True)
    decision = models.TextField("决定理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.requested_on:%Y-%m-%d} 回避申请"
