"""Referral and intake: what the court hands over, what the centre says to it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.forms.fields import DatedForm, long_text, rows_of
from disputes.forms.panel import MediatorForm, offer
from disputes.models import (
    WAYS,
    Dispute,
    FilingResult,
    Party,
    RefusalGround,
    check_identity,
    committees_of,
    members_of,
)
from liaison import access, casenumbers
from liaison.days import check_day
from liaison.forms import OpeningForm
from liaison.models import Centre, Unit
from liaison.uploads import UploadField


class PartyForm(forms.Form):
    """A row: one applicant (申请人)."""

    kind = forms.ChoiceField(label="类别", choices=Party.Kind.choices, initial=Party.Kind.PERSON)
    name = forms.CharField(label="姓名或者名称", max_length=60)
    id_number = forms.CharField(
        label="证件号码",
        max_length=30,
        required=False,
        help_text="公民身份号码或者统一社会信用代码，平时只显示首尾几位",
    )
    phone = forms.RegexField(
        r"^[\d\-+ ]{5,20}$",
        label="联系电话",
        required=False,
        error_messages={"invalid": "电话只写数字和短横，5至20位"},
    )
    agent = forms.CharField(label="委托代理人", max_length=60, required=False)

    def clean(self):
        cleaned = super().clean()
        try:
            cleaned["id_number"] = check_identity(cleaned.get("kind"), cleaned.get("id_number", ""))
        except ValidationError as error:
            self.add_error("id_number", error)
        return cleaned


def read_case_number(text):
    """A case number in its official form; empty for nothing typed."""
    try:
        return str(casenumbers.parse(text)) if text else ""
    except casenumbers.CaseNumberError as error:
        raise ValidationError(str(error), code="case_number") from None


class ReferForm(OpeningForm):
    """移送化解: the court refers, with consent and receipt."""

    perm = "disputes.refer_dispute"
    row_formsets = {"parties": rows_of(PartyForm, 1, "请填写申请人")}
    row_labels = {"parties": "申请人"}

    centre = forms.ModelChoiceField(label="移送到", queryset=Centre.objects.none())
    respondent = forms.ModelChoiceField(label="被申请机关", queryset=Unit.objects.none())
    stage = forms.ChoiceField(label="移送阶段", choices=Dispute.Stage.choices)
    court_case = forms.CharField(
        label="法院案号",
        max_length=60,
        required=False,
        help_text="诉前移送可以不填；如（2026）吉24行初15号",
    )
    field = forms.ChoiceField(label="领域", choices=[("", "请选择"), *Dispute.Field.choices])
    act = forms.CharField(
        label="行政行为", max_length=120, help_text="如：征收补偿决定（池北征补决字〔2026〕7号）"
    )
    act_on = forms.DateField(label="行为作出日期", required=False, help_text="不履行职责的可以不填")
    title = forms.CharField(
        label="标题",
        max_length=120,
        required=False,
        help_text="会显示在列表和消息里，不写自然人姓名；留空则按被申请机关和领域生成",
    )
    gist = long_text("争议要点", 2000, help_text="争什么、各方主要意见；不写与化解无关的个人情况")
    receipt_on = forms.DateField(
        label="材料收据日期", help_text="收到起诉状或者申请书并出具收据的日期，立案期限由此另行计算"
    )
    consent_on = forms.DateField(label="书面同意日期", help_text="当事人签署同意化解的日期")
    referred_on = forms.DateField(label="移送日期")
    consent = UploadField(label="书面同意", help_text="引导告知书、同意书的扫描件，不超过 20 MB")
    complaint = UploadField(label="起诉（申请）材料", required=False)

    DATES = (
        ("receipt_on", "act_on"),
        ("consent_on", "receipt_on"),
        ("referred_on", "consent_on"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        courts = access.standing(self.actor).units_with(self.perm)
        committees = committees_of([court.pk for court in courts])
        self.fields["centre"].queryset = Centre.objects.filter(
            committee__in=committees
        ).select_related("unit", "committee")
        self.fields["respondent"].queryset = members_of(committees).agencies()
        self.fields["referred_on"].initial = timezone.localdate()

    def clean_court_case(self):
        return read_case_number(self.cleaned_data["court_case"])

    def clean(self):
        cleaned = super().clean()
        for name, since in self.DATES:
            if cleaned.get(name):
                self.judge(name, check_day, cleaned[name], cleaned.get(since))
        if cleaned.get("stage") != Dispute.Stage.PRE_SUIT and cleaned.get("court_case") == "":
            self.add_error("court_case", "诉中和执行阶段移送的，请填写法院案号")
        if cleaned.get("stage"):
            cleaned["source"] = next(
                source for source, way in WAYS.items() if cleaned["stage"] in way.stages
            )
        if cleaned.get("centre"):
            cleaned["committee"] = cleaned["centre"].committee
        self.name_the_dispute(cleaned)
        return cleaned

    def judge(self, name, rule, *values):
        """Ask a rule of the model, and show what it says on the field."""
        try:
            rule(*values)
        except ValidationError as error:
            self.add_error(name, error)

    def name_the_dispute(self, cleaned):
        """Fill in a title where none was typed, and refuse one that names a natural person."""
        if not cleaned.get("title") and cleaned.get("respondent") and cleaned.get("field"):
            field = Dispute.Field(cleaned["field"]).label
            cleaned["title"] = f"{cleaned['respondent']}{field}争议"
        for row in self.formsets["parties"]:
            name = getattr(row, "cleaned_data", {}).get("name")
            person = name and row.cleaned_data.get("kind") == Party.Kind.PERSON
            if person and name in cleaned.get("title", ""):
                self.add_error("title", "标题会出现在列表和消息里，不能写自然人姓名")
                return


class AcceptForm(DatedForm, MediatorForm):
    """受理."""

    since = "referred_on"
    field_order = ["on", "mediator"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "受理日期"
        self.fields["on"].help_text = "化解期限从这一天的次日起算"
        mediator = self.fields["mediator"]
        mediator.required = False
        offer(self, ["mediator"], blank="暂不指定，由当事人在二个工作日内共同选定")


class RefuseForm(DatedForm):
    """不予受理."""

    since = "referred_on"
    refusal_ground = forms.ChoiceField(
        label="情形", choices=[("", "请选择"), *RefusalGround.choices]
    )
    reason = long_text("理由", 1000, rows=4, help_text="写给移送法院看，说明事实和依据")


class FilingForm(DatedForm):
    """登记立案情况."""

    since = "receipt_on"
    filing_result = forms.ChoiceField(
        label="立案情况", choices=[("", "请选择"), *FilingResult.choices]
    )
    court_case = forms.CharField(
        label="案号",
        max_length=60,
        required=False,
        help_text="如（2026）吉24行初15号",
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
