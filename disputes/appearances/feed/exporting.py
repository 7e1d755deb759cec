"""Lawsuits, sent out as a feed (导出法院数据): what the reader may see, in the same columns."""

from itertools import islice

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.dateparse import parse_date

from disputes.appearances.feed import sheets
from disputes.appearances.feed.columns import HEADINGS
from disputes.appearances.models import FeedRow, Lawsuit
from liaison import access, exports, registry
from liaison.models import Role, record
from liaison.works import Kind, Result

EXPORT = "appearances.export_feed"
BATCH = 500
READERS = frozenset(
    {
        *(Role.COURT_CLERK, Role.COURT_LEADER, Role.OFFICE_CLERK, Role.OFFICE_LEADER),
        *(Role.UNIT_CLERK, Role.UNIT_LEADER, Role.JUSTICE_CLERK),
    }
)
"""Who has lawsuits to read."""


def may_export(user):
    """Say whether ``user`` may have lawsuits sent out as a feed: those that they may see."""
    return any(post.role in READERS for post in access.standing(user).posts)


def visible_between(user, since, until):
    """The lawsuits that ``user`` may see, filed within these days, with all that a line says."""
    found = Lawsuit.objects.visible_to(user)
    if since:
        found = found.filter(filed_on__gte=since)
    if until:
        found = found.filter(filed_on__lte=until)
    later = Lawsuit.objects.visible_to(user).order_by("id")
    related = ("initiator", "litigants", "agencies__unit", Prefetch("later", later))
    return found.order_by("filed_on", "id").prefetch_related(*related)


def lines(found, user, progress, total):
    """Yield the lines of a feed, batch by batch; nobody holds them all in memory."""
    done, rows = 0, found.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        raws = FeedRow.raws_of(batch)
        for lawsuit in batch:
            yield sheets.line_of(lawsuit, raws.get(lawsuit.pk), lawsuit.may_read_names(user))
        done += len(batch)
        progress.step(done, total, f"已导出{done}件")


@registry.works.register
class Export(Kind):
    """法院数据导出: natural persons in full only where the reader may read their names."""

    code = EXPORT
    label = "法院数据导出"
    icon = "file-download"

    def run(self, work, progress):
        span = [parse_date(work.arguments.get(name) or "") for name in ("since", "until")]
        found = visible_between(work.owner, *span)
        total = found.count()
        if not total:
            raise ValidationError("没有您可以查看的案件，请调整立案日期")
        rows = lines(found, work.owner, progress, total)
        content = exports.workbook(sheets.SHEET, HEADINGS, rows, ceiling=exports.SHEET_CEILING)
        words = f"共{total}件"
        if total > exports.SHEET_CEILING:
            words += f"，只导出了前{exports.SHEET_CEILING}件，请按立案日期分次导出"
        record(work.owner, "export", "导出法院数据", unit=work.unit, note=words)
        name = f"{sheets.SHEET}.xlsx"
        report = {"groups": access.group_ids(work.owner)}
        return Result(words, content, name, media_type=exports.MEDIA_TYPE, report=report)

    def may_read(self, work, user):
        """Whoever has left a unit no longer reads what it let them see."""
        return set(work.report.get("groups", ())) <= set(access.group_ids(user))
