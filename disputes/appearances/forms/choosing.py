"""Which hearing, or which agency at which hearing, a step is about."""

from django import forms

from disputes.appearances.models import Appearance, Hearing
from liaison.forms import stand_fast


class HearingField(forms.ModelChoiceField):
    def label_from_instance(self, hearing):
        return f"{hearing}：{hearing.when}"


class HearingMixin(forms.Form):
    """A step about one planned hearing."""

    hearing = HearingField(label="哪一次开庭", queryset=Hearing.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.planned = [one for one in self.matter.planned() if self.fits(one)]
        field = self.fields["hearing"]
        field.queryset = Hearing.objects.filter(pk__in=[one.pk for one in self.planned])
        self.order_fields(["hearing", *(name for name in self.fields if name != "hearing")])
        field.required = not stand_fast(field, self.planned)

    def fits(self, hearing):
        """Say whether the step can be about ``hearing``."""
        return True


class AppearanceMixin(forms.Form):
    """A step about one agency at one hearing."""

    appearance = forms.ModelChoiceField(label="行政机关", queryset=Appearance.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = self.choices()
        field = self.fields["appearance"]
        found = Appearance.objects.filter(pk__in=[one.pk for one in self.rows])
        field.queryset = found.select_related("hearing", "agency__unit")
        self.order_fields(["appearance", *(name for name in self.fields if name != "appearance")])
        field.required = not stand_fast(field, self.rows)

    def choices(self):
        """The rows that the step can be about."""
        raise NotImplementedError

    @property
    def single(self):
        """The only row that it can be about; None where there are several."""
        return self.rows[0] if len(self.rows) == 1 else None
