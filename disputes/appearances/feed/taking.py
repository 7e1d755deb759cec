"""The court's feed, checked and taken in: two long works, the second upon a person's word.

The first reads the whole file and says what it would bring; nothing is written. The second takes
its rows again, batch by batch, each in a transaction of its own, and writes a batch only if it
would still bring what was seen. A worker that is killed leaves whole batches; the next goes on
there. Rows that are wrong or at odds stay out; the others are taken in.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from disputes.appearances.feed.columns import ALIASES, HEADINGS, REQUIRED
from disputes.appearances.feed.preview import Preview
from disputes.appearances.feed.reading import (
    CHANGED,
    CONFLICT,
    NEW,
    UNCHANGED,
    WRONG,
    Reading,
    digest_of,
)
from disputes.appearances.models import Feed
from disputes.appearances.models.fedcase import link_earlier, put_right, take_in
from disputes.appearances.models.feed import courts_under, feeders, hold
from liaison import exports, registry, works
from liaison.models import Committee, LongWork, Unit, record
from liaison.tables import reading as tables
from liaison.tables import sheets
from liaison.works import Kind, Result

CHECK, TAKE = "appearances.check_feed", "appearances.take_feed"
STALE = "第{}行至第{}行预览以后有了变化，从这里起没有导入；请重新上传检查后再确认"
TITLE = "法院案件数据"


def hand_in(table, *, owner, court, committee):
    """Have a table of ``court`` checked in the background; return the work.

    Raises ValidationError when the owner has too many works open.
    """
    return works.begin(
        CHECK,
        owner=owner,
        title=f"法院数据检查：{table.name}",
        unit=court,
        arguments={"court": court.pk, "committee": committee.pk},
        source=table,
    )


def confirm(check):
    """Have what was checked taken in, as its owner has seen it; return the work."""
    return works.begin(
        TAKE,
        owner=check.owner,
        title=f"法院数据导入：{check.source_name}",
        unit=check.unit,
        arguments=check.arguments | {"check": check.pk},
    )


def parties_to(work):
    """The court and the committee of a work; raise ValidationError if the right has ended."""
    court = Unit.objects.get(pk=work.arguments["court"])
    if court not in feeders(work.owner):
        raise ValidationError("您没有导入法院数据的权限")
    committee = Committee.objects.select_related("starter", "office")
    return court, committee.get(pk=work.arguments["committee"])


class OfCourt(Kind):
    """What the two works have in common: they are read as long as the right lasts."""

    icon = "upload"

    def may_read(self, work, user):
        return work.arguments.get("court") in [court.pk for court in feeders(user)]

    def first_page(self, work):
        return reverse("appearances:feed"), "重新上传"


@registry.works.register
class Check(OfCourt):
    """法院数据检查: what a feed would bring; nothing is written."""

    code = CHECK
    label = "法院数据检查"

    def run(self, work, progress):
        court, committee = parties_to(work)
        reading, preview = Reading(court, committee), Preview(work.owner, committee)
        with tables.table_of(work, HEADINGS, REQUIRED, ALIASES) as table:
            for batch in reading.batches(table):
                reading.judge(batch)
                preview.add(batch, digest_of(batch))
                tables.tell(progress, table, batch[-1].row, "已检查")
        counts = preview.counts
        if not sum(counts.values()):
            raise ValidationError("表头下面没有案件的行")
        words = (
            f"新增{counts[NEW]}件，更新{counts[CHANGED]}件，相同{counts[UNCHANGED]}件，"
            f"冲突{counts[CONFLICT]}件，有问题{counts[WRONG]}行"
        )
        report = preview.as_report() | {"sha256": tables.digest_of(work)}
        result = Result(words, report=report, aside=table.name)
        if preview.errors:
            result.content, result.name = sheets.errors(preview.errors), "问题清单.xlsx"
            result.media_type = exports.MEDIA_TYPE
        return result

    def next_page(self, work):
        return reverse("appearances:feed_check", args=[work.pk]), "查看预览"


@registry.works.register
class Take(OfCourt):
    """法院数据导入: batch by batch, and only what was seen in the preview."""

    code = TAKE
    label = "法院数据导入"
    at_once = False

    def run(self, work, progress):
        court, committee = parties_to(work)
        check = LongWork.objects.get(pk=work.arguments["check"], owner=work.owner)
        named = {"name": check.source_name, "sha256": check.report.get("sha256", "")}
        whose = {"court": court, "committee": committee, "actor": work.owner}
        feed, _ = Feed.objects.get_or_create(work=work, defaults=named | whose)
        feed.committee, feed.actor, feed.court = committee, work.owner, court
        reading, courts = Reading(court, committee), courts_under(court, committee)
        with tables.rows_kept(check) as rows:
            batches = reading.batches(rows)
            for batch, seen in zip(batches, check.report["seen"], strict=True):
                if batch[-1].row > feed.last_row:
                    with transaction.atomic():
                        hold(courts)
                        reading.judge(batch)
                        if digest_of(batch) != seen:
                            raise ValidationError(STALE.format(batch[0].row, batch[-1].row))
                        write(batch, feed)
                        progress.hold()
                tables.tell(progress, rows, batch[-1].row, "已导入")
        words = said_of(feed)
        with transaction.atomic():
            link_earlier(feed)
            feed.is_whole = True
            feed.save()
            record(work.owner, "import", "导入法院数据", unit=court, note=f"{feed}：{words}")
            progress.hold()
        return Result(words, report={"feed": feed.pk})

    def next_page(self, work):
        return reverse("appearances:feed"), "查看导入记录"


def write(batch, feed):
    """Write what is new or changed of a batch; count all, and how far it has come."""
    sorts = {NEW: [], CHANGED: [], UNCHANGED: [], CONFLICT: [], WRONG: []}
    for verdict in batch:
        sorts[verdict.kind].append(verdict)
    if sorts[NEW]:
        take_in([(one.row, one.case) for one in sorts[NEW]], feed)
    if sorts[CHANGED]:
        put_right([(one.row, one.found, one.case, one.changes) for one in sorts[CHANGED]], feed)
    feed.created += len(sorts[NEW])
    feed.changed += len(sorts[CHANGED])
    feed.unchanged += len(sorts[UNCHANGED])
    feed.skipped += len(sorts[CONFLICT])
    feed.wrong += len(sorts[WRONG])
    feed.last_row = batch[-1].row
    feed.save()


def said_of(feed):
    """What came of a feed, in words."""
    words = f"新增{feed.created}件，更新{feed.changed}件，相同{feed.unchanged}件"
    for count, what in ((feed.skipped, "件冲突"), (feed.wrong, "行有问题")):
        words += f"，{count}{what}没有导入" if count else ""
    return words
