"""Taking earlier suggestions in (导入以往的司法建议): real ones, as far on as they had come."""

import re

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

from liaison import access
from liaison.bulk import write_columns, write_new
from liaison.clock import past
from liaison.models import AuditEntry, NumberSeries, Role, Unit
from liaison.models.desks import lay_out_new
from liaison.models.matters import searchable
from suggestions import deadlines as periods
from suggestions.models.addressees import Addressee, with_units
from suggestions.models.answers import Reply, ReplyItem
from suggestions.models.choices import ADOPTING
from suggestions.models.earlier import RECEIPT, REPLY_LETTER, kind_of_file
from suggestions.models.kinds import PROCEDURES
from suggestions.models.problems import Problem
from suggestions.models.suggestion import JudicialSuggestion

PERM = "suggestions.add_takeover"


class Takeover(models.Model):
    """A file of earlier suggestions that was taken in (导入记录): by whom, and what came of it."""

    EDITED_BY = (Role.COURT_CLERK, Role.COURT_LEADER)

    name = models.CharField("文件", max_length=120)
    sha256 = models.CharField("校验码", max_length=64)
    court = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="法院")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    at = models.DateTimeField("导入时间", auto_now_add=True)
    letters = models.PositiveIntegerField("建议书", default=0)
    problems = models.PositiveIntegerField("问题", default=0)
    answers = models.PositiveIntegerField("答复", default=0)
    files = models.PositiveIntegerField("附件", default=0)
    unchanged = models.PositiveIntegerField("相同", default=0)
    skipped = models.PositiveIntegerField("冲突未导入", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "以往司法建议导入"
        ordering = ["-id"]
        default_permissions = ("view", "add", "change")

    def __str__(self):
        return self.name


def own_number(court, number):
    """(year, number) of a number in the court's own series (延边法建〔2026〕3号); else None."""
    place = re.escape(court.place_name)
    found = re.fullmatch(rf"{place}法建〔(\d{{4}})〕([1-9]\d{{0,5}})号", number)
    return (int(found[1]), int(found[2])) if place and found else None


def hold_series(court):
    """Let nobody draw a number of the court, or take another file in, until the end."""
    series = NumberSeries.objects
    series.hold(court, JudicialSuggestion.SERIES, timezone.localdate().year)
    all_years = series.filter(issuer=court, name=JudicialSuggestion.SERIES).order_by("year")
    list(all_years.select_for_update())


def gaps(court, given):
    """Year → (numbers that are lacking, the first after them) where a series would have a gap.

    ``given`` is year → the numbers in a file. Of a year in which the system draws numbers, or has
    drawn some, the file must go on where the series ends; of other years what was lost is lost.
    """
    drawn = JudicialSuggestion.objects.filter(initiator=court, taken_over_on=None)
    numbers = drawn.exclude(number="").values_list("number", flat=True)
    used = {found[0] for number in numbers if (found := own_number(court, number))}
    used.add(timezone.localdate().year)
    series = NumberSeries.objects.filter(issuer=court, name=JudicialSuggestion.SERIES)
    last = dict(series.values_list("year", "last"))
    found = {}
    for year in used & given.keys():
        missing = sorted(set(range(last.get(year, 0) + 1, max(given[year]))) - set(given[year]))
        if missing:
            found[year] = missing, min(each for each in given[year] if each > missing[0])
    return found


def take_over(letters, takeover, keep):
    """Write earlier suggestions (导入) with all that hangs on them, each audited, all at once.

    Nobody is told of it. ``keep`` attaches a file by its name: (matter, name, kind) → Attachment.
    What the letters say is not checked here. Raises PermissionDenied without the right.
    """
    if not access.may_open(takeover.actor, PERM, takeover.court):
        raise PermissionDenied("您没有导入以往司法建议的权限")
    if not letters:
        return
    matters = [letter.matter for letter in letters]
    for matter in matters:
        matter.created_by = takeover.actor
    JudicialSuggestion.objects.bulk_create(matters)
    Problem.objects.bulk_create(problem for letter in letters for problem in letter.problems)
    for letter in letters:
        _keep_files(letter, keep)
    sides = [side for letter in letters for side in letter.sides]
    for side in sides:
        side.addressee.adopts = any(item.response in ADOPTING for item in side.items.values())
    rules = past.Rules()
    clocks = past.write(list(_clocks(sides, rules)), takeover.actor, rules)
    for side, clock in zip(sides, clocks, strict=True):
        side.addressee.clock = clock
    Addressee.objects.bulk_create(side.addressee for side in sides)
    _write_answers([side for side in sides if side.reply], takeover.actor)
    _settle_all(matters)
    _pass_over_numbers(takeover.court, matters)
    _record(letters, takeover)


def _keep_files(letter, keep):
    """Attach the files; a unit's reply and its receipt of service are told by their names."""
    for side, name in letter.files:
        kind = kind_of_file(name)
        kept = keep(letter.matter, name, kind)
        if kind == REPLY_LETTER and side.reply and side.reply.letter is None:
            side.reply.letter = kept
        if kind == RECEIPT and side.addressee.receipt is None:
            side.addressee.receipt = kept


def _write_answers(sides, actor):
    for side in sides:
        side.reply.actor = actor
    Reply.objects.bulk_create(side.reply for side in sides)
    ReplyItem.objects.bulk_create(item for side in sides for item in side.items.values())


def _clocks(sides, rules):
    """The clocks for the answers: by the rule of the day of service, else by the one for before."""
    for side in sides:
        row, matter = side.addressee, side.addressee.matter
        code = PROCEDURES[matter.kind].rule
        yield past.Past(
            matter=matter,
            code=code if rules.in_force(code, row.served_on) else periods.EARLIER,
            on=row.served_on,
            until=matter.reply_by,
            met_on=row.replied_on,
            responsible=row.unit,
            asker=matter.initiator,
            name="书面答复司法建议",
            ref=row.ref,
        )


def _settle_all(matters):
    """Say of each whose turn it is, what it is found by, who sees it, and on whose desk it lies."""
    models.prefetch_related_objects(matters, with_units(), "copies", "problems")
    for matter in matters:
        if matter.is_open:
            matter.pass_on()
        matter.search_text = searchable(matter.search_words())
    write_columns(matters, ["search_text", "holder_id", "due_on", "due_provisional"])
    access.sync_all(matters)
    lay_out_new(matter for matter in matters if matter.is_open)


def _pass_over_numbers(court, matters):
    """Keep numbers that were given before from being drawn again."""
    last = {}
    for matter in matters:
        if found := own_number(court, matter.number):
            last[found[0]] = max(last.get(found[0], 0), found[1])
    for year, number in last.items():
        NumberSeries.objects.pass_over(court, JudicialSuggestion.SERIES, year, number)


def _record(letters, takeover):
    write_new(
        AuditEntry(
            matter=letter.matter,
            actor=takeover.actor,
            unit=takeover.court,
            action="take_over",
            label="由以往档案导入",
            after=letter.matter.status,
            note=f"{takeover.name} 第{letter.row}行",
        )
        for letter in letters
    )
