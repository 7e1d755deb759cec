"""Urging (督办): letters by tier for what was resolved and is not done in time."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from liaison import registry
from liaison.days import check_day
from liaison.models import Seat
from liaison.notices import publish
from liaison.transitions import transition
from liaison.workdays import ONE_DAY
from meetings.models.stages import OFFICE


class UrgingQuerySet(models.QuerySet):
    def highest(self):
        """The tier that was reached; 0 where nobody has been urged."""
        return self.aggregate(highest=models.Max("tier"))["highest"] or 0


class Urging(models.Model):
    """One letter in which the office urges a lead unit (督办函), by tier.

    Reminding goes to the unit itself; urging to those who lead it. The units that assist get a
    copy of each letter; at the last tier the unit above it and the committee's co-chairs do too,
    who then see the item.
    """

    class Tier(models.IntegerChoices):
        REMINDER = 1, "提醒函"
        URGING = 2, "督办函"
        COPIED = 3, "督办通报"

    item = models.ForeignKey(
        "meetings.ResolvedItem", models.PROTECT, related_name="urgings", verbose_name="议定事项"
    )
    tier = models.PositiveSmallIntegerField("档次", choices=Tier.choices)
    number = models.CharField("文号", max_length=60)
    on = models.DateField("发出日期")
    answer_by = models.DateField("要求报告日期")
    requirement = models.CharField("督办要求", max_length=500, blank=True)
    actor = models.ForeignKey(
        "liaison.User", models.PROTECT, related_name="+", verbose_name="经办人"
    )
    copied = models.ManyToManyField(
        "liaison.Unit", blank=True, related_name="+", verbose_name="抄送单位"
    )

    objects = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办"
        ordering = ["tier", "id"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_tier_display()} {self.number}"


def may_be_urged(item):
    """Whether the item's day has passed, and that by which the last letter asked for a report."""
    today = timezone.localdate()
    late = item.due_on is not None and item.due_on < today
    return late and not item.urgings.filter(answer_by__gte=today).exists()


class UrgingSteps:
    """The step in which the office urges the lead unit of a resolved item (督办)."""

    @transition(
        source=["open"],
        perm="meetings.verify_resolveditem",
        part="handle",
        roles=OFFICE,
        label="督办",
        hint="逾期后逐档督办：先提醒函，再督办函，最后通报，抄送其上级和各主任单位；上一封函要求报告的日期过后再发下一封。",
        when=may_be_urged,
    )
    def urge(self, *, actor, on, answer_by, tier, requirement=""):
        """Urge the lead unit by a numbered letter of ``tier`` (督办); no tier is left out.

        Each letter gives a day to report by; the next goes out when that has passed.
        """
        check_day(on, *self.urged_since())
        if answer_by < on:
            raise ValidationError({"answer_by": "应在发出日期之后"})
        highest = self.urgings.highest()
        if not max(highest, 1) <= tier <= highest + 1 or tier not in Urging.Tier.values:
            raise ValidationError({"tier": "督办应当逐档进行"})
        series = self.meeting.series
        urging = self.urgings.create(
            tier=tier,
            number=series.take_number(f"{series.number_prefix}督", on.year),
            on=on,
            answer_by=answer_by,
            requirement=requirement,
            actor=actor,
        )
        urging.copied.set(self.copied_on(tier))
        registry.papers["resolved-item-urging"].of(urging).issue(self, actor)
        what = urging.get_tier_display()
        publish("meetings.item_urged", self, key=f"urged:{urging.pk}", tier=tier, what=what)
        return f"{what}，{urging.number}"

    def urged_since(self):
        """The day before which no letter can have gone out, and what happened on it."""
        if last := self.urgings.last():
            return last.answer_by + ONE_DAY, f"{last.number}要求报告日期的次日"
        return self.due_on, "办结期限"

    def copied_on(self, tier):
        """Who gets a copy of a letter of ``tier``: those that assist; at last those above too."""
        units = list(self.assisting.all())
        if tier == Urging.Tier.COPIED:
            seats = self.committee.seats.current().filter(kind=Seat.Kind.CO_CHAIR)
            chairs = [seat.unit for seat in seats.select_related("unit").order_by("pk")]
            units += [unit for unit in (self.lead.parent, *chairs) if unit]
        return [unit for unit in dict.fromkeys(units) if unit != self.lead]

    def urged_units(self):
        """The units that had a copy of a letter: they see the item from then on."""
        return [unit for urging in self.urgings.all() for unit in urging.copied.all()]
