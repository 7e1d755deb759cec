"""Resolved items (议定事项): owed from the day the minutes are issued, closed by the office."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery

from liaison import access, deadlines
from liaison.days import check_day
from liaison.models import Deadline, Matter, MatterGrant, MatterQuerySet, record
from liaison.notices import publish
from liaison.numerals import numeral
from liaison.transitions import transition
from liaison.uploads import attach
from meetings.deadlines import RESOLVED_ITEM
from meetings.models.programme import names_of
from meetings.models.stages import MEMBERS, OFFICE
from meetings.models.urging import UrgingSteps


class ResolvedItemQuerySet(MatterQuerySet):
    def with_ledger(self):
        """Fetch what a line of the ledger (督办台账) shows: meeting, lead, assisting units."""
        return self.select_related("initiator", "holder", "committee", "meeting", "lead").annotate(
            assisting_names=names_of(self.model.assisting.through, "resolveditem")
        )

    def with_last_report(self):
        """Say of each what was reported last, as ``last_report``."""
        reports = ItemReport.objects.filter(item=OuterRef("pk")).order_by("-pk")
        return self.annotate(last_report=Subquery(reports.values("text")[:1]))

    def with_clock(self):
        """Say of each its last day, and when it was reported and found done, by its clock."""
        kind = ContentType.objects.get_for_model(self.model)
        clock = Deadline.objects.filter(
            content_type=kind, object_id=OuterRef("pk"), rule__code=RESOLVED_ITEM
        ).order_by("pk")
        return self.annotate(
            last_day=Subquery(clock.values("due_on")[:1]),
            reported_on=Subquery(clock.values("handed_in_on")[:1]),
            done_on=Subquery(clock.values("ended_on")[:1]),
        )


class ResolvedItem(UrgingSteps, Matter):
    """Something a meeting resolved, with a lead unit and a date (议定事项督办).

    The lead unit reports; the office, which asked, verifies and closes. The clock stops on
    the day of the report that was found good, not on the day on which the office looked.
    """

    class Status(models.TextChoices):
        OPEN = "open", "办理中"
        REPORTED = "reported", "待核验"
        CLOSED = "closed", "已办结"

    CLOSED = frozenset({Status.CLOSED})
    STAGES = (
        ("办理", {Status.OPEN}),
        ("核验", {Status.REPORTED}),
        ("办结", {Status.CLOSED}),
    )
    TONES = {Status.REPORTED: "yellow"}
    NEXT = {Status.OPEN: "报办理", Status.REPORTED: "核验"}
    ICON = "list-check"
    PLACE = 21

    meeting = models.ForeignKey(
        "meetings.JointMeeting", models.PROTECT, related_name="items", verbose_name="会议"
    )
    decision = models.OneToOneField(
        "meetings.Decision", models.PROTECT, related_name="item", verbose_name="会议议定"
    )
    ordinal = models.PositiveSmallIntegerField("序号")
    content = models.CharField("具体要求", max_length=500, blank=True)
    lead = models.ForeignKey(
        "liaison.Unit", models.PROTECT, related_name="+", verbose_name="牵头单位"
    )
    assisting = models.ManyToManyField(
        "liaison.Unit", blank=True, related_name="+", verbose_name="配合单位"
    )

    objects = ResolvedItemQuerySet.as_manager()

    class Meta(Matter.Meta):
        verbose_name = verbose_name_plural = "议定事项督办"
        permissions = [
            ("report_resolveditem", "报办理情况"),
            ("verify_resolveditem", "核验办结"),
            ("handle_resolveditem", "督办"),
            ("answer_resolveditem", "办理"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "ordinal"], name="one_item_an_ordinal")
        ]

    @classmethod
    def open(cls, decision, *, actor):
        """Make a decision of the meeting owed, inside the step that issues its minutes.

        Its number is the minutes' with its own in brackets, 长府院纪〔2020〕1号（二）; its clock
        runs from the meeting to the date set there.
        """
        meeting = decision.meeting
        item = cls.objects.create(
            number=f"{meeting.minutes.number}（{numeral(decision.ordinal)}）",
            title=decision.title,
            content=decision.content,
            status=cls.Status.OPEN,
            committee=meeting.committee,
            initiator=meeting.initiator,
            holder=decision.lead,
            lead=decision.lead,
            created_by=actor,
            meeting=meeting,
            decision=decision,
            ordinal=decision.ordinal,
        )
        item.assisting.set(decision.assisting.all())
        item.save()
        access.sync_grants(item)
        record(actor, "open", "交办", item, unit=meeting.initiator, after=item.status)
        deadlines.start(
            item,
            RESOLVED_ITEM,
            on=meeting.held_on,
            responsible=decision.lead,
            asker=meeting.initiator,
            actor=actor,
            until=decision.due_on,
        )
        publish("meetings.item_opened", item, key="opened", unit=item.lead, due=decision.due_on)
        return item

    def taking_part(self):
        """The lead unit, then those that assist it."""
        return [self.lead, *self.assisting.all()] if self.pk else [self.lead]

    def grants(self):
        """The office handles, the lead unit answers, those that assist look on."""
        granted = access.Grants().give(self.committee.office, "view", "handle")
        granted.give(self.lead, "view", "answer")
        for unit in (*self.assisting.all(), *self.urged_units()):
            granted.give(unit, "view")
        return granted

    @transition(
        source=[Status.OPEN],
        target=lambda item: item.after_report(),
        perm="meetings.report_resolveditem",
        part="answer",
        roles=MEMBERS,
        label="报办理情况",
        hint="进展随时可报；办完的附上佐证，由办公室核验后办结。",
    )
    def report(self, *, actor, on, kind, text, proof=None):
        """Report progress or completion (报办理情况), by the lead unit, with its proof."""
        check_day(on, since=self.meeting.held_on, after="会议召开日期")
        if kind == ItemReport.Kind.COMPLETION:
            if not proof:
                raise ValidationError("报办结须附佐证材料")
            self.holder = self.initiator
            deadlines.hand_in(self, RESOLVED_ITEM, on=on, actor=actor)
        row = self.reports.create(kind=kind, text=text, on=on, reporter=actor, unit=self.lead)
        attach(self, proof, "办理佐证", actor)
        what = row.get_kind_display()
        publish("meetings.item_reported", self, key=f"reported:{row.pk}", unit=self.lead, what=what)
        return what

    def after_report(self):
        """Wait for the office once completion was reported; progress changes nothing."""
        done = self.holder_id == self.initiator_id
        return self.Status.REPORTED if done else self.Status.OPEN

    @transition(
        source=[Status.REPORTED],
        target=Status.CLOSED,
        perm="meetings.verify_resolveditem",
        part="handle",
        roles=OFFICE,
        label="核验办结",
        hint="核对办理情况和佐证后办结；期限按报办结之日计。",
    )
    def verify_and_close(self, *, actor, on, comment=""):
        """Find the item done (核验办结): the asker closes. With its last item the meeting closes.

        The meeting's row is locked first, so that of two items closed at the same moment the
        second sees the first.
        """
        meeting = type(self.meeting).objects.select_for_update().get(pk=self.meeting_id)
        row = self._judge(ItemReport.ACCEPTED, on, comment)
        deadlines.meet(self, RESOLVED_ITEM, on=row.on, actor=actor)
        self.holder, self.closed_on, self.status = None, on, self.Status.CLOSED
        self.save()
        publish("meetings.item_closed", self, key="closed")
        if not meeting.items_open():
            meeting.pass_to_office()
            meeting.close(actor=actor, on=on)
        return comment

    @transition(
        source=[Status.REPORTED],
        target=Status.OPEN,
        perm="meetings.verify_resolveditem",
        part="handle",
        roles=OFFICE,
        label="退回续办",
        tone="danger",
    )
    def return_report(self, *, actor, on, reason):
        """Send a report of completion back (退回续办), with the reason; the clock runs on."""
        row = self._judge(ItemReport.RETURNED, on, reason)
        self.holder = self.lead
        deadlines.hand_back(self, RESOLVED_ITEM, on=on, actor=actor, reason=reason)
        publish("meetings.item_returned", self, key=f"returned:{row.pk}", reason=reason)
        return reason

    def _judge(self, verdict, on, comment):
        row = self.reports.filter(kind=ItemReport.Kind.COMPLETION).last()
        check_day(on, since=row.on, after="报办结日期")
        row.verdict, row.judged_on, row.comment = verdict, on, comment
        row.save()
        return row


class ResolvedItemGrant(MatterGrant):
    """What a unit's group may do with one resolved item."""

    content_object = models.ForeignKey(ResolvedItem, models.CASCADE)


class ItemReport(models.Model):
    """What the lead unit reported of a resolved item (办理情况), and what the office found."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "进展"
        COMPLETION = "completion", "办结"

    ACCEPTED, RETURNED = "accepted", "returned"
    VERDICTS = [(ACCEPTED, "核验通过"), (RETURNED, "退回续办")]

    item = models.ForeignKey(
        ResolvedItem, models.PROTECT, related_name="reports", verbose_name="议定事项"
    )
    kind = models.CharField("报告类别", max_length=20, choices=Kind.choices)
    text = models.TextField("办理情况", max_length=2000)
    on = models.DateField("报告日期")
    unit = models.ForeignKey("liaison.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    reporter = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="报告人"
    )
    verdict = models.CharField("核验结果", max_length=20, choices=VERDICTS, blank=True)
    judged_on = models.DateField("核验日期", null=True)
    comment = models.CharField("核验意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理情况"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.on} {self.unit}{self.get_kind_display()}"
