"""While mediation is going on: statements, more time, pauses."""

from django import forms

from disputes.forms.fields import DatedForm, long_text
from liaison.uploads import UploadField


class StatementForm(DatedForm):
    """提交情况说明、补充材料."""

    text = long_text(
        "内容",
        5000,
        rows=10,
        help_text="事实经过、法律依据、化解意见和可以让步的范围；只供化解使用，法院看不到",
    )
    material = UploadField(label="材料", required=False)


class ExtendForm(DatedForm):
    """延长期限."""

    days = forms.IntegerField(
        label="延长天数", min_value=1, max_value=180, initial=30, help_text="从原期满日接着计算"
    )
    reason = long_text("理由", 300, rows=3)
    consent = UploadField(label="延期同意书", help_text="各方当事人签字，不超过 20 MB")


class DatedReasonForm(DatedForm):
    reason = long_text("理由", 300, rows=3)


class ResumeForm(DatedReasonForm):
    """恢复."""

    since = "suspended_on"
