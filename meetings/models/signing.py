"""Minuting a joint meeting: draft, countersign on both sides, issue, close."""

from django.core.exceptions import ValidationError

from liaison import access, registry
from liaison.days import check_day
from liaison.notices import publish
from liaison.transitions import TransitionNotAllowed, transition
from liaison.uploads import attach
from meetings.models.attendance import Attendance
from meetings.models.distribution import in_print, names_in, recipients
from meetings.models.items import ResolvedItem
from meetings.models.minutes import (
    COUNTERSIGN,
    PAPER_SCAN,
    Countersignature,
    Minutes,
    asked_on_paper,
)
from meetings.models.stages import LEADERS, OFFICE, Status, told


def after_signature(meeting):
    """Still going round, or signed by all that must."""
    waiting = meeting.minutes.countersignatures.asked().exists()
    return Status.COUNTERSIGNING if waiting else Status.COUNTERSIGNED


def waits_for_paper(meeting):
    """Whether a unit must sign on paper."""
    return told(meeting, "paper_asked", lambda: asked_on_paper(meeting))


class MinutesSteps:
    """The steps of a joint meeting from the draft of its minutes to its close."""

    @transition(
        source=[Status.DRAFTED],
        target=Status.COUNTERSIGNING,
        perm="meetings.draft_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="送会签",
        hint="锁定文本，送每一位主任所在单位会签。",
    )
    def send_to_countersign(self, *, actor, on):
        """Freeze the minutes and ask each co-chair's unit to sign them (送会签)."""
        check_day(on, since=self.held_on, after="召开日期")
        if not self.attendance.filter(presence=Attendance.Presence.PRESENT).exists():
            raise ValidationError("还没有登记出席人员，请先登记到会情况")
        self.minutes.freeze(on)
        self._pass_on()
        publish("meetings.countersign", self, key=f"countersign:{self.minutes.round}")
        return f"第{self.minutes.round}轮会签"

    def _pass_on(self):
        """Let it be the turn of the next unit that can sign in the system, or else the office's.

        The office enters what is signed on paper, and issues what all have signed.
        """
        asked = self.minutes.countersignatures.asked().in_system()
        following = asked.select_related("unit").first()
        self.holder = following.unit if following else self.committee.office

    @transition(
        source=[Status.COUNTERSIGNING],
        target=after_signature,
        perm=COUNTERSIGN,
        part="countersign",
        roles=LEADERS,
        label="会签纪要",
        hint="每一位主任所在单位由负责人会签一次；办公室不能代签。",
    )
    def countersign(self, *, actor, on, sha256, comment=""):
        """Sign the minutes for a co-chair's unit (会签): the very text that the signer has read."""
        row = self._own_request(actor, on)
        self._check_text(sha256)
        row.decide(Countersignature.SIGNED, actor=actor, on=on, comment=comment)
        self._go_round()
        return f"第{row.round}轮会签，{row.unit}"

    @transition(
        source=[Status.COUNTERSIGNING],
        target=after_signature,
        perm="meetings.countersign_on_paper_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="登记纸质会签",
        hint="只限没有人能在系统内会签的单位：打印送签文本，签字后上传扫描件。",
        when=waits_for_paper,
    )
    def record_countersignature(self, *, actor, on, unit, post, name, scan, sha256, comment=""):
        """Enter what a co-chair's unit signed on paper (登记纸质会签), with the scan of it.

        Only for a unit in which nobody can sign in the system; for all others the office
        can't. Raises ValidationError for another text than the one sent out.
        """
        check_day(on, since=self.minutes.sent_on, after="送签日期")
        row = self.asked_on_paper().filter(unit=unit).first()
        if row is None:
            raise ValidationError(
                f"{unit}已经会签，或者有人能在系统内会签，办公室不能代为登记", code="in_system"
            )
        self._check_text(sha256)
        if scan is None:
            raise ValidationError("请上传签字页的扫描件", code="scan")
        scan = attach(self, scan, PAPER_SCAN, actor)
        row.minutes = self.minutes
        row.sign_on_paper(recorder=actor, on=on, post=post, name=name, scan=scan, comment=comment)
        self._go_round()
        return f"第{row.round}轮会签，{row.unit}{post}{name}纸质会签"

    def asked_on_paper(self):
        """The requests to sign that wait for units in which nobody can sign in the system."""
        return asked_on_paper(self).select_related("unit")

    def _check_text(self, sha256):
        if not sha256 == self.minutes.sha256 == self.minutes.fingerprint():
            raise ValidationError("纪要文本与您打开时不同，请重新阅读后会签", code="stale")

    def _go_round(self):
        """Pass the minutes on after a signature; tell the office when it was the last."""
        self._pass_on()
        if not self.minutes.countersignatures.asked().exists():
            publish("meetings.countersigned", self, key=f"countersigned:{self.minutes.round}")

    @transition(
        source=[Status.COUNTERSIGNING],
        target=Status.DRAFTED,
        perm=COUNTERSIGN,
        part="countersign",
        roles=LEADERS,
        label="退回修改",
        tone="danger",
        hint="写明要改什么；本轮已有的会签作废。",
    )
    def return_minutes(self, *, actor, on, reason):
        """Send the minutes back to be changed (退回修改); the round's signatures are void.

        The reason is for the office and those who sign, so it stays out of the record that
        every member reads.
        """
        row = self._own_request(actor, on)
        row.decide(Countersignature.RETURNED, actor=actor, on=on, comment=reason)
        self.minutes.reopen()
        self.minutes.save()
        self.holder = self.committee.office
        publish("meetings.returned", self, key=f"returned:{row.round}", unit=row.unit)
        return f"第{row.round}轮会签，{row.unit}"

    def _own_request(self, actor, on):
        """The request to sign that waits for a unit of ``actor``'s."""
        check_day(on, since=self.minutes.sent_on, after="送签日期")
        units = access.standing(actor).units_with(COUNTERSIGN)
        row = self.minutes.countersignatures.asked().filter(unit__in=units).first()
        if row is None:
            raise TransitionNotAllowed("贵单位已经会签，或者本轮不需要贵单位会签")
        return row

    @transition(
        source=[Status.COUNTERSIGNED],
        target=Status.ISSUED,
        perm="meetings.issue_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="印发纪要",
        hint="编号、印发会议纪要；每一项议定事项由牵头单位按期办理。",
    )
    def issue_minutes(self, *, actor, on, units=None, others=""):
        """Number and issue the minutes (印发纪要); each decision becomes a resolved item.

        They go to ``units``, all members unless told, and to ``others`` by name.
        """
        minutes = self.minutes
        signed = minutes.countersignatures.current()
        last = max(row.signed_on for row in signed)
        check_day(on, since=last, after="会签日期")
        if not minutes.is_frozen() or {row.sha256 for row in signed} != {minutes.sha256}:
            raise ValidationError("纪要与会签的文本不一致，请重新送会签")
        minutes.number = self.series.take_number(self.series.minutes_prefix, on.year)
        units, others = recipients(self.committee) if units is None else units, names_in(others)
        minutes.issued_on, minutes.distribution = on, in_print(self.committee, units, others)
        minutes.save()
        self.distribute(units, others)
        registry.papers["joint-meeting-minutes"].issue(self, actor)
        publish("meetings.issued", self, key="issued", minutes=minutes.number)
        for decision in self.decisions.select_related("lead").prefetch_related("assisting"):
            ResolvedItem.open(decision, actor=actor)
        self.holder = None if self.items_open() else self.committee.office
        return minutes.number

    @transition(
        source=[Status.ISSUED],
        target=Status.CLOSED,
        perm="meetings.close_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="办结会议",
        when=lambda meeting: meeting.holder_id is not None,
    )
    def close(self, *, actor, on):
        """Close the meeting (办结) when nothing that it resolved is left to be done."""
        check_day(on, since=self.minutes.issued_on, after="印发日期")
        if self.items_open():
            raise ValidationError("还有议定事项没有办结")
        self.closed_on, self.holder = on, None

    @transition(
        source=[Status.HELD, Status.DRAFTED, Status.COUNTERSIGNING, Status.COUNTERSIGNED],
        target=Status.DRAFTED,
        perm="meetings.draft_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="拟写纪要",
        hint="送签后再修改，已有的会签全部作废，须重新会签。",
    )
    def draft_minutes(self, *, actor, body, revision):
        """Write or rewrite the minutes (拟写纪要); an edit voids every signature given so far."""
        minutes = self.minutes_or_none or Minutes(meeting=self)
        voided = minutes.rewrite(body, revision=revision, editor=actor)
        self.holder = self.committee.office
        if voided:
            publish("meetings.recalled", self, key=f"recalled:{minutes.round}")
        return f"第{minutes.revision}稿" + ("，原会签作废" if voided else "")

    def pass_to_office(self):
        """Give the turn back to the office (it is nobody's while items are being done)."""
        type(self).objects.filter(pk=self.pk).update(holder=self.committee.office)
