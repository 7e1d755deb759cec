"""How a lawsuit comes onto the platform: filed by the court, served on each agency (立案、送达)."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from disputes.appearances.models.choices import INSTANCES, Instance, Status
from disputes.appearances.models.litigants import Litigant, check_litigants, said_together
from disputes.appearances.models.rights import perm
from disputes.appearances.models.sued import sue
from disputes.models import Dispute
from liaison import casenumbers, days, deadlines
from liaison.models import Role, Unit
from liaison.notices import publish
from liaison.transitions import opening, transition
from liaison.uploads import attach

CLERKS = (Role.COURT_CLERK, Role.COURT_LEADER)
ADMINISTRATIVE = "行"
UNSETTLED = (
    Dispute.Status.FAILED,
    Dispute.Status.WITHDRAWN,
    Dispute.Status.TERMINATED,
    Dispute.Status.REFUSED,
)
"""How a dispute ended that may go on as a lawsuit: nothing came of it."""
LETTER = (
    "procedure",
    "act_kind",
    "act",
    "cause",
    "claims",
    "filed_on",
    "earlier_number",
    "contact",
    "contact_phone",
)
"""What of the registration a revision may change; the case number stays."""


def parsed(number):
    """Take the case number of an administrative lawsuit apart; ValidationError for another."""
    try:
        case = casenumbers.parse(number)
    except casenumbers.CaseNumberError as error:
        raise ValidationError({"case_number": str(error)}) from None
    if not case.type_code.startswith(ADMINISTRATIVE) or case.type_code[-1] not in INSTANCES:
        raise ValidationError(
            {"case_number": "应为行政诉讼案件的案号，类型代字如“行初”“行终”“行赔初”“行再”"}
        )
    return case


def instance_of(case):
    """The instance that a parsed case number tells (审级)."""
    return Instance(INSTANCES[case.type_code[-1]])


def suable(committees):
    """The agencies that cases before a committee's courts are about: members, and those below."""
    members = Unit.objects.members_of(committees)
    return Unit.objects.active().agencies().filter(Q(pk__in=members) | Q(parent__in=members))


class Filing:
    """What the court registers when it has filed a case, and of its service."""

    @opening(
        perm=perm("file"),
        label="登记行政诉讼",
        status=Status.FILED,
        roles=CLERKS,
        hint="立案后登记；向被诉行政机关送达起诉状副本之前，只有本院人员能看到。",
    )
    def file(self, *, actor, case_number, litigants, defendants, third=()):
        """Register a case that was filed (立案): parties, agencies, the act complained of.

        The case number is the matter's number; it says the instance. Raises ValidationError for
        a number that is not this court's, is taken, or is no administrative case's; for agencies
        outside the committee; for a dispute that is not the clerk's to see, or was settled.
        """
        self._number(case_number)
        days.check_day(self.filed_on)
        self._check_units([*defendants, *third])
        self._check_dispute(actor)
        self._link_earlier(actor)
        check_litigants(litigants)
        sue(self, defendants, third)
        self._fill(litigants, defendants)
        self.holder = self.initiator

    def _number(self, case_number):
        """Give the lawsuit its number; registrations of one court wait for each other."""
        if self.initiator.kind != Unit.Kind.COURT:
            raise ValidationError("行政诉讼由受诉人民法院登记")
        Unit.objects.select_for_update(no_key=True).get(pk=self.initiator_id)
        case, code = parsed(case_number), self.initiator.court_code
        if code and case.court_code != code:
            raise ValidationError({"case_number": f"不是本院的案号，本院的法院代字为“{code}”"})
        self.number, self.instance = str(case), instance_of(case)
        if type(self).objects.filter(initiator=self.initiator, number=self.number).exists():
            raise ValidationError({"case_number": f"{self.number}已经登记"})

    def _check_units(self, units):
        if set(units) - set(suable([self.committee])):
            raise ValidationError("被诉行政机关应是同一委员会的成员单位或者其下级单位")

    def _check_dispute(self, actor):
        seen = Dispute.objects.visible_to(actor).filter(status__in=UNSETTLED)
        if self.dispute_id and not seen.filter(pk=self.dispute_id).exists():
            raise ValidationError({"dispute": "只能关联本院看得到的、没有化解成功的争议"})

    def _link_earlier(self, actor):
        """Know the case of the instance before, where the platform has it and the clerk sees it."""
        self.earlier = None
        if not self.earlier_number:
            return
        try:
            self.earlier_number = str(casenumbers.parse(self.earlier_number))
        except casenumbers.CaseNumberError as error:
            raise ValidationError({"earlier_number": str(error)}) from None
        if self.earlier_number == self.number:
            raise ValidationError({"earlier_number": "原审案号不能就是本案案号"})
        seen = type(self).objects.visible_to(actor).filter(number=self.earlier_number)
        self.earlier = seen.first()

    def _fill(self, litigants, defendants):
        self.litigants.all().delete()
        rows = [Litigant(matter=self, **row) for row in litigants]
        Litigant.objects.bulk_create(rows)
        names = defendants[0].short_name + ("等" if len(defendants) > 1 else "")
        self.title = f"{said_together(rows)}诉{names}{self.cause}案"[:120]

    @transition(
        source=[Status.FILED, Status.DEFENDING],
        perm=perm("revise"),
        part="handle",
        label="修改立案登记",
        roles=CLERKS,
        tone="secondary",
    )
    def revise(self, *, actor, litigants, **written):
        """Correct what was registered (修改); agencies and case number stay as they are."""
        for name in LETTER:
            setattr(self, name, written.get(name, getattr(self, name)))
        days.check_day(self.filed_on)
        self._link_earlier(actor)
        check_litigants(litigants)
        self._fill(litigants, [row.unit for row in self.sued() if row.side == "defendant"])

    @transition(
        source=[Status.FILED, Status.DEFENDING],
        target=Status.DEFENDING,
        perm=perm("serve"),
        part="handle",
        label="登记送达",
        roles=CLERKS,
        hint="被诉行政机关收到起诉状副本（应诉通知）的次日起计算答辩举证期限；登记后该机关才能看到本案。",
        when=lambda matter: any(not row.served_on for row in matter.sued()),
    )
    def serve(self, *, actor, on, way, receipt=None, agency=None):
        """Record that the copy reached an agency (送达): its fifteen days begin (第六十七条)."""
        row = self.one_of(agency, lambda row: not row.served_on)
        days.check_day(on, self.filed_on, "立案日期")
        row.served_on, row.service_way = on, way
        row.receipt = attach(self, receipt, "送达回证", actor)
        row.save()
        deadline = deadlines.start(
            self,
            self.answer_rule,
            on=on,
            responsible=row.unit,
            asker=self.initiator,
            actor=actor,
            ref=row.ref,
        )
        self.pass_on()
        publish(
            "appearances.served",
            self,
            key=f"served:{row.pk}",
            unit=row.unit,
            due_on=deadline.due_on,
        )
        return f"{row.unit}，{row.get_service_way_display()}，{on:%Y-%m-%d}收到"

    @transition(
        source=[status for status in Status if status not in (Status.FILED, Status.CLOSED)],
        perm=perm("file_receipt"),
        part="handle",
        label="补传送达回证",
        roles=CLERKS,
        tone="secondary",
        when=lambda matter: any(row.lacks_receipt for row in matter.sued()),
    )
    def file_receipt(self, *, actor, receipt, agency=None):
        """Add the receipt of service (送达回证) that came back later."""
        row = self.one_of(agency, lambda row: row.lacks_receipt)
        row.receipt = attach(self, receipt, "送达回证", actor)
        row.save()
        return str(row.unit)
