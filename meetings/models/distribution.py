"""To whom the minutes go (分送), and who has signed for them (签收)."""

import re
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from liaison import access
from liaison.days import check_day
from liaison.models import Role, Unit, User
from liaison.notices import publish
from liaison.transitions import transition
from meetings.models.series import member_units
from meetings.models.stages import OFFICE, Status, told

RECEIVE = "meetings.receive_jointmeeting"
EVERYBODY = "委员会各成员单位"
RECEIVERS = (
    *(Role.UNIT_CLERK, Role.UNIT_LEADER, Role.COURT_CLERK, Role.COURT_LEADER),
    *(Role.JUSTICE_CLERK, Role.CENTRE_CLERK),
)
_BETWEEN = re.compile(r"[、，,；;\n]+")


_SHOWN = {
    **{name: name for name in ("other", "received_on", "receiver_name", "urged_on")},
    "unit": "unit_id",
    "unit_name": "unit__name",
    "unit_short": "unit__short_name",
    "receiver": "receiver_id",
    "received_by": "receiver__name",
    "recorder": "recorder_id",
    "recorded_by": "recorder__name",
}


class MinutesCopyQuerySet(models.QuerySet):
    def outstanding(self):
        """Keep those nobody has signed for."""
        return self.filter(received_on__isnull=True)

    def in_system(self):
        """Keep those of units in which somebody can sign for them in the system."""
        return self.filter(unit__in=access.units_able(RECEIVE))

    def on_paper(self):
        """Keep those handed out on paper: to units in which nobody can, and to others by name."""
        return self.filter(Q(unit__isnull=True) | ~Q(unit__in=access.units_able(RECEIVE)))

    def as_rows(self):
        """All that a page shows of them, as an array in the query of the meeting itself."""
        return ArraySubquery(self.order_by("order").values_list(JSONObject(**_SHOWN)))


class MinutesCopy(models.Model):
    """One copy of the issued minutes (分送一份): a unit's, or of somebody outside, by name.

    Signed for in the system it has a ``receiver``; on paper, the name of whoever signed, and
    the person of the office who entered it.
    """

    minutes = models.ForeignKey(
        "meetings.Minutes", models.PROTECT, related_name="copies", verbose_name="会议纪要"
    )
    order = models.PositiveSmallIntegerField("次序")
    unit = models.ForeignKey(
        "liaison.Unit", models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )
    other = models.CharField("其他单位", max_length=60, blank=True)
    received_on = models.DateField("签收日期", null=True)
    receiver = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="签收人"
    )
    receiver_name = models.CharField("纸面签收人", max_length=40, blank=True)
    recorder = models.ForeignKey(
        "liaison.User", models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    urged_on = models.DateField("催签日期", null=True)

    objects = MinutesCopyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "纪要分送"
        ordering = ["order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["minutes", "unit"], name="one_copy_a_unit"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) ^ Q(other=""), name="a_copy_is_a_units_or_anothers"
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True, receiver__isnull=True, recorder__isnull=True)
                | Q(received_on__isnull=False, receiver__isnull=False, recorder__isnull=True)
                | Q(received_on__isnull=False, receiver__isnull=True, recorder__isnull=False),
                name="received_in_the_system_or_on_paper",
            ),
        ]

    def __str__(self):
        return self.other or str(self.unit)

    @classmethod
    def of_row(cls, row):
        """A copy as ``as_rows`` brought it, to be shown, not saved."""
        days = {
            name: row[name] and date.fromisoformat(row[name])
            for name in ("received_on", "urged_on")
        }
        return cls(
            other=row["other"],
            receiver_name=row["receiver_name"],
            unit=row["unit"]
            and Unit(pk=row["unit"], short_name=row["unit_short"], name=row["unit_name"]),
            receiver=row["receiver"] and User(pk=row["receiver"], name=row["received_by"]),
            recorder=row["recorder"] and User(pk=row["recorder"], name=row["recorded_by"]),
            **days,
        )

    @property
    def state(self):
        """Where it stands, in words."""
        if self.received_on is None:
            return "未签收"
        return "已签收" if self.receiver_id else "已纸面签收"


def names_in(text):
    """The names in a free list of recipients: 省高院、省检察院."""
    return list(dict.fromkeys(filter(None, map(str.strip, _BETWEEN.split(text)))))


