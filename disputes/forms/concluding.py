"""Other results than an agreement, and the court's confirmation of what is civil in one."""

from django import forms
from django.core.exceptions import ValidationError

from disputes.forms.acceptance import read_case_number
from disputes.forms.fields import DatedForm, long_text, rows_of
from disputes.forms.settlement import ItemForm, ItemsMixin
from disputes.models import (
    ActChange,
    ChangeCondition,
    Confirmation,
    Outcome,
    Remainder,
    check_facts,
    members_of,
    outcomes_for,
)
from liaison.models import Unit
from liaison.uploads import UploadField


class ConcludeForm(ItemsMixin, DatedForm):
    """登记其他化解结果."""

    since = "latest_on"
    early = "履行期限不能早于结果日期"
    row_formsets = {"items": rows_of(ItemForm, 0, "", extra=1)}
    row_labels = {"items": "履行事项（没有需要履行的，不填）"}

    outcome = forms.ChoiceField(label="结果")
    issuer = forms.CharField(label="作出文书的机关", max_length=120)
    number = forms.CharField(label="文号、案号", max_length=60)
    document = UploadField(label="结果文书")
    change = forms.ChoiceField(
        label="改变的方式",
        choices=[("", "请选择"), *ActChange.choices],
        required=False,
    )
    conditions = forms.MultipleChoiceField(
        label="条件核对",
        choices=ChangeCondition.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="逐项核对；缺一项的不能登记",
    )
    resolved = long_text("已化解的部分", 2000, rows=3, required=False)
    unresolved = long_text("未化解的部分", 2000, rows=3, required=False)
    remainder = forms.ChoiceField(
        label="其余部分的处理", choices=[("", "请选择"), *Remainder.choices], required=False
    )
    note = long_text("说明", 1000, rows=3, required=False)

    PARTS = (
        (Outcome.AGENCY_CHANGED_ACT, ("change", "conditions")),
        (Outcome.PARTIAL, ("resolved", "unresolved", "remainder")),
    )
    PLACES = {"change": "change", "conditions": "conditions", "parts": "resolved"}

    def __init__(self, *args, matter, **kwargs):
        if matter.items.exists():
            self.row_formsets = {}
        super().__init__(*args, matter=matter, **kwargs)
        self.fields["on"].label = "结果日期"
        offered = outcomes_for(self.actor, matter)
        self.fields["outcome"].choices = [
            ("", "请选择"),
            *((each.value, each.label) for each in offered),
        ]
        self.leave_out(offered)

    def leave_out(self, offered):
        """A court that puts down its own decision isn't asked about changed acts and parts."""
        for outcome, names in self.PARTS:
            if outcome not in offered:
                for name in names:
                    del self.fields[name]

    @property
    def common_fields(self):
        """What every result needs."""
        apart = {name for _, names in self.PARTS for name in names}
        return [field for field in self if field.name not in apart]

    @property
    def parts(self):
        """What only one result asks for: [{outcome, label, fields}]."""
        return [
            {"outcome": outcome, "label": outcome.label, "fields": [self[name] for name in names]}
            for outcome, names in self.PARTS
            if names[0] in self.fields
        ]

    def clean(self):
        cleaned = super().clean()
        try:
            check_facts(cleaned.get("outcome"), cleaned)
        except ValidationError as error:
            self.add_error(self.PLACES[error.code], error)
        return cleaned


class ApplyConfirmationForm(DatedForm):
    """申请司法确认."""

    since = "sealed_on"
    court = forms.ModelChoiceField(label="申请的法院", queryset=Unit.objects.none())
    upload = UploadField(label="共同申请书", help_text="双方签字盖章，附调解协议，不超过 20 MB")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "申请日期"
        court = self.fields["court"]
        court.queryset = members_of([self.matter.committee_id]).courts()
        court.initial = self.matter.court_id


class AcceptConfirmationForm(DatedForm):
    """受理司法确认."""

    since = "confirmation_asked_on"
    case_number = forms.CharField(label="案号", max_length=60, help_text="如（2026）吉2426民特3号")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "受理日期"

    def clean_case_number(self):
        return read_case_number(self.cleaned_data["case_number"])


class DecideConfirmationForm(DatedForm):
    """登记司法确认结果."""

    since = "confirmation_asked_on"
    result = forms.ChoiceField(
        label="结果", help_text="受理前只能裁定不予受理，受理后确认有效或者驳回申请"
    )
    reason = long_text("理由", 1000, rows=3, required=False, help_text="不予受理、驳回的填写")
    upload = UploadField(label="裁定书")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "裁定日期"
        self.fields["result"].choices = [
            ("", "请选择"),
            *((each.value, each.label) for each in self.matter.rulings_open),
        ]

    def clean(self):
        cleaned = super().clean()
        result = cleaned.get("result")
        if result and result != Confirmation.Result.CONFIRMED and not cleaned.get("reason"):
            self.add_error("reason", "请写明不予确认的理由")
        return cleaned
