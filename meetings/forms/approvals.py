"""Forms in which an agenda is approved: by a co-chair's unit, or on paper."""

from django import forms

from liaison.models import Seat, Unit
from liaison.uploads import UploadField
from meetings.forms.base import DatedForm


class AgreeAgendaForm(DatedForm):
    """同意议程."""

    comment = forms.CharField(
        label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReturnAgendaForm(DatedForm):
    """退回议程: what is to be changed."""

    reason = forms.CharField(
        label="修改意见", max_length=300, widget=forms.Textarea(attrs={"rows": 4})
    )


class PaperApprovalForm(DatedForm):
    """登记纸质审定: which unit, who approved and when, and the scan of the signed page."""

    unit = forms.ModelChoiceField(label="审定单位", queryset=Unit.objects.none())
    post = forms.CharField(label="审定人职务", max_length=60)
    name = forms.CharField(label="审定人姓名", max_length=40)
    scan = UploadField(label="签字页扫描件", help_text="PDF 或图片，不超过 20 MB")
    comment = forms.CharField(
        label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["unit", "on", "post", "name", "scan", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.matter.approvals_on_paper()
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=asked.values("unit"))

    def starting_values(self):
        units = [row.unit_id for row in self.matter.approvals_on_paper()]
        if len(units) != 1:
            return super().starting_values()
        seats = self.matter.committee.seats.current().filter(kind=Seat.Kind.CO_CHAIR, unit=units[0])
        titles = list(seats.values_list("title", flat=True))
        post = titles[0] if len(titles) == 1 else ""
        return super().starting_values() | {"unit": units[0], "post": post}
