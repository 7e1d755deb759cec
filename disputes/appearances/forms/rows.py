"""Rows under a form that are given, one for each agency, and not to be added to."""

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory


class GivenRow(forms.Form):
    """One row about ``subject``, whose name heads it, with perhaps a ``note`` under that."""

    note = ""

    def __init__(self, *args, subject, **kwargs):
        self.subject = subject
        super().__init__(*args, **kwargs)

    def clean(self):
        return super().clean() | {"subject": self.subject}


class BaseGivenRows(BaseFormSet):
    """One row for each of ``subjects``, no more and no fewer, whatever was posted."""

    rows_template_name = "appearances/_given_rows.html"

    def __init__(self, *args, form_kwargs=None, **kwargs):
        self.subjects = (form_kwargs or {}).pop("subjects")
        super().__init__(*args, form_kwargs=form_kwargs, **kwargs)

    def total_form_count(self):
        return len(self.subjects)

    def initial_form_count(self):
        return len(self.subjects)

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"subject": self.subjects[index]}


def given_rows(form):
    return formset_factory(form, formset=BaseGivenRows, extra=0)
