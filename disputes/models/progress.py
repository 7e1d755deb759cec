"""How far a dispute has come (进程): what is agreed, what is left to do, who waits for what."""

from django.core.exceptions import ValidationError

from disputes.models.agreement import Confirmation, money
from disputes.models.choices import SETTLED, Status

Result = Confirmation.Result


class Progress:
    """What steps, forms and pages ask of a dispute about its agreement and its end."""

    @property
    def has_agreement(self):
        return hasattr(self, "agreement")

    @property
    def has_confirmation(self):
        return hasattr(self, "confirmation")

    @property
    def has_report(self):
        return hasattr(self, "report")

    @property
    def signed_on(self):
        """The day of the agreement; None while there is none."""
        return self.agreement.signed_on if self.has_agreement else None

    @property
    def sealed_on(self):
        """The day on which the agreement took effect; None while it hasn't."""
        return self.agreement.sealed_on if self.has_agreement else None

    @property
    def settled_on(self):
        """The day on which something came of it: an agreement, or another result."""
        standing = self.standing_conclusions
        return self.signed_on or (standing[0].concluded_on if standing else None)

    @property
    def standing_conclusions(self):
        """What else came of it, and was not sent back."""
        return [each for each in self.conclusions.all() if not each.sent_back_on]

    @property
    def unperformed(self):
        """The items that are still to be performed and confirmed, in their order."""
        return [item for item in self.items.all() if not item.performed_on]

    @property
    def items_to_report(self):
        """Those of them that the agency has a hand in."""
        return [item for item in self.unperformed if item.is_agencys]

    @property
    def items_reported(self):
        """Those that the agency says it has performed, and the centre hasn't looked at yet."""
        return [item for item in self.unperformed if item.reported_on]

    @property
    def sums(self):
        """The amounts of the items added up: all, what is performed, what is left; or nothing."""
        given = [item for item in self.items.all() if item.amount is not None]
        if not given:
            return None
        total = sum(item.amount for item in given)
        done = sum(item.amount for item in given if item.performed_on)
        return {"total": money(total), "performed": money(done), "left": money(total - done)}

    def unperformed_item(self, item):
        """Re-read an item under the dispute's lock: it must be this one's and still to be done."""
        found = next((each for each in self.unperformed if each.pk == item.pk), None)
        if found is None:
            raise ValidationError("该项已经确认履行", code="stale")
        return found

    @property
    def confirmation_asked_on(self):
        """The day of the last thing between the sides and the court that is to confirm."""
        if not self.has_confirmation:
            return None
        return self.confirmation.accepted_on or self.confirmation.applied_on

    @property
    def rulings_open(self):
        """What the court can still rule: it confirms or dismisses only what it accepted."""
        if not self.has_confirmation:
            return []
        accepted = self.confirmation.accepted_on
        return [Result.CONFIRMED, Result.DISMISSED] if accepted else [Result.NOT_ACCEPTED]

    @property
    def is_unreported(self):
        """Whether a court sent it, the centre took it in, and there is no report yet."""
        return bool(self.is_of_court and self.accepted_on and self.reported_on is None)

    @property
    def owes_report(self):
        """Whether mediation has ended and the court that sent the dispute has no report yet."""
        return self.status in {*SETTLED, Status.REPORTING} and self.is_unreported

    @property
    def close_waits_for(self):
        """What must come before the close, in words; nothing if nothing does."""
        if self.owes_report:
            return "中心报送情况报告后，才能确认办结"
        if self.has_confirmation and self.confirmation.is_pending:
            return "法院对司法确认申请作出裁定后，才能确认办结"
        return ""

    @property
    def what_waits(self):
        """What the reader should know of what comes next, beside the steps; or nothing."""
        if self.status == Status.PERFORMED and self.close_waits_for:
            return self.close_waits_for
        if self.mediation_ended_on and self.awaits_filing:
            return (
                "化解已经结束，起诉材料还在法院：当事人坚持起诉的，法院应当依法登记立案，"
                "立案期限照常计算"
            )
        return ""
