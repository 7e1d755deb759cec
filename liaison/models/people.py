"""People, and the posts (职务) by which they act for a unit for a time."""

from datetime import timedelta

from django.contrib.auth.models import AbstractUser, Group, UserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from liaison.models.units import Unit


class Role(models.TextChoices):
    """What kind of work a post brings with it; each role is an auth group of permissions.

    The role says what a person may do, the unit's part in a matter says where (two locks).
    Which steps a role holds by default is declared beside each step (``@transition``);
    ``manage.py load_reference_data`` writes them, the security administrator may change them.
    """

    COURT_CLERK = "court_clerk", "法院经办人"
    COURT_LEADER = "court_leader", "法院领导（签发人）"
    UNIT_CLERK = "unit_clerk", "单位经办人"
    UNIT_LEADER = "unit_leader", "单位负责人"
    JUSTICE_CLERK = "justice_clerk", "司法行政机关经办人"
    CENTRE_CLERK = "centre_clerk", "化解中心工作人员"
    MEDIATOR = "mediator", "调解员"
    OFFICE_CLERK = "office_clerk", "委员会办公室工作人员"
    OFFICE_LEADER = "office_leader", "委员会办公室负责人"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "安全审计员"

    @property
    def group_name(self):
        return f"角色·{self.label}"


class User(AbstractUser):
    """A person with an account. What they may see and do hangs on their current posts."""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机号码", max_length=20, blank=True)
    personal_group = models.OneToOneField(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="person",
        help_text="没有单位的特邀调解员凭个人组获得授权",
    )
    REQUIRED_FIELDS = ["name", "email"]

    covered = False
    """No field: the reader of a unit's people marks who is absent (外出) and has others told."""

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["id"]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def get_personal_group(self):
        """The group by which this person, and nobody else, is let into a matter (个人组).

        Made when first asked for: a mediator sees what is assigned in person.
        """
        if self.personal_group is None:
            name = f"个人·{self.pk}·{self.username}"[:150]
            self.personal_group, _ = Group.objects.get_or_create(name=name)
            self.save(update_fields=["personal_group"])
        return self.personal_group

    def join_groups(self):
        """Be in the groups of one's current posts and in no other unit's or role's.

        The access engine reads the posts themselves; the groups are for Django's admin and
        for whoever looks at a group's members.
        """
        posts = self.posts.current().values_list("unit__group_id", "role")
        of_units = {group_id for group_id, _ in posts}
        names = {Role(role).group_name for _, role in posts}
        wanted = of_units | set(Group.objects.filter(name__in=names).values_list("pk", flat=True))
        ours = {role.group_name for role in Role}
        held = self.groups.values_list("pk", "name", "unit")
        kept = {pk for pk, name, unit in held if unit or name in ours}
        self.groups.remove(*kept - wanted)
        self.groups.add(*wanted - kept)


class PostQuerySet(models.QuerySet):
    def current(self, on=None):
        """Keep the posts held on ``on`` (today unless told)."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)

    def acting(self):
        """Keep the posts by which one sees what the unit has: a mediator's is not one."""
        return self.exclude(role=Role.MEDIATOR)

    def turn(self, day):
        """Put the holders of posts that begin on ``day`` or ended before it into their groups.

        Rights follow the posts themselves from midnight on; this is for the admin's lists.
        """
        turning = Q(starts_on=day) | Q(ends_on__range=(day - timedelta(days=7), day))
        people = User.objects.filter(pk__in=self.filter(turning).values("user"))
        for person in people:
            person.join_groups()
        return len(people)


class Post(models.Model):
    """Who acts for which unit, as what, from when to when (任职).

    ``rank`` is the rung of the escalation ladder: reminders go to the handler before the
    date, to the leader in charge at the date, to the unit's head after it.
    """

    class Rank(models.TextChoices):
        HANDLER = "handler", "经办人"
        SECTION_HEAD = "section_head", "部门负责人"
        LEADER_IN_CHARGE = "leader_in_charge", "分管领导"
        HEAD = "head", "主要负责人"

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    title = models.CharField("职务", max_length=60)
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    rank = models.CharField("层级", max_length=20, choices=Rank.choices, default=Rank.HANDLER)
    starts_on = models.DateField("任职起", default=timezone.localdate)
    ends_on = models.DateField("任职止", null=True, blank=True, help_text="当日仍在任")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="post_ends_after_it_starts",
                violation_error_message="任职止不能早于任职起",
            )
        ]

    def __str__(self):
        return f"{self.unit}{self.title}{self.user}"

    def save(self, **kwargs):
        super().save(**kwargs)
        self.user.join_groups()
