"""Calling a joint meeting: change the plan, send the notice, change it, or call it off."""

from django.core.exceptions import ValidationError

from liaison import registry, works
from liaison.days import check_day
from liaison.models import Booking
from liaison.notices import publish
from liaison.transitions import transition
from meetings.models.stages import OFFICE, Status, told

BOOKLET = "meetings.booklet"
"""The long work that binds the agenda booklet."""


def agenda_stands(meeting):
    """Whether the meeting may be called: its agenda is approved, or needs no approval."""
    return meeting.status == Status.AGREED or not meeting.series.approves_agenda


class CallingSteps:
    """The steps of a joint meeting up to its notice, and those that change it."""

    @transition(
        source=[Status.PLANNED, Status.REVIEWING, Status.AGREED],
        target=Status.PLANNED,
        perm="meetings.plan_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="修改方案",
        tone="secondary",
        hint="送审以后再修改，已有的审定意见作废，须重新送审。",
    )
    def revise(self, *, actor, revision, venues, agenda, **plan):
        """Change the plan (修改方案) before the meeting is called; what was said of it is void."""
        self._next_revision(revision)
        for name in self.PLAN:
            setattr(self, name, plan[name])
        self._void_approvals()
        self.holder = self.committee.office
        self._set_programme(venues, agenda, actor)

    @transition(
        source=[Status.PLANNED, Status.NOTIFIED],
        perm="meetings.plan_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="增列议题",
        tone="secondary",
        hint="把办公室已经采纳的议题列入议程；通知印发以后增列的，写明理由，并告知成员单位。",
        when=lambda meeting: told(meeting, "topics_wait", meeting.series.topics.ready),
    )
    def add_topics(self, *, actor, topics, reason=""):
        """Put accepted topics on the agenda (增列议题); after the notice they come late."""
        late = self.status == Status.NOTIFIED
        if late and not reason:
            raise ValidationError("通知已经印发，请写明增列的理由")
        self.revision += 1
        ready = self.series.topics.ready().select_for_update(of=["self"]).order_by("pk")
        taken = list(ready.filter(pk__in=[topic.pk for topic in topics]))
        if len(taken) < len(topics):
            raise ValidationError("有的议题已经列入其他会议，或者已经撤回，请刷新后再选")
        for topic in taken:
            self.agenda.create(
                order=self.agenda.count() + 1,
                **self.series.row_of_topic(topic),
                topic=topic,
                is_late=late,
                late_reason=reason if late else "",
            )
            topic.put_on(self, actor)
        if late:
            publish(
                "meetings.topics_added",
                self,
                key=f"added:{self.revision}",
                topics="、".join(topic.title for topic in taken),
            )
        return "、".join(topic.title for topic in taken)

    @transition(
        source=[Status.PLANNED, Status.AGREED],
        target=Status.NOTIFIED,
        perm="meetings.notify_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="印发会议通知",
        hint="编号并印发会议通知，成员单位即可看到会议，并报送回执。",
        when=agenda_stands,
    )
    def notify(self, *, actor, on, receipt_by=None):
        """Call the meeting (印发会议通知): number it, issue the notice, tell every member unit.

        Each is asked to say by ``receipt_by`` who comes; without that day none is hurried.
        """
        check_day(on)
        self._check_receipt_by(receipt_by, on)
        if on > self.day:
            raise ValidationError("通知日期不能晚于开会日期")
        if not self.agenda.exists():
            raise ValidationError("议程还没有内容，请先修改方案")
        self.number = self.series.take_number(self.series.number_prefix, on.year)
        self.notified_on, self.receipt_by, self.notice_version = on, receipt_by, 1
        self.holder = self.committee.office
        registry.papers["joint-meeting-notice"].issue(self, actor)
        self._ask_for_receipts(actor, on)
        self._show_topics()
        publish("meetings.notified", self, key="notified", day=self.day)

    @transition(
        source=[Status.NOTIFIED],
        perm="meetings.notify_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="更改通知",
        tone="secondary",
        hint="重新印发会议通知并告知成员单位；时间或者会场变了的，请各单位重新报送回执。",
    )
    def change_notice(
        self, *, actor, on, reason, revision, venues, agenda, receipt_by=None, **plan
    ):
        """Change the meeting after its notice (更改通知): a new version goes to every member."""
        check_day(on, since=self.notified_on, after="通知日期")
        self._next_revision(revision)
        before = self._when_and_where()
        for name in self.PLAN:
            setattr(self, name, plan[name])
        self._check_receipt_by(receipt_by, on)
        self._set_programme(venues, agenda, actor)
        self.notice_version += 1
        self.receipt_by = receipt_by
        if self._when_and_where() != before:
            self._ask_for_receipts(actor, on)
        registry.papers["joint-meeting-notice"].issue(self, actor)
        self._show_topics()
        version = self.notice_version
        publish("meetings.changed", self, key=f"changed:{version}", day=self.day, reason=reason)
        return f"第{version}版：{reason}"

    def bind_booklet(self, owner):
        """Set going the making of the agenda booklet (会议材料汇编), of what ``owner`` may read."""
        return works.begin(
            BOOKLET, owner=owner, title=f"会议材料：{self.number or self.title}", subject=self
        )

    def _check_receipt_by(self, receipt_by, on):
        if receipt_by and not on <= receipt_by <= self.day:
            raise ValidationError({"receipt_by": "回执日期应在通知之后、开会之前"})

    def _when_and_where(self):
        venues = self.venues.values_list("name", "place", "room")
        return self.starts_at, sorted(venues, key=str)

    @transition(
        source=[Status.PLANNED, Status.REVIEWING, Status.AGREED, Status.NOTIFIED],
        target=Status.CANCELLED,
        perm="meetings.notify_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="取消会议",
        tone="danger",
    )
    def cancel(self, *, actor, reason):
        """Call the meeting off (取消); whoever was called is told, rooms and topics are free."""
        self.holder = None
        self._void_approvals()
        self._forgo_receipts(actor, "会议取消")
        Booking.objects.of(self).delete()
        for topic in self.topics.all():
            topic.take_off(actor)
        if self.notified_on:
            publish("meetings.cancelled", self, key="cancelled", reason=reason)
        return reason
