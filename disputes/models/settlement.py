"""Settlement (协议与履行): the agreement, its performance, and the close by the one who asked."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes import deadlines as codes
from disputes.models.agreement import Agreement, PerformanceItem
from disputes.models.choices import SETTLED, UNDER_WAY, FileKind, Outcome, Status
from liaison import deadlines, registry
from liaison.days import check_day
from liaison.models import Role, User
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

AGENCY = [Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK]


def checkers_for(dispute):
    """Who may check an agreement for legality (合法性审查): the centre's people, not its mediators.

    Whoever brought the sides together does not alone say that what they agreed on is lawful: the
    check must be another's (工作规则第二十四条), and nobody's of the agency complained of.
    """
    people = User.objects.filter(
        pk__in=dispute.centre.unit.posts.current().values("user"), is_active=True
    )
    return people.exclude(pk__in=dispute.panel.values("mediator")).exclude(
        pk__in=dispute.respondent.posts.current().values("user")
    )


def check_legality(dispute, person, on, signed_on):
    """Hold the check of legality against the rules: by whom, and before the sides sign."""
    check_day(on, dispute.accepted_on)
    if on > signed_on:
        raise ValidationError("合法性审查应当在签订之前完成", code="too_late")
    if not checkers_for(dispute).filter(pk=person.pk).exists():
        raise ValidationError(
            "合法性审查人应当是中心的人员，不能是本争议的调解员或者被申请机关的人员", code="checker"
        )


def check_items(items, on):
    """Refuse an item that is to be performed before there is anything to perform."""
    if any(item["due_on"] < on for item in items):
        raise ValidationError("履行期限不能早于签订日期", code="too_early")


class SettlementSteps:
    """The steps from agreement to close: the centre confirms, the one who asked closes."""

    @transition(
        source=UNDER_WAY,
        target=Status.PERFORMING,
        perm="disputes.agree_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="达成协议",
        hint="登记协议内容、逐项履行期限和合法性审查意见，印发调解协议书",
    )
    def agree(
        self,
        *,
        actor,
        on,
        content,
        items,
        legality_by,
        legality_on,
        legality_note,
        civil_part="",
        upload=None,
    ):
        """Put down the agreement (调解协议): mediation has met its time, each item has its own.

        Freezes the agreement as a paper. Sessions still planned are called off, and the court that
        referred is owed a report. With the signed copy the agreement takes effect at once. Raises
        ValidationError when an item is to be performed before the signature, or when the check of
        legality is a mediator's own or comes too late.
        """
        check_day(on, self.latest_on)
        check_legality(self, legality_by, legality_on, on)
        check_items(items, on)
        Agreement.objects.create(
            dispute=self,
            content=content,
            signed_on=on,
            performer=_performer_of(items),
            perform_by=max(item["due_on"] for item in items),
            civil_part=civil_part,
            legality_by=legality_by,
            legality_on=legality_on,
            legality_note=legality_note,
        )
        self.outcome = Outcome.AGREEMENT_PENDING
        self.leave_mediation(on, "已达成协议", actor)
        self.await_performance(items, on, actor)
        if upload:
            self._take_effect(on, upload, actor)
        registry.papers["dispute-agreement"].issue(self, actor)
        publish("disputes.agreed", self, key="agreed", perform_by=self.agreement.perform_by)

    @transition(
        source=SETTLED,
        perm="disputes.seal_dispute",
        part="handle",
        roles=[Role.CENTRE_CLERK],
        label="登记盖章",
        hint="协议自最后一方签字盖章之日生效；有民事部分的，三十日内可以共同申请司法确认",
        when=lambda dispute: dispute.has_agreement and not dispute.agreement.sealed_on,
    )
    def seal(self, *, actor, on, upload):
        """Put down that the last side has signed (盖章): the agreement takes effect that day.

        The thirty days in which both sides may have the civil part confirmed begin (民事诉讼法
        第二百零五条). Raises ValidationError without the signed copy.
        """
        check_day(on, self.agreement.signed_on, "签订")
        if upload is None:
            raise ValidationError("请上传各方签字盖章的协议", code="upload")
        self._take_effect(on, upload, actor)
        publish("disputes.sealed", self, key="sealed", day=on)

    def _take_effect(self, on, upload, actor):
        attach(self, upload, FileKind.AGREEMENT, actor)
        self.agreement.sealed_on = on
        self.agreement.save(update_fields=["sealed_on"])
        if self.agreement.civil_part:
            deadlines.start(
                self, codes.CONFIRMATION_APPLY, on=on, responsible=self.centre.unit, actor=actor
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
        if any(item.reported_on for item in left) or (not left and self.is_unreported):
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
        self.holder = self.centre.unit
        publish("disputes.reported_item", self, key=f"reported:{item.proof.pk}", item=item.ordinal)
        return str(item)

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


def _performer_of(items):
    """Who performs, of all items together: one side, or both."""
    sides = {item["performer"] for item in items}
    return sides.pop() if len(sides) == 1 else Agreement.Performer.BOTH
