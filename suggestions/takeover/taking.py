"""Earlier suggestions, checked and taken in: two long works, the second upon a person's word.

The first reads table and files and says what they would bring; nothing is written. The second
takes them again, in one transaction, and writes only if that is still what was seen.
"""

from functools import partial

from django.core.exceptions import ValidationError
from django.urls import reverse

from liaison import access, exports, registry
from liaison.models import Committee, LongWork, Unit, record
from liaison.tables import sheets
from liaison.tables.reading import digest_of, rows_kept, table_of, tell
from liaison.works import Kind, Result
from suggestions.models import Takeover
from suggestions.models.takeover import PERM, hold_series, take_over
from suggestions.takeover.columns import HEADINGS, REQUIRED
from suggestions.takeover.enclosures import enclosures_of
from suggestions.takeover.preview import Preview
from suggestions.takeover.reading import CONFLICT, NEW, UNCHANGED, WRONG, Reading

CHECK, TAKE = "suggestions.check_takeover", "suggestions.take_over"
MOST_ROWS = 20_000
STALE = "预览以后，表格或者系统内的数据有了变化，没有导入；请重新检查后再确认"


def courts_of(user):
    """The courts for which ``user`` may take earlier suggestions in."""
    return [unit for unit in access.standing(user).units_with(PERM) if unit.kind == "court"]


def parties_to(work):
    """The court and the committee of a work; raise ValidationError if the right has ended."""
    court = Unit.objects.get(pk=work.arguments["court"])
    if court not in courts_of(work.owner):
        raise ValidationError("您没有导入以往司法建议的权限")
    return court, Committee.objects.get(pk=work.arguments["committee"])


def within(table):
    """The rows of a table, as long as there aren't too many for one transaction."""
    for count, row in enumerate(table, start=1):
        if count > MOST_ROWS:
            raise ValidationError(f"超过{MOST_ROWS}行，请拆分后分次导入", code="rows")
        yield row


class OfCourt(Kind):
    """What the two works have in common: they are read as long as the right lasts."""

    def may_read(self, work, user):
        return work.arguments.get("court") in [court.pk for court in courts_of(user)]

    def first_page(self, work):
        return reverse("suggestions:takeover"), "重新上传"


@registry.works.register
class Check(OfCourt):
    """以往司法建议检查: what table and files would bring; nothing is written."""

    code = CHECK
    label = "以往司法建议检查"
    icon = "upload"

    def run(self, work, progress):
        court, committee = parties_to(work)
        preview = Preview()
        with table_of(work, HEADINGS, REQUIRED) as table, enclosures_of(work) as enclosures:
            enclosures.judge(progress)
            reading = Reading(court, committee, enclosures)
            for batch in reading.verdicts(within(table)):
                preview.add(batch)
                tell(progress, table, batch[-1].last_row, "已检查")
        for error in reading.gap_errors():
            preview.add_error(error)
        if not sum(preview.letters.values()):
            raise ValidationError("表头下面没有司法建议的行")
        report = preview.as_report(enclosures.not_named()) | {
            "seen": reading.digest,
            "files": enclosures.judged,
            "sha256": digest_of(work),
        }
        result = Result(said_of_check(preview), report=report, aside=table.name)
        if preview.errors:
            result.content, result.name = sheets.errors(preview.errors), "问题清单.xlsx"
            result.media_type = exports.MEDIA_TYPE
        return result

    def next_page(self, work):
        return reverse("suggestions:takeover_check", args=[work.pk]), "查看预览"


def said_of_check(preview):
    letters = preview.letters
    return (
        f"新增{letters[NEW]}件，相同{letters[UNCHANGED]}件，冲突{letters[CONFLICT]}件，"
        f"有问题{len(preview.wrong_rows)}行"
    )


@registry.works.register
class Take(OfCourt):
    """以往司法建议导入: all of it or nothing, and only what was seen in the preview."""

    code = TAKE
    label = "以往司法建议导入"
    icon = "upload"

    def run(self, work, progress):
        court, committee = parties_to(work)
        check = LongWork.objects.get(pk=work.arguments["check"], owner=work.owner)
        takeover = Takeover.objects.create(
            name=check.source_name,
            sha256=check.report.get("sha256", ""),
            court=court,
            actor=work.owner,
        )
        hold_series(court)
        judged = check.report.get("files", {})
        with (
            rows_kept(check) as rows,
            enclosures_of(check, judged) as enclosures,
        ):
            reading = Reading(court, committee, enclosures)
            for batch in reading.verdicts(rows):
                write(batch, takeover, enclosures)
                tell(progress, rows, batch[-1].last_row, "已导入")
        if reading.digest != work.arguments["seen"]:
            raise ValidationError(STALE)
        takeover.save()
        words = said_of(takeover)
        record(work.owner, "import", "导入以往司法建议", unit=court, note=f"{takeover}：{words}")
        return Result(words, report={"takeover": takeover.pk})

    def next_page(self, work):
        return reverse("suggestions:takeover"), "查看导入记录"


def write(batch, takeover, enclosures):
    """Write what is new of a batch, and count; a row that is wrong ends it all."""
    if any(verdict.kind == WRONG for verdict in batch):
        raise ValidationError(STALE)
    new = [verdict.letter for verdict in batch if verdict.kind == NEW]
    take_over(new, takeover, partial(enclosures.keep, actor=takeover.actor))
    takeover.letters += len(new)
    takeover.problems += sum(len(letter.problems) for letter in new)
    takeover.answers += sum(len(letter.replies) for letter in new)
    takeover.files += sum(len(letter.files) for letter in new)
    takeover.unchanged += sum(verdict.kind == UNCHANGED for verdict in batch)
    takeover.skipped += sum(verdict.kind == CONFLICT for verdict in batch)


def said_of(takeover):
    words = (
        f"新增{takeover.letters}件，{takeover.problems}个问题，{takeover.answers}份答复，"
        f"{takeover.files}个附件；相同{takeover.unchanged}件"
    )
    return f"{words}，冲突{takeover.skipped}件没有导入" if takeover.skipped else words
