"""Receipts of a notice (会议回执): who of each unit comes, in which post, or why not."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from liaison import access, deadlines
from liaison.days import check_day
from liaison.notices import publish
from liaison.transitions import TransitionNotAllowed, transition
from meetings.deadlines import RECEIPT
from meetings.models.attendance import Attendance
from meetings.models.stages import MEMBERS, OFFICE, Status, told

ATTEND = "meetings.attend_jointmeeting"


class ReceiptQuerySet(models.QuerySet):
    def awaited(self):
        """Keep those of units that have not said who comes to the meeting as it is now called."""
        return self.filter(answered_at__isnull=True)


class Receipt(models.Model):
    """What one unit that was called says of who comes (回执).

    When time or place change after the notice, the unit is asked again; what it said before
    stays on the roll until it says otherwise.
    """

    meeting = models.ForeignKey(
        "meetings.JointMeeting", models.PROTECT, related_name="receipts", verbose_name="会议"
    )
    unit = models.ForeignKey("liaison.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    answered_by = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="报送人"
    )
    answered_at = models.DateTimeField("报送时间", null=True)
    urged_at = models.DateTimeField("最近催报", null=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议回执"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="one_receipt_a_unit")
        ]

    def __str__(self):
        return f"{self.unit}{'已报' if self.answered_at else '未报'}"

    @property
    def ref(self):
        """What tells its deadline from those of the other units."""
        return f"unit:{self.unit_id}"


class ReceiptSteps:
    """The steps between the notice of a joint meeting and its day (回执、催报)."""

    @transition(
        source=[Status.NOTIFIED],
        perm=ATTEND,
        part="attend",
        roles=MEMBERS,
        label="报送回执",
        hint="写明谁参加、在哪个会场；不能参加的写明请假事由，可以委托他人代会。",
        when=lambda meeting: timezone.now() <= meeting.ends_at,
    )
    def answer_notice(self, *, actor, people, contact="", phone="", note=""):
        """Say who comes for a unit of the actor's (报送回执); may be said again until the day.

        The rows replace what the unit had on the roll, except those who have signed in already.
        """
        receipt = self._own_receipt(actor)
        self._check_people(people)
        self._enrol(receipt.unit, people)
        receipt.contact, receipt.phone, receipt.note = contact, phone, note
        self._answered(receipt, actor)
        return f"{receipt.unit}，{len(people)}人"

    @transition(
        source=[Status.NOTIFIED],
        perm="meetings.notify_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="代录回执",
        tone="secondary",
        hint="电话或者纸质报来的回执，由办公室录入。",
    )
    def record_answer(self, *, actor, unit, people, contact="", phone="", note=""):
        """Enter what a unit said by telephone or on paper of who comes (代录回执)."""
        receipt = self.receipts.filter(unit=unit).select_related("unit").first()
        if receipt is None:
            raise ValidationError(f"没有通知{unit}参加本次会议")
        self._check_people(people)
        self._enrol(unit, people)
        receipt.contact, receipt.phone, receipt.note = contact, phone, note
        self._answered(receipt, actor)
        return f"{unit}，{len(people)}人"

    @transition(
        source=[Status.NOTIFIED],
        perm="meetings.notify_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="催报回执",
        tone="secondary",
        when=lambda meeting: told(meeting, "receipts_wait", meeting.receipts.awaited),
    )
    def urge_answers(self, *, actor):
        """Remind the units that have not said who comes (催报)."""
        now = timezone.now()
        awaited = self.receipts.awaited()
        units = [receipt.unit for receipt in awaited.select_related("unit")]
        awaited.update(urged_at=now)
        publish("meetings.receipts_urged", self, key=f"urged:{now:%Y%m%d%H%M}", by=self.receipt_by)
        return "、".join(map(str, units))

    def own_receipts(self, user):
        """The receipts of the units for which ``user`` may say who comes."""
        units = access.standing(user).units_with(ATTEND)
        return self.receipts.filter(unit__in=units).select_related("unit")

    def _own_receipt(self, actor):
        receipt = self.own_receipts(actor).first()
        if receipt is None:
            raise TransitionNotAllowed("没有通知贵单位参加本次会议")
        return receipt

    def _check_people(self, people):
        if {row["venue"].meeting_id for row in people} - {self.pk}:
            raise ValidationError("会场不属于本次会议")

    def _enrol(self, unit, people):
        self.revision += 1
        rows = self.attendance.filter(unit=unit)
        rows.filter(arrived_at__isnull=True).delete()
        here = {(row.post, row.name) for row in rows.all()}
        coming = [
            Attendance(meeting=self, unit=unit, **row)
            for row in people
            if (row["post"], row["name"]) not in here
        ]
        roll = list(self.attendance.order_by("order", "id"))
        place = self._place_on(roll, unit)
        roll[place:place] = coming
        for order, row in enumerate(roll, 1):
            row.order = order
        Attendance.objects.bulk_create(coming)
        Attendance.objects.bulk_update([row for row in roll if row not in coming], ["order"])

    def _place_on(self, roll, unit):
        """Where on the roll a unit's people stand: after those of the units before it.

        So the minutes name units in the order of the committee, whoever answers first.
        """
        rank = self.ranking()
        before = [n for n, row in enumerate(roll, 1) if rank(row.unit_id) <= rank(unit.pk)]
        return before[-1] if before else 0

    def _answered(self, receipt, actor):
        receipt.answered_by, receipt.answered_at = actor, timezone.now()
        receipt.save()
        deadlines.meet(self, RECEIPT, on=timezone.localdate(), actor=actor, ref=receipt.ref)

    def _ask_for_receipts(self, actor, on):
        """Ask every unit that is called who comes, by the day that the notice names."""
        if self.receipt_by:
            check_day(on)
        asked = {receipt.unit_id: receipt for receipt in self.receipts.all()}
        for unit in self.called_units():
            if unit == self.committee.office:
                continue
            receipt = asked.get(unit.pk) or Receipt(meeting=self, unit=unit)
            receipt.answered_at = receipt.answered_by = None
            receipt.save()
            self._forgo_receipt(receipt, actor, "另行通知")
            if self.receipt_by:
                deadlines.start(
                    self,
                    RECEIPT,
                    on=on,
                    until=self.receipt_by,
                    responsible=unit,
                    asker=self.initiator,
                    actor=actor,
                    ref=receipt.ref,
                )

    def _forgo_receipts(self, actor, reason):
        """Ask nobody any more who comes: the meeting was held, or called off."""
        for receipt in self.receipts.awaited():
            self._forgo_receipt(receipt, actor, reason)

    def _forgo_receipt(self, receipt, actor, reason):
        today = timezone.localdate()
        deadlines.waive(self, RECEIPT, on=today, reason=reason, actor=actor, ref=receipt.ref)
