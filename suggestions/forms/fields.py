"""What the forms of a suggestion have in common: fields of words and days, whom a step is about."""

from django import forms

from liaison.forms import DatedForm as BaseDatedForm
from liaison.forms import stand_fast
from suggestions.models import Addressee


def area(rows, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


def text(label, length, rows=0, **kwargs):
    """A field of words, of one line or of several."""
    widget = area(rows) if rows else None
    return forms.CharField(label=label, max_length=length, widget=widget, **kwargs)


def day(label, **kwargs):
    return forms.DateField(label=label, widget=forms.DateInput, **kwargs)


class DatedForm(BaseDatedForm):
    """A step with its day, not before what came earlier."""

    def check_on(self, on):
        self.matter.check_day(on)


class AddresseeMixin(forms.Form):
    """A step about one addressee: of several it is chosen, a single one stands fast."""

    addressee = forms.ModelChoiceField(label="被建议单位", queryset=Addressee.objects.none())

    @staticmethod
    def concerns(row):
        """Say whether the step can be about the addressee ``row``."""
        raise NotImplementedError

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = [row for row in self.matter.addressed() if self.concerns(row)]
        field = self.fields["addressee"]
        field.queryset = Addressee.objects.filter(pk__in=[row.pk for row in self.rows])
        field.queryset = field.queryset.select_related("unit")
        self.order_fields(["addressee", *(name for name in self.fields if name != "addressee")])
        field.required = not stand_fast(field, self.rows)

    def clean_addressee(self):
        return self.cleaned_data["addressee"] or self.rows[0]
