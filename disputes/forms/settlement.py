"""Agreement, performance, and the other ways in which a dispute ends."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.forms.fields import DatedForm, long_text
from disputes.models import Agreement, FailureGround
from liaison.forms import ReasonForm, TransitionForm
from liaison.uploads import UploadField


class AgreeForm(DatedForm):
    """达成协议."""

    since = "latest_on"
    content = long_text(
        "协议内容",
        8000,
        rows=12,
        help_text="一条一段，可用“一、”“（一）”分层；写明谁、做什么、什么时候完成",
    )
    performer = forms.ChoiceField(label="履行方", choices=Agreement.Performer.choices)
    perform_by = forms.DateField(label="履行期限", help_text="最后一项履行完毕的日期")
    upload = UploadField(label="签字的协议", required=False)
    lawful = forms.BooleanField(
        label="已核对：各方自愿，内容合法，不损害国家利益、社会公共利益和他人合法权益",
        error_messages={"required": "请先完成合法性核对"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "签订日期"

    def clean(self):
        cleaned = super().clean()
        cleaned.pop("lawful", None)
        on, until = cleaned.get("on"), cleaned.get("perform_by")
        if on and until and until < on:
            self.add_error("perform_by", "履行期限不能早于签订日期")
        return cleaned


class PerformForm(DatedForm):
    """确认履行."""

    since = "signed_on"
    note = long_text("履行情况", 1000, rows=4)
    proof = UploadField(label="履行证明", help_text="收条、转账凭证、验收记录等，不超过 20 MB")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "履行日期"


class CloseForm(TransitionForm):
    """确认办结: who closes for the applicant shows the applicant's confirmation."""

    confirmation = UploadField(
        label="申请人书面确认", help_text="申请人签字确认协议已经履行完毕，不超过 20 MB"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.matter.is_of_court:
            del self.fields["confirmation"]


class SendBackForm(ReasonForm):
    """退回继续履行."""

    perform_by = forms.DateField(label="新的履行期限")

    def clean_perform_by(self):
        perform_by = self.cleaned_data["perform_by"]
        if perform_by < timezone.localdate():
            raise ValidationError("履行期限不能早于今天", code="too_early")
        return perform_by


class FailForm(DatedForm):
    """化解不成."""

    since = "latest_on"
    failure_ground = forms.ChoiceField(
        label="情形", choices=[("", "请选择"), *FailureGround.choices]
    )
    reason = long_text(
        "说明", 1000, rows=4, help_text="报告法院：基本情况、未成的原因；不写各方在化解中的让步"
    )


class WithdrawForm(DatedForm):
    """登记撤回."""

    since = "latest_on"
    reason = long_text("理由", 300, rows=3)
    upload = UploadField(label="撤回申请", required=False)
