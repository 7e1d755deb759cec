"""Forms of the court's feed: a file that is handed in, and what is to be sent out."""

from django import forms

from disputes.appearances.forms.fields import day
from liaison.tables.forms import CourtTableForm


class FeedForm(CourtTableForm):
    """法院数据导入: a file of the court's case system, or the template filled in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        table = self.fields["table"]
        table.label = "案件数据"
        table.help_text = "xlsx 或者 csv，不超过 20 MB、10 万行"
        table.error_messages["required"] = "请选择案件数据的文件"


class ExportForm(forms.Form):
    """导出法院数据: the days between which the cases were filed."""

    since = day("立案日期从", required=False)
    until = day("到", required=False)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "不能早于起始日期")
        return cleaned
