"""What the centre says to a dispute that came in, and the court to the complaint beside it."""

from django import forms
from django.core.exceptions import ValidationError

from disputes.forms.fields import DatedForm, long_text
from disputes.forms.panel import MediatorForm, offer
from disputes.models import (
    SCOPE,
    FilingResult,
    Reconsideration,
    RefusalGround,
    Stage,
    TimeLimit,
)
from liaison import casenumbers
from liaison.uploads import UploadField


def read_case_number(text):
    """A case number in its official form; empty for nothing typed."""
    try:
        return str(casenumbers.parse(text)) if text else ""
    except casenumbers.CaseNumberError as error:
        raise ValidationError(str(error), code="case_number") from None


class AcceptForm(DatedForm, MediatorForm):
    """受理: only after everything that speaks against it was ruled out."""

    since = "referred_on"
    field_order = ["on", "mediator", "consent_on", "consent", "time_limit", "reconsideration"]

    time_limit = forms.ChoiceField(
        label="起诉期限",
        choices=[("", "请选择"), *TimeLimit.choices],
        help_text="明显超过的，应当不予受理",
    )
    reconsideration = forms.ChoiceField(
        label="复议前置",
        choices=[("", "请选择"), *Reconsideration.choices],
        help_text="尚未复议不妨碍自愿化解，但须书面告知：化解不代替复议，复议期限照常计算",
    )
    told = forms.BooleanField(
        label="已书面告知申请人：属于复议前置，化解不代替复议，复议期限照常计算", required=False
    )
    consent_on = forms.DateField(label="书面同意日期", help_text="各方书面同意化解的日期")
    consent = UploadField(label="书面同意", help_text="各方签字的同意书，不超过 20 MB")
    cleared = forms.MultipleChoiceField(
        label="逐项核对：不存在下列不予受理的情形",
        choices=[(ground.value, ground.label) for ground in SCOPE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请逐项核对；存在其中一种情形的，应当不予受理"},
        help_text="核对后逐项勾选；存在其中一种情形的，请办理“不予受理”",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "受理日期"
        self.fields["on"].help_text = "化解期限从这一天的次日起算"
        mediator = self.fields["mediator"]
        mediator.required = False
        offer(self, ["mediator"], blank="暂不指定，由当事人在二个工作日内共同选定")
        for name in self.needless():
            del self.fields[name]

    def needless(self):
        """What the dispute has already said, or what its stage leaves no question of."""
        if self.matter.stage != Stage.PRE_SUIT:
            yield from ("time_limit", "reconsideration", "told")
        if self.matter.consent_on:
            yield from ("consent_on", "consent")

    def starting_values(self):
        found = {name: getattr(self.matter, name) for name in ("time_limit", "reconsideration")}
        return super().starting_values() | found

    def clean_time_limit(self):
        if self.cleaned_data["time_limit"] == TimeLimit.LAPSED:
            raise ValidationError("明显超过起诉期限的，应当不予受理", code="lapsed")
        return self.cleaned_data["time_limit"]

    def clean_cleared(self):
        cleared = self.cleaned_data["cleared"]
        missing = [ground.label for ground in SCOPE if ground not in cleared]
        if missing:
            raise ValidationError(f"还没有核对：{'；'.join(missing)}", code="scope")
        return cleared

    def clean(self):
        cleaned = super().clean()
        to_come = cleaned.get("reconsideration") == Reconsideration.TO_COME
        if to_come and not cleaned.get("told"):
            self.add_error("told", "属于复议前置而尚未复议的，请先书面告知申请人")
        on, consent_on = cleaned.get("on"), cleaned.get("consent_on")
        if on and consent_on and consent_on > on:
            self.add_error("consent_on", "书面同意日期不能晚于受理日期")
        return cleaned


class RefuseForm(DatedForm):
    """不予受理."""

    since = "referred_on"
    refusal_ground = forms.ChoiceField(
        label="情形", choices=[("", "请选择"), *RefusalGround.choices]
    )
    reason = long_text("理由", 1000, rows=4, help_text="写进不予受理通知书，说明事实和依据")

    def starting_values(self):
        lapsed = self.matter.time_limit == TimeLimit.LAPSED
        ground = {"refusal_ground": RefusalGround.LAPSED} if lapsed else {}
        return super().starting_values() | ground


class FilingForm(DatedForm):
    """登记立案情况."""

    since = "receipt_on"
    filing_result = forms.ChoiceField(
        label="立案情况", choices=[("", "请选择"), *FilingResult.choices]
    )
    court_case = forms.CharField(
        label="案号", max_length=60, required=False, help_text="如（2026）吉24行初15号"
    )
    upload = UploadField(label="立案材料", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "立案（裁定、撤回）日期"

    def clean_court_case(self):
        return read_case_number(self.cleaned_data["court_case"])

    def clean(self):
        cleaned = super().clean()
        filed = cleaned.get("filing_result") == FilingResult.FILED
        if filed and cleaned.get("court_case") == "":
            self.add_error("court_case", "已登记立案的，请填写案号")
        return cleaned
