"""The centre's rulebook (工作规则): versions of a text, whose numbers the system works by."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


class RulebookQuerySet(models.QuerySet):
    def in_force(self, committee, on=None):
        """The version that binds the committee's centres on ``on``; None where there is none."""
        on = on or timezone.localdate()
        versions = self.filter(committee=committee, status=Rulebook.Status.IN_FORCE)
        return versions.filter(valid_from__lte=on).order_by("-valid_from", "-id").first()


class Rulebook(models.Model):
    """A version of the rulebook of a committee's centres (行政争议协调化解中心工作规则).

    Periods that run as clocks are deadline rules of the office (``disputes/data``), to which
    articles refer; the numbers that are no clocks stand here.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "草案"
        IN_FORCE = "in_force", "施行"

    committee = models.ForeignKey(
        "liaison.Committee", models.PROTECT, related_name="rulebooks", verbose_name="委员会"
    )
    title = models.CharField("名称", max_length=120)
    version = models.PositiveSmallIntegerField("版次")
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.DRAFT)
    valid_from = models.DateField("施行日期")
    session_notice_days = models.PositiveSmallIntegerField("会谈提前通知（日）", default=3)
    extension_days = models.PositiveSmallIntegerField("每次延长不超过（日）", default=30)
    extensions_allowed = models.PositiveSmallIntegerField("延长次数", default=1)

    objects = RulebookQuerySet.as_manager()

    class Meta:
        verbose_name = "工作规则"
        verbose_name_plural = "工作规则"
        ordering = ["committee", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "version"], name="one_rulebook_a_version")
        ]

    def __str__(self):
        return f"{self.title}（第{self.version}版）"

    def clean(self):
        if self.extensions_allowed and not self.extension_days:
            raise ValidationError({"extension_days": "允许延长的，请填写每次延长的日数"})


class Article(models.Model):
    """An article of a rulebook (条), with what the system does by it.

    ``touches`` names steps (``dispute.accept``), deadline rules (``disputes.accept``) and papers
    (``dispute-acceptance``) by their codes, so that whoever reads the article finds them.
    """

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="articles")
    ordinal = models.PositiveSmallIntegerField("条")
    chapter = models.CharField("章", max_length=60, blank=True)
    heading = models.CharField("条标", max_length=60)
    text = models.TextField("条文")
    touches = models.JSONField("系统对应", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "条文"
        ordering = ["ordinal"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "ordinal"], name="one_article_an_ordinal")
        ]

    def __str__(self):
        return f"第{self.ordinal}条 {self.heading}"
