"""Old registers, taken in (历史登记的检查和导入): two long works, the second upon a person's word.

The first reads the whole file and says what it would change; nothing is written. The second takes
its rows again, in one transaction, and writes only if they would still change what was seen.
"""

from django.core.exceptions import ValidationError
from django.urls import reverse

from disputes.models import Dispute, OldRegister
from disputes.models.oldregister import centres_of, hold, put_right, take_in
from disputes.oldregister.columns import COLUMNS, HEADINGS, NAMES, REQUIRED
from disputes.oldregister.reading import (
    CHANGED,
    CONFLICT,
    NEW,
    UNCHANGED,
    WRONG,
    Reading,
)
from liaison import access, exports, registry
from liaison.models import LongWork, record
from liaison.tables import sheets
from liaison.tables.reading import digest_of, rows_kept, table_of, tell
from liaison.works import Kind, Result

CHECK, TAKE = "disputes.check_register", "disputes.take_register"
PERM = "disputes.add_oldregister"
SHOWN = 100
"""Rows of each sort that the preview shows, and errors."""
ERRORS_KEPT = 5000
STALE = "预览以后，登记或者系统内的数据有了变化，没有导入；请重新检查后再确认"


def acting_unit(user):
    """The unit for which ``user`` takes registers in; raise ValidationError if there is none."""
    units = access.standing(user).units_with(PERM)
    if not units:
        raise ValidationError("您没有导入历史登记的权限")
    return units[0]


class Preview:
    """What a register would change, in figures and examples: the report of the check."""

    def __init__(self, user):
        self.user = user
        self.counts = dict.fromkeys((NEW, CHANGED, UNCHANGED, CONFLICT, WRONG), 0)
        self.rows = {kind: [] for kind in (NEW, CHANGED, CONFLICT)}
        self.errors = []

    def add(self, batch):
        shown = [verdict for verdict in batch if self._is_shown(verdict)]
        seen = self._seen([verdict.found.pk for verdict in shown if verdict.found])
        for verdict in batch:
            self.counts[verdict.kind] += 1
            if len(self.errors) < ERRORS_KEPT:
                self.errors += [(verdict.row, *error) for error in verdict.errors]
        for verdict in shown:
            if len(self.rows[verdict.kind]) < SHOWN:
                self.rows[verdict.kind].append(self._line(verdict, seen))

    def _is_shown(self, verdict):
        return verdict.kind in self.rows and len(self.rows[verdict.kind]) < SHOWN

    def _seen(self, found):
        """Which of the disputes the reader may see: of others no word is told."""
        if not found:
            return set()
        visible = Dispute.objects.visible_to(self.user).filter(pk__in=found)
        return set(visible.values_list("pk", flat=True))

    def _line(self, verdict, seen):
        wanted, found = verdict.wanted, verdict.found
        return {
            "row": verdict.row,
            "number": wanted.number,
            "applicants": "、".join(party.shown_name for party in verdict.parties),
            "respondent": str(wanted.respondent),
            "result": COLUMNS["outcome"].export(wanted),
            "ended_on": f"{wanted.ended_on:%Y-%m-%d}",
            "changes": [
                {
                    "column": NAMES[name],
                    "old": said(found, name) if found.pk in seen else "（无权查看）",
                    "new": said(wanted, name, verdict.parties),
                }
                for name in verdict.changes
                if name in NAMES
            ],
        }

    def as_report(self):
        return {
            "counts": self.counts,
            "rows": self.rows,
            "errors": self.errors[:SHOWN],
        }


def said(dispute, name, parties=None):
    """A value as the preview shows it, natural persons masked."""
    if name == "parties":
        parties = dispute.parties.all() if parties is None else parties
        return "、".join(party.shown_name for party in parties) or "—"
    column = COLUMNS[name.removesuffix("_id")]
    return str(column.export(dispute) or "—")[:200]


@registry.works.register
class Check(Kind):
    """历史登记检查: what a register would change; nothing is written."""

    code = CHECK
    label = "历史登记检查"

    def run(self, work, progress):
        acting_unit(work.owner)
        reading, preview = Reading(work.owner), Preview(work.owner)
        with table_of(work, HEADINGS, REQUIRED) as table:
            for batch in reading.verdicts(table):
                preview.add(batch)
                tell(progress, table, batch[-1].row, "已检查")
        counts = preview.counts
        if not sum(counts.values()):
            raise ValidationError("表头下面没有登记的行")
        words = (
            f"新增{counts[NEW]}件，更正{counts[CHANGED]}件，相同{counts[UNCHANGED]}件，"
            f"冲突{counts[CONFLICT]}件，有问题{counts[WRONG]}行"
        )
        report = preview.as_report() | {"seen": reading.digest, "sha256": digest_of(work)}
        result = Result(words, report=report, aside=table.name)
        if preview.errors:
            result.content, result.name = sheets.errors(preview.errors), "问题清单.xlsx"
            result.media_type = exports.MEDIA_TYPE
        return result

    def may_read(self, work, user):
        return bool(access.standing(user).units_with(PERM))

    def next_page(self, work):
        return reverse("admin:disputes_oldregister_check", args=[work.pk]), "查看预览"

    def first_page(self, work):
        return reverse("admin:disputes_oldregister_import"), "重新上传"


@registry.works.register
class Take(Kind):
    """历史登记导入: all of it or nothing, and only what was seen in the preview."""

    code = TAKE
    label = "历史登记导入"

    def run(self, work, progress):
        check = LongWork.objects.get(pk=work.arguments["check"], owner=work.owner)
        register = OldRegister.objects.create(
            name=check.source_name,
            sha256=check.report.get("sha256", ""),
            unit=acting_unit(work.owner),
            imported_by=work.owner,
        )
        hold(centres_of(work.owner))
        reading = Reading(work.owner)
        with rows_kept(check) as rows:
            for batch in reading.verdicts(rows):
                write(batch, register)
                tell(progress, rows, batch[-1].row, "已导入")
        if reading.digest != work.arguments["seen"]:
            raise ValidationError(STALE)
        register.save()
        words = f"新增{register.created}件，更正{register.changed}件，相同{register.unchanged}件"
        if register.skipped:
            words += f"，冲突{register.skipped}件没有导入"
        record(
            work.owner, "import", "导入历史登记", unit=register.unit, note=f"{register}：{words}"
        )
        return Result(words, report={"register": register.pk})

    def may_read(self, work, user):
        return bool(access.standing(user).units_with(PERM))

    def next_page(self, work):
        return reverse("admin:disputes_oldregister_changelist"), "查看导入记录"

    def first_page(self, work):
        return reverse("admin:disputes_oldregister_import"), "重新上传"


def write(batch, register):
    """Write what is new or changed of a batch, and count; a row that is wrong ends it all."""
    if any(verdict.errors for verdict in batch):
        raise ValidationError(STALE)
    sorts = {kind: [verdict for verdict in batch if verdict.kind == kind] for kind in KINDS}
    take_in([(one.row, one.wanted, one.parties) for one in sorts[NEW]], register)
    put_right(
        [
            (one.row, one.found, one.wanted, one.parties if "parties" in one.changes else None)
            for one in sorts[CHANGED]
        ],
        register,
    )
    register.created += len(sorts[NEW])
    register.changed += len(sorts[CHANGED])
    register.unchanged += len(sorts[UNCHANGED])
    register.skipped += len(sorts[CONFLICT])


KINDS = (NEW, CHANGED, UNCHANGED, CONFLICT)
