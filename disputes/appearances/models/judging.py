"""How the instance ends (裁判): judgment, appeal or effect, and what the judgment mentions."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.appearances import deadlines as periods
from disputes.appearances.models.choices import (
    AGAINST,
    UNJUDGED,
    WITHOUT_JUDGMENT,
    Instance,
    Result,
    Status,
)
from disputes.appearances.models.filing import CLERKS
from disputes.appearances.models.hearings import Appearance, Hearing
from disputes.appearances.models.performing import Performing
from disputes.appearances.models.rights import perm
from liaison import days, deadlines
from liaison.notices import publish
from liaison.transitions import transition

ABOVE_ONLY = (Result.UPHELD, Result.REVERSED_AGAINST, Result.REVERSED_FOR, Result.REMANDED)
REVIEW_ONLY = (Result.RETRIAL_REFUSED, Result.RETRIAL_ORDERED)
AFTER_APPEAL = (
    *ABOVE_ONLY,
    Result.DISMISSED,
    Result.WITHDRAWN,
    Result.DEEMED_WITHDRAWN,
    Result.MEDIATED,
    Result.TERMINATED,
    Result.OTHER,
)
OF_REVIEW = (*REVIEW_ONLY, Result.WITHDRAWN, Result.DEEMED_WITHDRAWN, Result.TERMINATED)
UNSERVED = (*WITHOUT_JUDGMENT, Result.DISMISSED)
"""How a case can end whose copy was never served."""
ORDERING = AGAINST | {Result.UPHELD, Result.MEDIATED, Result.OTHER}
"""Results by which an agency may have something to do."""


def results_of(instance):
    """The results that fit an instance: 维持, 改判 and 发回 only above the first."""
    first = [result for result in Result if result not in (*ABOVE_ONLY, *REVIEW_ONLY)]
    return {
        Instance.FIRST: first,
        Instance.SECOND: list(AFTER_APPEAL),
        Instance.REVIEW: [*OF_REVIEW, Result.OTHER],
        Instance.RETRIAL: [*ABOVE_ONLY, *first],
    }[instance]


def unnoted(matter):
    """The appearances whose event (第十二条) is not yet known to stand in the judgment."""
    rows = [one for hearing in matter.hearings.all() for one in hearing.appearances.all()]
    return [one for one in rows if one.event and not one.in_judgment]


class Judging(Performing):
    """Judgment and effect: the court alone writes them.

    What ends the case without a judgment, and what a second instance finds, takes effect at
    once; a first instance waits for the appeal (行政诉讼法第八十五条). What an agency is told to
    do has a clock to the date that the judgment fixes (第九十六条).
    """

    @property
    def appeal_rule(self):
        """The code of the parties' period to appeal: against a ruling it is shorter."""
        ruled = self.result == Result.DISMISSED
        return periods.APPEAL_RULING if ruled else periods.APPEAL_JUDGMENT

    def appeal_period(self):
        """Compute the period to appeal from the day of service; None where there is none yet."""
        if self.status != Status.JUDGED or self.judgment_served_on is None:
            return None
        return deadlines.calculate(self.appeal_rule, self.judgment_served_on)

    def _set_appeal_period(self):
        """Keep its last day for the page; what takes effect is checked against a fresh one."""
        period = self.appeal_period()
        self.appeal_until = period and period.working.due

    @transition(
        source=[Status.FILED, *UNJUDGED],
        target=lambda matter: matter.standing(),
        perm=perm("judge"),
        part="handle",
        label="登记裁判",
        roles=CLERKS,
        hint="撤诉、调解、二审裁判等登记后即生效；一审裁判登记后等待上诉期满。尚未开庭的，已定的开庭一并取消。",
    )
    def judge(
        self,
        *,
        actor,
        on,
        result,
        judgment="",
        lost=None,
        loss_reason="",
        served_on=None,
        performers=(),
        order="",
        perform_by=None,
        appealable=None,
    ):
        """Register how the instance ended (登记裁判), and what an agency must do by when.

        ``lost`` follows from the result unless told (mixed results; 维持 of a lost case). Hearings
        still planned are cancelled, and what agencies still owed before judgment is waived.
        ``appealable`` is for a retrial by the rules of first instance (解释第一百一十九条).
        """
        self._check_judgment(on, result, judgment, served_on)
        self.judged_on, self.result, self.judgment = on, result, judgment
        self.lost = self._lost_by(result) if lost is None else lost
        self.loss_reason = loss_reason if self.lost else ""
        self.judgment_served_on = served_on
        self._order(performers, order, perform_by)
        self._end_pending(actor)
        if not self._is_appealable(appealable):
            self._take_effect(served_on or on, actor)
        self._land()
        self._set_appeal_period()
        publish("appearances.judged", self, key="judged", result=self.get_result_display())
        return self.get_result_display()

    def _check_judgment(self, on, result, judgment, served_on):
        days.check_day(on, self.filed_on, "立案日期")
        held = [one.day for one in self.hearings.all() if one.state == Hearing.State.HELD]
        if held and result not in WITHOUT_JUDGMENT:
            days.check_day(on, max(held), "最近一次开庭")
        if result not in results_of(self.instance):
            raise ValidationError({"result": f"{self.get_instance_display()}不能作出该结果"})
        if self.status == Status.FILED and result not in UNSERVED:
            raise ValidationError({"result": "起诉状副本尚未送达，只能登记撤诉、驳回起诉等结果"})
        if result not in WITHOUT_JUDGMENT and not judgment:
            raise ValidationError({"judgment": "请填写裁判主文"})
        if served_on:
            self._check_told(on, served_on)

    @staticmethod
    def _check_told(on, served_on):
        try:
            days.check_day(served_on, on, "裁判日期")
        except ValidationError as error:
            raise ValidationError({"served_on": error.messages}) from None

    def _lost_by(self, result):
        """Whether the agency lost by ``result``: 维持 as before, 撤诉 and the like open."""
        if result == Result.UPHELD:
            return self.earlier.lost if self.earlier else None
        if result in WITHOUT_JUDGMENT or result == Result.REMANDED:
            return None
        return result in AGAINST

    def _order(self, performers, order, perform_by):
        """Write down who must do what by when (应当履行的内容)."""
        if not performers:
            self.order, self.perform_by = "", None
            return
        if self.result not in ORDERING:
            raise ValidationError({"performers": "该裁判结果没有行政机关应当履行的内容"})
        if not order:
            raise ValidationError({"order": "请写明行政机关应当履行的内容"})
        self.order, self.perform_by = order, perform_by
        wanted = {row.pk for row in performers}
        if self.agencies.filter(pk__in=wanted).update(performs=True) != len(wanted):
            raise ValidationError({"performers": "请选择本案的行政机关"})

    def _end_pending(self, actor):
        """Cancel the hearings still planned; waive every clock that ran up to the judgment."""
        planned = self.hearings.filter(state=Hearing.State.PLANNED)
        planned.update(state=Hearing.State.CANCELLED, reason="案件已经裁判，不再开庭")
        today = timezone.localdate()
        for clock in self.deadlines.open().select_related("rule"):
            code, ref = clock.rule.code, clock.ref
            deadlines.waive(self, code, on=today, reason="案件已经裁判", actor=actor, ref=ref)

    def _is_appealable(self, told):
        if self.result in WITHOUT_JUDGMENT:
            return False
        return self.instance == Instance.FIRST or (
            self.instance == Instance.RETRIAL and bool(told) and self.result != Result.REMANDED
        )

    def _take_effect(self, on, actor):
        """Let the judgment take effect on ``on``: whoever must perform has a clock from now on."""
        self.effective_on = on
        performing = [row for row in self.sued() if row.owes_performance]
        if not performing:
            return
        if self.perform_by is None:
            raise ValidationError({"perform_by": "请填写行政机关应当履行完毕的日期"})
        if self.perform_by < on:
            raise ValidationError({"perform_by": "履行期限不能早于裁判生效日期"})
        for row in performing:
            clock = deadlines.start(
                self,
                periods.PERFORMANCE,
                on=on,
                until=self.perform_by,
                responsible=row.unit,
                asker=self.initiator,
                actor=actor,
                ref=row.ref,
            )
            publish(
                "appearances.to_perform",
                self,
                key=f"perform:{row.pk}",
                unit=row.unit,
                due_on=clock.due_on,
            )

    @transition(
        source=[Status.JUDGED],
        target=lambda matter: matter.standing(),
        perm=perm("take_effect"),
        part="handle",
        label="登记生效或者上诉",
        roles=CLERKS,
        hint="上诉期满无人上诉的，登记生效日期；有人上诉的，登记上诉，本件办结，二审法院另行登记。",
    )
    def take_effect(self, *, actor, on, appealed, perform_by=None, served_on=None):
        """Register that the judgment took effect on ``on``, or that a party appealed on it.

        Where the day of service is known, it can't take effect before the period to appeal has
        run out (第八十五条). Appealed against, nobody has to perform: the case ends here, and
        that of the second instance names it by its number.
        """
        days.check_day(on, self.judged_on, "裁判日期")
        if served_on:
            self._check_told(self.judged_on, served_on)
            self.judgment_served_on = served_on
            self._set_appeal_period()
        period = self.appeal_period()
        if appealed:
            self.appealed = True
            self.agencies.update(performs=False)
        else:
            if period and on <= period.working.due:
                raise ValidationError(
                    {"on": f"上诉期至{days.written(period.working.due)}届满，此前裁判不生效"}
                )
            self.perform_by = perform_by or self.perform_by
            self._take_effect(on, actor)
        self._land()
        outcome = "当事人提起上诉" if appealed else "裁判已经生效"
        publish("appearances.effective", self, key="effective", outcome=outcome, on=on)
        return f"{outcome}，{on:%Y-%m-%d}"

    @transition(
        source=[Status.JUDGED, Status.PERFORMING, Status.CLOSED],
        perm=perm("note_in_judgment"),
        part="handle",
        label="登记裁判文书载明",
        roles=CLERKS,
        tone="secondary",
        hint="应当提出司法建议的出庭情形，应当在裁判文书中载明（负责人出庭应诉规定第十二条）。",
        when=unnoted,
    )
    def note_in_judgment(self, *, actor, appearances):
        """Record which events of 第十二条 the judgment itself mentions (裁判文书载明)."""
        open_to = {one.pk for one in unnoted(self)}
        wanted = {one.pk for one in appearances}
        if not wanted or wanted - open_to:
            raise ValidationError({"appearances": "请选择已经写入裁判文书的情形"})
        Appearance.objects.filter(pk__in=wanted).update(in_judgment=True)
        return f"{len(wanted)}项"
