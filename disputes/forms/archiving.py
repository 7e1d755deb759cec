"""Archiving a dispute's file."""

from django import forms

from disputes.forms.fields import DatedForm, long_text
from disputes.models import Retention


class ArchiveForm(DatedForm):
    """归档: the day, how long the file is kept, and what the note sheet is to say."""

    since = "ended_on"
    retention = forms.ChoiceField(
        label="保管期限",
        choices=Retention.choices,
        initial=Retention.THIRTY,
        help_text="依照本单位经档案主管部门批准的保管期限表；一般为30年",
    )
    note = long_text(
        "备考说明", 500, rows=3, required=False, help_text="缺件、补充、移出等需要在备考表上说明的"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "归档日期"
