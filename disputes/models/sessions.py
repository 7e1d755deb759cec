"""What happens while mediation is going on: statements handed in, sessions."""

from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone

from disputes.models.folding import folded, unfolded
from liaison.models.rooms import clock_span
from liaison.notices import worded


class Statement(models.Model):
    """What the agency wrote to the centre (情况说明、补充说明); part of the mediation file.

    It is not the answer in the suit: what is conceded here can't be held against the agency
    later (特邀调解规定第二十二条), so the court doesn't get to see it.
    """

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="statements")
    handed_on = models.DateField("提交日期")
    text = models.TextField("内容")
    handed_by = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="提交人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "情况说明"
        ordering = ["handed_on", "id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.handed_on:%Y-%m-%d} 情况说明"


class SessionQuerySet(models.QuerySet):
    def unrecorded(self):
        """Keep those whose time is over and whose record is still missing (待补记录)."""
        return self.filter(status=Session.Status.PLANNED).filter(
            Q(ends_at__lte=timezone.now()) | Q(ends_at__isnull=True, starts_at__lte=timezone.now())
        )

    def with_attendance(self):
        """Fetch with each who came to it."""
        came = Attendance.objects.filter(session=OuterRef("pk")).order_by("id")
        return self.annotate(came=folded(came, *Attendance.SHOWN))


class Session(models.Model):
    """A mediation session (化解会谈): announced, then held and recorded, put off or called off.

    One that is put off (休会、改期) stays as it was announced and says to when; its place in the
    order is taken by the session at the new time.

    ``record`` (笔录) is part of the mediation file; ``undisputed`` are the facts that the
    parties agree on, put down apart, which may be used later (在线调解规则第十八条).
    """

    class Status(models.TextChoices):
        PLANNED = "planned", "已通知"
        HELD = "held", "已举行"
        CANCELLED = "cancelled", "已取消"
        ADJOURNED = "adjourned", "已改期"

    class Mode(models.TextChoices):
        ON_SITE = "on_site", "现场"
        VIDEO = "video", "视频"

    dispute = models.ForeignKey("disputes.Dispute", models.PROTECT, related_name="sessions")
    ordinal = models.PositiveSmallIntegerField("次序")
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.PLANNED)
    announced_on = models.DateField("通知日期")
    starts_at = models.DateTimeField("时间")
    ends_at = models.DateTimeField("预计结束", null=True, blank=True)
    room = models.ForeignKey(
        "liaison.Room", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="房间"
    )
    mode = models.CharField("方式", max_length=20, choices=Mode.choices, default=Mode.ON_SITE)
    place = models.CharField("地点", max_length=120)
    note = models.CharField("须知", max_length=300, blank=True)
    short_notice = models.BooleanField("各方同意缩短通知时间", default=False)
    apart = models.BooleanField("分别听取意见", default=False)
    record = models.TextField("笔录", blank=True)
    undisputed = models.TextField("无争议事实", blank=True)
    adjourned_to = models.DateTimeField("休会至", null=True, blank=True)
    adjournment = models.CharField("休会原因", max_length=300, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "化解会谈"
        ordering = ["ordinal", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["dispute", "ordinal"],
                name="one_session_an_ordinal",
                condition=~models.Q(status="adjourned"),
            )
        ]
        indexes = [
            models.Index(
                fields=["starts_at"],
                name="session_planned",
                condition=models.Q(status="planned"),
            )
        ]

    def __str__(self):
        return f"第{self.ordinal}次会谈（{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}）"

    @property
    def when(self):
        """The time in words, as notices say it: 2026年11月26日 周四 9:30."""
        moment = timezone.localtime(self.starts_at)
        return f"{worded(moment.date())} {moment.hour}:{moment.minute:02}"

    @property
    def span(self):
        """From when to when, on its day: 9:30—11:30; the beginning alone where no end is known."""
        if self.ends_at:
            return clock_span(self.starts_at, self.ends_at)
        moment = timezone.localtime(self.starts_at)
        return f"{moment.hour}:{moment.minute:02}"

    @property
    def held_on(self):
        return timezone.localdate(self.starts_at)

    @property
    def ref(self):
        """What its bookings are kept under."""
        return f"session:{self.pk}"

    @property
    def is_unrecorded(self):
        """Whether its time is over and its record is still missing (待补记录)."""
        over = (self.ends_at or self.starts_at) <= timezone.now()
        return self.status == self.Status.PLANNED and over

    @property
    def shown_status(self):
        return "待补记录" if self.is_unrecorded else self.get_status_display()

    @property
    def tone(self):
        """The colour of its badge."""
        if self.is_unrecorded:
            return "yellow"
        return TONES.get(self.status, "secondary")

    @property
    def people(self):
        """Who came, as the page has fetched them or afresh."""
        if "came" in self.__dict__:
            return unfolded(Attendance, self.came, session=self)
        return list(self.attendance.all())

    @property
    def caution(self):
        """What the record must say of the agency's side (工作规则第十八条); empty if all is well.

        The agency sends its head or somebody empowered to settle; where the sides are heard
        apart, it may be that it was not its turn.
        """
        if self.status != self.Status.HELD:
            return ""
        agency = [one for one in self.people if one.side == Attendance.Side.RESPONDENT]
        if not agency:
            return "" if self.apart else "被申请机关没有派员到场"
        if not any(one.may_settle or one.is_head for one in agency):
            return "被申请机关到场人员中没有负责人或者有权和解的人员"
        return ""


TONES = {Session.Status.PLANNED: "blue", Session.Status.HELD: "green"}


class Attendance(models.Model):
    """Who came to a session, for which side, and whether they could settle (到场人员).

    The agency must send its head or somebody empowered to settle (工作规则第十八条).
    """

    class Side(models.TextChoices):
        APPLICANT = "applicant", "申请人一方"
        RESPONDENT = "respondent", "被申请机关"
        THIRD = "third", "第三人"
        CENTRE = "centre", "中心、调解员"
        OTHER = "other", "其他"

    SHOWN = ("side", "name", "post", "may_settle", "is_head")

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendance")
    side = models.CharField("身份", max_length=20, choices=Side.choices)
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务或者关系", max_length=60, blank=True)
    may_settle = models.BooleanField("有权和解", default=False)
    is_head = models.BooleanField("行政机关负责人", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "到场人员"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_side_display()} {self.name}"

    @property
    def standing(self):
        """Post, and by what right they speak: 副局长，负责人，有权和解."""
        marks = [self.post, "负责人" * self.is_head, "有权和解" * self.may_settle]
        return "，".join(filter(None, marks))
