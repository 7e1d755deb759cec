"""The answer of a sued agency (答辩): its words, its evidence, the norms it relied on."""

from django.db import models

from liaison.models import Attachment

MOST_EVIDENCE = 60


LISTED = {
    name: name for name in ("order", "name", "source", "purpose", "pages", "copies", "file_id")
}
"""What of an item of evidence is read in one go with its agency."""


class AnswerQuerySet(models.QuerySet):
    def given(self):
        """Keep what was handed to the court: a draft is its unit's own."""
        return self.filter(given_on__isnull=False)

    def files(self):
        """The ids of all files that were handed in with them, as a query."""
        rows = self.order_by()
        names = ("scan", "identity", "mandate", "evidence__file")
        found = [rows.filter(**{f"{name}__isnull": False}).values(name) for name in names]
        return found[0].union(*found[1:])


class Answer(models.Model):
    """What one agency answers to a complaint or an appeal (答辩状、证据、依据).

    Until it is given, with ``given_on``, it is a draft (答辩稿) and its unit's own. One that came
    on paper is a ``scan`` that the court registered, without words of its own.
    """

    agency = models.OneToOneField(
        "appearances.SuedAgency",
        models.PROTECT,
        related_name="answer",
        verbose_name="被诉行政机关",
    )
    representative = models.CharField("法定代表人", max_length=40, blank=True)
    post = models.CharField("法定代表人职务", max_length=60, blank=True)
    agents = models.CharField("委托诉讼代理人", max_length=120, blank=True)
    body = models.TextField("答辩意见", max_length=10000, blank=True)
    norms = models.TextField("所依据的规范性文件", max_length=3000, blank=True)
    scan = models.ForeignKey(
        "liaison.Attachment",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="盖章答辩材料",
    )
    identity = models.ForeignKey(
        "liaison.Attachment",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="法定代表人身份证明",
    )
    mandate = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="授权委托书"
    )
    given_on = models.DateField("答辩举证日期", null=True)
    on_paper = models.BooleanField("纸质提交", default=False)
    actor = models.ForeignKey("liaison.User", models.PROTECT, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答辩"
        default_permissions = ()

    def __str__(self):
        return str(self.agency)

    @property
    def is_draft(self):
        return self.given_on is None

    @property
    def items(self):
        """The list of evidence, each line as a dict; free of cost where a page read it."""
        read = self.agency.__dict__.get("listed")
        return list(self.evidence.values(*LISTED)) if read is None else read

    @property
    def norm_lines(self):
        """The norms, one a line as they were typed."""
        return [line.strip() for line in self.norms.splitlines() if line.strip()]

    def kept_files(self):
        """The ids of the files that lie with the evidence of this draft."""
        return set(self.evidence.filter(file__isnull=False).values_list("file_id", flat=True))

    def drop(self):
        """Give the draft up: the answer came by another way."""
        files = list(type(self).objects.filter(pk=self.pk).files().values_list("pk", flat=True))
        self.evidence.all().delete()
        self.delete()
        Attachment.objects.filter(pk__in=files).delete()


class EvidenceItem(models.Model):
    """One line of the list of evidence (证据清单)."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="evidence", verbose_name="答辩")
    order = models.PositiveSmallIntegerField("序号")
    name = models.CharField("证据名称", max_length=100)
    source = models.CharField("来源", max_length=60)
    purpose = models.CharField("证明目的", max_length=300)
    pages = models.PositiveSmallIntegerField("页数")
    copies = models.PositiveSmallIntegerField("份数", default=1)
    file = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="证据材料"
    )

    class Meta:
        verbose_name = verbose_name_plural = "证据"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["answer", "order"], name="one_evidence_an_order"),
        ]

    def __str__(self):
        return self.name
