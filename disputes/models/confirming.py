"""Judicial confirmation (司法确认) of an agreement's civil part: asked for, accepted, decided."""

from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models.agreement import Confirmation
from disputes.models.choices import SETTLED, FileKind
from liaison import deadlines
from liaison.days import check_day, written
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

PERM = "disputes.decide_confirmation_dispute"
PART = "decide_confirmation"
Result = Confirmation.Result


def may_apply(dispute):
    """Whether there is something civil in force that no court was asked to confirm yet."""
    in_force = dispute.has_agreement and dispute.agreement.sealed_on
    return in_force and dispute.agreement.civil_part and not dispute.has_confirmation


def is_pending(dispute):
    return dispute.has_confirmation and dispute.confirmation.is_pending


class ConfirmationSteps:
    """The centre hands in the sides' joint application; the court accepts and decides."""

    @transition(
        source=SETTLED,
        perm="disputes.apply_confirmation_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="申请司法确认",
        hint="只确认民事部分；协议生效之日起三十日内由双方共同申请",
        tone="secondary",
        when=may_apply,
    )
    def apply_confirmation(self, *, actor, on, court, upload):
        """Hand in the sides' joint application (共同申请司法确认); the court's three days begin.

        民事诉讼法第二百零五条: within thirty days of the agreement's taking effect. Raises
        ValidationError without the joint application, or when those days are over.
        """
        check_day(on, self.agreement.sealed_on, "协议生效")
        if upload is None:
            raise ValidationError("请上传双方签字盖章的共同申请书", code="upload")
        for clock in self.clocks(rule__code=codes.CONFIRMATION_APPLY, due_on__lt=on):
            raise ValidationError(
                f"申请期限已于{written(clock.due_on)}届满，法院不予受理", code="late"
            )
        self.confirmation = Confirmation.objects.create(dispute=self, court=court, applied_on=on)
        attach(self, upload, FileKind.CONFIRMATION, actor)
        deadlines.meet(self, codes.CONFIRMATION_APPLY, on=on, actor=actor)
        self._start_for_court(codes.CONFIRMATION_ACCEPT, on, actor)
        publish("disputes.confirmation_applied", self, key="confirmation_applied")
        return str(court)

    @transition(
        source=SETTLED,
        perm=PERM,
        part=PART,
        roles=[Role.COURT_CLERK],
        label="受理司法确认",
        hint="三日内决定是否受理；受理后十五日内作出裁定",
        when=lambda dispute: is_pending(dispute) and not dispute.confirmation.accepted_on,
    )
    def accept_confirmation(self, *, actor, on, case_number):
        """Take the application in (受理司法确认申请): the court's fifteen days begin."""
        confirmation = self.confirmation
        check_day(on, confirmation.applied_on, "申请")
        confirmation.accepted_on, confirmation.case_number = on, case_number
        confirmation.save(update_fields=["accepted_on", "case_number"])
        deadlines.meet(self, codes.CONFIRMATION_ACCEPT, on=on, actor=actor)
        self._start_for_court(codes.CONFIRMATION_DECIDE, on, actor)
        publish("disputes.confirmation_accepted", self, key="confirmation_accepted")
        return case_number

    @transition(
        source=SETTLED,
        perm=PERM,
        part=PART,
        roles=[Role.COURT_CLERK],
        label="登记司法确认结果",
        hint="确认有效、驳回申请，或者不予受理，附裁定书",
        when=is_pending,
    )
    def decide_confirmation(self, *, actor, on, result, reason="", upload=None):
        """Put down what the court ruled (裁定): confirmed, dismissed, or not accepted at all.

        Raises ValidationError for a ruling on what was not accepted, a refusal of what was, a
        refusal or dismissal without its reason, and without the ruling itself.
        """
        self._check_ruling(on, result, reason, upload)
        confirmation = self.confirmation
        confirmation.result, confirmation.decided_on, confirmation.reason = result, on, reason
        confirmation.save(update_fields=["result", "decided_on", "reason"])
        attach(self, upload, FileKind.CONFIRMATION, actor)
        for code in (codes.CONFIRMATION_ACCEPT, codes.CONFIRMATION_DECIDE):
            deadlines.meet(self, code, on=on, actor=actor)
        publish("disputes.confirmation_decided", self, key="confirmation_decided")
        return confirmation.get_result_display()

    def _check_ruling(self, on, result, reason, upload):
        check_day(on, self.confirmation_asked_on)
        if result not in self.rulings_open:
            accepted = self.confirmation.accepted_on
            raise ValidationError(
                "申请已经受理，不能再裁定不予受理" if accepted else "申请还没有受理，请先登记受理",
                code="result",
            )
        if result != Result.CONFIRMED and not reason:
            raise ValidationError("请写明不予确认的理由", code="reason")
        if upload is None:
            raise ValidationError("请上传裁定书", code="upload")

    def _start_for_court(self, code, on, actor):
        deadlines.start(
            self,
            code,
            on=on,
            responsible=self.confirmation.court,
            asker=self.centre.unit,
            actor=actor,
        )
