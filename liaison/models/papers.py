"""Issued papers (印发文书) and attachments (附件): what was handed out and what was handed in."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from liaison import checkcodes


class IssuedPaperQuerySet(models.QuerySet):
    def checked(self, typed):
        """The paper whose printed check code was typed, more or less so; None if there is none."""
        code = checkcodes.read(typed)
        return self.filter(check_code=code).first() if code else None

    def same_bytes(self, sha256):
        """The verifiable paper that has just these bytes; None if there is none."""
        return self.exclude(check_code="").filter(sha256=sha256).first()


class IssuedPaper(models.Model):
    """A paper as it was handed out: its bytes are frozen and never rendered again.

    ``file`` is named by the hash of its content; reading it back compares the two. A paper
    issued again is a new version beside the old. ``part`` names what of the matter it belongs to
    (``session:7``), if not to the whole. ``docx`` says the same for further work; it is no
    original. ``check_code`` is printed on it, on kinds that can be verified. The database refuses
    update and delete.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    matter = GenericForeignKey("content_type", "object_id")
    code = models.SlugField("文书代码", max_length=60)
    number = models.CharField("文号", max_length=60, db_index=True)
    title = models.CharField("标题", max_length=200)
    part = models.CharField("所属部分", max_length=40, blank=True, default="")
    version = models.PositiveSmallIntegerField("版次", default=1)
    file = models.FileField("文件", max_length=200)
    docx = models.FileField("可编辑文本", max_length=200, blank=True, default="")
    sha256 = models.CharField("文件校验值", max_length=64)
    check_code = models.CharField("校验码", max_length=12, blank=True, default="")
    pages = models.PositiveSmallIntegerField("页数")
    issued_by = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="印发人"
    )
    issued_at = models.DateTimeField("印发时间", auto_now_add=True)

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "印发文书"
        ordering = ["-issued_at", "-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "code", "part", "version"],
                name="one_paper_a_version",
            ),
            models.UniqueConstraint(
                fields=["check_code"], condition=~Q(check_code=""), name="one_paper_a_check_code"
            ),
        ]
        indexes = [models.Index(fields=["code", "number"], name="paper_code_number")]

    def __str__(self):
        return f"{self.title} {self.number}".strip()

    @property
    def check_code_spelt(self):
        return checkcodes.spelt(self.check_code)

    def newest(self):
        """The newest version of this paper, which may be itself."""
        same = ("content_type", "object_id", "code", "part")
        mine = {name: getattr(self, name) for name in same}
        return type(self).objects.filter(**mine).order_by("-version").first()


class Attachment(models.Model):
    """A file handed in with a matter; served only to those who may see the matter."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    matter = GenericForeignKey("content_type", "object_id")
    kind = models.CharField("材料种类", max_length=40)
    name = models.CharField("文件名", max_length=120)
    file = models.FileField("文件", upload_to="attachments/%Y/%m/", max_length=200)
    sha256 = models.CharField("校验码", max_length=64)
    size = models.PositiveIntegerField("字节数")
    media_type = models.CharField("类型", max_length=100)
    uploaded_by = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_of_matter")]

    def __str__(self):
        return self.name
