"""Service (送达): the letter reaches each addressee by itself, and starts that one's clock."""

from django.core.exceptions import ValidationError

from liaison import access, deadlines
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import TransitionNotAllowed, transition
from liaison.uploads import attach
from suggestions.models.addressees import Addressee
from suggestions.models.choices import Kind, Status
from suggestions.models.preparing import CLERKS, perm

UNANSWERED = (Status.SERVED, Status.ACKNOWLEDGED, Status.RETURNED)
AFTER_SERVICE = (*UNANSWERED, Status.REPLIED)
State = Addressee.State
ANSWERERS = (Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK)


def any_of(condition):
    """A condition of a step: that there is an addressee of whom ``condition`` holds."""
    return lambda matter: any(condition(row) for row in matter.addressed())


class Serving:
    """What the court records of service, and each addressee of receipt."""

    def one_of(self, addressee, condition):
        """The addressee that is meant, of those of whom ``condition`` holds.

        Where there is only one it need not be named.
        """
        found = [row for row in self.addressed() if condition(row)]
        if addressee is None and len(found) == 1:
            return found[0]
        if addressee not in found:
            raise ValidationError({"addressee": "请选择被建议单位"})
        return found[found.index(addressee)]

    def own(self, actor, part, step):
        """The addressee for which ``actor`` acts in ``step``; None for whoever acts for none."""
        unit = access.acting_unit(actor, perm(step), self, part)
        return next((row for row in self.addressed() if row.unit == unit), None)

    @transition(
        source=[Status.SIGNED, *AFTER_SERVICE],
        target=lambda matter: matter.standing(),
        perm=perm("serve"),
        part="handle",
        label="登记送达",
        roles=CLERKS,
        hint="自送达之日的次日起计算答复期限；登记后，收到的单位、督促单位和抄送单位即可看到。",
        when=any_of(lambda row: row.state == State.UNSERVED),
    )
    def serve(self, *, actor, on, way, receipt=None, addressee=None):
        """Record the day of receipt (送达): the clock starts, and others may see it from now on.

        The period is the rule's, or runs to the date that the letter names (第八条).
        """
        row = self.one_of(addressee, lambda row: row.state == State.UNSERVED)
        self.check_day(on, row)
        if self.reply_by and self.reply_by <= on:
            raise TransitionNotAllowed(
                "送达日期已过建议书写明的答复日期，请撤回后另行拟制，写明新的日期"
            )
        row.state, row.served_on, row.service_way = State.SERVED, on, way
        row.receipt = attach(self, receipt, "送达回证", actor)
        self.served_on = min(filter(None, (self.served_on, on)))
        row.clock = deadlines.start(
            self,
            self.reply_rule,
            on=on,
            responsible=row.unit,
            asker=self.initiator,
            actor=actor,
            name="书面答复司法建议",
            until=self.reply_by,
            ref=row.ref,
        )
        row.save()
        self.pass_on()
        publish(
            "suggestions.served",
            self,
            key=f"served:{row.pk}",
            unit=row.unit,
            due_on=row.clock.due_on,
        )
        return f"{row.unit}，{row.get_service_way_display()}，{on:%Y-%m-%d}收到"

    @transition(
        source=[Status.SERVED],
        target=lambda matter: matter.standing(),
        perm=perm("acknowledge"),
        part="receive",
        label="签收",
        roles=ANSWERERS,
    )
    def acknowledge(self, *, actor, on):
        """Say that the letter has arrived (签收); the clock runs from service all the same."""
        row = self.own(actor, "receive", "acknowledge")
        self.check_day(on, row)
        row.state, row.acknowledged_on = State.ACKNOWLEDGED, on
        row.save()
        return f"{on:%Y-%m-%d}签收"

    @transition(
        source=[*AFTER_SERVICE, Status.CLOSED],
        perm=perm("file_receipt"),
        part="handle",
        label="补传送达回证",
        roles=CLERKS,
        tone="secondary",
        when=any_of(lambda row: row.lacks_receipt),
    )
    def file_receipt(self, *, actor, receipt, addressee=None):
        """Add the receipt of service (送达回证) that came back later."""
        row = self.one_of(addressee, lambda row: row.lacks_receipt)
        row.receipt = attach(self, receipt, "送达回证", actor)
        row.save()
        return str(row.unit)

    @transition(
        source=[*AFTER_SERVICE, Status.CLOSED],
        perm=perm("file_above"),
        part="handle",
        label="登记报送备案",
        roles=CLERKS,
        tone="secondary",
        hint="规范性文件不合法的，裁判生效后报送上一级人民法院备案。",
        when=lambda matter: matter.kind == Kind.NORMATIVE_DOCUMENT and not matter.filed_on,
    )
    def file_above(self, *, actor, on, filed_with):
        """Record that the case was reported to the higher court (备案, 行诉解释第一百五十条)."""
        self.check_day(on)
        self.filed_on, self.filed_with = on, filed_with
        return f"{on:%Y-%m-%d}报{filed_with}备案"
