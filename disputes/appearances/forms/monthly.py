"""Forms of monthly notices, of rectification and of interviews (月度通报、整改、约谈)."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from disputes.appearances.forms.fields import day, line, long_text
from disputes.appearances.models import Criticism, Scope
from liaison.forms import DatedForm, OpeningForm, ReasonForm, TransitionForm, offer
from liaison.models import Committee, Unit
from liaison.uploads import UploadField
from liaison.workdays import add_months

MONTHS_BACK = 24
"""How far back a notice may be drawn up, in months."""


def months_over():
    """The months that are over, the latest first: (first day, in words)."""
    first = timezone.localdate().replace(day=1)
    for back in range(1, MONTHS_BACK + 1):
        month = add_months(first, -back)
        yield month.isoformat(), f"{month.year}年{month.month}月"


class DraftForm(OpeningForm):
    """拟写月度通报: which month, with which court."""

    perm = "appearances.draft_monthlynotice"

    committee = forms.ModelChoiceField(label="所属委员会", queryset=Committee.objects.none())
    month = forms.TypedChoiceField(label="月份", coerce=date.fromisoformat)
    court = forms.ModelChoiceField(
        label="会签法院",
        queryset=Unit.objects.none(),
        help_text="与办公室联合印发的人民法院",
    )
    scope = forms.ChoiceField(
        label="通报范围", choices=Scope.choices, initial=Scope.OWN, widget=forms.RadioSelect
    )
    field_order = ["initiator", "committee", "month", "court", "scope"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        committees = Committee.objects.filter(office__in=self.fields["initiator"].queryset)
        offer(self.fields["committee"], committees)
        courts = Unit.objects.active().courts().members_of(committees)
        self.fields["court"].queryset = courts
        self.fields["month"].choices = list(months_over())


class LeftOutField(forms.ModelMultipleChoiceField):
    """Absences to be left out of the criticism, each with its facts."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row):
        heard = f"{row.heard_on.month}月{row.heard_on.day}日"
        return f"{row.unit}：{row.number}（{heard}开庭），{row.happened}"


class ReviseForm(TransitionForm):
    """修改通报: opening and closing words, and what is left out."""

    opening = long_text("开头", 1000, rows=3)
    closing = long_text("工作要求", 2000, rows=6)
    left_out = LeftOutField(
        label="不列入批评的",
        queryset=Criticism.objects.none(),
        required=False,
        help_text="依法可以不批评的勾选，并写明理由；会签法院能看到",
    )
    reason = line("不列入的理由", 200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.matter.criticisms.select_related("unit")
        if rows:
            self.fields["left_out"].queryset = rows
        else:
            del self.fields["left_out"], self.fields["reason"]

    def starting_values(self):
        matter = self.matter
        left_out = [row for row in matter.criticisms.all() if row.left_out]
        return {
            "opening": matter.opening,
            "closing": matter.closing,
            "left_out": [row.pk for row in left_out],
            "reason": left_out[0].left_out if left_out else "",
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("left_out") and not cleaned.get("reason"):
            self.add_error("reason", "请写明不列入批评的理由")
        return cleaned


class PlanForm(TransitionForm):
    """What a plan says: why nobody came, what is done about it, by whom, by when."""

    causes = long_text("未出庭的原因", 2000, rows=4)
    measures = long_text("整改措施", 3000, rows=6)
    answerable = line("责任人", 80, help_text="姓名、职务")
    done_by = day("完成时限")

    def starting_values(self):
        """A plan that came back is mended, not written anew."""
        last = self.matter.plans.last()
        names = ("causes", "measures", "answerable", "done_by")
        given = super().starting_values()
        return given | ({name: getattr(last, name) for name in names} if last else {})


class HandInForm(PlanForm):
    """报送整改方案."""

    proof = UploadField(label="盖章方案", required=False)

    def clean_done_by(self):
        if self.cleaned_data["done_by"] < timezone.localdate():
            raise forms.ValidationError("完成时限不能早于今天")
        return self.cleaned_data["done_by"]


class RecordPlanForm(PlanForm, DatedForm):
    """登记纸质整改方案: the day of posting counts, and the plan itself must be there."""

    proof = UploadField(label="纸质方案扫描件")
    field_order = ["on", "proof"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "报送日期（邮寄的填交邮日）"


class AcceptForm(TransitionForm):
    comment = long_text("核验意见", 300, rows=3, required=False)


class CallForm(TransitionForm):
    """通知约谈: when, where, by whom."""

    starts_at = forms.DateTimeField(label="约谈时间")
    place = line("约谈地点", 80)
    by = line("约谈人", 120, help_text="姓名、职务；与法院共同约谈的，一并写明")

    def clean_starts_at(self):
        if self.cleaned_data["starts_at"] <= timezone.now():
            raise forms.ValidationError("约谈时间应当在现在之后")
        return self.cleaned_data["starts_at"]


class MoveForm(CallForm):
    """约谈改期."""

    by = None
    reason = line("改期理由", 200)

    def starting_values(self):
        planned = self.matter.planned()
        return {"place": planned.place} if planned else {}


class RecordForm(TransitionForm):
    """登记约谈: who talked with whom, what was said and promised."""

    starts_at = forms.DateTimeField(label="实际约谈时间")
    by = line("约谈人", 120, help_text="姓名、职务")
    head_name = line("被约谈负责人姓名", 40)
    head_post = line("被约谈负责人职务", 60)
    others = line("其他参加人员", 200, required=False)
    record = long_text("约谈记录", 4000, rows=8)
    promised = long_text("整改承诺", 2000, rows=4, required=False)

    def starting_values(self):
        planned = self.matter.planned()
        if not planned:
            return {}
        held = min(planned.starts_at, timezone.now() - timedelta(minutes=1))
        return {"starts_at": timezone.localtime(held), "by": planned.by}


NOTICE_FORMS = {
    "create": DraftForm,
    "revise": ReviseForm,
    **dict.fromkeys(("take_back", "drop", "send_back", "correct"), ReasonForm),
}
RECTIFICATION_FORMS = {
    "hand_in": HandInForm,
    "record_plan": RecordPlanForm,
    "accept": AcceptForm,
    "send_back": ReasonForm,
    "call_interview": CallForm,
    "move_interview": MoveForm,
    "record_interview": RecordForm,
}
