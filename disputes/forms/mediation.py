"""While mediation is going on: statements, more time, pauses."""

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
