"""Forms of the answer: by the addressee, or on paper by the court; and for more time."""

from django import forms

from liaison.forms import TransitionForm
from liaison.uploads import UploadField
from suggestions.forms.fields import AddresseeMixin, DatedForm, day, text
from suggestions.rows import AnswerRows


class AskExtensionForm(TransitionForm):
    """申请延长: until when, and why."""

    until = day("申请延长至")
    reason = text("理由", 300, rows=3)

    def clean_until(self):
        """Against the earliest date: the step asks for the addressee's own."""
        until, due_on = self.cleaned_data["until"], self.matter.due_on
        if due_on and until <= due_on:
            raise forms.ValidationError(f"应晚于现期满日（{due_on:%Y-%m-%d}）", code="early")
        return until


class ReplyForm(TransitionForm):
    """逐条答复: one row a problem, none left out."""

    row_formsets = {"items": AnswerRows}
    row_labels = {"items": "逐条答复"}

    number = text("复函文号", 60, required=False)
    summary = text("总体情况", 2000, rows=3, required=False)
    letter = UploadField(label="盖章复函", required=False)

    def row_kwargs(self, name):
        if not hasattr(self, "_problems"):
            self._problems = list(self.matter.problems.all())
        return {"subjects": self._problems}


class RecordReplyForm(AddresseeMixin, ReplyForm, DatedForm):
    """登记纸质答复: the day of posting counts, and the letter must be there."""

    concerns = staticmethod(lambda row: row.owes)

    letter = UploadField(label="纸质复函扫描件")
    field_order = ["on", "number", "letter", "summary"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "答复日期（邮寄的填交邮日）"
