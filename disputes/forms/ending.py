"""Endings without a result, and the report to the court on every end."""

from django import forms
from django.core.exceptions import ValidationError

from disputes.forms.fields import DatedForm, long_text
from disputes.models import failure_grounds
from liaison.uploads import UploadField


class EndingForm(DatedForm):
    """A step that ends mediation, on a day not before the last that anything happened."""

    since = "latest_on"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "终结日期"


class FailForm(EndingForm):
    """化解不成."""

    failure_ground = forms.ChoiceField(label="情形")
    reason = long_text(
        "说明", 1000, rows=4, help_text="法院能看到：写未成的原因，不写各方在化解中的让步"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grounds = [(each.value, each.label) for each in failure_grounds(self.matter)]
        self.fields["failure_ground"].choices = (
            [("", "请选择"), *grounds] if len(grounds) > 1 else grounds
        )
        self.fields["failure_ground"].error_messages["invalid_choice"] = (
            "这一情形与争议目前的状态不符"
        )


class LapseForm(EndingForm):
    """按撤回处理."""

    reason = long_text("说明", 1000, rows=4, help_text="何时、以何种方式通知，申请人未参加的情况")
    upload = UploadField(label="通知、送达证明", required=False)


class ShamForm(EndingForm):
    """终止虚假调解."""

    reason = long_text("说明", 1000, rows=4, help_text="发现的情形和依据；向法院、有权机关报告")
    upload = UploadField(label="有关材料", required=False)


class TransferForm(EndingForm):
    """移送其他机构."""

    transferred_to = forms.CharField(label="移送到", max_length=120)
    reason = long_text("理由", 1000, rows=4)
    upload = UploadField(label="移送函件", required=False)


class WithdrawForm(EndingForm):
    """登记撤回."""

    reason = long_text("理由", 300, rows=3)
    upload = UploadField(label="撤回申请", required=False)


class ReportForm(DatedForm):
    """报送情况报告."""

    since = "mediation_ended_on"
    basics = long_text("基本情况", 2000, rows=5)
    cause = long_text("化解结果及未成的原因", 2000, rows=4)
    conduct = long_text(
        "增加他人成本的行为",
        1000,
        rows=3,
        required=False,
        help_text="无正当理由缺席、拖延等；没有的不填",
    )
    points = long_text("需要注意的事项", 1000, rows=3, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "报告日期"
        self.fields["basics"].help_text = "不写各方在化解中的陈述、让步；不得引用情况说明和笔录"

    def starting_values(self):
        return super().starting_values() | self.matter.report_draft()

    def clean(self):
        cleaned = super().clean()
        for name in ("basics", "cause", "conduct", "points"):
            try:
                self.matter.refuse_quotation(cleaned.get(name, ""))
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned
