"""Agreement and performance: what was agreed, item by item, and whether it was done."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.forms.fields import DatedForm, long_text, rows_of
from disputes.models import Agreement, PerformanceItem, check_legality, checkers_for
from liaison.forms import ReasonForm, TransitionForm
from liaison.uploads import UploadField


class ItemForm(forms.Form):
    """A row: one thing that one side must do (履行事项), an instalment for one."""

    content = forms.CharField(
        label="履行内容", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    performer = forms.ChoiceField(
        label="履行方",
        choices=Agreement.Performer.choices,
        initial=Agreement.Performer.RESPONDENT,
    )
    amount = forms.DecimalField(
        label="金额（元）", max_digits=14, decimal_places=2, min_value=0.01, required=False
    )
    due_on = forms.DateField(label="履行期限")


class ItemsMixin:
    """A form with rows of items, none of which may fall due before the form's day."""

    row_labels = {"items": "履行事项"}
    early = "履行期限不能早于签订日期"

    def clean(self):
        cleaned = super().clean()
        formset = self.formsets.get("items")
        for number, row in enumerate(formset or (), start=1):
            due_on = getattr(row, "cleaned_data", {}).get("due_on")
            if due_on and cleaned.get("on") and due_on < cleaned["on"]:
                row.add_error("due_on", self.early)
                self.add_error(None, f"履行事项第{number}行：{self.early}")
        return cleaned


class AgreeForm(ItemsMixin, DatedForm):
    """达成协议."""

    since = "latest_on"
    row_formsets = {"items": rows_of(ItemForm, 1, "请逐项填写履行事项")}

    content = long_text(
        "协议内容",
        8000,
        rows=12,
        help_text="一条一段，可用“一、”“（一）”分层；谁、做什么、何时完成，另填履行事项",
    )
    civil_part = long_text(
        "民事部分",
        2000,
        rows=3,
        required=False,
        help_text="协议中属于民事、可以申请司法确认的内容；没有的不填",
    )
    legality_by = forms.ModelChoiceField(
        label="合法性审查人",
        queryset=None,
        help_text="中心的人员；不能是本争议的调解员或者被申请机关的人员",
    )
    legality_on = forms.DateField(label="合法性审查日期")
    legality_note = long_text("合法性审查意见", 1000, rows=3)
    upload = UploadField(
        label="签字的协议",
        required=False,
        help_text="各方当场签字盖章的现在上传，协议即日生效；否则以后登记盖章",
    )
    lawful = forms.BooleanField(
        label="已核对：各方自愿，内容合法，不损害国家利益、社会公共利益和他人合法权益",
        error_messages={"required": "请先完成合法性核对"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "签订日期"
        self.fields["legality_on"].initial = timezone.localdate()
        self.fields["legality_by"].queryset = checkers_for(self.matter)

    def clean(self):
        cleaned = super().clean()
        cleaned.pop("lawful", None)
        if all(cleaned.get(name) for name in ("on", "legality_by", "legality_on")):
            try:
                check_legality(
                    self.matter, cleaned["legality_by"], cleaned["legality_on"], cleaned["on"]
                )
            except ValidationError as error:
                self.add_error("legality_on", error)
        return cleaned


class SealForm(DatedForm):
    """登记盖章."""

    since = "signed_on"
    upload = UploadField(label="签字盖章的协议")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "最后一方签字盖章日期"


class OneItemForm(TransitionForm):
    """A step on one of the items that are still to be performed."""

    item = forms.ModelChoiceField(
        label="履行事项", queryset=PerformanceItem.objects.none(), empty_label=None
    )
    field_order = ["item", "on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        field.queryset = self.open_items()
        field.label_from_instance = lambda item: f"{item}（{item.due_on:%Y-%m-%d}）"

    def open_items(self):
        return self.matter.items.filter(performed_on__isnull=True)


class ItemStepForm(OneItemForm, DatedForm):
    """Such a step with a day of its own."""

    since = "settled_on"


class RefuseReportForm(OneItemForm):
    """退回履行报告."""

    reason = long_text("理由", 300, rows=3, help_text="缺什么、应当补什么；责任单位能看到")

    def open_items(self):
        return super().open_items().filter(reported_on__isnull=False)


class ReportPerformanceForm(ItemStepForm):
    """报告履行."""

    text = long_text("履行情况", 1000, rows=4)
    proof = UploadField(label="履行证明", help_text="收条、转账凭证、验收记录等，不超过 20 MB")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "报告日期"

    def open_items(self):
        return super().open_items().exclude(performer=Agreement.Performer.APPLICANT)


class PerformForm(ItemStepForm):
    """确认履行."""

    note = long_text("履行情况", 1000, rows=4)
    proof = UploadField(
        label="履行证明",
        required=False,
        help_text="收条、转账凭证、验收记录等；责任单位已随报告上传的，可以不再上传",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "履行日期"

    def clean(self):
        cleaned = super().clean()
        item = cleaned.get("item")
        if item and item.proof_id is None and not cleaned.get("proof"):
            self.add_error("proof", "请上传履行证明")
        return cleaned


class CloseForm(TransitionForm):
    """确认办结: who closes for the applicant shows the applicant's confirmation."""

    confirmation = UploadField(
        label="申请人书面确认", help_text="申请人签字确认协议已经履行完毕，不超过 20 MB"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.matter.is_of_court:
            del self.fields["confirmation"]


class ReopenForm(forms.Form):
    """A row: an item that is still to be performed, by a new date."""

    item = forms.ModelChoiceField(
        label="履行事项", queryset=PerformanceItem.objects.none(), empty_label="请选择"
    )
    due_on = forms.DateField(label="新的履行期限")

    def __init__(self, *args, matter, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = matter.items.all()

    def clean_due_on(self):
        return ahead(self.cleaned_data["due_on"])


def ahead(day):
    if day < timezone.localdate():
        raise ValidationError("期限不能早于今天", code="too_early")
    return day


class SendBackForm(ReasonForm):
    """退回: which items are still to be performed; without any, until when mediation goes on."""

    row_formsets = {"items": rows_of(ReopenForm, 1, "请选择需要继续履行的事项")}
    row_labels = {"items": "继续履行的事项"}

    until = forms.DateField(label="继续化解的期限")

    def __init__(self, *args, matter, **kwargs):
        performed = matter.items.exists()
        if not performed:
            self.row_formsets = {}
        super().__init__(*args, matter=matter, **kwargs)
        if performed:
            del self.fields["until"]

    def row_kwargs(self, name):
        return {"matter": self.matter}

    def clean_until(self):
        return ahead(self.cleaned_data["until"])
