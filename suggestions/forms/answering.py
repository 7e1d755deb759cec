"""Forms of the answer: drafted and given by the addressee, or entered by the court; more time."""

from django import forms

from liaison.forms import TransitionForm
from liaison.uploads import UploadField
from suggestions.forms.fields import AddresseeMixin, DatedForm, day, text
from suggestions.models.replying import UNAPPROVED
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


class AnswersForm(TransitionForm):
    """逐条答复: one row a problem, none left out."""

    row_formsets = {"items": AnswerRows}
    row_labels = {"items": "逐条答复"}

    number = text("复函文号", 60, required=False)
    summary = text("总体情况", 2000, rows=3, required=False)

    def row_kwargs(self, name):
        return {"subjects": self._problems}

    def starting_values(self):
        self._problems = list(self.matter.problems.all())
        return {}


class DraftReplyForm(AnswersForm):
    """拟写答复: begins with the draft, or the answer, that there is already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = "本单位的发文字号；还没有编号的，可以提交时再填"

    def starting_values(self):
        starting = super().starting_values()
        row = self.matter.own(self.actor, "answer", "draft_reply")
        earlier = row and row.latest_reply()
        if not earlier:
            return starting
        items = {item.problem_id: item for item in earlier.items.select_related("proof")}
        for problem in self._problems:
            problem.kept_proof = items[problem.pk].proof
        rows = [items[problem.pk].spoken() for problem in self._problems]
        number = earlier.number if earlier.is_draft else ""
        return starting | {"number": number, "summary": earlier.summary, "items": rows}


class GiveReplyForm(TransitionForm):
    """提交答复: with the sealed letter, which can be left out once the leader has approved."""

    number = text("复函文号", 60, required=False, help_text="审签后才编号的，在此补填")
    letter = UploadField(label="盖章复函扫描件", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.matter.own(self.actor, "give", "reply")
        draft = row and row.draft
        if draft and draft.number:
            del self.fields["number"]
        if draft and draft.approved_on:
            self.fields["letter"].label = "盖章复函扫描件（可以不传）"
        else:
            self.fields["letter"].required = True
            self.fields["letter"].error_messages["required"] = UNAPPROVED


class RecordReplyForm(AddresseeMixin, AnswersForm, DatedForm):
    """登记纸质答复: the day of posting counts, and the letter must be there."""

    concerns = staticmethod(lambda row: row.owes)

    letter = UploadField(label="纸质复函扫描件")
    field_order = ["on", "number", "letter", "summary"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "答复日期（邮寄的填交邮日）"
