"""Who sues, and who else has an interest (原告、第三人): names only, and of persons masked."""

from django.core.exceptions import ValidationError
from django.db import models

from disputes.models.parties import masked_name

MOST_LITIGANTS = 50


class Litigant(models.Model):
    """A plaintiff, or a third party who is no agency (当事人).

    In full it is read by the court and by the agencies of the case; all others read a natural
    person's name masked, and no title, search or notice ever holds it (个人信息保护法).
    """

    class Side(models.TextChoices):
        PLAINTIFF = "plaintiff", "原告"
        THIRD = "third", "第三人"

    class Kind(models.TextChoices):
        PERSON = "person", "自然人"
        BUSINESS = "business", "个体工商户"
        ENTERPRISE = "enterprise", "企业"
        ORGANISATION = "organisation", "其他组织"
        PROCURATORATE = "procuratorate", "人民检察院（公益诉讼）"

    matter = models.ForeignKey(
        "appearances.Lawsuit", models.PROTECT, related_name="litigants", verbose_name="行政诉讼"
    )
    side = models.CharField("地位", max_length=20, choices=Side.choices, default=Side.PLAINTIFF)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField("姓名或者名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return self.shown_name

    @property
    def is_person(self):
        return self.kind == self.Kind.PERSON

    @property
    def shown_name(self):
        """The name as anybody who sees the lawsuit may read it: 张某某 for a natural person."""
        return masked_name(self.name) if self.is_person else self.name


def check_litigants(rows):
    """Refuse a lawsuit that nobody brings, or that too many do one by one."""
    if not any(row["side"] == Litigant.Side.PLAINTIFF for row in rows):
        raise ValidationError({"litigants": "请填写原告"})
    if len(rows) > MOST_LITIGANTS:
        raise ValidationError(
            {"litigants": f"当事人不超过{MOST_LITIGANTS}个，人数众多的填诉讼代表人"}
        )


def said_together(rows):
    """Name the plaintiffs for a title: the first, masked, and how many they are."""
    names = [row.shown_name for row in rows if row.side == Litigant.Side.PLAINTIFF]
    return f"{names[0][:30]}等{len(names)}人" if len(names) > 1 else names[0][:30]
