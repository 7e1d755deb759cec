"""Interviews (约谈): the office talks with the head of a unit that is late or often criticised."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from disputes.appearances.models.monthlychoices import (
    OFFICE,
    RectificationStatus,
    of_rectification,
)
from liaison import registry
from liaison.days import check_day
from liaison.models import NumberSeries
from liaison.notices import publish
from liaison.transitions import transition

Status = RectificationStatus
GOING_ON = (Status.OPEN, Status.REPORTED, Status.ACCEPTED)
SERIES = "出庭应诉约谈"
CALL, RECORD = "interview-notice", "interview-record"


class Interview(models.Model):
    """One interview with the head of a criticised unit (约谈), called by a numbered notice."""

    class State(models.TextChoices):
        PLANNED = "planned", "待约谈"
        HELD = "held", "已约谈"
        CANCELLED = "cancelled", "已取消"

    TONES = {State.PLANNED: "yellow", State.HELD: "green", State.CANCELLED: "secondary"}

    rectification = models.ForeignKey(
        "appearances.Rectification", models.PROTECT, related_name="interviews", verbose_name="整改"
    )
    number = models.CharField("文号", max_length=60)
    reason = models.CharField("约谈事由", max_length=300)
    called_on = models.DateField("通知日期")
    starts_at = models.DateTimeField("约谈时间")
    place = models.CharField("约谈地点", max_length=80)
    moved = models.PositiveSmallIntegerField("改期次数", default=0)
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.PLANNED)
    by = models.CharField("约谈人", max_length=120, help_text="姓名、职务")
    head_name = models.CharField("被约谈负责人姓名", max_length=40, blank=True)
    head_post = models.CharField("被约谈负责人职务", max_length=60, blank=True)
    others = models.CharField("其他参加人员", max_length=200, blank=True)
    record = models.TextField("约谈记录", max_length=4000, blank=True)
    promised = models.TextField("整改承诺", max_length=2000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "约谈"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["rectification"],
                condition=models.Q(state="planned"),
                name="one_planned_interview",
            ),
        ]

    def __str__(self):
        return f"约谈（{self.number}）"

    @property
    def tone(self):
        return self.TONES[self.state]

    @property
    def ref(self):
        """Which part of the rectification its papers are."""
        return f"interview:{self.pk}"


class Interviewing:
    """The steps of an interview: called, moved, recorded."""

    def planned(self):
        """The interview that is still to be held; None if there is none."""
        return next((one for one in self.talks() if one.state == Interview.State.PLANNED), None)

    def talks(self):
        """The interviews; free of cost where a page read them."""
        return list(self.interviews.all()) if self.pk else []

    @property
    def is_interviewed(self):
        return any(one.state == Interview.State.HELD for one in self.talks())

    @transition(
        source=GOING_ON,
        perm=of_rectification("call_interview"),
        part="handle",
        label="通知约谈",
        roles=OFFICE,
        hint="方案逾期，或者十二个月内被通报批评超过两次的，约谈该单位负责人。",
        when=lambda matter: matter.must_interview and not matter.planned(),
    )
    def call_interview(self, *, actor, starts_at, place, by):
        """Call the head of the unit to an interview (约谈通知书): numbered, frozen, told.

        Only where the plan is late or the unit was criticised too often, and was not yet
        talked with.
        """
        self._check_time(starts_at)
        today = timezone.localdate()
        interview = Interview.objects.create(
            rectification=self,
            number=self._call_number(today.year),
            reason="；".join(self.grounds()),
            called_on=today,
            starts_at=starts_at,
            place=place,
            by=by,
        )
        self._tell(interview, actor)
        return interview.number

    @transition(
        source=GOING_ON,
        perm=of_rectification("move_interview"),
        part="handle",
        label="约谈改期",
        roles=OFFICE,
        tone="secondary",
        when=lambda matter: bool(matter.planned()),
    )
    def move_interview(self, *, actor, starts_at, place, reason):
        """Put the interview off, or elsewhere (改期): the notice is issued anew."""
        self._check_time(starts_at)
        interview = self.planned()
        interview.starts_at, interview.place = starts_at, place
        interview.moved += 1
        interview.save()
        self._tell(interview, actor)
        return reason

    @transition(
        source=GOING_ON,
        perm=of_rectification("record_interview"),
        part="handle",
        label="登记约谈",
        roles=OFFICE,
        hint="写明谁与谁谈、谈了什么、作出什么承诺；打印约谈记录由双方签字。",
        when=lambda matter: bool(matter.planned()),
    )
    def record_interview(
        self, *, actor, starts_at, by, head_name, head_post, record, others="", promised=""
    ):
        """Record who talked with whom of what (约谈记录); the record is printed to be signed.

        With the plan accepted before, the rectification is done with.
        """
        interview = self.planned()
        check_day(timezone.localdate(starts_at), interview.called_on, "约谈通知日期")
        if starts_at > timezone.now():
            raise ValidationError({"starts_at": "约谈时间还没有到"})
        interview.state, interview.starts_at = Interview.State.HELD, starts_at
        interview.by, interview.others = by, others
        interview.head_name, interview.head_post = head_name, head_post
        interview.record, interview.promised = record, promised
        interview.save()
        registry.papers[RECORD].of(interview).issue(self, actor)
        publish("appearances.interview_recorded", self, key=f"interview:{interview.pk}")
        if self.status == Status.ACCEPTED:
            self.finish(actor)
        return interview.number

    def call_off(self):
        """Cancel the interview that is planned (取消约谈): nothing is left to talk about."""
        planned, off = Interview.State.PLANNED, Interview.State.CANCELLED
        if self.interviews.filter(state=planned).update(state=off):
            publish("appearances.interview_called_off", self, key="called-off")

    def _check_time(self, starts_at):
        if starts_at <= timezone.now():
            raise ValidationError({"starts_at": "约谈时间应当在现在之后"})

    def _call_number(self, year):
        drawn = NumberSeries.objects.take(self.initiator, SERIES, year)
        return f"{self.initiator.place_name or self.initiator.short_name}约谈〔{year}〕{drawn}号"

    def _tell(self, interview, actor):
        registry.papers[CALL].of(interview).issue(self, actor)
        publish(
            "appearances.interview_called",
            self,
            key=f"interview:{interview.pk}:{interview.moved}",
            at=f"{timezone.localtime(interview.starts_at):%Y年%-m月%-d日 %H:%M}",
            place=interview.place,
        )
