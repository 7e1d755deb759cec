"""Forms while a meeting goes on: signing in, notes of an item, taking no part in it."""

from django import forms

from liaison.forms import refuse_classified
from liaison.models import Unit
from meetings.models import Attendance


class SignInForm(forms.Form):
    """扫码签到: who one is, as the roll knows one."""

    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), empty_label="请选择您的单位"
    )
    name = forms.CharField(label="姓名", max_length=60)
    post = forms.CharField(
        label="职务", max_length=60, required=False, help_text="名册上没有您的，请写明"
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        field.choices = [("", field.empty_label), *((unit.pk, str(unit)) for unit in units)]


class NotesForm(forms.Form):
    """记录: what was said on an item; ``before`` is what stood there when it was opened."""

    text = forms.CharField(
        label="记录",
        max_length=10000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="拟写纪要时会带入初稿；一行一段",
        validators=[refuse_classified],
    )
    before = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n").strip()


class RecusalForm(forms.Form):
    """回避: who takes no part in the item, and why."""

    person = forms.ModelChoiceField(
        label="人员", queryset=Attendance.objects.none(), empty_label="请选择"
    )
    reason = forms.CharField(label="理由", max_length=100, required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = people
        field.label_from_instance = lambda row: f"{row.unit_name} {row.who}"
