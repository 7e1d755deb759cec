"""Approving an agenda (审定议程): each co-chair's unit says whether it may stand."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from liaison import access
from liaison.days import check_day
from liaison.models import Membership
from liaison.notices import publish
from liaison.transitions import TransitionNotAllowed, transition
from liaison.uploads import attach
from meetings.models.minutes import signatories
from meetings.models.stages import LEADERS, OFFICE, Status, told

APPROVE = "meetings.approve_jointmeeting"
AGENDA_SCAN = "议程审定扫描件"


class AgendaApprovalQuerySet(models.QuerySet):
    def current(self):
        """Keep what stands: asked for or given in the round that is on, or was the last."""
        return self.filter(voided_at__isnull=True).exclude(decision=AgendaApproval.RETURNED)

    def asked(self):
        """Keep those still waited for."""
        return self.current().filter(decision=AgendaApproval.ASKED)

    def in_system(self):
        """Keep those of units in which somebody can approve in the system."""
        return self.filter(unit__in=access.units_able(APPROVE))

    def on_paper(self):
        """Keep those of units in which nobody can: they approve on paper."""
        return self.exclude(unit__in=access.units_able(APPROVE))


class AgendaApproval(models.Model):
    """One unit's say on the agenda of a meeting, in one round (议程审定).

    Every change of the plan voids what was said of the plan before. Approved on paper, it has
    a name instead of a person, the scan, and whoever of the office entered it.
    """

    ASKED, AGREED, RETURNED = "asked", "agreed", "returned"
    DECISIONS = [(ASKED, "待审定"), (AGREED, "同意"), (RETURNED, "退回修改")]

    meeting = models.ForeignKey(
        "meetings.JointMeeting", models.PROTECT, related_name="approvals", verbose_name="会议"
    )
    round = models.PositiveSmallIntegerField("轮次")
    unit = models.ForeignKey("liaison.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    side = models.CharField("方", max_length=20, choices=Membership.Side.choices)
    decision = models.CharField("意见", max_length=20, choices=DECISIONS, default=ASKED)
    approver = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="审定人"
    )
    approver_post = models.CharField("职务", max_length=60, blank=True)
    approver_name = models.CharField("纸质审定人", max_length=40, blank=True)
    decided_on = models.DateField("审定日期", null=True)
    comment = models.CharField("说明", max_length=300, blank=True)
    voided_at = models.DateTimeField("作废时间", null=True)
    scan = models.OneToOneField(
        "liaison.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="扫描件"
    )
    recorder = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )

    objects = AgendaApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "议程审定"
        ordering = ["-round", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "round", "unit"], name="one_approval_a_round"
            ),
            models.CheckConstraint(
                condition=Q(scan__isnull=True, recorder__isnull=True, approver_name="")
                | Q(scan__isnull=False, recorder__isnull=False, approver__isnull=True),
                name="approved_in_the_system_or_on_paper",
            ),
        ]

    def __str__(self):
        return f"{self.unit}{self.state}"

    @property
    def state(self):
        """Where it stands, in words; what a change of the plan voided says so."""
        return "已作废" if self.voided_at else self.get_decision_display()

    @property
    def tone(self):
        tones = {self.ASKED: "yellow", self.AGREED: "green", self.RETURNED: "red"}
        return "secondary" if self.voided_at else tones[self.decision]

    @property
    def who(self):
        """Post and name of whoever said it."""
        return " ".join(
            filter(None, [self.approver_post, self.approver_name or str(self.approver or "")])
        )


def after_approval(meeting):
    """Still going round, or approved by all that were asked."""
    return Status.REVIEWING if meeting.approvals.asked().exists() else Status.AGREED


def waits_for_paper(meeting):
    """Whether a unit that is asked has nobody who can approve in the system."""
    return told(meeting, "approval_on_paper", meeting.approvals_on_paper)


class ApprovingSteps:
    """The steps in which both sides' leaders approve the agenda of a joint meeting (审定议程)."""

    @transition(
        source=[Status.PLANNED],
        target=Status.REVIEWING,
        perm="meetings.plan_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="送审议程",
        hint="送每一位主任所在单位审定；都同意后才能印发会议通知。",
        when=lambda meeting: meeting.series.approves_agenda,
    )
    def submit_agenda(self, *, actor):
        """Ask each co-chair's unit to approve the agenda (送审议程)."""
        if not self.agenda.exists():
            raise ValidationError("议程还没有内容，请先修改方案")
        last = self.approvals.aggregate(last=models.Max("round"))["last"] or 0
        self.approvals.bulk_create(
            AgendaApproval(meeting=self, round=last + 1, unit=unit, side=side)
            for unit, side in signatories(self.committee)
        )
        self._pass_agenda_on()
        self._show_topics()
        publish("meetings.agenda_submitted", self, key=f"agenda:{last + 1}")
        return f"第{last + 1}轮审定"

    @transition(
        source=[Status.REVIEWING],
        target=after_approval,
        perm=APPROVE,
        part="approve",
        roles=LEADERS,
        label="同意议程",
    )
    def agree_agenda(self, *, actor, on, comment=""):
        """Approve the agenda for a co-chair's unit (同意)."""
        row = self._own_approval(actor, on)
        self._say(row, AgendaApproval.AGREED, actor, on, comment)
        self._pass_agenda_on()
        return f"{row.unit}"

    @transition(
        source=[Status.REVIEWING],
        target=Status.PLANNED,
        perm=APPROVE,
        part="approve",
        roles=LEADERS,
        label="退回议程",
        tone="danger",
    )
    def return_agenda(self, *, actor, on, reason):
        """Send the agenda back to be changed (退回修改); what others said of it is void."""
        row = self._own_approval(actor, on)
        self._say(row, AgendaApproval.RETURNED, actor, on, reason)
        self._void_approvals()
        self.holder = self.committee.office
        publish("meetings.agenda_returned", self, key=f"agenda:{row.round}", unit=row.unit)
        return f"{row.unit}"

    @transition(
        source=[Status.REVIEWING],
        target=after_approval,
        perm="meetings.plan_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="登记纸质审定",
        hint="只限没有人能在系统内审定的单位：请领导在议程稿上签字后上传扫描件。",
        when=waits_for_paper,
    )
    def record_approval(self, *, actor, on, unit, post, name, scan, comment=""):
        """Enter what a co-chair's unit approved on paper (登记纸质审定), with the scan of it."""
        check_day(on)
        row = self.approvals.asked().on_paper().filter(unit=unit).first()
        if row is None:
            raise ValidationError(f"{unit}已经审定，或者有人能在系统内审定，办公室不能代为登记")
        if scan is None:
            raise ValidationError("请上传签字页的扫描件", code="scan")
        row.scan, row.recorder = attach(self, scan, AGENDA_SCAN, actor), actor
        row.approver_post, row.approver_name = post, name
        row.decision, row.decided_on, row.comment = AgendaApproval.AGREED, on, comment
        row.save()
        self._pass_agenda_on()
        return f"{unit}{post}{name}"

    def approvals_on_paper(self):
        """The requests that wait for units in which nobody can approve in the system."""
        return self.approvals.asked().on_paper().select_related("unit")

    def approvals_seen(self):
        """Every unit's say in every round, the newest round first; nothing once it is called."""
        if self.notified_on:
            return []
        return list(self.approvals.select_related("unit", "approver").order_by("-round", "id"))

    def agenda_readers(self):
        """The units that may read the topics on the agenda now."""
        if self.notified_on:
            return self.called_units()
        return [row.unit for row in self.approvals.current().select_related("unit")]

    def _own_approval(self, actor, on):
        check_day(on)
        units = access.standing(actor).units_with(APPROVE)
        row = self.approvals.asked().filter(unit__in=units).select_related("unit").first()
        if row is None:
            raise TransitionNotAllowed("贵单位已经审定，或者本次议程不需要贵单位审定")
        return row

    @staticmethod
    def _say(row, decision, actor, on, comment):
        post = actor.posts.current().filter(unit=row.unit).first()
        row.approver, row.approver_post = actor, post.title if post else ""
        row.decision, row.decided_on, row.comment = decision, on, comment
        row.save()

    def _pass_agenda_on(self):
        """Let it be the turn of the next unit that can approve in the system, or the office's."""
        following = self.approvals.asked().in_system().select_related("unit").order_by("id").first()
        self.holder = following.unit if following else self.committee.office
        if not self.approvals.asked().exists():
            publish("meetings.agenda_agreed", self, key="agreed")

    def _void_approvals(self):
        """Void what was said of the plan: it has changed, or goes back to be changed."""
        if self.approvals.current().update(voided_at=timezone.now()):
            self._show_topics()

    def _show_topics(self):
        """Bring what may be seen of the topics on the agenda into step with the meeting."""
        for topic in self.topics.all():
            topic.meeting = self
            access.sync_grants(topic)
