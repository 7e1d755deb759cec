"""The form of urging: whom, of which tier, by when to answer, and what is asked for besides."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import access, workdays
from liaison.clock.calendars import in_force
from liaison.days import check_day
from suggestions.forms.fields import AddresseeMixin, DatedForm, day, text
from suggestions.models.preparing import perm
from suggestions.models.urging import RUNGS, Tier, check_answer_by


class UrgeForm(AddresseeMixin, DatedForm):
    """督促答复: the tier reached once more, or the next; of several addressees each has its own."""

    field_order = ["tier", "on", "answer_by", "requirement"]

    tier = forms.TypedChoiceField(label="档次", coerce=int, widget=forms.RadioSelect)
    on = day("发出日期")
    answer_by = day("要求答复日期", help_text="发出之日起六十日以内；过了这一天才能再发下一封")
    requirement = text(
        "督促要求", 500, rows=3, required=False, help_text="印在函里；没有另外的要求可以不写"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.open = {row: self.matter.tiers_open(row) for row in self.rows}
        tiers = sorted({tier for tiers in self.open.values() for tier in tiers})
        self.fields["tier"].choices = [(tier, self.named(tier)) for tier in tiers]
        if len(self.rows) == 1:
            self.fields["tier"].initial = tiers[-1]
        else:
            self.fields["tier"].help_text = "；".join(
                f"{row}可发第{'、'.join(map(str, tiers))}档" for row, tiers in self.open.items()
            )

    def concerns(self, row):
        return row in self.matter.to_urge()

    def named(self, tier):
        """A tier in the list: 第2档 督促函：致分管负责人."""
        whom = Tier(tier).label
        if tier == Tier.COORDINATOR:
            unit = access.acting_unit(self.actor, perm("urge"), self.matter, "urge")
            others = self.matter.copied_on(tier, None, unit)
            whom = f"{Tier.HEAD.label}，抄送{'、'.join(map(str, others))}"
        return f"第{tier}档 {RUNGS[tier].letter}：致{whom}"

    def starting_values(self):
        today = timezone.localdate()
        week = workdays.roll_forward(workdays.shifted(today, 7), in_force(today))
        return super().starting_values() | {"answer_by": week}

    def clean(self):
        cleaned = super().clean()
        row, on, answer_by = (cleaned.get(name) for name in ("addressee", "on", "answer_by"))
        if row and cleaned.get("tier") and cleaned["tier"] not in self.open[row]:
            tiers = "、".join(map(str, self.open[row]))
            self.add_error("tier", f"对{row}应当逐档督促，现在可发第{tiers}档")
        if row and on:
            self._hold("on", check_day, on, *self.matter.urged_since(row))
        if on and answer_by:
            self._hold(None, check_answer_by, on, answer_by)
        return cleaned

    def _hold(self, name, check, *given):
        try:
            check(*given)
        except ValidationError as error:
            self.add_error(name, error)
