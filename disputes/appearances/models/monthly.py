"""The monthly notice on the appearance of heads (出庭应诉情况通报), issued by office and court."""

from datetime import timedelta

from django.db import models
from django.db.models import Prefetch, Q

from disputes.appearances.models.drafting import Drafting
from disputes.appearances.models.issuing import Issuing
from disputes.appearances.models.listing import Counts, Criticism, ListedUnit
from disputes.appearances.models.monthlychoices import (
    ANNOUNCED,
    NOTICE_VERBS,
    VOID,
    NoticeStatus,
    Scope,
    permissions,
)
from disputes.appearances.models.rectification import Rectification
from liaison import access
from liaison.metrics import Span
from liaison.models import Matter, MatterGrant, MatterQuerySet, Unit
from liaison.workdays import add_months


class MonthlyNoticeQuerySet(MatterQuerySet):
    """What lists and pages of monthly notices ask for."""

    def with_listing(self):
        return super().with_listing().select_related("court")

    def with_page(self, user):
        """Fetch what the page of one notice shows, of the rectifications what ``user`` may see."""
        seen = Rectification.objects.visible_to(user).select_related("unit")
        return self.select_related("corrects", "committee__starter").prefetch_related(
            "courts",
            Prefetch("listed", ListedUnit.objects.select_related("unit")),
            Prefetch("criticisms", Criticism.objects.select_related("unit")),
            Prefetch("rectifications", seen.order_by("ordinal"), to_attr="seen_rectifications"),
        )


class MonthlyNotice(Counts, Drafting, Issuing, Matter):
    """How often heads appeared in a month (月度通报): figures, praise, criticism with its facts.

    The office draws it up, the court countersigns, both issue it: then every agency named in it
    sees it, and each criticised one owes a plan of rectification, which is a matter of its own.
    The figures are those of the day on which it went to the court, by the policy named in it.
    """

    Status = NoticeStatus
    Scope = Scope
    CLOSED = frozenset({Status.CLOSED, *VOID})
    STAGES = (
        ("拟稿", {Status.DRAFT}),
        ("法院会签", {Status.COUNTERSIGNING}),
        ("印发", {Status.CONFIRMED}),
        ("整改", {Status.ISSUED}),
        ("办结", {Status.CLOSED}),
    )
    TONES = {Status.COUNTERSIGNING: "yellow", Status.CONFIRMED: "yellow", Status.CLOSED: "green"}
    NEXT = {
        Status.DRAFT: "送会签",
        Status.COUNTERSIGNING: "会签",
        Status.CONFIRMED: "印发",
        Status.ISSUED: "督促整改",
    }
    SECRET = frozenset({Status.DRAFT, Status.COUNTERSIGNING, Status.CONFIRMED, Status.WITHDRAWN})
    ICON = "report-analytics"
    PLACE = 22

    status = models.CharField("状态", max_length=30, choices=Status.choices)
    month = models.DateField("月份")
    court = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="会签法院"
    )
    scope = models.CharField("通报范围", max_length=20, choices=Scope.choices, default=Scope.OWN)
    courts = models.ManyToManyField("liaison.Unit", related_name="+", verbose_name="纳入统计的法院")
    policy = models.ForeignKey(
        "appearances.RatePolicy",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="统计口径",
    )
    policy_name = models.CharField("统计口径名称", max_length=60, blank=True)
    policy_words = models.CharField("统计口径说明", max_length=300, blank=True)
    threshold = models.PositiveSmallIntegerField("目标（%）", null=True)
    counted_at = models.DateTimeField("统计时间", null=True)
    opening = models.TextField("开头", max_length=1000, blank=True)
    closing = models.TextField("工作要求", max_length=2000, blank=True)
    return_reason = models.CharField("法院退回意见", max_length=300, blank=True)
    confirmed_on = models.DateField("会签日期", null=True)
    issued_on = models.DateField("印发日期", null=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="更正的通报",
    )
    correction_reason = models.CharField("更正理由", max_length=300, blank=True)

    objects = MonthlyNoticeQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = verbose_name_plural = "出庭应诉通报"
        permissions = permissions(NOTICE_VERBS, "monthlynotice")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "court", "month"],
                condition=Q(corrects__isnull=True) & ~Q(status__in=VOID) & ~Q(title=""),
                name="one_monthly_notice_a_court",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(status=NoticeStatus.WITHDRAWN),
                name="one_correction_a_notice",
            ),
        ]

    @property
    def span(self):
        """The days of the month."""
        return Span(self.month, add_months(self.month, 1) - timedelta(days=1))

    @property
    def is_announced(self):
        return self.status in ANNOUNCED

    def blamed(self):
        """The absences for which it criticises, unit by unit; free of cost where a page read them.

        Not those that the office left out.
        """
        return [row for row in self.criticisms.all() if not row.left_out]

    def criticised(self):
        """The units that it criticises, in order."""
        return list(dict.fromkeys(row.unit for row in self.blamed()))

    def praised(self):
        """The units whose heads appeared every time, and of whom nothing else is to be said."""
        blamed = {row.unit_id for row in self.criticisms.all()}
        return [row for row in self.listed.all() if row.is_full and row.unit_id not in blamed]

    def below(self):
        """The units under the threshold of the policy, exactly and not of the rounded percent."""
        return [
            row for row in self.listed.all() if row.appeared * 100 < (self.threshold or 0) * row.due
        ]

    def concerned(self):
        """The units that are named in it: counted, or criticised."""
        rows = [*self.listed.all(), *self.criticisms.all()] if self.pk else []
        return list(dict.fromkeys(row.unit for row in rows))

    def governments(self):
        """The governments that sit in the committee, whose leaders have it too (报送)."""
        members = Unit.objects.members_of([self.committee])
        return list(members.filter(kind=Unit.Kind.GOVERNMENT).order_by("pk"))

    def grants(self):
        """The office handles, the court countersigns; the others see what was issued."""
        grants = access.Grants().give(self.initiator, "view", "handle")
        grants.give(self.court, "view", "countersign")
        if self.is_announced:
            for unit in (self.committee.starter, *self.concerned(), *self.governments()):
                grants.give(unit, "view")
        return grants

    def taking_part(self):
        """The court; once it is issued, whoever is named in it."""
        return [self.court, *(self.concerned() if self.is_announced else ())]

    def record_seen_by(self, user):
        """Those outside office and court read of its issue, not of how it was drawn up."""
        entries = super().record_seen_by(user)
        if self.is_inside(user):
            return entries
        return entries.filter(action__in=("issue", NoticeStatus.SUPERSEDED, NoticeStatus.CLOSED))

    def is_inside(self, user):
        """Whether ``user`` is of the office or of the court that issue it."""
        groups = access.group_ids(user)
        return any(unit.group_id in groups for unit in (self.initiator, self.court))


class MonthlyNoticeGrant(MatterGrant):
    """What a unit's group may do with one monthly notice."""

    content_object = models.ForeignKey(MonthlyNotice, models.CASCADE)
