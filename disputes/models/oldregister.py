"""Old registers (历史登记): what a court or a centre kept on paper before there was this system."""

import re
from collections import defaultdict
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from disputes.models.choices import ENDED_AS, OF_COURT, Outcome, Source, Stage, Status
from disputes.models.dispute import Dispute
from disputes.models.intake import SERIES
from disputes.models.parties import Party
from liaison import access
from liaison.bulk import write_columns, write_new
from liaison.markings import REFUSAL, mark_in
from liaison.models import AuditEntry, Centre, NumberSeries, Role, Secrecy, Unit
from liaison.models.matters import searchable

EARLIEST = date(1990, 10, 1)
"""The day on which the law on administrative suits took effect: no register is older."""
STAGE_OF = {Source.IN_SUIT: Stage.IN_SUIT, Source.ENFORCEMENT: Stage.ENFORCEMENT}
TEXTS = ("number", "title", "act", "gist", "ending_reason", "court_case")
KEPT = (
    *("number", "title", "source", "stage", "field", "act_kind", "act", "act_on", "gist"),
    *("centre_id", "court_id", "court_case", "respondent_id", "referred_on", "accepted_on"),
    *("ended_on", "outcome", "refusal_ground", "failure_ground", "ending_reason"),
)
"""What a register says of a dispute; two rows that agree in these and in the parties are one."""
DERIVED = ("status", "committee_id", "initiator_id", "receipt_on", "closed_on", "secrecy")
"""What follows from that."""


class OldRegister(models.Model):
    """A register that was taken in (历史登记导入): which file, by whom, and what came of it."""

    EDITED_BY = (Role.CENTRE_CLERK, Role.OFFICE_CLERK)

    name = models.CharField("文件", max_length=120)
    sha256 = models.CharField("校验码", max_length=64)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="导入单位")
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)
    created = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("更正", default=0)
    unchanged = models.PositiveIntegerField("相同", default=0)
    skipped = models.PositiveIntegerField("冲突未导入", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "历史登记导入"
        ordering = ["-id"]
        default_permissions = ("view", "add", "change")

    def __str__(self):
        return self.name


def centres_of(user):
    """The centres whose old registers ``user`` may take in: the unit's own, or the office's."""
    units = access.standing(user).units_with("disputes.add_oldregister")
    centres = Centre.objects.select_related("unit", "committee__office")
    return centres.filter(models.Q(unit__in=units) | models.Q(committee__office__in=units))


def hold(centres):
    """Let nobody else take a register of these centres in until the transaction ends."""
    held = Centre.objects.filter(pk__in=[centre.pk for centre in centres]).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))


def circle_of(committee):
    """The units that a register of the committee may name, whether or not they are members now."""
    ever = Unit.objects.filter(memberships__committee=committee)
    under = models.Q(pk__in=ever) | models.Q(parent__in=ever) | models.Q(parent__parent__in=ever)
    return Unit.objects.filter(under).distinct()


def settle(dispute):
    """Say of an old dispute what follows from its register: status, initiator, secrecy."""
    dispute.status = _status(dispute)
    dispute.stage = dispute.stage or STAGE_OF.get(dispute.source, Stage.PRE_SUIT)
    dispute.committee = dispute.centre.committee
    dispute.initiator = _initiator(dispute)
    dispute.receipt_on, dispute.closed_on = dispute.referred_on, dispute.ended_on
    dispute.secrecy, dispute.is_imported = Secrecy.CONFIDENTIAL, True
    dispute.title = dispute.title or f"{dispute.respondent}{dispute.act}争议"[:120]


def _status(dispute):
    if dispute.refusal_ground and not dispute.outcome:
        return Status.REFUSED
    return ENDED_AS.get(dispute.outcome, Status.COMPLETED)


def _initiator(dispute):
    """Who brought it: the court, the agency, the centre for a party, else the office."""
    if dispute.source in OF_COURT:
        return dispute.court
    units = {Source.PARTY: dispute.centre.unit, Source.AGENCY: dispute.respondent}
    return units.get(dispute.source, dispute.centre.committee.office)


def check_old(dispute, parties):
    """Hold an old dispute against the rules for one; raise ValidationError by field.

    It is done with, its days follow one another, no natural person's name is in its title, and
    nothing in it bears a mark of secrecy.
    """
    errors = dict(_marks(dispute))
    if dispute.source in OF_COURT and not dispute.court:
        source = dispute.get_source_display()
        errors["court"] = ValidationError(f"来源是“{source}”的，请填写有关法院")
    if dispute.outcome == Outcome.AGREEMENT_PENDING:
        errors["outcome"] = ValidationError("还在履行的不是历史登记，请在系统内登记办理")
    if not (dispute.outcome or dispute.refusal_ground):
        errors["outcome"] = ValidationError("请填写结果；不予受理的，填写不予受理情形")
    if dispute.outcome and dispute.refusal_ground:
        errors["refusal_ground"] = ValidationError("有结果的，不填不予受理情形")
    errors |= _wrong_days(dispute) | _names_in_words(dispute, parties)
    if errors:
        raise ValidationError(errors)


