"""Forms of a topic: proposed, supplemented, screened."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import access
from liaison.days import check_day
from liaison.forms import OpeningForm, RowsMixin
from liaison.models import matter_models
from meetings.forms.base import DatedForm
from meetings.forms.rows import PaperRows
from meetings.models import AgendaItem, MeetingSeries


class ProposalFields(RowsMixin, forms.Form):
    """What a topic consists of, whether it is new or handed in again."""

    row_formsets = {"papers": PaperRows}
    row_labels = {"papers": "议题材料（上会时印入会议材料；最好是 PDF）"}

    title = forms.CharField(label="议题", max_length=120)
    kind = forms.ChoiceField(
        label="方式", choices=AgendaItem.Kind.choices, initial=AgendaItem.Kind.DELIBERATION
    )
    reason = forms.CharField(
        label="提请理由和建议",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="为什么要上会，希望会议议定什么",
    )
    presenter_post = forms.CharField(label="汇报人职务", max_length=60)
    presenter_name = forms.CharField(label="汇报人姓名", max_length=40, required=False)
    document_title = forms.CharField(
        label="文件名称", max_length=120, required=False, help_text="提请审议文件的，写文件全称"
    )
    minutes = forms.IntegerField(label="预计用时（分钟）", min_value=1, max_value=600, initial=10)
    linked = forms.CharField(
        label="关联事项编号",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="与本议题有关的争议、司法建议、议定事项等，一行一个编号",
    )

    def clean_linked(self):
        """The matters of these numbers that the actor may see; any other is unknown."""
        numbers = list(
            dict.fromkeys(filter(None, re.split(r"[\s、，,；;]+", self.cleaned_data["linked"])))
        )
        if not numbers:
            return []
        found = {
            matter.number: matter
            for model in matter_models()
            for matter in model.objects.visible_to(self.actor).filter(number__in=numbers)
        }
        if unknown := [number for number in numbers if number not in found]:
            raise ValidationError(f"没有查到编号：{'、'.join(unknown)}")
        return [found[number] for number in numbers]

    def is_valid(self):
        """Hand on the papers as files."""
        if not super().is_valid():
            return False
        papers = self.cleaned_data["papers"]
        self.cleaned_data["papers"] = [row["paper"] for row in papers if row["paper"]]
        return True


class ProposeForm(ProposalFields, OpeningForm):
    """提出议题: for a unit of the actor's, to a series of a committee that it belongs to."""

    perm = "meetings.propose_topic"
    field_order = ["initiator", "series", "on"]

    series = forms.ModelChoiceField(label="会议系列", queryset=MeetingSeries.objects.none())
    on = forms.DateField(label="提出日期")

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, actor=actor, **kwargs)
        units = access.standing(actor).units_with(self.perm)
        series = MeetingSeries.objects.open_to(units)
        self.fields["series"].queryset = series
        self.fields["on"].initial = timezone.localdate()
        if len(series) == 1:
            self.fields["series"].initial = series[0].pk

    def clean_on(self):
        check_day(self.cleaned_data["on"])
        return self.cleaned_data["on"]

    def clean(self):
        cleaned = super().clean()
        series, initiator = cleaned.get("series"), cleaned.get("initiator")
        if series and initiator:
            if not MeetingSeries.objects.open_to([initiator]).filter(pk=series.pk).exists():
                self.add_error("series", "这个单位不是该委员会的成员单位")
            cleaned["committee"] = series.committee
        return cleaned


class SupplementForm(ProposalFields, DatedForm):
    """补充后再报: everything that was proposed, ready to be changed; papers are added."""

    field_order = ["on"]

    def starting_values(self):
        return super().starting_values() | {
            name: getattr(self.matter, name) for name in self.matter.PROPOSAL
        }


class AcceptForm(DatedForm):
    """采纳议题."""

    comment = forms.CharField(
        label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class TurnedDownForm(DatedForm):
    """退回补充、不予采纳: the day, and why."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
