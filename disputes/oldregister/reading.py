"""Old registers, read (历史登记的读取): what each row is, and what it would change.

The resource's own ``import_data`` is not used: it holds the whole table and a result for every
row in memory, tells no progress, and reports errors in English. Here rows pass through in
batches, inside a long work.
"""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError

from disputes.models import Dispute, Party
from disputes.models.oldregister import (
    centres_of,
    check_old,
    circle_of,
    differences,
    same_parties,
    settle,
)
from disputes.oldregister.columns import COLUMNS, HEADINGS, NAMES, OldRegisterResource
from liaison.tables.columns import Names

BATCH = 500
MOST_APPLICANTS = 50
SEVERAL = re.compile(r"[、；;，,/]")
NEW, CHANGED, UNCHANGED, CONFLICT, WRONG = "new", "changed", "unchanged", "conflict", "wrong"


@dataclass
class Verdict:
    """What a row of a register is: its dispute, and what it would change."""

    row: int
    wanted: Dispute
    kind: str = NEW
    parties: list = field(default_factory=list)
    found: Dispute | None = None
    changes: list = field(default_factory=list)
    """Attributes that differ; ``parties`` among them if the applicants do."""
    errors: list = field(default_factory=list)
    """(column, what to do) pairs."""

    def __str__(self):
        """What it comes down to, for telling whether it still is the same."""
        known = self.found.pk if self.found else ""
        return f"{self.row} {self.kind} {known} {','.join(self.changes)}"

    @property
    def key(self):
        return self.wanted.centre_id, self.wanted.number


class Reading:
    """One reading of a register for one person; ``digest`` tells two outcomes apart."""

    def __init__(self, user):
        self.user = user
        self.resource = OldRegisterResource()
        self.centres = Names((centre.unit, centre) for centre in centres_of(user))
        self._circles, self._rows, self._digest = {}, {}, hashlib.sha256()

    @property
    def digest(self):
        return self._digest.hexdigest()

    def verdicts(self, rows):
        """Yield the verdicts on all (row number, row), as lists of up to ``BATCH``."""
        rows = iter(rows)
        while batch := [self._read(number, row) for number, row in islice(rows, BATCH)]:
            known = self._known(batch)
            for verdict in batch:
                if verdict.errors:
                    verdict.kind = WRONG
                else:
                    compare(verdict, known.get(verdict.key, []))
                self._digest.update(f"{verdict}\n".encode())
            yield batch

    def _read(self, number, row):
        """Turn a row into a dispute that is not stored, as far as it goes."""
        verdict, row = Verdict(number, Dispute()), dict.fromkeys(HEADINGS) | row
        try:
            verdict.wanted.centre = self._centre(row)
            self._fill(verdict, row)
            settle(verdict.wanted)
            check_old(verdict.wanted, verdict.parties)
            self._once(verdict)
        except ValidationError as error:
            verdict.errors = [
                (NAMES.get(name, name), "；".join(messages))
                for name, messages in error.message_dict.items()
            ]
        return verdict

    def _centre(self, row):
        column = COLUMNS["centre"]
        try:
            found = self.centres.get(column.clean(row), {})
        except ValueError as error:
            raise ValidationError({"centre": str(error)}) from None
        if len(found) != 1:
            names = {str(centre) for each in self.centres.values() for centre in each.values()}
            allowed = f"您可以导入的中心：{'、'.join(sorted(names))}"
            raise ValidationError({"centre": f"“{column.clean(row)}”不在其中。{allowed}"})
        return next(iter(found.values()))

    def _fill(self, verdict, row):
        """Put the cells into the dispute and its applicants; raise ValidationError for all."""
        errors = {}
        try:
            verdict.parties = applicants(row)
        except ValueError as error:
            errors["parties"] = ValidationError(str(error))
        try:
            circle = self._circle(verdict.wanted.centre.committee)
            self.resource.import_instance(verdict.wanted, row, circle=circle)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _circle(self, committee):
        """The units that a register of the committee may name, by their names."""
        if committee.pk not in self._circles:
            units = circle_of(committee)
            self._circles[committee.pk] = {
                "courts": Names((unit, unit) for unit in units.courts()),
                "agencies": Names((unit, unit) for unit in units.agencies()),
            }
        return self._circles[committee.pk]

    def _once(self, verdict):
        """Refuse a number that stood in a row before."""
        first = self._rows.setdefault(verdict.key, verdict.row)
        if first != verdict.row:
            raise ValidationError({"number": f"与第{first}行的编号、化解中心相同，请删去一行"})

    def _known(self, batch):
        """The disputes that the system has under the numbers of a batch, by centre and number."""
        right = [verdict.wanted for verdict in batch if not verdict.errors]
        known = defaultdict(list)
        for dispute in (
            Dispute.objects.filter(
                centre__in={wanted.centre_id for wanted in right},
                number__in=[wanted.number for wanted in right],
            )
            .select_related("centre__unit", "centre__committee__office", "initiator", "respondent")
            .select_related("court")
            .prefetch_related("parties")
        ):
            known[dispute.centre_id, dispute.number].append(dispute)
        return known


def compare(verdict, known):
    """Say what the row would do to the disputes that are known under its number."""
    if not known:
        return
    verdict.found = known[0]
    if len(known) > 1 or not verdict.found.is_imported:
        verdict.kind = CONFLICT
        return
    verdict.changes = differences(verdict.found, verdict.wanted)
    if not same_parties(list(verdict.found.parties.all()), verdict.parties):
        verdict.changes.append("parties")
    verdict.kind = CHANGED if verdict.changes else UNCHANGED


def applicants(row):
    """The applicants of a row: one kind, and the names apart; raise ValueError."""
    kind = COLUMNS["applicant_kind"].clean(row)
    names = [name.strip() for name in SEVERAL.split(COLUMNS["applicants"].clean(row))]
    names = [name for name in names if name]
    if not names:
        raise ValueError("请填写申请人的姓名或者名称")
    if len(names) > MOST_APPLICANTS or any(len(name) > 60 for name in names):
        raise ValueError(f"一件争议最多{MOST_APPLICANTS}名申请人，每个姓名或者名称最多60字")
    return [Party(kind=kind, name=name) for name in names]
