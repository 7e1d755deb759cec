"""What an invited unit says of who comes to a hearing, until its day (旁听回执)."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.appearances.deadlines import OBSERVATION_RECEIPT
from disputes.appearances.models.observation_stages import COURT, INVITED, Status, perm
from disputes.appearances.models.observers import HEADS, Observer
from liaison import access, deadlines
from liaison.days import check_day
from liaison.notices import publish
from liaison.transitions import TransitionNotAllowed, transition

SAID = ("declined", "note", "contact", "phone")
"""What of a receipt is written beside the people."""


def before_the_hearing(matter):
    """Whether the hearing is still to come: until then a receipt may be changed."""
    return bool(matter.starts_at) and timezone.now() <= matter.starts_at


class ObservationReceipts:
    """The steps between the invitation and the hearing (回执、催报)."""

    @transition(
        source=[Status.INVITED],
        perm=perm("attend"),
        part="attend",
        roles=INVITED,
        label="报送旁听回执",
        hint="写明谁来旁听；不能派员的写明理由。开庭前可以再改。",
        when=before_the_hearing,
    )
    def answer_invitation(self, *, actor, people=(), **said):
        """Say who comes for a unit of the actor's (报送旁听回执), or why nobody can.

        The rows replace what the unit had said before. Raises ValidationError for more people
        than seats; where the head was asked for and does not come, the reason is to be given.
        """
        row = self.own_invitations(actor).first()
        if row is None:
            raise TransitionNotAllowed("没有邀请贵单位旁听本次庭审")
        return self._take_answer(row, actor, people, said, timezone.localdate())

    @transition(
        source=[Status.INVITED],
        perm=perm("record"),
        part="handle",
        roles=COURT,
        label="代录回执",
        tone="secondary",
        hint="电话或者纸质报来的回执，由法院录入。",
    )
    def record_answer(self, *, actor, on, invitation, people=(), **said):
        """Enter what a unit said on a day by telephone or on paper (代录回执)."""
        check_day(on, self.invited_on, "通知日期")
        row = self.invitations.filter(pk=invitation.pk).select_related("unit").first()
        if row is None:
            raise ValidationError({"invitation": "没有邀请这个单位"})
        return self._take_answer(row, actor, people, said, on)

    @transition(
        source=[Status.INVITED],
        perm=perm("invite"),
        part="handle",
        roles=COURT,
        label="催报回执",
        tone="secondary",
        when=lambda matter: any(not row.answered_on for row in matter.invited()),
    )
    def urge_answers(self, *, actor):
        """Remind the units that have not said who comes (催报)."""
        now = timezone.now()
        awaited = self.invitations.awaited().select_related("unit")
        units = [row.unit for row in awaited]
        self.invitations.awaited().update(urged_on=timezone.localdate(now))
        publish(
            "appearances.observation_urged",
            self,
            key=f"urged:{now:%Y%m%d%H%M}",
            day=self.day,
            by=self.receipt_by,
        )
        return "、".join(map(str, units))

    def own_invitations(self, user):
        """The invitations for which ``user`` may say who comes."""
        units = access.standing(user).units_with(perm("attend"))
        return self.invitations.filter(unit__in=units).select_related("unit")

    def _take_answer(self, row, actor, people, said, on):
        for name in SAID:
            setattr(row, name, said.get(name, ""))
        check_answer(row, people)
        row.observers.all().delete()
        Observer.objects.bulk_create(Observer(invitation=row, **one) for one in people)
        row.answered_on, row.answered_by = on, actor
        row.save()
        deadlines.meet(self, OBSERVATION_RECEIPT, on=on, actor=actor, ref=row.ref)
        return f"{row.unit}，{f'{len(people)}人' if people else '不能派员'}"

    def _ask_for_receipts(self, actor, on):
        """Ask every invited unit who comes, by the day the local rule counts back from the hearing.

        Where the notice goes out later than that, it is asked for on the day of the notice.
        """
        due = deadlines.calculate(OBSERVATION_RECEIPT, self.day).working.due
        self.receipt_by = max(due, on)
        self._forgo_receipts(actor, "另行通知")
        self.invitations.update(answered_on=None, answered_by=None, urged_on=None)
        for row in self.invitations.select_related("unit"):
            deadlines.start(
                self,
                OBSERVATION_RECEIPT,
                on=self.day,
                until=None if self.receipt_by == due else self.receipt_by,
                responsible=row.unit,
                asker=self.court,
                actor=actor,
                ref=row.ref,
            )

    def _forgo_receipts(self, actor, reason):
        """Ask nobody any more who comes: the hearing was held, moved or called off."""
        today = timezone.localdate()
        for row in self.invitations.all():
            deadlines.waive(
                self, OBSERVATION_RECEIPT, on=today, reason=reason, actor=actor, ref=row.ref
            )


def check_answer(row, people):
    """Refuse a receipt that says nothing, or both; too many people; no word on the absent head."""
    if bool(people) == bool(row.declined):
        raise ValidationError("请写明旁听人员；不能派员的，不写人员，写明理由")
    if len(people) > row.seats:
        raise ValidationError(f"{row.unit}的旁听席位为{row.seats}个，填了{len(people)}人")
    if len({(one["name"], one["post"]) for one in people}) < len(people):
        raise ValidationError("同一个人写了两行，请删去一行")
    heads = [one for one in people if one["standing"] in HEADS]
    if row.head_asked and people and not heads and not row.note:
        raise ValidationError({"note": "通知请负责人参加；负责人不能参加的，请说明原因"})
