"""Parties (当事人) and who acts for them: applicants, third parties, co-agencies, agents."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from disputes import identifiers
from liaison.sealing import DigestField, SealedField, unseal

MANY = 10
"""So many applicants are 人数众多 and must be represented (行诉解释第二十九条第一款)."""
REPRESENTATIVES = range(2, 6)
"""How many representatives many applicants put forward (行诉解释第二十九条第三款)."""
AGENTS_ALLOWED = 2
"""How many agents a party may have (行政诉讼法第三十一条第一款)."""


class PartyQuerySet(models.QuerySet):
    def with_agents(self):
        """Fetch each party's unit and agents in the same query (see ``Party.agents_now``)."""
        columns = {name: name for name in Agent.SHOWN}
        rows = Agent.objects.present().filter(party=OuterRef("pk")).order_by("pk")
        return self.select_related("unit").annotate(
            agent_rows=ArraySubquery(rows.values_list(JSONObject(**columns)))
        )


class Party(models.Model):
    """One who takes part in a dispute, beside the agency complained of (当事人).

    An applicant, a third party with an interest in the outcome (第三人), or an agency that did
    the act together with the respondent (共同被申请机关), which is a unit of the committee and
    reads the file. What is shown by default is masked (个人信息保护法第五十一条); names of
    natural persons never enter titles, searches or notices.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "自然人"
        BUSINESS = "business", "个体工商户"
        ENTERPRISE = "enterprise", "企业"
        ORGANISATION = "organisation", "其他组织"
        AGENCY = "agency", "行政机关"

    class Role(models.TextChoices):
        APPLICANT = "applicant", "申请人"
        THIRD = "third", "第三人"
        CO_AGENCY = "co_agency", "共同被申请机关"

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="parties")
    role = models.CharField("地位", max_length=20, choices=Role.choices, default=Role.APPLICANT)
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    name = models.CharField("姓名或者名称", max_length=60)
    head = models.CharField("法定代表人（负责人、经营者）", max_length=40, blank=True)
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    id_number = SealedField("证件号码", blank=True, default="")
    id_digest = DigestField("证件号码摘要", of="id_number")
    phone = SealedField("联系电话", blank=True, default="")
    address = SealedField("送达地址", blank=True, default="")
    is_representative = models.BooleanField("代表人", default=False)
    added_on = models.DateField("追加日期", null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        ordering = ["id"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id_digest"], name="party_known_by_number", condition=~Q(id_digest="")
            ),
            models.Index(fields=["name"], name="party_known_by_name", condition=~Q(kind="person")),
        ]

    def __str__(self):
        return self.shown_name

    @property
    def is_person(self):
        return self.kind == self.Kind.PERSON

    @property
    def is_applicant(self):
        return self.role == self.Role.APPLICANT

    @property
    def shown_name(self):
        """The name as it may be shown: 张某某 for a natural person, in full for all others."""
        return masked_name(self.name) if self.is_person else self.name

    @property
    def shown_head(self):
        return masked_name(self.head)

    @property
    def shown_number(self):
        return identifiers.masked(self.id_number)

    @property
    def shown_phone(self):
        return identifiers.masked(self.phone)

    @property
    def shown_address(self):
        return identifiers.masked_address(self.address)

    @property
    def number_name(self):
        return "公民身份号码" if self.is_person else "统一社会信用代码"

    @property
    def head_name(self):
        """How the one who acts for a party that is no natural person is called."""
        return {
            self.Kind.BUSINESS: "经营者",
            self.Kind.ENTERPRISE: "法定代表人",
        }.get(self.kind, "负责人")

    @property
    def agents_now(self):
        """The agents who act for the party at present; free of cost after ``with_agents``."""
        if "agent_rows" in self.__dict__:
            return [Agent.opened(self, row) for row in self.agent_rows]
        return list(self.agents.present())

    @property
    def agent(self):
        """The names of those who act for the party, as papers say them."""
        return "、".join(f"{one.name}（{one.get_kind_display()}）" for one in self.agents_now)


class AgentQuerySet(models.QuerySet):
    def present(self):
        """Keep those who still act."""
        return self.filter(ended_on__isnull=True)


class Agent(models.Model):
    """One who acts for a party by a power of attorney (委托代理人); 行政诉讼法第三十一条.

    Special authority (特别授权) must be given item by item to concede, settle or withdraw
    (民事诉讼法第六十二条). Without ``authorisation`` the power of attorney is still missing.
    """

    class Kind(models.TextChoices):
        LAWYER = "lawyer", "律师、基层法律服务工作者"
        RELATIVE = "relative", "近亲属"
        STAFF = "staff", "工作人员"
        RECOMMENDED = "recommended", "社区、单位或者社会团体推荐的公民"

    class Authority(models.TextChoices):
        GENERAL = "general", "一般授权"
        SPECIAL = "special", "特别授权"

    SHOWN = ("id", "kind", "name", "workplace", "id_number", "phone", "authority",
             "authorisation_id")  # fmt: skip

    party = models.ForeignKey(Party, models.PROTECT, related_name="agents")
    kind = models.CharField("身份", max_length=20, choices=Kind.choices)
    name = models.CharField("姓名", max_length=40)
    workplace = models.CharField("工作单位", max_length=60, blank=True)
    id_number = SealedField("证件号码", blank=True, default="")
    phone = SealedField("联系电话", blank=True, default="")
    authority = models.CharField("代理权限", max_length=20, choices=Authority.choices)
    authorisation = models.ForeignKey(
        "liaison.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="授权委托书",
    )
    ended_on = models.DateField("解除日期", null=True, blank=True)

    objects = AgentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托代理人"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return self.shown_name

    @classmethod
    def opened(cls, party, row):
        """An agent from a row that the database put together: its sealed columns come sealed."""
        sealed = {name: unseal(row[name]) for name in ("id_number", "phone")}
        return cls(party=party, **(row | sealed))

    @property
    def shown_name(self):
        return masked_name(self.name)

    @property
    def shown_number(self):
        return identifiers.masked(self.id_number)

    @property
    def shown_phone(self):
        return identifiers.masked(self.phone)

    @property
    def may_settle(self):
        """Whether the agent may concede and settle for the party."""
        return self.authority == self.Authority.SPECIAL


def masked_name(name):
    return f"{name[:1]}某某" if name else ""


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


def check_phone(number):
    """Refuse what is no telephone number; return it in its plain form."""
    number = identifiers.normalise_phone(number)
    if number and not identifiers.is_phone(number):
        raise ValidationError(
            "电话号码不对：手机为11位，座机请写区号，如0433-1234567", code="phone"
        )
    return number


def check_parties(parties):
    """Hold the parties of a dispute against each other; raise ValidationError.

    There must be an applicant, nobody twice, and ten applicants or more are represented by two
    to five of their own (行政诉讼法第二十八条, 行诉解释第二十九条).
    """
    applicants = [party for party in parties if party.is_applicant]
    if not applicants:
        raise ValidationError("请填写申请人", code="parties")
    numbers = [party.id_number for party in parties if party.id_number]
    if len(numbers) != len(set(numbers)):
        raise ValidationError("同一证件号码填写了两次", code="twice")
    check_representatives(applicants)


def check_representatives(applicants):
    """Refuse too few or too many representatives (代表人) of several applicants."""
    count = sum(party.is_representative for party in applicants)
    if len(applicants) >= MANY and count not in REPRESENTATIVES:
        raise ValidationError(
            f"申请人有{len(applicants)}人，应当推选二至五名代表人，现有{count}名", code="represent"
        )
    if count > REPRESENTATIVES[-1]:
        raise ValidationError("代表人不得超过五名", code="represent")
