"""Rows under a form: given, one for each agency, or to be added to, with a choice in each."""

from django import forms

from liaison.forms import GivenRows

MOST_ROWS = 200


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


def table(form, extra, *, can_delete=True):
    """Rows of ``form`` under a form, ``extra`` of them empty to begin with."""
    return forms.formset_factory(
        form,
        extra=extra,
        can_delete=can_delete,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        validate_max=True,
    )


class ChoosingRow(forms.Form):
    """A row with one choice whose options are read once for all rows."""

    chooses = ""

    def __init__(self, *args, found, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.chooses].queryset = found
        self.fields[self.chooses].choices = [("", "请选择"), *options]