def recipients(committee):
    """The units the minutes usually go to: every member but the office that issues them."""
    return [unit for unit in member_units(committee) if unit != committee.office]


def in_print(committee, units, others):
    """The line of the colophon: all members as one, or unit by unit; then the others."""
    everybody = {unit.pk for unit in recipients(committee)} == {unit.pk for unit in units}
    named = EVERYBODY if everybody and units else "、".join(unit.short_name for unit in units)
    return "，".join(filter(None, [named, "、".join(others)]))


def copies_out(meeting):
    """The copies of a meeting's minutes that nobody has signed for yet."""
    return MinutesCopy.objects.filter(minutes__meeting=meeting).outstanding()


def awaits_system(meeting):
    return told(meeting, "copies_in_system", copies_out(meeting).in_system)


def awaits_paper(meeting):
    return told(meeting, "copies_on_paper", copies_out(meeting).on_paper)


class DistributionSteps:
    """The steps by which issued minutes reach everybody they go to (分送、签收)."""

    def distribute(self, units, others):
        """Make out a copy for each; the caller issues the minutes in the same transaction.

        Raises ValidationError when they go to nobody, or to a unit that is no member.
        """
        members = {unit.pk for unit in recipients(self.committee)}
        if {unit.pk for unit in units} - members:
            raise ValidationError("只能分送给成员单位，其他单位请填在“其他分送单位”")
        if not units and not others:
            raise ValidationError("请选择分送单位")
        rows = [{"unit": unit} for unit in units] + [{"other": name} for name in others]
        MinutesCopy.objects.bulk_create(
            MinutesCopy(minutes=self.minutes, order=order, **row)
            for order, row in enumerate(rows, 1)
        )

    def receiving_units(self):
        """The member units that have not signed for their copy yet."""
        waiting = copies_out(self)
        return member_units(self.committee).filter(pk__in=waiting.values("unit"))

    @transition(
        source=[Status.ISSUED, Status.CLOSED],
        perm=RECEIVE,
        part="receive",
        roles=RECEIVERS,
        label="签收纪要",
        hint="本单位收到会议纪要，由任何一位经办人签收一次。",
    )
    def receive_minutes(self, *, actor):
        """Sign for the unit's copy of the minutes (签收); once done, the part in it is used up."""
        unit = access.acting_unit(actor, RECEIVE, self, "receive")
        copy = self.minutes.copies.outstanding().get(unit=unit)
        copy.receiver, copy.received_on = actor, timezone.localdate()
        copy.save()
        return str(unit)

    @transition(
        source=[Status.ISSUED, Status.CLOSED],
        perm="meetings.issue_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="登记纸面签收",
        tone="secondary",
        hint="只限没有人能在系统内签收的单位：纸质纪要送达后，登记谁在哪一天签收。",
        when=awaits_paper,
    )
    def record_delivery(self, *, actor, on, copy, name):
        """Enter who signed for a copy on paper (登记纸面签收), and when."""
        check_day(on, since=self.minutes.issued_on, after="印发日期")
        row = self.minutes.copies.outstanding().on_paper().filter(pk=copy.pk).first()
        if row is None:
            raise ValidationError(f"{copy}已经签收，或者有人能在系统内签收", code="in_system")
        row.received_on, row.receiver_name, row.recorder = on, name, actor
        row.save()
        return f"{row}：{name}"

    @transition(
        source=[Status.ISSUED, Status.CLOSED],
        perm="meetings.issue_jointmeeting",
        part="handle",
        roles=OFFICE,
        label="催签收",
        tone="secondary",
        hint="提醒还没有签收纪要的单位；一个单位一天催一次。",
        when=awaits_system,
    )
    def urge_delivery(self, *, actor):
        """Remind the units that have not signed for their copy (催签收), each once a day."""
        today = timezone.localdate()
        rows = self.minutes.copies.outstanding().in_system().exclude(urged_on=today)
        units = [row.unit for row in rows.select_related("unit")]
        if not units:
            raise ValidationError("没有签收的单位今天都已经催过")
        publish("meetings.delivery_urged", self, key=f"delivery:{today}", units=units)
        rows.update(urged_on=today)
        return "、".join(map(str, units))
