"""Topics (议题): proposed by a member unit, screened by the office, put before a meeting."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from liaison import access, deadlines
from liaison.days import check_day
from liaison.models import Matter, MatterGrant, MatterQuerySet, NumberSeries, record
from liaison.notices import publish
from liaison.transitions import opening, transition
from liaison.uploads import attach
from meetings.deadlines import TOPIC_SCREENING
from meetings.models.programme import AgendaItem
from meetings.models.series import MeetingSeries, check_units
from meetings.models.stages import MEMBERS, OFFICE

TOPIC_PAPER = "议题材料"


class TopicQuerySet(MatterQuerySet):
    def ready(self):
        """Keep what the office accepted and no meeting has on its agenda yet."""
        return self.filter(status=Topic.Status.ACCEPTED)


class Topic(Matter):
    """What a member unit wants a joint meeting to deal with (议题).

    The office screens it within the days of its rulebook; accepted, it waits for a meeting of
    its series and is offered to the next one's agenda. Until the meeting is called it is the
    proposing unit's and the office's; then every member reads it with the papers.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", "待筛选"
        RETURNED = "returned", "退回补充"
        ACCEPTED = "accepted", "待列入议程"
        SCHEDULED = "scheduled", "已列入议程"
        DISCUSSED = "discussed", "已上会"
        DECLINED = "declined", "不予采纳"
        WITHDRAWN = "withdrawn", "已撤回"

    CLOSED = frozenset({Status.DISCUSSED, Status.DECLINED, Status.WITHDRAWN})
    STAGES = (
        ("提出", {Status.RETURNED}),
        ("筛选", {Status.PROPOSED}),
        ("列入议程", {Status.ACCEPTED}),
        ("上会", {Status.SCHEDULED}),
        ("办结", {Status.DISCUSSED}),
    )
    TONES = {Status.RETURNED: "yellow", Status.SCHEDULED: "green"}
    NEXT = {
        Status.PROPOSED: "筛选",
        Status.RETURNED: "补充",
        Status.ACCEPTED: "列入议程",
        Status.SCHEDULED: "上会",
    }
    ICON = "message-2"
    PLACE = 19
    PROPOSAL = ("title", "kind", "reason", "presenter_post", "presenter_name")
    PROPOSAL += ("document_title", "minutes")

    series = models.ForeignKey(
        MeetingSeries, models.PROTECT, related_name="topics", verbose_name="会议系列"
    )
    kind = models.CharField(
        "方式",
        max_length=20,
        choices=AgendaItem.Kind.choices,
        default=AgendaItem.Kind.DELIBERATION,
    )
    reason = models.TextField("提请理由和建议", max_length=2000)
    presenter_post = models.CharField("汇报人职务", max_length=60)
    presenter_name = models.CharField("汇报人姓名", max_length=40, blank=True)
    document_title = models.CharField("文件名称", max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField("预计用时（分钟）", default=10)
    meeting = models.ForeignKey(
        "meetings.JointMeeting",
        models.PROTECT,
        null=True,
        related_name="topics",
        verbose_name="列入的会议",
    )

    objects = TopicQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = verbose_name_plural = "议题"
        permissions = [
            ("propose_topic", "提出议题"),
            ("screen_topic", "筛选议题"),
            ("handle_topic", "承办议题"),
            ("answer_topic", "补充议题"),
        ]

    def taking_part(self):
        """The office that screens it."""
        return [self.committee.office] if self.pk else []

    def grants(self):
        """The office handles, the proposing unit answers.

        Those who approve an agenda read what stands on it; once the meeting is called, every
        member does.
        """
        granted = access.Grants().give(self.committee.office, "view", "handle")
        granted.give(self.initiator, "view", "answer")
        if self.meeting:
            for unit in self.meeting.agenda_readers():
                granted.give(unit, "view")
        return granted

    @opening(
        perm="meetings.propose_topic",
        label="提出议题",
        status=Status.PROPOSED,
        roles=(*MEMBERS, *OFFICE),
        hint="议题由办公室筛选；会议通知印发前只有提出单位和办公室看得到。",
    )
    def propose(self, *, actor, on, papers=(), linked=()):
        """Propose a topic (提出议题) to a series, with its papers and the matters it is about."""
        check_day(on)
        if self.series.committee != self.committee or not self.series.is_active:
            raise ValidationError("会议系列不属于这个委员会，或者已经停用")
        check_units(self.committee, [self.initiator])
        office = self.committee.office
        prefix = f"{self.series.number_prefix}议"
        number = NumberSeries.objects.take(office, prefix, on.year)
        self.number = f"{prefix}〔{on.year}〕{number}号"
        self.holder = office
        self.save()
        self._keep(papers, linked, actor)
        deadlines.start(
            self,
            TOPIC_SCREENING,
            on=on,
            responsible=office,
            asker=self.initiator,
            actor=actor,
        )
        publish("meetings.topic_proposed", self, key="proposed", unit=self.initiator)

    @transition(
        source=[Status.RETURNED],
        target=Status.PROPOSED,
        perm="meetings.propose_topic",
        part="answer",
        roles=MEMBERS,
        label="补充后再报",
    )
    def supplement(self, *, actor, on, papers=(), linked=(), **proposal):
        """Hand the topic in again (补充后再报), as the office asked for it."""
        check_day(on)
        for name in self.PROPOSAL:
            setattr(self, name, proposal[name])
        self.holder = self.committee.office
        self._keep(papers, linked, actor)
        deadlines.start(
            self,
            TOPIC_SCREENING,
            on=on,
            responsible=self.holder,
            asker=self.initiator,
            actor=actor,
        )
        publish("meetings.topic_proposed", self, key=f"again:{on}", unit=self.initiator)

    @transition(
        source=[Status.PROPOSED],
        target=Status.ACCEPTED,
        perm="meetings.screen_topic",
        part="handle",
        roles=OFFICE,
        label="采纳议题",
        hint="采纳后列入下一次会议的议程；也可以在会议页面增列。",
    )
    def accept(self, *, actor, on, comment=""):
        """Find the topic fit for a meeting (采纳)."""
        self._screened(actor, on)
        publish("meetings.topic_screened", self, key=f"accepted:{on}", verdict="采纳")
        return comment

    @transition(
        source=[Status.PROPOSED],
        target=Status.RETURNED,
        perm="meetings.screen_topic",
        part="handle",
        roles=OFFICE,
        label="退回补充",
        tone="secondary",
    )
    def send_back(self, *, actor, on, reason):
        """Ask the proposing unit for more (退回补充); it hands the topic in again."""
        self._screened(actor, on)
        self.holder = self.initiator
        publish("meetings.topic_returned", self, key=f"returned:{on}", reason=reason)
        return reason

    @transition(
        source=[Status.PROPOSED, Status.ACCEPTED],
        target=Status.DECLINED,
        perm="meetings.screen_topic",
        part="handle",
        roles=OFFICE,
        label="不予采纳",
        tone="danger",
    )
    def decline(self, *, actor, on, reason):
        """Turn the topic down (不予采纳), with the reason."""
        self._screened(actor, on)
        self.holder, self.closed_on = None, on
        publish("meetings.topic_declined", self, key="declined", reason=reason)
        return reason

    @transition(
        source=[Status.PROPOSED, Status.RETURNED, Status.ACCEPTED],
        target=Status.WITHDRAWN,
        perm="meetings.propose_topic",
        part="answer",
        roles=MEMBERS,
        label="撤回议题",
        tone="danger",
    )
    def withdraw(self, *, actor, reason):
        """Take the topic back (撤回) before it stands on an agenda."""
        today = timezone.localdate()
        deadlines.waive(self, TOPIC_SCREENING, on=today, reason="议题已撤回", actor=actor)
        self.holder = None
        publish("meetings.topic_withdrawn", self, key="withdrawn", unit=self.initiator)
        return reason

    def _screened(self, actor, on):
        check_day(on)
        deadlines.meet(self, TOPIC_SCREENING, on=on, actor=actor)

    def _keep(self, papers, linked, actor):
        for upload in papers:
            attach(self, upload, TOPIC_PAPER, actor)
        for matter in linked:
            TopicLink.objects.get_or_create(
                topic=self,
                content_type=ContentType.objects.get_for_model(matter),
                object_id=matter.pk,
            )

    def put_on(self, meeting, actor):
        """Stand on the agenda of ``meeting`` (列入议程), inside a step of the meeting's."""
        self._moved(actor, self.Status.SCHEDULED, "schedule", "列入议程", meeting)

    def take_off(self, actor):
        """Wait for another meeting (撤下议程), inside a step of the meeting's."""
        self._moved(actor, self.Status.ACCEPTED, "unschedule", "撤下议程", None)

    def discussed(self, actor, on):
        """Be done with (已上会), inside the step that records that the meeting was held."""
        self.closed_on = on
        self._moved(actor, self.Status.DISCUSSED, "discuss", "上会", self.meeting)

    def _moved(self, actor, status, action, label, meeting):
        before, self.status, self.meeting = self.status, status, meeting
        self.holder = self.committee.office if status == self.Status.ACCEPTED else None
        self.save()
        access.sync_grants(self)
        office = self.committee.office
        record(actor, action, label, self, unit=office, before=before, after=status)

    def meetings_open_to(self, user):
        """The meetings on whose agenda the office may put the accepted topic now."""
        if self.status != self.Status.ACCEPTED:
            return []
        step = self.series.meetings.model.add_topics.step
        waiting = self.series.meetings.visible_to(user).filter(status__in=step.source)
        return [
            meeting for meeting in waiting if access.allowed(user, step.perm, meeting, step.part)
        ]

    def linked_for(self, user):
        """The matters it is about: (those that ``user`` may see, how many others there are)."""
        wanted = {}
        for link in self.links.select_related("content_type"):
            wanted.setdefault(link.content_type, []).append(link.object_id)
        seen = [
            matter
            for kind, pks in wanted.items()
            for matter in kind.model_class().objects.visible_to(user).filter(pk__in=pks)
        ]
        return seen, sum(map(len, wanted.values())) - len(seen)


class TopicGrant(MatterGrant):
    """What a unit's group may do with one topic."""

    content_object = models.ForeignKey(Topic, models.CASCADE)


class TopicLink(models.Model):
    """A matter of any kind that a topic is about (关联事项)."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="links", verbose_name="议题")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    matter = GenericForeignKey("content_type", "object_id")

    class Meta:
        verbose_name = verbose_name_plural = "关联事项"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "content_type", "object_id"], name="one_link_a_matter"
            )
        ]

    def __str__(self):
        return f"{self.topic_id}: {self.content_type_id}/{self.object_id}"
