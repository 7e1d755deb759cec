"""What a table of earlier suggestions would bring (预览): figures, examples, what is wrong."""

from suggestions.takeover.reading import CONFLICT, NEW, UNCHANGED, WRONG

SHOWN = 100
"""Letters of each sort that the preview shows, and errors, and files."""
ERRORS_KEPT = 5000


class Preview:
    """The report of the check."""

    def __init__(self):
        self.letters = dict.fromkeys((NEW, UNCHANGED, CONFLICT, WRONG), 0)
        self.new = dict.fromkeys(("problems", "answers", "files", "undated", "owing"), 0)
        self.rows = {NEW: [], CONFLICT: []}
        self.errors, self.wrong_rows = [], set()

    def add(self, batch):
        for verdict in batch:
            self.letters[verdict.kind] += 1
            for error in verdict.errors:
                self.add_error(error)
            if verdict.kind == NEW:
                self._count(verdict.letter)
            if len(self.rows.get(verdict.kind, range(SHOWN))) < SHOWN:
                self.rows[verdict.kind].append(line_of(verdict))

    def add_error(self, error):
        self.wrong_rows.add(error[0])
        if len(self.errors) < ERRORS_KEPT:
            self.errors.append(error)

    def _count(self, letter):
        self.new["problems"] += len(letter.problems)
        self.new["answers"] += len(letter.replies)
        self.new["files"] += len(letter.files)
        self.new["undated"] += any(side.is_undated for side in letter.sides)
        self.new["owing"] += len(letter.replies) < len(letter.sides)

    def as_report(self, not_named):
        return {
            "letters": self.letters,
            "new": self.new,
            "wrong_rows": len(self.wrong_rows),
            "rows": self.rows,
            "errors": self.errors[:SHOWN],
            "not_named": not_named[:SHOWN],
            "not_named_count": len(not_named),
        }


def line_of(verdict):
    """A letter as the preview shows it."""
    letter = verdict.letter
    matter = letter.matter
    return {
        "row": verdict.row,
        "number": verdict.number,
        "title": matter.title,
        "units": "、".join(str(side.addressee.unit) for side in letter.sides),
        "signed_on": f"{matter.signed_on:%Y-%m-%d}",
        "problems": len(letter.problems),
        "answered": answered_in_words(letter),
        "status": matter.get_status_display(),
        "outcome": matter.get_outcome_display(),
        "files": len(letter.files),
        "found": verdict.found.pk if verdict.found else None,
        "is_taken_over": bool(verdict.found and verdict.found.taken_over_on),
        "changes": verdict.changes,
    }


def answered_in_words(letter):
    answered, units = len(letter.replies), len(letter.sides)
    if units > 1 and 0 < answered < units:
        return f"{units}个单位中{answered}个已答复"
    return "已答复" if answered else "没有答复"
