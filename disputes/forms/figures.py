"""What the page of figures is asked for: a span of days, a centre."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from disputes.models import committees_of
from liaison import access
from liaison.metrics import Span
from liaison.models import Centre


class SpanForm(forms.Form):
    """统计期间: this year up to today unless told; at most ten years."""

    first = forms.DateField(label="从", required=False)
    last = forms.DateField(label="到", required=False)
    centre = forms.ModelChoiceField(
        label="化解中心", queryset=Centre.objects.none(), required=False, empty_label="全部中心"
    )

    def __init__(self, data, *, reader):
        today = timezone.localdate()
        given = {"first": today.replace(month=1, day=1), "last": today}
        super().__init__(data or None, initial=given)
        units = access.standing(reader).units
        pks = [unit.pk for unit in units]
        committees = committees_of(pks) | committees_of(pks).model.objects.filter(office__in=pks)
        self.fields["centre"].queryset = Centre.objects.filter(
            committee__in=committees.values("pk")
        ).select_related("unit")

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "结束日期不能早于开始日期")
        elif first and last and last - first > timedelta(days=3660):
            self.add_error("first", "一次最多统计十年")
        return cleaned

    @property
    def span(self):
        """The span asked for; what is missing or wrong is replaced by this year up to today."""
        given = self.initial | {
            name: value
            for name, value in getattr(self, "cleaned_data", {}).items()
            if isinstance(value, date)
        }
        return Span(given["first"], max(given["first"], given["last"]))
