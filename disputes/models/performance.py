"""Performance (履行): item by item reported, confirmed with proof, closed by the one who asked."""

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from disputes import deadlines as codes
from disputes.models.agreement import PerformanceItem
from disputes.models.choices import OF_COURT, SETTLED, FileKind, Outcome, Status
from liaison import deadlines, registry
from liaison.days import check_day
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

AGENCY = [Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK]
UNREPORTED, UNCHECKED = "待报告法院", "待核对履行"
"""What the desk says of a dispute in which the centre owes the court, or the agency, an answer."""


class PerformanceSteps:
    """The steps from agreement to close: the centre confirms, the one who asked closes."""

    NEXT_BY_NOTE = {UNREPORTED: "报告法院", UNCHECKED: "核对履行"}

    @classmethod
    def noted_on_desk(cls):
        """What holds the performance up at the centre, beside what holds mediation up."""
        owed = Q(status__in=SETTLED, source__in=OF_COURT, reported_on__isnull=True)
        lying = PerformanceItem.objects.filter(
            dispute=OuterRef("pk"), reported_on__isnull=False, performed_on__isnull=True
        )
        return Case(
            When(owed, then=Value(UNREPORTED)),
            When(Q(status=Status.PERFORMING) & Exists(lying), then=Value(UNCHECKED)),
            default=super().noted_on_desk(),
            output_field=CharField(),
        )

    def await_performance(self, items, on, actor):
        """Put down what is to be performed, each item with a clock, in the order of its dates."""
        rows = PerformanceItem.objects.bulk_create(
            PerformanceItem(dispute=self, ordinal=number, **item)
            for number, item in enumerate(items, start=1)
        )
        for item in rows:
            self._start_item(item, on, actor)
        self.holder = self.turn_in_performance()

    def _start_item(self, item, on, actor):
        """Start an item's clock for who performs it; the centre follows up an applicant's."""
        deadlines.start(
            self,
            codes.PERFORMANCE,
            on=on,
            until=item.due_on,
            ref=item.ref,
            name=f"履行第{item.ordinal}项",
            responsible=self._performing(item),
            asker=self.closer,
            actor=actor,
        )

    def _performing(self, item):
        return self.respondent if item.is_agencys else self.centre.unit

    def turn_in_performance(self):
        """Whose turn it is: the centre's to confirm or to report, else who performs next.

        When nothing is left to perform, the one's who asked.
        """
        left = sorted(self.unperformed, key=lambda item: (item.due_on, item.ordinal))
        if self.items_reported or (not left and self.is_unreported):
            return self.centre.unit
        return self._performing(left[0]) if left else self.closer

    @transition(
        source=[Status.PERFORMING],
        perm="disputes.report_performance_dispute",
        part="answer",
        roles=AGENCY,
        label="报告履行",
        hint="逐项报告履行情况，附履行证明，由中心确认",
        when=lambda dispute: dispute.items_to_report,
    )
    def report_performance(self, *, actor, on, item, text, proof):
        """Report, with proof, that an item was performed (报告履行); the centre confirms it.

        Reported again, the newer report takes the place of the older one, whose proof stays with
        the file. Raises ValidationError without proof or for an item that is the applicants'.
        """
        item = self.unperformed_item(item)
        check_day(on, self.settled_on, "达成协议")
        if not item.is_agencys:
            raise ValidationError("该项由申请人履行，由中心登记", code="performer")
        if proof is None:
            raise ValidationError("请上传履行证明", code="proof")
        item.reported_on, item.report = on, text
        item.proof = attach(self, proof, FileKind.PROOF, actor)
        item.save(update_fields=["reported_on", "report", "proof"])
        self._await_from(self.centre.unit, item)
        publish("disputes.reported_item", self, key=f"reported:{item.proof.pk}", item=item.ordinal)
        return str(item)

    @transition(
        source=[Status.PERFORMING],
        perm="disputes.perform_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="退回履行报告",
        hint="证明不足、没有履行到位的，写明理由，由责任单位继续履行",
        tone="secondary",
        when=lambda dispute: dispute.items_reported,
    )
    def refuse_report(self, *, actor, item, reason):
        """Send a report of performance back (退回履行报告): the item is the agency's again.

        Its date stays as it was agreed. Raises ValidationError for an item nobody reported.
        """
        item = self.unperformed_item(item)
        if not item.reported_on:
            raise ValidationError("该项还没有报告履行", code="unreported")
        item.reported_on, item.report, item.proof = None, "", None
        item.save(update_fields=["reported_on", "report", "proof"])
        self._await_from(self._performing(item), item)
        publish("disputes.refused_report", self, key=self.occasion("refused"), item=item.ordinal)
        return f"{item}：{reason}"

    def _await_from(self, unit, item):
        """Remind ``unit`` of the item from now on, and give the turn to who is next.

        What has been handed in waits for the centre, so nobody urges the agency for it.
        """
        clocks = self.deadlines.open().filter(rule__code=codes.PERFORMANCE, ref=item.ref)
        clocks.update(responsible=unit)
        self.holder = self.turn_in_performance()

    @transition(
        source=[Status.PERFORMING],
        target=lambda dispute: Status.PERFORMING if dispute.unperformed else Status.PERFORMED,
        perm="disputes.perform_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="确认履行",
        hint="逐项核对履行证明；全部确认后，由移送法院（其他争议由中心凭申请人书面确认）办结",
        when=lambda dispute: dispute.unperformed,
    )
    def perform(self, *, actor, on, item, note, proof=None):
        """Confirm, by its proof, that an item was performed (确认履行); with the last, all is.

        The proof is what the agency handed in with its report, unless a better one is given.
        Raises ValidationError without any, and for the last item while the agreement isn't sealed:
        what has not taken effect can't have been performed.
        """
        item = self.unperformed_item(item)
        check_day(on, self.settled_on, "达成协议")
        if proof is None and item.proof is None:
            raise ValidationError("请上传履行证明", code="proof")
        last = len(self.unperformed) == 1
        if last and self.has_agreement and not self.agreement.sealed_on:
            raise ValidationError("协议还没有登记各方签字盖章，请先登记盖章", code="unsealed")
        item.performed_on, item.performance = on, note
        item.proof = attach(self, proof, FileKind.PROOF, actor) or item.proof
        item.save(update_fields=["performed_on", "performance", "proof"])
        self._meet_item(item, actor)
        self._tell_performed(item, last)
        if last:
            registry.papers["dispute-performance"].issue(self, actor)
        return str(item)

    def _meet_item(self, item, actor):
        """Meet the item's clock, which may have begun anew after the day it was performed on."""
        for clock in self.clocks(rule__code=codes.PERFORMANCE, ref=item.ref):
            on = max(item.performed_on, clock.started_on)
            deadlines.meet(self, codes.PERFORMANCE, on=on, actor=actor, ref=item.ref)

    def _tell_performed(self, item, last):
        """Tell of the item, or after the last one of them all; give the turn to who is next."""
        self.holder = self.turn_in_performance()
        if not last:
            publish("disputes.performed_item", self, key=self.occasion("item"), item=item.ordinal)
            return
        if self.has_agreement:
            self.agreement.performed_on = max(each.performed_on for each in self.items.all())
            self.agreement.save(update_fields=["performed_on"])
        publish("disputes.performed", self, key=self.occasion("performed"))

    @transition(
        source=[Status.PERFORMED],
        target=Status.COMPLETED,
        perm="disputes.close_dispute",
        part="close",
        roles=[Role.COURT_CLERK, Role.CENTRE_CLERK],
        label="确认办结",
        hint="核对履行证明和结果文书后办结；不是法院移送的，附申请人的书面确认",
        when=lambda dispute: not dispute.close_waits_for,
    )
    def close(self, *, actor, confirmation=None):
        """Close the dispute (办结): the one who asked does, not the one who did the work.

        Where the centre closes for the applicant, it does so on the applicant's confirmation in
        writing. What came of it is settled by now: a civil part that a court confirmed, an
        agreement performed, or what was concluded otherwise. Raises ValidationError without the
        confirmation.
        """
        if not (self.is_of_court or confirmation):
            raise ValidationError("请上传申请人确认履行完毕的书面材料", code="confirmation")
        attach(self, confirmation, FileKind.PROOF, actor)
        if self.outcome == Outcome.AGREEMENT_PENDING:
            confirmed = self.has_confirmation and self.confirmation.is_confirmed
            self.outcome = (
                Outcome.CIVIL_PART_CONFIRMED if confirmed else Outcome.AGREEMENT_PERFORMED
            )
        self.ended_on, self.holder = timezone.localdate(), None
        self.drop(codes.CONFIRMATION_APPLY, self.ended_on, "协议已经履行完毕", actor)
        publish("disputes.closed", self, key="closed")

    @transition(
        source=[Status.PERFORMED],
        target=lambda dispute: Status.PERFORMING if dispute.unperformed else Status.MEDIATING,
        perm="disputes.send_back_dispute",
        part="close",
        roles=[Role.COURT_CLERK, Role.CENTRE_CLERK],
        label="退回",
        hint="证明不足、尚未履行完毕的，逐项另定期限；没有履行事项的，退回继续化解",
        tone="secondary",
    )
    def send_back(self, *, actor, reason, items=(), until=None):
        """Send it back (退回): the named items are still to be performed, by new dates.

        Where nothing is to be performed, what was concluded does not hold: mediation goes on until
        the day given. Raises ValidationError for a day that has passed, or where none is named.
        """
        today = timezone.localdate()
        if self.items.exists():
            self._reopen_items(items, today, actor)
        else:
            self._reopen_mediation(until, today, reason, actor)
        day = until or max(row["due_on"] for row in items)
        publish("disputes.sent_back", self, key=self.occasion("sent_back"), perform_by=day)
        return reason

    def _reopen_items(self, items, today, actor):
        if not items:
            raise ValidationError("请选择需要继续履行的事项", code="items")
        if len({row["item"].pk for row in items}) < len(items):
            raise ValidationError("同一事项只写一行", code="twice")
        for row in items:
            check_ahead(row["due_on"], today)
            item = self.items.get(pk=row["item"].pk)
            item.due_on, item.performed_on, item.reported_on = row["due_on"], None, None
            item.report, item.proof = "", None
            item.save()
            self._start_item(item, today, actor)
        if self.has_agreement:
            self.agreement.performed_on = None
            self.agreement.perform_by = max(item.due_on for item in self.items.all())
            self.agreement.save(update_fields=["performed_on", "perform_by"])
        self.holder = self.turn_in_performance()

    def _reopen_mediation(self, until, today, reason, actor):
        if until is None:
            raise ValidationError("请填写继续化解的期限", code="until")
        check_ahead(until, today)
        self.outcome, self.mediation_ended_on, self.reported_on = "", None, None
        self.holder = self.centre.unit
        self.drop(codes.REPORT, today, reason, actor)
        self.conclusions.filter(sent_back_on__isnull=True).update(sent_back_on=today)
        deadlines.start(
            self,
            self.mediation_rule,
            on=today,
            until=until,
            responsible=self.centre.unit,
            asker=self.closer,
            handler=self.mediator,
            actor=actor,
        )


def check_ahead(day, today):
    if day < today:
        raise ValidationError("期限不能早于今天", code="too_early")
