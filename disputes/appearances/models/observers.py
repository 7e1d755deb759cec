"""Whom a court invites to observe a hearing, and who of them comes (受邀单位、旁听人员)."""

from django.db import models
from django.db.models import Count, Q

from disputes.appearances.models.choices import Rank


class Standing(models.TextChoices):
    """As what somebody comes (旁听人员类别)."""

    CHIEF = Rank.CHIEF.value, Rank.CHIEF.label
    DEPUTY = Rank.DEPUTY.value, Rank.DEPUTY.label
    SECTION = "section", "内设机构负责人"
    STAFF = "staff", "其他工作人员"


HEADS = (Standing.CHIEF, Standing.DEPUTY)
"""Who counts as a head of the unit (单位负责人): chief and deputies."""


class InvitationQuerySet(models.QuerySet):
    def awaited(self):
        """Keep those of units that have not said who comes at the hour that is fixed now."""
        return self.filter(answered_on__isnull=True)

    def with_tallies(self):
        """Count, for each unit, who is to come, who came, and the heads among both."""
        heads = Q(observers__standing__in=HEADS)
        announced, came = Q(observers__is_walk_in=False), Q(observers__came=True)
        counted = self.annotate(
            announced=Count("observers", filter=announced),
            announced_heads=Count("observers", filter=announced & heads),
            came=Count("observers", filter=came),
            came_heads=Count("observers", filter=came & heads),
        )
        return counted.select_related("unit").order_by("order")  # who counts loses Meta.ordering


class Invitation(models.Model):
    """One unit that is invited to a hearing, with its seats, and its receipt (邀请、旁听回执).

    When the hearing is moved the unit is asked again; what it said before stands until it says
    otherwise.
    """

    observation = models.ForeignKey(
        "appearances.Observation",
        models.PROTECT,
        related_name="invitations",
        verbose_name="旁听庭审",
    )
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="受邀单位"
    )
    order = models.PositiveSmallIntegerField("序号")
    seats = models.PositiveSmallIntegerField("席位", default=1)
    head_asked = models.BooleanField("请负责人参加", default=False)

    answered_on = models.DateField("报送日期", null=True)
    answered_by = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="报送人"
    )
    declined = models.CharField("不能派员的理由", max_length=200, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    urged_on = models.DateField("催报日期", null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受邀单位"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "unit"], name="one_invitation_an_observed_hearing"
            ),
        ]

    def __str__(self):
        return str(self.unit)

    @property
    def ref(self):
        """What tells its deadline from those of the other units."""
        return f"unit:{self.unit_id}"

    def is_late(self, by):
        """Whether its receipt came after the day ``by`` which it was asked for (迟报)."""
        return bool(self.answered_on and by and self.answered_on > by)


class ObserverQuerySet(models.QuerySet):
    def here(self):
        return self.filter(came=True)

    def of_units(self, units):
        return self.filter(invitation__unit__in=units)


class Observer(models.Model):
    """Somebody of an invited unit who is to come, or who came (旁听人员).

    ``came`` is unknown until the court has taken the roll; whoever was not announced and came
    all the same ``is_walk_in``.
    """

    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="observers")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60)
    standing = models.CharField("类别", max_length=20, choices=Standing.choices)
    came = models.BooleanField("到庭", null=True)
    is_walk_in = models.BooleanField("临时到庭", default=False)
    substitute_for = models.CharField("代何人", max_length=40, blank=True)

    objects = ObserverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "旁听人员"
        ordering = ["invitation__order", "id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.post}{self.name}"

    @property
    def is_head(self):
        return self.standing in HEADS
