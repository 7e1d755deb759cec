"""Rows under a form that are given, one for each agency, and not to be added to."""

from django import forms

from liaison.forms import GivenRows


class GivenRow(forms.Form):
    """One row about ``subject``, whose name heads it, with perhaps a ``note`` under that."""

    note = ""

    def __init__(self, *args, subject, **kwargs):
        self.subject = subject
        super().__init__(*args, **kwargs)

    def clean(self):
        return super().clean() | {"subject": self.subject}


class GivenAgencies(GivenRows):
    rows_template_name = "appearances/_given_rows.html"


def given_rows(form):
    return forms.formset_factory(form, formset=GivenAgencies, extra=0)
