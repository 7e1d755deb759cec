"""What several forms of disputes are made of: long text, a date of its own, rows."""

from django import forms
from django.utils import timezone

from disputes.models import check_date
from liaison.forms import TransitionForm


def long_text(label, length, rows=6, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, widget=widget, **kwargs)


def rows_of(form, least, message, extra=0):
    formset = forms.formset_factory(
        form,
        extra=extra,
        min_num=least,
        validate_min=True,
        max_num=50,
        absolute_max=60,
        validate_max=True,
    )
    formset.default_error_messages = formset.default_error_messages | {
        "too_few_forms": message,
        "too_many_forms": "最多填写50行",
    }
    return formset


class DatedForm(TransitionForm):
    """A step with a date of its own, today unless typed: business of the past is put in order."""

    since = "accepted_on"
    """The matter's date before which the step could not have been taken."""

    on = forms.DateField(label="日期")

    def starting_values(self):
        return {"on": timezone.localdate()}

    def clean_on(self):
        on = self.cleaned_data["on"]
        check_date(on, getattr(self.matter, self.since))
        return on
