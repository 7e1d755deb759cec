"""What the forms of a lawsuit have in common: words, days, and the agency a step is about."""

from django import forms

from disputes.appearances.models import SuedAgency
from disputes.forms.fields import chosen, long_text
from liaison.forms import stand_fast

__all__ = ["AgencyMixin", "chosen", "day", "line", "long_text"]


def line(label, length, **kwargs):
    return forms.CharField(label=label, max_length=length, **kwargs)


def day(label, **kwargs):
    return forms.DateField(label=label, widget=forms.DateInput, **kwargs)


class AgencyMixin(forms.Form):
    """A step about one agency: of several it is chosen, a single one stands fast."""

    agency = forms.ModelChoiceField(label="行政机关", queryset=SuedAgency.objects.none())

    @staticmethod
    def concerns(row):
        """Say whether the step can be about the agency ``row``."""
        raise NotImplementedError

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = [row for row in self.matter.sued() if self.concerns(row)]
        field = self.fields["agency"]
        field.queryset = SuedAgency.objects.filter(pk__in=[row.pk for row in self.rows])
        field.queryset = field.queryset.select_related("unit")
        self.order_fields(["agency", *(name for name in self.fields if name != "agency")])
        field.required = not stand_fast(field, self.rows)

    def clean_agency(self):
        return self.cleaned_data["agency"] or self.rows[0]
