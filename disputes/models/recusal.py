"""Standing back (回避): who asks that a mediator leave the case, and what the centre decides."""

from django.core.exceptions import ValidationError

from disputes.models.choices import UNDER_WAY, FileKind
from disputes.models.register import Recusal
from liaison import registry
from liaison.days import check_day
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach


class RecusalSteps:
    """The steps by which a mediator is asked to stand back (特邀调解规定第十五条)."""

    @transition(
        source=UNDER_WAY,
        perm="disputes.request_recusal_dispute",
        part="read_file",
        roles=[
            Role.CENTRE_CLERK,
            Role.MEDIATOR,
            Role.UNIT_CLERK,
            Role.UNIT_LEADER,
            Role.JUSTICE_CLERK,
        ],
        label="登记回避申请",
        hint="认为调解员与争议有利害关系、可能影响公正调解的，写明理由，由中心决定",
        tone="secondary",
        when=lambda dispute: dispute.bench,
    )
    def request_recusal(self, *, actor, on, appointment, side, reason, upload=None):
        """Put down a request that a mediator stand back (回避申请).

        The agency asks for itself, a mediator for themself, the centre for any side. Raises
        ValidationError for another's side and while an earlier request is undecided.
        """
        seat = self.seated(appointment)
        check_day(on, seat.appointed_on)
        if side not in self.sides_of(actor) or (
            side == Recusal.Side.MEDIATOR
            and "handle" not in self.verbs_of(actor)
            and seat.mediator_id != actor.pk
        ):
            raise ValidationError("只能以本方的名义申请回避", code="another")
        if seat.recusals.filter(granted__isnull=True).exists():
            raise ValidationError("该调解员的回避申请正在等待中心决定", code="pending")
        Recusal.objects.create(appointment=seat, side=side, requested_on=on, reason=reason)
        attach(self, upload, FileKind.RECUSAL, actor)
        publish("disputes.recusal_requested", self, key=self.occasion("recusal_requested"))
        return f"{Recusal.Side(side).label}申请{seat}回避"

    def sides_of(self, user):
        """In whose name ``user`` may ask for a recusal."""
        verbs = self.verbs_of(user)
        if "handle" in verbs:
            return list(Recusal.Side)
        return [
            side
            for side, verb in (
                (Recusal.Side.RESPONDENT, "answer"),
                (Recusal.Side.MEDIATOR, "mediate"),
            )
            if verb in verbs
        ]

    @transition(
        source=UNDER_WAY,
        perm="disputes.decide_recusal_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="决定回避",
        hint="准予回避的，该调解员停止办理，重新选定或者指定",
        when=lambda dispute: dispute.recusals_pending,
    )
    def decide_recusal(self, *, actor, on, recusal, granted, decision=""):
        """Decide on a request (决定回避): granted, the mediator leaves and loses sight at once.

        With nobody left on the panel the time for choosing starts again. Raises ValidationError
        for a refusal without its reason and for a request that was decided meanwhile.
        """
        found = Recusal.objects.filter(pk=recusal.pk, appointment__dispute=self.pk).first()
        if found is None or not found.is_pending:
            raise ValidationError("该回避申请已经决定", code="stale")
        check_day(on, found.requested_on)
        if not granted and not decision:
            raise ValidationError({"decision": "驳回申请的，请写明理由"})
        found.decided_on, found.granted, found.decision = on, granted, decision
        found.save(update_fields=["decided_on", "granted", "decision"])
        seat = found.appointment
        if granted and seat.is_sitting:
            self.vacate(seat, on, "准予回避", actor)
        registry.papers["dispute-recusal-decision"].of(found).issue(self, actor)
        said = "准予" if granted else "驳回"
        publish("disputes.recusal_decided", self, key=self.occasion("recusal"), said=said)
        return f"{found}：{said}"

    @property
    def recusals_pending(self):
        """The requests that wait for the centre's decision."""
        return [one for seat in self.bench for one in seat.requests if one.is_pending]