def _marks(dispute):
    for name in TEXTS:
        text = getattr(dispute, name)
        if "密" in text and (mark := mark_in(text)):
            yield name, ValidationError(f"{REFUSAL}：有密级标志“{mark}”")


DAYS = {
    "act_on": "行为作出日期",
    "referred_on": "提交日期",
    "accepted_on": "受理日期",
    "ended_on": "终结日期",
}
"""In the order in which they must follow one another."""


def _wrong_days(dispute):
    """The days that are too early, too late, or before the one that came first."""
    errors, since, before = {}, EARLIEST, "1990年10月1日"
    today = timezone.localdate()
    for name, words in DAYS.items():
        day = getattr(dispute, name)
        if day is None:
            continue
        if day > today:
            errors[name] = ValidationError("日期不能晚于今天")
        elif day < since:
            errors[name] = ValidationError(f"日期不能早于{before}")
        else:
            since, before = day, f"{words}（{day}）"
    return errors


def _names_in_words(dispute, parties):
    persons = [party.name for party in parties if party.is_person and len(party.name) > 1]
    return {
        name: ValidationError("不得出现自然人的姓名，请改为“张某某”或者删去")
        for name in ("title", "act")
        if any(person in getattr(dispute, name) for person in persons)
    }


def differences(found, wanted):
    """The columns in which a dispute differs from what a register says, by attribute."""
    return [name for name in (*KEPT, *DERIVED) if getattr(found, name) != getattr(wanted, name)]


def same_parties(found, wanted):
    """Whether the applicants are the same; a name that is masked as ours shows it is the same."""
    if len(found) != len(wanted):
        return False
    return all(
        old.kind == new.kind and new.name in {old.name, old.shown_name}
        for old, new in zip(found, wanted, strict=True)
    )


def _words(dispute, parties):
    """What the dispute is found by; a natural person's name is never among it."""
    return dispute.search_words([party.name for party in parties if not party.is_person])


def take_in(rows, register):
    """Write new old disputes, with parties, grants and audit entries, all at once.

    ``rows`` are (row number, dispute, parties); nothing is checked here.
    """
    disputes = [dispute for _, dispute, _ in rows]
    for _, dispute, parties in rows:
        dispute.created_by = register.imported_by
        dispute.search_text = searchable(_words(dispute, parties))
    Dispute.objects.bulk_create(disputes)
    _write_parties(rows)
    _grant(disputes)
    pass_over_numbers(disputes)
    _record(rows, register, "import", "历史登记导入", lambda row: f"{register.name} 第{row}行")


def put_right(rows, register):
    """Bring old disputes into line with a register; ``rows`` are (number, found, wanted, parties).

    ``parties`` is None where they stay as they are.
    """
    alike = defaultdict(list)
    for _, found, wanted, parties in rows:
        names = differences(found, wanted)
        for name in names:
            setattr(found, name, getattr(wanted, name))
        said = found.parties.all() if parties is None else parties
        found.search_text = searchable(_words(found, said))
        alike[*names, "search_text"].append(found)
    for names, disputes in alike.items():
        write_columns(disputes, names)
    moved = [(number, found, parties) for number, found, _, parties in rows if parties is not None]
    Party.objects.filter(dispute__in=[found for _, found, _ in moved]).delete()
    _write_parties(moved)
    _grant([found for _, found, _, _ in rows])
    changed = [(number, found, None) for number, found, _, _ in rows]
    _record(changed, register, "correct", "历史登记更正", lambda row: f"{register.name} 第{row}行")


def pass_over_numbers(disputes):
    """Keep numbers that an old register already gave from being drawn again."""
    last = {}
    for dispute in disputes:
        prefix = re.escape(dispute.centre.number_prefix)
        if found := re.fullmatch(rf"{prefix}〔(\d{{4}})〕(\d{{1,6}})号", dispute.number):
            key = dispute.centre.unit, int(found[1])
            last[key] = max(last.get(key, 0), int(found[2]))
    for (issuer, year), number in last.items():
        NumberSeries.objects.pass_over(issuer, SERIES, year, number)


def _grant(disputes):
    """Grant what each calls for; what that hangs on is read once for all."""
    for dispute in disputes:
        dispute.__dict__.pop("_prefetched_objects_cache", None)
    models.prefetch_related_objects(disputes, "parties", "confirmation", "committee__office")
    access.sync_all(disputes)


def _write_parties(rows):
    parties = []
    for _, dispute, applicants in rows:
        for party in applicants:
            party.dispute = dispute
            parties.append(party)
    write_new(parties)


def _record(rows, register, action, label, note):
    write_new(
        AuditEntry(
            matter=dispute,
            actor=register.imported_by,
            unit=register.unit,
            action=action,
            label=label,
            after=dispute.status,
            note=note(number),
        )
        for number, dispute, _ in rows
    )
