"""Forms of resolved items: the lead unit reports, the office judges."""

from django import forms

from liaison.uploads import UploadField
from meetings.forms.base import DatedForm
from meetings.models import ItemReport


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
