"""Forms of 开庭、通知: time and place, and the ground on which each head is called."""

from django import forms
from django.utils import timezone

from disputes.appearances.forms.choosing import HearingMixin
from disputes.appearances.forms.fields import day, line
from disputes.appearances.forms.rows import GivenRow, given_rows
from disputes.appearances.models import MUST, NoticeGround, SuedAgency
from liaison.forms import ReasonForm, TransitionForm

IN_TIME = "开庭三日前应当送达；随本步骤电子送达的填今天"


def grounds():
    """The grounds of article 4, those on which the court must call first, each said to be so."""
    must = [(ground, ground.label) for ground in NoticeGround if ground in MUST]
    may = [(ground, ground.label) for ground in NoticeGround if ground not in MUST]
    return [("", "不专门通知"), ("应当通知", must), ("可以通知", may)]


class CallRow(GivenRow):
    """Whether one agency's head is called, and since when it has the notice."""

    ground = forms.ChoiceField(label="通知负责人出庭的事由", choices=grounds, required=False)
    notified_on = day("出庭通知书送达日期", required=False, help_text=IN_TIME)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ground") and not cleaned.get("notified_on"):
            self.add_error("notified_on", "通知负责人出庭的，请填写出庭通知书送达日期")
        return cleaned

    @property
    def note(self):
        if self.subject.represented_by_id:
            return "已商定由其他共同被告的负责人出庭，不再通知"
        if self.subject.appeared and not self.subject.left_early:
            return (
                "负责人在本审级已经出庭，一般不再通知（负责人出庭应诉规定第七条）；"
                "要求再次出庭的，选择事由"
            )
        return ""


class TimeFields(forms.Form):
    starts_at = forms.DateTimeField(label="开庭时间")
    place = line("开庭地点", 80, help_text="如：本院第三审判庭")


class FixForm(TimeFields, TransitionForm):
    """确定开庭: time and place; for each agency whether its head is called, and why."""

    is_public = forms.BooleanField(label="公开审理", required=False, initial=True)

    row_formsets = {"calls": given_rows(CallRow)}
    row_labels = {"calls": "通知负责人出庭（不专门通知的，负责人依法同样应当出庭）"}

    def row_kwargs(self, name):
        return {"subjects": self.matter.sued()}

    def starting_values(self):
        today = timezone.localdate()
        return {"calls": [{"notified_on": today} for _ in self.matter.sued()]}

    def is_valid(self):
        if not super().is_valid():
            return False
        rows = self.cleaned_data["calls"]
        self.cleaned_data["calls"] = [row | {"agency": row["subject"]} for row in rows]
        return True


class AdjournForm(HearingMixin, TimeFields, TransitionForm):
    """延期开庭: the new time, the reason, the day of the new notice."""

    reason = line("延期的理由", 200)
    for_excuse = forms.BooleanField(
        label="因负责人有正当理由申请延期而准许",
        required=False,
        help_text="再次开庭时负责人仍未出庭且无正当理由的，应当提出司法建议"
        "（负责人出庭应诉规定第十二条第一款第二项）",
    )
    notified_on = day("新的出庭通知书送达日期", required=False, help_text=IN_TIME)

    field_order = ["hearing", "reason", "for_excuse", "starts_at", "place", "notified_on"]

    def starting_values(self):
        found = self.matter.planned()
        place = found[0].place if found else ""
        return {"notified_on": timezone.localdate(), "place": place}


class CancelForm(HearingMixin, ReasonForm):
    """取消开庭."""


class AgreeForm(TransitionForm):
    """共同被告出庭商定: whose head appears, and for whom."""

    agency = forms.ModelChoiceField(
        label="由哪个机关的负责人出庭", queryset=SuedAgency.objects.none()
    )
    represented = forms.ModelMultipleChoiceField(
        label="代哪些机关出庭",
        queryset=SuedAgency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="全部不选的，取消原来的商定",
    )
    fixed_by_court = forms.BooleanField(
        label="由人民法院确定", required=False, help_text="不勾选的，为共同被告协商确定"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = SuedAgency.objects.filter(matter=self.matter).select_related("unit")
        self.fields["agency"].queryset = self.fields["represented"].queryset = rows

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("agency") in (cleaned.get("represented") or ()):
            self.add_error("represented", "不必勾选出庭的机关自己")
        return cleaned


FORMS = {
    "fix_hearing": FixForm,
    "adjourn": AdjournForm,
    "cancel_hearing": CancelForm,
    "agree_head": AgreeForm,
}
