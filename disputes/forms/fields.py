"""What several forms of disputes are made of: long text, a date of its own, rows."""

from django import forms

from liaison.days import check_day
from liaison.forms import DatedForm as BaseDatedForm


def long_text(label, length, rows=6, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, widget=widget, **kwargs)


def chosen(choices):
    """``choices`` of which none holds before somebody chose."""
    return [("", "请选择"), *choices]


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


class DatedForm(BaseDatedForm):
    """A step with a day of its own, not before the day that made it possible."""

    since = "accepted_on"
    """The matter's date before which the step could not have been taken."""

    def check_on(self, on):
        check_day(on, getattr(self.matter, self.since))
