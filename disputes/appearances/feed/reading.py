"""The court's feed, read (法院案件数据的读取): what each row is to the platform.

New; changed, where it differs from what an earlier feed brought; at odds (冲突), where it differs
from what people entered or did on the platform, which no feed writes over; or the same.
"""

import hashlib
from dataclasses import dataclass, field
from itertools import islice

from django.utils import timezone

from disputes.appearances.feed.columns import NAMES, aside_in
from disputes.appearances.feed.composing import Composer
from disputes.appearances.models import FeedRow, Lawsuit
from disputes.appearances.models.fedcase import (
    FedCase,
    fetch_sides,
    known_under,
    moved_by_hand,
    told_by,
)

BATCH = 1000
NEW, CHANGED, UNCHANGED, CONFLICT, WRONG = "new", "changed", "unchanged", "conflict", "wrong"
KINDS = (NEW, CHANGED, UNCHANGED, CONFLICT, WRONG)
OLDER = "updated_on"
COMMITTEE = "committee"


@dataclass
class Verdict:
    """What a row of the feed is, and what it would change."""

    row: int
    case: FedCase | None
    errors: list
    """(column, what to do) pairs."""
    kind: str = NEW
    found: Lawsuit | None = None
    was: dict = field(default_factory=dict)
    """What the platform says, name by name."""
    changes: list = field(default_factory=list)
    """Names of what differs."""

    def __str__(self):
        """What it comes down to, for telling whether it still is the same."""
        known = self.found.pk if self.found else ""
        digest = self.case.digest if self.case else ""
        return f"{self.row} {self.kind} {known} {digest} {','.join(self.changes)}"


def digest_of(batch):
    """A short word by which two judgments of a batch are told apart."""
    return hashlib.sha256("\n".join(map(str, batch)).encode()).hexdigest()[:16]


class Reading:
    """One reading of a feed for one court; the second of two must come to the same."""

    def __init__(self, court, committee):
        self.composer = Composer(court, committee, timezone.localdate())
        self._rows = {}

    def batches(self, rows):
        """Yield the verdicts on all (row number, row), as lists of up to ``BATCH``; not judged."""
        rows = iter(rows)
        while batch := [self._read(number, row) for number, row in islice(rows, BATCH)]:
            yield batch

    def _read(self, number, row):
        case, errors = self.composer.compose(row)
        verdict = Verdict(number, case, errors)
        if case:
            first = self._rows.setdefault((case.court.pk, case.number), number)
            if first != number:
                advice = f"与第{first}行的案号、法院相同，请只留一行"
                verdict.errors.append((NAMES["number"], advice))
        if errors:
            verdict.kind = WRONG
        return verdict

    def judge(self, batch):
        """Say of each row of a batch what it is to the platform, as that stands now."""
        right = [verdict for verdict in batch if verdict.kind != WRONG]
        known = known_under(self.composer.courts, [one.case.number for one in right])
        for verdict in right:
            verdict.found = known.get((verdict.case.court.pk, verdict.case.number))
        found = [verdict for verdict in right if verdict.found and not self._is_elsewhere(verdict)]
        if not found:
            return
        brought = FeedRow.last_of([verdict.found for verdict in found])
        moving = []
        for verdict in found:
            last = brought.get(verdict.found.pk)
            if last and last.digest == verdict.case.digest:
                verdict.kind = UNCHANGED
            else:
                moving.append((verdict, last))
        _compare(moving)

    def _is_elsewhere(self, verdict):
        """Whether the case stands in another committee: no feed moves it from there (冲突)."""
        if verdict.found.committee_id == self.composer.committee.pk:
            return False
        verdict.kind, verdict.changes = CONFLICT, [COMMITTEE]
        verdict.was[COMMITTEE] = verdict.found.committee_id
        return True


def _is_alike(name, was, said):
    """Whether two values are the same; what kind of litigant one is, a feed only guesses."""
    if name == "litigants":
        was, said = ([(side, words) for side, _, words in rows] for rows in (was, said))
    return was == said


def _compare(moving):
    """Hold the rows that say something else than before against what the platform has."""
    lawsuits = [verdict.found for verdict, _ in moving]
    fetch_sides(lawsuits)
    by_hand = moved_by_hand(lawsuits)
    raws = FeedRow.raws_of(lawsuits)
    for verdict, last in moving:
        case, ours = verdict.case, verdict.found.pk in by_hand or last is None
        verdict.was = told_by(verdict.found)
        verdict.changes = [
            name
            for name, value in case.told().items()
            if not _is_alike(name, verdict.was[name], value) and (name in case.said or not ours)
        ]
        if last:
            verdict.was |= aside_in(raws[verdict.found.pk])
            verdict.changes += [
                name for name, words in case.aside.items() if verdict.was[name] != words
            ]
        if ours:
            verdict.kind = CONFLICT if verdict.changes else UNCHANGED
        elif last.updated_on and case.updated_on and case.updated_on < last.updated_on:
            verdict.kind, verdict.was[OLDER] = CONFLICT, last.updated_on
            verdict.changes = [OLDER]
        else:
            verdict.kind = CHANGED
