"""What the court's own system sends (法院案件数据): files that were taken in, and their rows."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from liaison import access
from liaison.bulk import write_new
from liaison.models import Membership, Role, Unit
from liaison.models.audit import AppendOnlyQuerySet

PERM = "appearances.add_feed"


class Feed(models.Model):
    """A file of the court's cases that was taken in (法院数据导入): by whom, and how far.

    A worker that is killed leaves whole batches, up to ``last_row``; the next goes on after it.
    """

    EDITED_BY = (Role.COURT_CLERK, Role.COURT_LEADER)

    name = models.CharField("文件", max_length=120)
    sha256 = models.CharField("校验码", max_length=64)
    court = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="法院")
    committee = models.ForeignKey("liaison.Committee", models.PROTECT, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人"
    )
    work = models.OneToOneField("liaison.LongWork", models.PROTECT, related_name="+")
    at = models.DateTimeField("导入时间", auto_now_add=True)
    last_row = models.PositiveIntegerField("导入到行", default=0)
    is_whole = models.BooleanField("全部导入", default=False)
    created = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("更新", default=0)
    unchanged = models.PositiveIntegerField("相同", default=0)
    skipped = models.PositiveIntegerField("冲突未导入", default=0)
    wrong = models.PositiveIntegerField("有问题未导入", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "法院数据导入"
        ordering = ["-id"]
        default_permissions = ("view", "add", "change")

    def __str__(self):
        return self.name


class FeedRow(models.Model):
    """A row of a feed as it came, beside the lawsuit that it made or changed (原始数据).

    Never changed and never deleted. The cells that name the litigants are left out: those
    names stand with the lawsuit alone. ``digest`` is of all that the row says of the case.
    """

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="rows")
    lawsuit = models.ForeignKey("appearances.Lawsuit", models.PROTECT, related_name="feed_rows")
    row = models.PositiveIntegerField("行")
    raw = models.JSONField("原始数据")
    digest = models.CharField(max_length=64)
    updated_on = models.DateField("更新时间", null=True)
    at = models.DateTimeField("导入时间", auto_now_add=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "法院数据原始行"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.feed} 第{self.row}行"

    def delete(self, *args, **kwargs):
        raise ValidationError("法院数据原始行不得删除")

    @classmethod
    def keep(cls, feed, rows):
        """Keep the rows (lawsuit, number, case) of one batch."""
        write_new(
            cls(
                feed=feed,
                lawsuit=lawsuit,
                row=number,
                raw=case.raw,
                digest=case.digest,
                updated_on=case.updated_on,
            )
            for lawsuit, number, case in rows
        )

    @classmethod
    def last_of(cls, lawsuits):
        """The last row of each of these lawsuits that came from a feed, by the lawsuit's id."""
        rows = cls._last(lawsuits).values_list("lawsuit_id", "digest", "updated_on")
        return {lawsuit: LastRow(*row) for lawsuit, *row in rows}

    @classmethod
    def raws_of(cls, lawsuits):
        """What those rows held, heading by heading, by the lawsuit's id."""
        return dict(cls._last(lawsuits).values_list("lawsuit_id", "raw"))

    @classmethod
    def _last(cls, lawsuits):
        rows = cls.objects.filter(lawsuit__in=lawsuits).order_by("lawsuit_id", "-id")
        return rows.distinct("lawsuit_id")


class LastRow(NamedTuple):
    """The row by which a feed spoke of a lawsuit last."""

    digest: str
    updated_on: date | None


def feeders(user):
    """The courts for which ``user`` may take a feed in."""
    return [unit for unit in access.standing(user).units_with(PERM) if unit.kind == "court"]


def courts_under(court, committee):
    """The courts whose cases ``court`` may bring into ``committee``: its own, and those below it.

    Not those below that sit in another committee, or sat there: they bring in their own, so that
    nobody above learns from a case number what is on the platform there.
    """
    below = models.Q(parent=court) | models.Q(parent__parent=court)
    elsewhere = Membership.objects.exclude(committee=committee).values("unit")
    own = models.Q(pk=court.pk)
    return Unit.objects.courts().filter(own | (below & ~models.Q(pk__in=elsewhere)))


def hold(courts):
    """Let nobody else register a case of these courts until the transaction ends."""
    held = Unit.objects.filter(pk__in=[court.pk for court in courts]).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))
