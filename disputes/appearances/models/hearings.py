"""Hearings (开庭), and what became of each agency's duty to send its head to one (出庭应诉)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from disputes.appearances.models.choices import (
    MUST,
    Event,
    Excuse,
    Identity,
    NoticeGround,
    Presence,
    Rank,
    View,
)
from disputes.appearances.models.sued import SuedAgency


class Hearing(models.Model):
    """One hearing of a lawsuit (庭审), fixed by the court for an hour and a place."""

    class State(models.TextChoices):
        PLANNED = "planned", "待开庭"
        HELD = "held", "已开庭"
        ADJOURNED = "adjourned", "延期"
        CANCELLED = "cancelled", "取消"

    TONES = {State.PLANNED: "yellow", State.HELD: "green"}

    matter = models.ForeignKey(
        "appearances.Lawsuit", models.PROTECT, related_name="hearings", verbose_name="行政诉讼"
    )
    order = models.PositiveSmallIntegerField("次序")
    starts_at = models.DateTimeField("开庭时间")
    place = models.CharField("开庭地点", max_length=80)
    is_public = models.BooleanField("公开审理", default=True)
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.PLANNED)
    reason = models.CharField("延期或者取消的理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "开庭"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["matter", "order"], name="one_hearing_an_order"),
        ]

    def __str__(self):
        return f"第{self.order}次开庭"

    @property
    def day(self):
        return timezone.localdate(self.starts_at)

    @property
    def tone(self):
        return self.TONES.get(self.state, "secondary")


class Appearance(models.Model):
    """One agency at one hearing (出庭应诉记录): called, named or excused, and who came.

    It holds every field of the record that the provisions on appearance ask for: the call and
    its service, the head who was named, the paper that proves who that is, the excuse with the
    court's view, who came, and what follows. Who came and what follows is the court's to write.
    """

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="appearances")
    agency = models.ForeignKey(SuedAgency, models.PROTECT, related_name="appearances")

    ground = models.CharField("通知事由", max_length=20, choices=NoticeGround.choices, blank=True)
    """Empty where the court did not call the head: the duty to appear stands all the same."""
    notified_on = models.DateField("出庭通知书送达日期", null=True)
    urged_on = models.DateField("督促日期", null=True)

    named_on = models.DateField("报送日期", null=True)
    head_name = models.CharField("出庭负责人姓名", max_length=40, blank=True)
    head_post = models.CharField("出庭负责人职务", max_length=60, blank=True)
    head_rank = models.CharField("负责人类别", max_length=20, choices=Rank.choices, blank=True)
    staff = models.CharField("相应的工作人员", max_length=120, blank=True)
    agents = models.CharField("诉讼代理人", max_length=120, blank=True)

    excuse = models.CharField("不能出庭的事由", max_length=20, choices=Excuse.choices, blank=True)
    excuse_note = models.CharField("事由说明", max_length=300, blank=True)
    excuse_proof = models.ForeignKey(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="证明材料"
    )
    asks_adjournment = models.BooleanField("申请延期开庭", default=False)
    view = models.CharField("法院意见", max_length=20, choices=View.choices, blank=True)
    view_note = models.CharField("意见说明", max_length=200, blank=True)

    identity = models.CharField("身份证明", max_length=20, choices=Identity.choices, blank=True)
    presence = models.CharField("出庭情况", max_length=20, choices=Presence.choices, blank=True)
    spoke = models.BooleanField("负责人发言", default=False)
    left_early = models.BooleanField("未经许可中途退庭", default=False)
    refused = models.BooleanField("拒绝解释说明致庭审无法进行", default=False)
    objection = models.CharField("对方当事人的异议", max_length=300, blank=True)
    event = models.CharField(
        "应当提出司法建议的情形", max_length=20, choices=Event.choices, blank=True
    )
    in_judgment = models.BooleanField("已在裁判文书中载明", default=False)

    suggestion_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    suggestion_id = models.PositiveBigIntegerField(null=True)
    suggestion = GenericForeignKey("suggestion_type", "suggestion_id")

    class Meta:
        verbose_name = verbose_name_plural = "出庭应诉记录"
        ordering = ["hearing", "agency__order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["hearing", "agency"], name="one_appearance_an_agency"),
        ]

    def __str__(self):
        return f"{self.agency}{self.hearing}"

    @property
    def ref(self):
        """What tells its deadlines from those of other hearings and agencies."""
        return f"appearance:{self.pk}"

    @property
    def must_be_notified(self):
        """Whether the court had to call the head (应当通知); on other grounds it may."""
        return self.ground in MUST

    @property
    def is_named(self):
        """Whether the agency has said who comes, or why nobody can."""
        return bool(self.named_on)

    @property
    def has_appeared(self):
        """Whether a head counts as having appeared: came, and could prove it (第六条)."""
        return self.presence == Presence.HEAD and self.identity != Identity.DEFECTIVE
