"""Forms of the court's own steps: talk, committee, service, more time, what came of it."""

from django import forms
from django.utils import timezone

from liaison.forms import TransitionForm
from liaison.uploads import UploadField
from suggestions.forms.fields import AddresseeMixin, DatedForm, day, text
from suggestions.models import Addressee, Outcome, ServiceWay
from suggestions.models.answers import outcomes_open
from suggestions.rows import FindingRows, VerdictRows

State = Addressee.State


class ConsultForm(DatedForm):
    """沟通: with whom, and what they said."""

    talked_with = text("沟通对象", 60, help_text="单位、职务")
    note = text("沟通情况和对方意见", 1500, rows=4, help_text="只供本院查看")


class ApproveForm(DatedForm):
    """审委会: which meeting, and its conclusion."""

    session = text("会议", 60, help_text="如：审判委员会2026年第12次会议")
    conclusion = text("审议结论", 200, initial="审议通过", help_text="不得录入评议经过和个人意见")


class ServeForm(AddresseeMixin, DatedForm):
    """送达: the day on the receipt decides; each addressee is served by itself."""

    concerns = staticmethod(lambda row: row.state == State.UNSERVED)

    way = forms.ChoiceField(label="送达方式", choices=ServiceWay.choices)
    receipt = UploadField(label="送达回证", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "被建议单位收到的日期"
        self.fields["receipt"].help_text += "；可以随后补传"


class ReceiptForm(AddresseeMixin, TransitionForm):
    """补传送达回证."""

    concerns = staticmethod(lambda row: row.lacks_receipt)

    receipt = UploadField(label="送达回证")


class FileAboveForm(DatedForm):
    """登记报送备案: when, and to which court."""

    filed_with = text("备案法院", 60, help_text="一般为上一级人民法院")


class GrantExtensionForm(AddresseeMixin, TransitionForm):
    """审批延长: yes or no, and until when."""

    concerns = staticmethod(lambda row: row.extension_until)

    granted = forms.TypedChoiceField(
        label="审批意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    until = day("延长至", required=False, help_text="不填即为申请的日期")
    note = text("说明", 200, rows=2, required=False)

    def starting_values(self):
        asked = [row for row in self.matter.addressed() if self.concerns(row)]
        return {"until": asked[0].extension_until} if len(asked) == 1 else {}

    def clean(self):
        cleaned = super().clean()
        until, addressee = cleaned.get("until"), cleaned.get("addressee")
        if cleaned.get("granted") and until and addressee:
            due_on = self.matter.reply_deadline(addressee).due_on
            if until <= due_on:
                self.add_error("until", f"应晚于现期满日（{due_on:%Y-%m-%d}）")
        return cleaned


class ReturnForm(AddresseeMixin, DatedForm):
    """退回补充: whose answer, why, and by when the rest must come."""

    concerns = staticmethod(lambda row: row.state == State.REPLIED)

    reason = text("哪些地方不完整", 300, rows=3)
    until = day("补充答复的日期")

    def clean(self):
        cleaned = super().clean()
        on, until = cleaned.get("on"), cleaned.get("until")
        if on and until and until <= max(on, timezone.localdate()):
            self.add_error("until", "应晚于退回日期和今天")
        return cleaned


class EvaluateForm(TransitionForm):
    """评估: a verdict on every answer, and what came of the whole."""

    row_formsets = {"verdicts": VerdictRows}
    row_labels = {"verdicts": "逐条评价"}

    outcome = forms.ChoiceField(label="采纳结果", choices=Outcome.choices)
    evaluation = text("总体评价", 1000, rows=3, required=False)
    look_back_on = day(
        "回头看日期",
        required=False,
        help_text="到时逐条核对整改是否真的落实；不需要的不填，评估后即办结",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        outcomes = outcomes_open([item.response for item in self._items])
        self.fields["outcome"].choices = [(outcome, outcome.label) for outcome in outcomes]

    def row_kwargs(self, name):
        return {"subjects": self._items}

    def starting_values(self):
        self._items = self.matter.latest_items()
        return {}

    def clean_look_back_on(self):
        return later(self.cleaned_data["look_back_on"])


class LookBackForm(DatedForm):
    """登记回头看: what became of each answer, and whether to look again."""

    row_formsets = {"findings": FindingRows}
    row_labels = {"findings": "逐条核对落实情况"}

    again_on = day(
        "再次回头看日期", required=False, help_text="没有落实完的可以再定一次；不填即办结"
    )

    def row_kwargs(self, name):
        if not hasattr(self, "_items"):
            self._items = self.matter.items_to_look_at()
        return {"subjects": self._items}

    def clean_again_on(self):
        return later(self.cleaned_data["again_on"])


def later(given):
    """Refuse a day that is not to come."""
    if given and given <= timezone.localdate():
        raise forms.ValidationError("应在今天之后", code="past")
    return given
