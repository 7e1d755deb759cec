"""The clock of mediation: more time, pauses, a period begun anew."""

from django import forms
from django.core.exceptions import ValidationError

from disputes.forms.fields import DatedForm, long_text
from disputes.models import RestartGround, Rulebook, SuspensionGround, check_extension
from liaison.uploads import UploadField

REASON = 200
"""So long may a reason be that goes into the ledger with its ground before it."""


class ExtendForm(DatedForm):
    """延长期限."""

    days = forms.IntegerField(label="延长天数", min_value=1, max_value=365)
    reason = long_text("理由", REASON, rows=3)
    consent = UploadField(label="延期同意书", help_text="各方当事人签字，不超过 20 MB")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "同意延长的日期"
        rules = Rulebook.objects.numbers(self.matter.committee)
        left = max(0, rules.extensions_allowed - self.matter.extensions)
        self.fields["days"].initial = rules.extension_days
        self.fields[
            "days"
        ].help_text = f"从原期满日接着计算；每次不超过{rules.extension_days}日，还可以延长{left}次"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on") and cleaned.get("days"):
            try:
                check_extension(self.matter, cleaned["on"], cleaned["days"])
            except ValidationError as error:
                self.add_error("days", error)
        return cleaned


class SuspendForm(DatedForm):
    """中止."""

    since = "latest_on"
    ground = forms.ChoiceField(label="情形", choices=[("", "请选择"), *SuspensionGround.choices])
    reason = long_text("说明", REASON, rows=3)
    consent = UploadField(
        label="各方书面同意", required=False, help_text="“其他情形”须上传；PDF、图片，不超过 20 MB"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "中止日期"
        self.fields["on"].help_text = "这一天起不计入化解期限"

    def clean(self):
        cleaned = super().clean()
        other = cleaned.get("ground") == SuspensionGround.OTHER
        if other and not cleaned.get("consent") and "consent" not in self.errors:
            self.add_error("consent", "其他情形中止的，请上传各方的书面同意")
        return cleaned


class ResumeForm(DatedForm):
    """恢复."""

    since = "suspended_on"
    reason = long_text("理由", REASON, rows=3)
    opinion = UploadField(
        label="鉴定、评估意见", help_text="没有作出的，上传终止鉴定的函件；不超过 20 MB"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "恢复日期"
        self.fields["on"].help_text = "这一天起继续计算"
        if self.matter.suspension_ground != SuspensionGround.APPRAISAL:
            del self.fields["opinion"]


class RestartForm(DatedForm):
    """重新计算期限."""

    ground = forms.ChoiceField(label="情形", choices=[("", "请选择"), *RestartGround.choices])
    reason = long_text("说明", REASON, rows=3)
    consent = UploadField(label="各方书面同意", help_text="各方当事人签字，不超过 20 MB")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "重新起算的日期"
        self.fields["on"].help_text = "化解期限从这一天的次日起重新计算"
