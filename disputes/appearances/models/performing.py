"""Whether the agency does what it was told to (履行裁判): it reports, the court confirms."""

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Exists, OuterRef, Value, When
from django.utils import timezone

from disputes.appearances import deadlines as periods
from disputes.appearances.models.choices import Status
from disputes.appearances.models.defending import ANSWERERS, Defending, any_of
from disputes.appearances.models.filing import CLERKS
from disputes.appearances.models.rights import perm
from disputes.appearances.models.sued import SuedAgency
from liaison import days, deadlines
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

REPORTED = "已报告履行"
"""What a row on the desk says: the court must see whether it is done."""


class Performing:
    """What becomes of a judgment that orders something (第九十六条): late stays late."""

    NEXT_BY_NOTE = Defending.NEXT_BY_NOTE | {REPORTED: "确认履行"}

    @classmethod
    def noted_on_desk(cls):
        """That an agency reports that it has performed."""
        rows = SuedAgency.objects.filter(matter=OuterRef("pk"), performs=True)
        reported = rows.filter(reported_on__isnull=False, performed_on__isnull=True)
        return Case(
            When(Exists(reported), status=Status.PERFORMING, then=Value(REPORTED)),
            default=super().noted_on_desk(),
            output_field=CharField(),
        )

    def standing(self):
        """Where the case stands once judged: waiting for the appeal, performed, or closed."""
        if self.appealed:
            return Status.CLOSED
        if self.effective_on is None:
            return Status.JUDGED
        owed = any(row.owes_performance for row in self.sued())
        return Status.PERFORMING if owed else Status.CLOSED

    def _land(self):
        """Stand where the case now stands, and say whose turn it is."""
        self.status = self.standing()
        self.pass_on()

    @transition(
        source=[Status.PERFORMING],
        perm=perm("report_performance"),
        part="perform",
        label="报告履行情况",
        roles=ANSWERERS,
        hint="履行完毕后报告，写明履行完毕的日期，附证明材料；由法院核实确认。",
    )
    def report_performance(self, *, actor, report, on, proof=None):
        """Report that the judgment was performed on ``on`` (报告履行情况), with proof.

        The clock waits for the court, which may find a later day, or hand the report back.
        """
        row = self.own(actor, "report_performance")
        days.check_day(on, self.effective_on, "裁判生效日期")
        row.reported_on, row.report = on, report
        row.report_proof = attach(self, proof, "履行证明", actor) or row.report_proof
        row.save()
        deadlines.hand_in(self, periods.PERFORMANCE, on=on, actor=actor, ref=row.ref)
        self.pass_on()
        publish(
            "appearances.performance_reported",
            self,
            key=f"reported:{row.pk}:{self.audit.count()}",
            unit=row.unit,
        )
        return f"{row.unit}报告{on:%Y-%m-%d}履行完毕"

    @transition(
        source=[Status.PERFORMING],
        target=lambda matter: matter.standing(),
        perm=perm("confirm_performance"),
        part="handle",
        label="确认履行",
        roles=CLERKS,
        hint="确认后，全部履行完毕的，本件办结；没有履行完毕的，退回，期限不变。",
        when=any_of(lambda row: row.owes_performance),
    )
    def confirm_performance(self, *, actor, done, on=None, note="", agency=None):
        """Confirm that an agency has performed (确认履行), or hand its report back.

        ``on`` is the day on which it was done: that of the report, or a later one. Performed
        late, it stays late. When all have performed the court closes the case.
        """
        row = self.one_of(agency, lambda row: row.owes_performance)
        if done:
            self._performed(row, on or row.reported_on, actor)
        else:
            self._hand_back(row, note, actor)
        row.save()
        self._land()
        publish(
            "appearances.performance_judged",
            self,
            key=f"performance:{row.pk}:{self.audit.count()}",
            unit=row.unit,
            outcome="法院已经确认履行" if done else "没有履行完毕，法院退回报告",
        )
        if done:
            return f"{row.unit}，{row.performed_on:%Y-%m-%d}履行完毕"
        return f"{row.unit}：没有履行完毕，退回"

    def _performed(self, row, on, actor):
        if on is None:
            raise ValidationError({"on": "请填写履行完毕的日期"})
        try:
            days.check_day(on, self.effective_on, "裁判生效日期")
            days.check_day(on, row.reported_on, "行政机关报告的日期")
        except ValidationError as error:
            raise ValidationError({"on": error.messages}) from None
        row.performed_on = on
        deadlines.meet(self, periods.PERFORMANCE, on=on, actor=actor, ref=row.ref)

    def _hand_back(self, row, note, actor):
        if not row.awaits_confirmation:
            raise ValidationError({"done": "该机关还没有报告，无可退回"})
        if not note:
            raise ValidationError({"note": "请写明还有什么没有履行"})
        row.reported_on, row.report_view = None, note
        deadlines.hand_back(
            self,
            periods.PERFORMANCE,
            on=timezone.localdate(),
            reason="没有履行完毕",
            actor=actor,
            ref=row.ref,
        )
