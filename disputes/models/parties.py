"""Parties (当事人): who complains of the agency."""

from django.core.exceptions import ValidationError
from django.db import models

from disputes import identifiers


class Party(models.Model):
    """An applicant (申请人) of a dispute, with the number of the paper that proves who it is.

    What is shown by default is masked (个人信息保护法第五十一条); names of natural persons never
    enter titles, searches or notices.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "自然人"
        ENTERPRISE = "enterprise", "企业"
        ORGANISATION = "organisation", "其他组织"

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="parties")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    name = models.CharField("姓名或者名称", max_length=60)
    id_number = models.CharField("证件号码", max_length=20, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    agent = models.CharField("委托代理人", max_length=60, blank=True)

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
        """The name as it may be shown: 张某某 for a natural person, in full for all others."""
        return f"{self.name[:1]}某某" if self.is_person else self.name

    @property
    def shown_number(self):
        return identifiers.masked(self.id_number)

    @property
    def shown_phone(self):
        return identifiers.masked(self.phone)

    @property
    def shown_agent(self):
        return f"{self.agent[:1]}某某" if self.agent else ""

    @property
    def number_name(self):
        return "公民身份号码" if self.is_person else "统一社会信用代码"


def check_identity(kind, number):
    """Refuse a number that can't be what it is said to be; return it in its plain form.

    Eighteen characters are an identity number or a credit code and must pass its check;
    anything else is another paper (passport, permit) of six letters or digits and more.
    """
    number = identifiers.normalise(number)
    if not number:
        return ""
    if len(number) == 18:
        person = kind == Party.Kind.PERSON
        right = identifiers.is_identity_card if person else identifiers.is_credit_code
        if not right(number):
            what = "公民身份号码" if person else "统一社会信用代码"
            raise ValidationError(f"{what}的校验位不对，请核对", code="checksum")
    elif not (number.isascii() and 6 <= len(number) <= 20):
        raise ValidationError("证件号码不对，请核对", code="identity")
    return number
