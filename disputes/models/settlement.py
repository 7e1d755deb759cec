"""Settlement (协议与履行): the agreement, its performance, and the close by the one who asked."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes import deadlines as codes
from disputes.models.agreement import Agreement
from disputes.models.choices import UNDER_WAY, FileKind, Outcome, Status
from liaison import deadlines, registry
from liaison.days import check_day
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach


class SettlementSteps:
    """The steps from agreement to close: the centre confirms, the one who asked closes."""

    @transition(
        source=UNDER_WAY,
        target=Status.PERFORMING,
        perm="disputes.agree_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="达成协议",
        hint="登记协议内容和履行期限，印发调解协议书",
    )
    def agree(self, *, actor, on, content, performer, perform_by, upload=None):
        """Put down the agreement (调解协议): mediation has met its time, performance has its own.

        Freezes the agreement as a paper. Sessions still planned are called off. Raises
        ValidationError when it is to be performed before it was signed.
        """
        check_day(on, self.latest_on)
        if perform_by < on:
            raise ValidationError("履行期限不能早于签订日期", code="too_early")
        Agreement.objects.create(
            dispute=self, content=content, signed_on=on, performer=performer, perform_by=perform_by
        )
        attach(self, upload, FileKind.AGREEMENT, actor)
        self.outcome = Outcome.AGREEMENT_PENDING
        deadlines.meet(self, self.mediation_rule, on=on, actor=actor)
        self.leave_off(on, "已达成协议", actor)
        self._await_performance(on, perform_by, actor)
        registry.papers["dispute-agreement"].issue(self, actor)
        publish("disputes.agreed", self, key="agreed", perform_by=perform_by)

    def _await_performance(self, on, until, actor):
        """Start the clock of the unit that performs; the centre follows up an applicant's part."""
        applicant = self.agreement.performer == Agreement.Performer.APPLICANT
        self.holder = self.centre.unit if applicant else self.respondent
        deadlines.start(
            self,
            codes.PERFORMANCE,
            on=on,
            until=until,
            responsible=self.holder,
            asker=self.closer,
            actor=actor,
        )

    @transition(
        source=[Status.PERFORMING],
        target=Status.PERFORMED,
        perm="disputes.perform_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="确认履行",
        hint="附履行证明，再由移送法院（其他争议由中心凭申请人书面确认）办结",
    )
    def perform(self, *, actor, on, note, proof):
        """Confirm, with proof, that the agreement was performed (确认履行); ``closer`` closes."""
        agreement = self.agreement
        check_day(on, self.signed_on)
        if proof is None:
            raise ValidationError("请上传履行证明", code="proof")
        agreement.performance, agreement.performed_on = note, on
        agreement.save(update_fields=["performance", "performed_on"])
        attach(self, proof, FileKind.PROOF, actor)
        self.holder = self.closer
        deadlines.meet(self, codes.PERFORMANCE, on=on, actor=actor)
        publish("disputes.performed", self, key=self.occasion("performed"))

    @transition(
        source=[Status.PERFORMED],
        target=Status.COMPLETED,
        perm="disputes.close_dispute",
        part="close",
        roles=[Role.COURT_CLERK, Role.CENTRE_CLERK],
        label="确认办结",
        hint="核对履行证明后办结；不是法院移送的，附申请人的书面确认",
    )
    def close(self, *, actor, confirmation=None):
        """Close the dispute as performed (办结): the one who asked, not the one who did it.

        Where the centre closes for the applicant, it does so on the applicant's confirmation in
        writing. Raises ValidationError without it.
        """
        if not (self.is_of_court or confirmation):
            raise ValidationError("请上传申请人确认履行完毕的书面材料", code="confirmation")
        attach(self, confirmation, FileKind.PROOF, actor)
        self.outcome, self.holder = Outcome.AGREEMENT_PERFORMED, None
        self.ended_on = timezone.localdate()
        publish("disputes.closed", self, key="closed")

    @transition(
        source=[Status.PERFORMED],
        target=Status.PERFORMING,
        perm="disputes.send_back_dispute",
        part="close",
        roles=[Role.COURT_CLERK, Role.CENTRE_CLERK],
        label="退回继续履行",
        hint="证明不足或者尚未履行完毕的，写明理由，另定期限",
        tone="secondary",
    )
    def send_back(self, *, actor, reason, perform_by):
        """Send it back as not yet performed (退回): the clock of performance starts again."""
        today = timezone.localdate()
        if perform_by < today:
            raise ValidationError("履行期限不能早于今天", code="too_early")
        agreement = self.agreement
        agreement.performed_on, agreement.perform_by = None, perform_by
        agreement.save(update_fields=["performed_on", "perform_by"])
        self._await_performance(today, perform_by, actor)
        publish("disputes.sent_back", self, key=self.occasion("sent_back"), perform_by=perform_by)
        return reason
