"""What a feed would bring (预览): figures, examples, what is at odds, what is wrong."""

from collections import Counter

from disputes.appearances.feed.columns import NAMES, in_words
from disputes.appearances.feed.reading import CHANGED, CONFLICT, KINDS, NEW
from disputes.appearances.models import Lawsuit, Litigant, SuedAgency
from disputes.appearances.models.fedcase import FACTS, FIELDS, VARIOUS
from liaison.models import Committee, Unit

SHOWN = 100
"""Rows of each sort that the preview shows, and errors."""
ERRORS_KEPT = 5000
UNSEEN = "（无权查看）"
HEADINGS = NAMES | {
    "instance": "审级",
    "act": "行政行为种类（原文）",
    "judged_on": NAMES["closed_on"],
    "result": NAMES["closing"],
    "judgment": "结案方式（原文）",
    "litigants": "原告和第三人",
    "agencies": NAMES["defendants"],
    "committee": "所属委员会",
}
"""What is compared → how it is called."""


class Preview:
    """What a feed would bring, in figures and examples: the report of the check."""

    def __init__(self, user, committee):
        self.user, self.committee = user, committee
        self.counts = dict.fromkeys(KINDS, 0)
        self.rows = {NEW: [], CHANGED: [], CONFLICT: []}
        self.errors, self.seen, self.strange = [], [], Counter()
        self._units = {}

    def add(self, batch, seen):
        """Add a judged batch; ``seen`` is what tells it from another judgment."""
        self.seen.append(seen)
        room = {kind: SHOWN - len(rows) for kind, rows in self.rows.items()}
        shown = []
        for verdict in batch:
            self.counts[verdict.kind] += 1
            if len(self.errors) < ERRORS_KEPT:
                self.errors += [(verdict.row, *error) for error in verdict.errors]
            if verdict.kind in (NEW, CHANGED) and verdict.case.strange:
                self.strange[verdict.case.strange] += 1
            if room.get(verdict.kind, 0) > 0:
                room[verdict.kind] -= 1
                shown.append(verdict)
        visible = self._visible([verdict.found.pk for verdict in shown if verdict.found])
        for verdict in shown:
            self.rows[verdict.kind].append(self._line(verdict, visible))

    def _visible(self, found):
        """Which of the lawsuits the reader may see: of others no word is told."""
        if not found:
            return set()
        visible = Lawsuit.objects.visible_to(self.user).filter(pk__in=found)
        return set(visible.values_list("pk", flat=True))

    def _line(self, verdict, visible):
        case, found = verdict.case, verdict.found
        may_see = found is not None and found.pk in visible
        said = case.told() | case.aside | {"updated_on": case.updated_on}
        said["committee"] = self.committee.pk
        return {
            "row": verdict.row,
            "number": case.number,
            "found": found.pk if may_see else None,
            "litigants": self.said("litigants", case.litigants),
            "agencies": "、".join(unit.short_name for unit in case.agencies),
            "cause": case.fields["cause"],
            "status": case.status.label,
            "result": self.said("result", case.fields["result"]),
            "changes": list(self._changes(verdict, said, may_see)),
        }

    def _changes(self, verdict, said, may_see):
        """What differs, column by column; the words of an ending only where the result doesn't."""
        for name in verdict.changes:
            if name == "closing" and "result" in verdict.changes:
                continue
            yield {
                "column": HEADINGS[name],
                "old": self.said(name, verdict.was[name]) if may_see else UNSEEN,
                "new": self.said(name, said[name]),
            }

    def said(self, name, value):
        """A value as the preview shows it, natural persons masked."""
        if name == "litigants":
            rows = [Litigant(side=side, kind=kind, name=said) for side, kind, said in value]
            return "、".join(row.shown_name for row in rows)[:200] or "—"
        if name == "agencies":
            return "、".join(self._name_of(pk) for pk in value) or "—"
        if name == "committee":
            return str(Committee.objects.get(pk=value))
        model = Lawsuit if name in FIELDS else SuedAgency if name in FACTS else None
        choices = model and value != VARIOUS and model._meta.get_field(name).choices
        if choices:
            value = dict(choices).get(value, value)
        return in_words(value)[:200] or "—"

    def _name_of(self, pk):
        if pk not in self._units:
            self._units[pk] = str(Unit.objects.get(pk=pk))
        return self._units[pk]

    def as_report(self):
        return {
            "counts": self.counts,
            "rows": self.rows,
            "errors": self.errors[:SHOWN],
            "strange": self.strange.most_common(20),
            "seen": self.seen,
        }
