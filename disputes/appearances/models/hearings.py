"""Hearings (开庭), and what became of each agency's duty to send its head to one (出庭应诉)."""

from datetime import timedelta

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
from liaison.notices import worded

NEAR = timedelta(days=2)


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
        indexes = [models.Index(fields=["starts_at"], name="hearing_starts_at")]

    def __str__(self):
        return f"第{self.order}次开庭"

    @property
    def day(self):
        return timezone.localdate(self.starts_at)

    @property
    def when(self):
        """The time in words, as notices say it: 2026年11月26日 周四 9:30."""
        moment = timezone.localtime(self.starts_at)
        return f"{worded(moment.date())} {moment.hour}:{moment.minute:02}"

    @property
    def is_planned(self):
        return self.state == self.State.PLANNED

    @property
    def is_held(self):
        return self.state == self.State.HELD

    @property
    def has_begun(self):
        """Whether its time has come: what happened there can be recorded."""
        return self.starts_at <= timezone.now()

    @property
    def is_near(self):
        """Whether those who come to it must hear at once that it is off (临近开庭)."""
        return not self.has_begun and self.starts_at <= timezone.now() + NEAR

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
    put_off = models.BooleanField("准许延期开庭", default=False)
    """The hearing was put off because this agency's head asked for it with good reason."""

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
        return f"{self.agency}（{self.hearing}）"

    @property
    def ref(self):
        """What tells its deadlines from those of other hearings and agencies."""
        return f"appearance:{self.pk}"

    @property
    def must_be_notified(self):
        """Whether the court had to call the head (应当通知); on other grounds it may."""
        return self.ground in MUST

    @property
    def is_called(self):
        return self.notified_on is not None

    @property
    def is_named(self):
        """Whether the agency has said who comes, or why nobody can."""
        return bool(self.named_on)

    @property
    def awaits_name(self):
        """Whether an agency that was called has still to say who comes."""
        bound = self.is_called and not self.agency.represented_by_id
        return bound and self.hearing.is_planned and not self.is_named and not self.is_past

    @property
    def is_past(self):
        return self.hearing.has_begun

    @property
    def is_undecided(self):
        """Whether an excuse was given that the court has not examined yet (待审查)."""
        return bool(self.excuse) and not self.view and self.hearing.is_planned

    @property
    def excuse_in_words(self):
        """Why nobody can come, and whether the agency asks to put the hearing off for it."""
        asked = "，申请延期开庭" if self.asks_adjournment else ""
        return f"{self.get_excuse_display()}：{self.excuse_note}{asked}"

    @property
    def head(self):
        """Who comes, or came, in words: 局长王某（正职负责人）; empty where nobody was named."""
        if not self.head_name:
            return ""
        return f"{self.head_post}{self.head_name}（{self.get_head_rank_display()}）"

    @property
    def has_appeared(self):
        """Whether a head counts as having appeared: came, and could prove it (第六条)."""
        return self.presence == Presence.HEAD and self.identity != Identity.DEFECTIVE

    @property
    def has_stayed(self):
        """Whether a head appeared and did not leave without leave: the duty is fulfilled."""
        return self.has_appeared and not self.left_early

    def event_of(self, *, owed, put_off):
        """After which event, if any, the court must write to those above (第十二条第一款).

        ``owed`` says that the head had to come to this hearing; one who had come to an earlier
        one of the instance, and was not called again, had not (第七条), nor one for whom that of
        a co-defendant came (第三条). ``put_off`` says that an earlier hearing was put off because
        this agency's head asked for it. A head who can't prove who that is did not appear. Where
        several hold, the one that says most is kept: neither head nor staff came (a lawyer
        alone is neither), whatever the excuse.
        """
        if self.has_appeared:
            if self.left_early:
                return Event.LEFT
            return Event.REFUSED if self.refused else ""
        if not owed:
            return ""
        if self.presence in ALONE:
            return Event.NOBODY
        if self.view == View.ACCEPTED:
            return ""
        return Event.AFTER_ADJOURNMENT if put_off else Event.NO_REASON


ALONE = frozenset({Presence.LAWYER, Presence.NOBODY})
"""Neither the head nor staff of the agency came."""
