"""Forms of 裁判、履行: they never fill in what the court did not say."""

from django import forms

from disputes.appearances.forms.defending import YES, yes_or_no
from disputes.appearances.forms.fields import AgencyMixin, day, line, long_text
from disputes.appearances.models import Appearance, Instance, SuedAgency
from disputes.appearances.models.judging import results_of, unnoted
from liaison.days import check_day, written
from liaison.forms import DatedForm, TransitionForm
from liaison.uploads import UploadField

LOST = [("", "按裁判结果"), (YES, "是"), ("no", "否")]


class JudgeForm(DatedForm):
    """登记裁判: result and words; who must do what by when."""

    result = forms.ChoiceField(label="裁判结果")
    judgment = long_text(
        "裁判主文", 3000, rows=5, required=False, help_text="撤诉、调解等没有判决的可以不填"
    )
    served_on = day(
        "裁判文书送达日期",
        required=False,
        help_text="最后收到的一方收到的日期；上诉期由此推算，可以随后补填",
    )
    lost = forms.TypedChoiceField(
        label="行政机关败诉",
        choices=LOST,
        required=False,
        coerce=lambda given: given == YES,
        empty_value=None,
        help_text="结果有胜有败的，由本院认定",
    )
    loss_reason = line("败诉原因", 200, required=False, help_text="如：主要证据不足、违反法定程序")
    performers = forms.ModelMultipleChoiceField(
        label="应当履行的行政机关",
        queryset=SuedAgency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="裁判没有要求履行的不选",
    )
    order = forms.CharField(
        label="应当履行的内容",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    perform_by = day("履行期限", required=False, help_text="生效后才能确定的，登记生效时填写")
    appealable = forms.BooleanField(label="按照第一审程序再审，当事人可以上诉", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "裁判日期"
        results = results_of(self.matter.instance)
        self.fields["result"].choices = [("", "请选择"), *((each, each.label) for each in results)]
        rows = SuedAgency.objects.filter(matter=self.matter).select_related("unit")
        self.fields["performers"].queryset = rows
        if self.matter.instance != Instance.RETRIAL:
            del self.fields["appealable"]


class TakeEffectForm(DatedForm):
    """登记生效或者上诉."""

    appealed = yes_or_no("上诉期满的情况", "有当事人上诉", "没有上诉，裁判生效")
    served_on = day(
        "裁判文书送达日期", required=False, help_text="最后收到的一方收到的日期；上诉期由此推算"
    )
    perform_by = day("履行期限", required=False, help_text="行政机关应当履行完毕的日期")

    field_order = ["appealed", "on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "生效日期或者上诉日期"
        matter = self.matter
        if matter.judgment_served_on:
            del self.fields["served_on"]
        if period := matter.appeal_period():
            until = written(period.working.due)
            self.fields["on"].help_text = f"上诉期至{until}届满，生效日期在此之后"
        if matter.perform_by or not any(row.performs for row in matter.sued()):
            del self.fields["perform_by"]


class ReportPerformanceForm(DatedForm):
    """报告履行情况: on which day it was done, and what proves it."""

    report = long_text("履行情况", 500, rows=4, help_text="写明何时以何种方式履行了什么")
    proof = UploadField(label="证明材料", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "履行完毕日期"


class ConfirmPerformanceForm(AgencyMixin, TransitionForm):
    """确认履行: on the day of the report unless another is given."""

    concerns = staticmethod(lambda row: row.owes_performance)

    done = yes_or_no("核实结果", "已经履行完毕", "没有履行完毕，退回报告")
    on = day(
        "履行完毕日期",
        required=False,
        help_text="不填的，以行政机关报告的日期为准；核实为更晚的，填写实际日期",
    )
    note = line("退回的说明", 200, required=False, help_text="写明还有什么没有履行")

    def clean_on(self):
        if on := self.cleaned_data["on"]:
            check_day(on)
        return on


class NoteInJudgmentForm(TransitionForm):
    """登记裁判文书载明: which events stand in the judgment."""

    appearances = forms.ModelMultipleChoiceField(
        label="已经写入裁判文书的情形",
        queryset=Appearance.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Appearance.objects.filter(pk__in=[one.pk for one in unnoted(self.matter)])
        field = self.fields["appearances"]
        field.queryset = rows.select_related("hearing", "agency__unit")
        field.label_from_instance = lambda one: f"{one}：{one.get_event_display()}"


FORMS = {
    "judge": JudgeForm,
    "take_effect": TakeEffectForm,
    "report_performance": ReportPerformanceForm,
    "confirm_performance": ConfirmPerformanceForm,
    "note_in_judgment": NoteInJudgmentForm,
}
