"""Calling a joint meeting: change the plan, send the notice, or call it off."""

from django.core.exceptions import ValidationError

from liaison import registry
from liaison.days import check_day
from liaison.notices import publish
from liaison.transitions import transition
from meetings.models.stages import OFFICE, Status


class CallingSteps:
    """The steps of a joint meeting up to its notice (筹备、通知、取消)."""

    @transition(
        source=[Status.PLANNED],
        perm="meetings.plan_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="修改方案",
        tone="secondary",
    )
    def revise(self, *, actor, revision, venues, agenda, **plan):
        """Change the plan (修改方案) before the meeting is called."""
        self._next_revision(revision)
        for name in self.PLAN:
            setattr(self, name, plan[name])
        self._set_programme(venues, agenda)

    @transition(
        source=[Status.PLANNED],
        target=Status.NOTIFIED,
        perm="meetings.notify_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="印发会议通知",
        hint="编号并印发会议通知，成员单位即可看到会议。",
    )
    def notify(self, *, actor, on):
        """Call the meeting (印发会议通知): number it, issue the notice, tell every member unit."""
        check_day(on)
        if on > self.day:
            raise ValidationError("通知日期不能晚于开会日期")
        if not self.agenda.exists():
            raise ValidationError("议程还没有内容，请先修改方案")
        self.number = self.series.take_number(self.series.number_prefix, on.year)
        self.notified_on = on
        registry.papers["joint-meeting-notice"].issue(self, actor)
        publish("meetings.notified", self, key="notified", day=self.day)

    @transition(
        source=[Status.PLANNED, Status.NOTIFIED],
        target=Status.CANCELLED,
        perm="meetings.notify_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="取消会议",
        tone="danger",
    )
    def cancel(self, *, actor, reason):
        """Call the meeting off (取消); whoever was called is told."""
        self.holder = None
        if self.notified_on:
            publish("meetings.cancelled", self, key="cancelled", reason=reason)
        return reason
