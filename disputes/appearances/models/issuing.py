"""How a monthly notice goes out, is corrected, and comes to its end (印发、更正、办结)."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.appearances.models.monthlychoices import OFFICE, NoticeStatus, of_notice
from disputes.appearances.models.rectification import Rectification
from liaison import access, registry
from liaison.models import NumberSeries, record
from liaison.notices import publish
from liaison.transitions import transition

Status = NoticeStatus
SERIES = "出庭应诉通报"
PAPER = "appearance-notice"


class Issuing:
    """The office issues what the court countersigned, in both names (联合印发)."""

    @transition(
        source=[Status.CONFIRMED],
        perm=of_notice("issue"),
        part="handle",
        label="编号印发",
        roles=OFFICE,
        hint="印发后各有关单位即可看到；被批评的单位自印发之日的次日起计算报送整改方案的期限。",
    )
    def issue(self, *, actor):
        """Issue the notice (印发): number drawn, paper frozen, units told, rectification begun.

        Reached through the platform on the same day (电子送达). A correction takes the place of
        the notice that it corrects.
        """
        self.issued_on = timezone.localdate()
        drawn = NumberSeries.objects.take(self.initiator, SERIES, self.issued_on.year)
        name = self.initiator.place_name or self.initiator.short_name
        self.number = f"{name}出庭通报〔{self.issued_on.year}〕{drawn}号"
        registry.papers[PAPER].issue(self, actor)
        if self.policy:
            self.policy.use(self.span.last)
        known = self._replace(actor) if self.corrects else {}
        for unit in self.criticised():
            if unit.pk not in known:
                Rectification.begin(self, unit, actor=actor)
        going_on = self.rectifications.open().exists()
        self.status = Status.ISSUED if going_on else Status.CLOSED
        self.holder = self.initiator if going_on else None
        publish("appearances.notice_issued", self, key="issued")
        return self.number

    def _replace(self, actor):
        """Let this notice stand for the one that it corrects; {unit: rectification} that go on.

        The criticism of whoever is no longer criticised is withdrawn.
        """
        former = type(self).objects.select_for_update(of=["self"]).get(pk=self.corrects_id)
        if former.status not in {Status.ISSUED, Status.CLOSED}:
            raise ValidationError("原通报已经更正")
        former.end_as(Status.SUPERSEDED, "更正", actor, f"由{self.number}更正")
        criticised = {unit.pk for unit in self.criticised()}
        going_on = {}
        for row in former.rectifications.standing().select_for_update(of=["self"]):
            if row.unit_id in criticised:
                row.notice = going_on[row.unit_id] = self
                row.save()
            else:
                row.lift(self, actor=actor)
        return going_on

    @transition(
        source=[Status.ISSUED, Status.CLOSED],
        perm=of_notice("correct"),
        part="handle",
        label="更正通报",
        roles=OFFICE,
        tone="secondary",
        hint="数据或者事实确有错误的，另拟一稿，会签印发后代替本通报。",
        when=lambda matter: not matter.corrections.exclude(status=Status.WITHDRAWN).exists(),
    )
    def correct(self, *, actor, reason):
        """Draw up a new version (更正), which takes the place of this one when it is issued."""
        type(self).draft(
            actor=actor,
            initiator=self.initiator,
            committee=self.committee,
            court=self.court,
            scope=self.scope,
            month=self.month,
            opening=self.opening,
            closing=self.closing,
            corrects=self,
            correction_reason=reason,
        )
        return reason

    def end_with_last(self, actor):
        """Be done with (办结) with the last rectification, inside the step that ends that.

        The row is locked, so that of two that end at once the second sees the first.
        """
        notice = type(self).objects.select_for_update(of=["self"]).get(pk=self.pk)
        if notice.status != Status.ISSUED or notice.rectifications.open().exists():
            return
        notice.end_as(Status.CLOSED, "办结", actor)

    def end_as(self, status, label, actor, note=""):
        """Come to an end by a step taken with another matter, with an entry of its own."""
        before, self.status, self.holder = self.status, status, None
        self.closed_on = self.closed_on or timezone.localdate()
        self.save()
        access.sync_grants(self)
        unit = self.initiator
        record(actor, status, label, self, unit=unit, before=before, after=status, note=note)
