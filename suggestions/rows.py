"""Rows under the forms: problems to be typed, answers and verdicts for rows that are given."""

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from liaison.forms import GivenRows
from liaison.uploads import UploadField
from suggestions.models import Done, Response, Satisfaction
from suggestions.models.answers import lacking_in_answer, lacking_in_verdict
from suggestions.models.lookback import lacking_in_finding
from suggestions.models.problems import MOST_PROBLEMS


def area(rows):
    return forms.Textarea(attrs={"rows": rows})


class ProblemForm(forms.Form):
    """One problem and the suggestion matched to it: neither stands without the other."""

    problem = forms.CharField(label="问题", max_length=2000, widget=area(3))
    suggestion = forms.CharField(label="对应的建议", max_length=2000, widget=area(3))


class BaseProblemRows(BaseFormSet):
    """As many rows as there are problems; an empty new row is left out, a half one refused."""

    hint = "一行一个问题和一条建议；多余的空行不填。"
    error_messages = {
        "too_few_forms": "至少写明一个问题和对应的建议",
        "too_many_forms": f"问题不超过{MOST_PROBLEMS}个，请合并后再提",
    }

    def __init__(self, *args, error_messages=None, **kwargs):
        super().__init__(*args, error_messages=self.error_messages, **kwargs)


ProblemRows = formset_factory(
    ProblemForm,
    formset=BaseProblemRows,
    extra=1,
    min_num=1,
    max_num=MOST_PROBLEMS,
    absolute_max=MOST_PROBLEMS + 1,
    validate_min=True,
    validate_max=True,
    can_delete=True,
    can_delete_extra=False,
)


class AnswerForm(forms.Form):
    """The answer to one problem's suggestion."""

    response = forms.ChoiceField(
        label="采纳情况", choices=Response.choices, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label="理由",
        max_length=1000,
        required=False,
        widget=area(2),
        help_text="部分采纳或不采纳的，必须说明",
    )
    measures = forms.CharField(label="整改措施", max_length=2000, required=False, widget=area(3))
    done_by = forms.DateField(label="完成时限", required=False, widget=forms.DateInput)
    proof = UploadField(label="佐证材料", required=False)

    def __init__(self, *args, subject, **kwargs):
        self.subject = subject
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if "response" in cleaned and {"reasons", "measures"} <= cleaned.keys():
            given = (cleaned["response"], cleaned["reasons"], cleaned["measures"])
            for name, message in lacking_in_answer(*given).items():
                self.add_error(name, message)
        return cleaned | {"problem": self.subject}


class VerdictForm(forms.Form):
    """The court's opinion of one answer."""

    satisfaction = forms.ChoiceField(
        label="评价", choices=Satisfaction.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="意见",
        max_length=1000,
        required=False,
        widget=area(2),
        help_text="不满意或部分满意的，必须写明",
    )

    def __init__(self, *args, subject, **kwargs):
        self.subject = subject
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if {"satisfaction", "words"} <= cleaned.keys():
            lacking = lacking_in_verdict(cleaned["satisfaction"], cleaned["words"])
            for name, message in lacking.items():
                self.add_error(name, message)
        return cleaned | {"item": self.subject}


class FindingForm(forms.Form):
    """What the court found of one answer when it looked back."""

    result = forms.ChoiceField(label="落实情况", choices=Done.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="说明",
        max_length=1000,
        required=False,
        widget=area(2),
        help_text="没有完全落实的，必须写明",
    )

    def __init__(self, *args, subject, **kwargs):
        self.subject = subject
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if {"result", "words"} <= cleaned.keys():
            for name, message in lacking_in_finding(cleaned["result"], cleaned["words"]).items():
                self.add_error(name, message)
        return cleaned | {"item": self.subject}


AnswerRows = formset_factory(AnswerForm, formset=GivenRows, extra=0)
AnswerRows.rows_template_name = "suggestions/_answer_rows.html"
VerdictRows = formset_factory(VerdictForm, formset=GivenRows, extra=0)
VerdictRows.rows_template_name = "suggestions/_verdict_rows.html"
FindingRows = formset_factory(FindingForm, formset=GivenRows, extra=0)
FindingRows.rows_template_name = "suggestions/_verdict_rows.html"
