"""Approving an agenda (审定议程): each co-chair's unit says whether it may stand."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from liaison import access
from liaison.days import check_day
from liaison.notices import publish
from liaison.transitions import TransitionNotAllowed, transition
from liaison.uploads import attach
from meetings.models.minutes import signatories
from meetings.models.sayings import Saying, in_system_or_on_paper
from meetings.models.stages import LEADERS, OFFICE, Status, told

APPROVE = "meetings.approve_jointmeeting"
AGENDA_SCAN = "议程审定扫描件"


class AgendaApproval(Saying):
    """One unit's say on the agenda of a meeting, in one round (议程审定).

    Every change of the plan voids what was said of the plan before.
    """

    PERM = APPROVE
    AGREED = GIVEN = "agreed"
    ON_PAPER = "同意（纸质）"
    DECISIONS = [(Saying.ASKED, "待审定"), (AGREED, "同意"), (Saying.RETURNED, "退回修改")]

    meeting = models.ForeignKey(
        "meetings.JointMeeting", models.PROTECT, related_name="approvals", verbose_name="会议"
    )
    decision = models.CharField("意见", max_length=20, choices=DECISIONS, default=Saying.ASKED)

    class Meta:
        verbose_name = verbose_name_plural = "议程审定"
        ordering = ["-round", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "round", "unit"], name="one_approval_a_round"
            ),
            in_system_or_on_paper("approved_in_the_system_or_on_paper"),
        ]


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
        row.decide(AgendaApproval.AGREED, actor=actor, on=on, comment=comment)
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
        row.decide(AgendaApproval.RETURNED, actor=actor, on=on, comment=reason)
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
        scan = attach(self, scan, AGENDA_SCAN, actor)
        row.sign_on_paper(recorder=actor, on=on, post=post, name=name, scan=scan, comment=comment)
        self._pass_agenda_on()
        return f"{unit}{post}{name}"

    def approvals_on_paper(self):
        """The requests that wait for units in which nobody can approve in the system."""
        return self.approvals.asked().on_paper().select_related("unit")

    def approvals_seen(self):
        """Every unit's say in every round, the newest round first; nothing once it is called."""
        if self.notified_on:
            return []
        return list(
            self.approvals.select_related("unit", "signer", "recorder").order_by("-round", "id")
        )

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
