"""What the page of figures is asked for: a span of days, a centre."""

from django import forms

from disputes.models import committees_of
from liaison import access
from liaison.forms import SpanForm
from liaison.models import Centre


class FiguresForm(SpanForm):
    """统计期间, of one centre or of all that the reader follows."""

    centre = forms.ModelChoiceField(
        label="化解中心", queryset=Centre.objects.none(), required=False, empty_label="全部中心"
    )

    def __init__(self, data, *, reader):
        super().__init__(data)
        units = access.standing(reader).units
        pks = [unit.pk for unit in units]
        committees = committees_of(pks) | committees_of(pks).model.objects.filter(office__in=pks)
        self.fields["centre"].queryset = Centre.objects.filter(
            committee__in=committees.values("pk")
        ).select_related("unit")
