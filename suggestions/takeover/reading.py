"""A table of earlier suggestions, read (以往司法建议的读取): what each letter is to the system."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch

from liaison.models import Attachment
from suggestions.models import JudicialSuggestion, Reply
from suggestions.models.earlier import Earlier
from suggestions.models.sight import files_of
from suggestions.models.takeover import gaps, own_number
from suggestions.takeover.columns import NAMES
from suggestions.takeover.letters import Composer, grouped

BATCH = 200
NEW, UNCHANGED, CONFLICT, WRONG = "new", "unchanged", "conflict", "wrong"
MOST_MISSING = 5


@dataclass
class Verdict:
    """What a letter of a table is: new, known already, at odds with what is known, or wrong."""

    row: int
    number: str
    letter: Earlier | None
    kind: str = NEW
    found: JudicialSuggestion | None = None
    changes: list = field(default_factory=list)
    """The columns that differ."""
    errors: list = field(default_factory=list)
    """(row, column, what to do)."""
    last_row: int = 0

    def __str__(self):
        """What it comes down to, for telling whether it still is the same."""
        known = self.found.pk if self.found else ""
        return f"{self.row} {self.number} {self.kind} {known} {','.join(self.changes)}"


class Reading:
    """One reading of a table for one court; ``digest`` tells two outcomes apart.

    ``enclosures`` are the files that it may name.
    """

    def __init__(self, court, committee, enclosures):
        self.court, self.enclosures = court, enclosures
        self.composer = Composer(court, committee)
        self._rows, self._series, self._digest = {}, defaultdict(dict), hashlib.sha256()

    @property
    def digest(self):
        return self._digest.hexdigest()

    def verdicts(self, rows):
        """Yield the verdicts on all (row number, row), as lists of up to ``BATCH`` letters."""
        letters = grouped(rows)
        while batch := [self._read(lines) for lines in islice(letters, BATCH)]:
            known = self._known(batch)
            for verdict in batch:
                if verdict.errors:
                    verdict.kind = WRONG
                else:
                    self._compare(verdict, known)
                self._digest.update(f"{verdict}\n".encode())
            yield batch

    def _read(self, lines):
        letter, errors = self.composer.compose(lines)
        first, last = lines[0], lines[-1].row
        verdict = Verdict(first.row, first["number"] or "", letter, errors=errors, last_row=last)
        self._once(verdict)
        for line in lines:
            for name in line.files:
                if reason := self.enclosures.reason_against(name):
                    errors.append((line.row, NAMES["files"], f"“{name}”{reason}"))
        return verdict

    def _once(self, verdict):
        """Refuse a number that stood further up; remember those of the court's own series."""
        if not verdict.number:
            return
        before = self._rows.setdefault(verdict.number, verdict.row)
        if before != verdict.row:
            advice = f"第{before}行已有这个文号，请把同一份建议书的各行连在一起"
            verdict.errors.append((verdict.row, NAMES["number"], advice))
        if found := own_number(self.court, verdict.number):
            self._series[found[0]].setdefault(found[1], verdict.row)

    def _known(self, batch):
        """The suggestions that the system has under the numbers of a batch."""
        numbers = [verdict.number for verdict in batch if verdict.letter]
        found = JudicialSuggestion.objects.filter(number__in=numbers)
        given = Reply.objects.given().select_related("addressee")
        found = found.prefetch_related(
            "problems",
            "addressees",
            Prefetch("replies", given.prefetch_related("items__problem")),
        )
        known = {matter.number: matter for matter in found}
        self._attach(known.values())
        return known

    @staticmethod
    def _attach(matters):
        """Let each know the check sums of its files, without those of drafts of answers.

        A generic relation would build a query for each.
        """
        sums = defaultdict(list)
        kept = Attachment.objects.filter(
            content_type=ContentType.objects.get_for_model(JudicialSuggestion),
            object_id__in=[matter.pk for matter in matters],
        ).exclude(pk__in=files_of(Reply.objects.drafts().filter(matter__in=matters)))
        for pk, digest in kept.values_list("object_id", "sha256"):
            sums[pk].append(digest)
        for matter in matters:
            matter.digests = sorted(sums[matter.pk])

    def _compare(self, verdict, known):
        found = known.get(verdict.number)
        if found is None:
            return
        if found.initiator_id != self.court.pk:
            advice = "系统内已有同一文号（不属于本院），请在文号前加上本院的简称"
            verdict.errors.append((verdict.row, NAMES["number"], advice))
            verdict.kind = WRONG
            return
        verdict.found = found
        verdict.changes = differences(found, verdict.letter, self.enclosures)
        as_it_was = found.taken_over_on is not None and not verdict.changes
        verdict.kind = UNCHANGED if as_it_was else CONFLICT

    def gap_errors(self):
        """(row, column, what to do) of numbers that would leave a gap in a series in use."""
        for year, (missing, at) in sorted(gaps(self.court, self._series).items()):
            told = "、".join(f"{number}号" for number in missing[:MOST_MISSING])
            more = "等" if len(missing) > MOST_MISSING else ""
            yield (
                self._series[year][at],
                NAMES["number"],
                f"〔{year}〕{told}{more}不在系统内，也不在本表内；{year}年的编号应当连续，请一并导入",
            )


def differences(found, letter, enclosures):
    """The columns in which what is known differs from what a table says."""
    was, said = told_by_found(found), told_by(letter, enclosures)
    return [NAMES[name] for name in said if was[name] != said[name]]


ALIKE = (
    *("kind", "subject", "coordinator_id", "field_of_work", "case_number", "signed_on"),
    *("reply_by", "outcome"),
)


def of_matter(matter):
    return {name.removesuffix("_id"): getattr(matter, name) for name in ALIKE}


def told_by(letter, enclosures):
    """What a table says of a letter, column by column, so that two tellings can be compared."""
    sides = [(side.addressee.unit_id, side) for side in letter.sides]
    answers = {(unit, place): item for unit, side in sides for place, item in side.items.items()}
    return of_matter(letter.matter) | {
        "recipient": [unit for unit, _ in sides],
        "served_on": {unit: side.addressee.served_on for unit, side in sides},
        "problem": [problem.problem for problem in letter.problems],
        "suggestion": [problem.suggestion for problem in letter.problems],
        "replied_on": {unit: side.reply.replied_on for unit, side in sides if side.reply},
        "reply_number": {unit: side.reply.number for unit, side in sides if side.reply},
        **answers_of(answers),
        "files": sorted(enclosures.digest_of(name) for _, name in letter.files),
    }


def told_by_found(matter):
    """The same of a suggestion that is known; of several answers of a unit the latest."""
    rows, problems = list(matter.addressees.all()), list(matter.problems.all())
    latest = {}
    for reply in sorted(matter.replies.all(), key=lambda reply: reply.round):
        latest[reply.addressee.unit_id] = reply
    answers = {
        (unit, item.problem.order): item
        for unit, reply in latest.items()
        for item in reply.items.all()
    }
    return of_matter(matter) | {
        "recipient": [row.unit_id for row in rows],
        "served_on": {row.unit_id: row.served_on for row in rows},
        "problem": [problem.problem for problem in problems],
        "suggestion": [problem.suggestion for problem in problems],
        "replied_on": {unit: reply.replied_on for unit, reply in latest.items()},
        "reply_number": {unit: reply.number for unit, reply in latest.items()},
        **answers_of(answers),
        "files": matter.digests,
    }


def answers_of(items):
    """(unit, place) → answer, as one telling a column."""
    return {
        name: {key: said for key, item in items.items() if (said := getattr(item, name))}
        for name in ("response", "reasons", "measures")
    }
