"""Holding a joint meeting: who came, and what was decided."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import deadlines
from liaison.days import check_day
from liaison.transitions import transition
from meetings.deadlines import REGULAR
from meetings.models.attendance import BEFORE, Attendance
from meetings.models.programme import Decision, keep_rows
from meetings.models.series import check_units
from meetings.models.stages import OFFICE, Status


class HoldingSteps:
    """The steps of a joint meeting on its day (到会、召开、议定)."""

    @transition(
        source=[Status.NOTIFIED, Status.HELD, Status.DRAFTED],
        perm="meetings.record_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="登记到会情况",
        tone="secondary",
        hint="可以多次登记，以最后一次提交的各行为准；已经签到的人不会被删去。",
    )
    def record_attendance(self, *, actor, revision, attendance):
        """Record who came to which venue (登记到会情况); may be done again and again."""
        self._next_revision(revision)
        check_units(self.committee, [row["unit"] for row in attendance])
        if {row["venue"].meeting_id for row in attendance} - {self.pk}:
            raise ValidationError("会场不属于本次会议")
        keep_rows(self.attendance, attendance, spare=lambda row: row.arrived_at)
        if timezone.now() >= self.starts_at - BEFORE:
            self.attendance.update(is_recorded=True)
        return f"共登记{len(attendance)}行"

    @transition(
        source=[Status.NOTIFIED],
        target=Status.HELD,
        perm="meetings.record_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="登记召开",
        hint="记下会议议定的事项：牵头单位、配合单位、办结期限。",
    )
    def hold(self, *, actor, on, revision, decisions):
        """Record that the meeting was held (召开), and what it decided."""
        check_day(on, since=self.notified_on, after="通知日期")
        self.held_on = on
        self._set_decisions(revision, decisions)
        self._close_roll()
        self._forgo_receipts(actor, "会议已召开")
        for topic in self.topics.all():
            topic.discussed(actor, on)
        self._keep_promise(actor)

    def _close_roll(self):
        """Where people signed in, count who did not as absent; where nobody did, change nothing."""
        if self.attendance.filter(arrived_at__isnull=False).exists():
            self.attendance.missing().update(presence=Attendance.Presence.ABSENT)

    def _keep_promise(self, actor):
        """Begin to wait for the next regular meeting, and for this one no longer (定期会议)."""
        if self.kind != self.Kind.REGULAR:
            return
        for one in self.series.meetings.filter(kind=self.Kind.REGULAR):
            kept = self if one == self else one
            for deadline in kept.deadlines.running().filter(rule__code=REGULAR):
                on = max(self.held_on, deadline.started_on)
                deadlines.meet(kept, REGULAR, on=on, actor=actor)
                kept.lay_out()
        self.save()
        until = self.series.next_regular_by()
        if until and self.series.last_regular() == self:
            deadlines.start(
                self,
                REGULAR,
                on=self.held_on,
                until=until,
                responsible=self.committee.office,
                actor=actor,
            )

    @transition(
        source=[Status.HELD, Status.DRAFTED],
        perm="meetings.record_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="修改议定事项",
        tone="secondary",
    )
    def revise_decisions(self, *, actor, revision, decisions):
        """Correct what was decided (修改议定事项) before the minutes go round."""
        self._set_decisions(revision, decisions)

    def _set_decisions(self, revision, decisions):
        self._next_revision(revision)
        named = [unit for row in decisions for unit in (row["lead"], *row["assisting"])]
        check_units(self.committee, named)
        self.decisions.all().delete()
        for ordinal, row in enumerate(decisions, 1):
            if row["due_on"] < self.held_on:
                raise ValidationError(f"第{ordinal}项的办结期限早于会议召开日期")
            fields = {name: row[name] for name in ("title", "content", "lead", "due_on")}
            decision = Decision.objects.create(meeting=self, ordinal=ordinal, **fields)
            decision.assisting.set(unit for unit in row["assisting"] if unit != row["lead"])
