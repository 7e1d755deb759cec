"""Forms of resolved items: the lead unit reports, the office judges."""

from django import forms
from django.utils import timezone

from liaison import workdays
from liaison.uploads import UploadField
from meetings.forms.base import DatedForm
from meetings.models import ItemReport, Urging


class ReportForm(DatedForm):
    """报办理情况: progress at any time; completion with its proof."""

    kind = forms.ChoiceField(
        label="报告类别", choices=ItemReport.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="办理情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    proof = UploadField(label="佐证材料", required=False)

    def since(self):
        return self.matter.meeting.held_on, "会议召开日期"

    def clean(self):
        cleaned = super().clean()
        done = cleaned.get("kind") == ItemReport.Kind.COMPLETION
        if done and "proof" in cleaned and not cleaned["proof"]:
            self.add_error("proof", "报办结须附佐证材料")
        return cleaned


class JudgingForm(DatedForm):
    """What the office finds of the last report of completion."""

    def since(self):
        report = self.matter.reports.filter(kind=ItemReport.Kind.COMPLETION).last()
        return report.on, "报办结日期"


class VerifyForm(JudgingForm):
    """核验办结."""

    comment = forms.CharField(
        label="核验意见", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReturnReportForm(JudgingForm):
    """退回续办: why what was reported does not do."""

    reason = forms.CharField(
        label="退回理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class UrgeForm(DatedForm):
    """督办: of which tier, by when to report, and what is asked for besides."""

    field_order = ["tier", "on", "answer_by", "requirement"]

    tier = forms.TypedChoiceField(label="档次", coerce=int, widget=forms.RadioSelect)
    on = forms.DateField(label="发出日期")
    answer_by = forms.DateField(label="要求报告日期")
    requirement = forms.CharField(
        label="督办要求",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="印在函里；没有另外的要求可以不写",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        highest = self.matter.urgings.highest()
        tiers = range(max(highest, 1), min(highest + 1, max(Urging.Tier)) + 1)
        choices = [(tier, Urging.Tier(tier).label) for tier in tiers]
        self.fields["tier"].choices = choices
        self.fields["tier"].initial = choices[-1][0]

    def since(self):
        return self.matter.urged_since()

    def starting_values(self):
        week = workdays.shifted(timezone.localdate(), 7)
        return super().starting_values() | {"answer_by": week}

    def clean(self):
        cleaned = super().clean()
        on, answer_by = cleaned.get("on"), cleaned.get("answer_by")
        if on and answer_by and answer_by < on:
            self.add_error("answer_by", "应在发出日期之后")
        return cleaned
