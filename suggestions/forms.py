"""Forms of the steps of a judicial suggestion: they clean what was typed, and never save."""

import django_filters
from django import forms
from django.utils import timezone

from liaison.forms import DatedForm as BaseDatedForm
from liaison.forms import MatterFilter, OpeningForm, ReasonForm, TransitionForm
from liaison.models import Committee, Membership, Unit
from liaison.uploads import UploadField
from suggestions.models import Addressee, JudicialSuggestion, Kind, Outcome, ServiceWay
from suggestions.models.answers import outcomes_open
from suggestions.models.letter import LETTER
from suggestions.rows import AnswerRows, ProblemRows, VerdictRows

State = Addressee.State
NOT_ADDRESSED = (Unit.Kind.COURT, Unit.Kind.CENTRE, Unit.Kind.OFFICE)


def area(rows, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


def text(label, length, rows=0, **kwargs):
    """A field of words, of one line or of several."""
    widget = area(rows) if rows else None
    return forms.CharField(label=label, max_length=length, widget=widget, **kwargs)


def day(label, **kwargs):
    return forms.DateField(label=label, widget=forms.DateInput, **kwargs)


class LetterFields(forms.Form):
    """What the letter says, for the opening and for a revision."""

    kind = forms.ChoiceField(
        label="种类",
        choices=[(kind, kind.label) for kind in JudicialSuggestion.KINDS_OPEN],
        initial=Kind.GOVERNANCE,
        help_text="综合治理类须先与被建议单位沟通，并经审判委员会审议",
    )
    subject = text(
        "事由", 80, help_text="接在“关于”之后、“的司法建议书”之前，如：规范不动产登记告知程序"
    )
    recipient = forms.ModelChoiceField(
        label="被建议单位", queryset=Unit.objects.none(), help_text="有几个的，先选牵头单位"
    )
    others = forms.ModelMultipleChoiceField(
        label="其他被建议单位",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="同一份建议书还送哪些单位；各自送达、各自计算期限、各自逐条答复",
    )
    coordinator = forms.ModelChoiceField(
        label="政府方督促单位",
        queryset=Unit.objects.none(),
        help_text="一般为司法行政机关；送达后可见，督促落实，不代为答复",
    )
    copies = forms.ModelMultipleChoiceField(
        label="抄送",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="问题重大、需要引起高度重视的，可抄送上级主管机关或者其他有关单位；送达后可见",
    )
    field_of_work = text("治理领域", 30, help_text="如：不动产登记")
    found_in = text(
        "在什么工作中发现", 60, help_text="接在“我院在”之后，如：审理不动产登记行政案件工作"
    )
    introduction = text("该领域的重要性和被建议单位已采取的举措", 3000, rows=5)
    legal_basis = text("依据", 2000, rows=2, help_text="法律、法规和政策的名称、条款")
    counts_in_appraisal = forms.BooleanField(
        label="写明“反馈、落实情况纳入当地考核”", required=False, help_text="限于已纳入考核的地区"
    )
    annexes = text(
        "附件名称", 1000, rows=2, required=False, help_text="每行一件，不写序号；没有不填"
    )
    reply_by = day(
        "另定的答复日期",
        required=False,
        help_text="不填即为收到之日起两个月内；综合治理类一般不超过两个月",
    )
    contact = text("联系人", 40)
    contact_phone = text("联系电话", 40)

    def offer_units(self, committees, court=None):
        """Offer the units of these committees only: no list shows who sits elsewhere."""
        units = Unit.objects.active().members_of(committees)
        addressed = units.exclude(kind__in=NOT_ADDRESSED)
        self.fields["recipient"].queryset = self.fields["others"].queryset = addressed
        self.fields["coordinator"].queryset = units.filter(
            kind__in=[Unit.Kind.JUSTICE_BUREAU, Unit.Kind.GOVERNMENT]
        )
        self.fields["copies"].queryset = units.exclude(pk=court.pk) if court else units

    def clean(self):
        cleaned = super().clean()
        recipient, coordinator = cleaned.get("recipient"), cleaned.get("coordinator")
        others = cleaned.get("others", ())
        addressed = {recipient, *others} - {None}
        if recipient in others:
            self.add_error("others", "牵头单位不必再选")
        if coordinator in addressed:
            self.add_error("coordinator", "督促单位不能就是被建议单位")
        if addressed & set(cleaned.get("copies", ())):
            self.add_error("copies", "不必抄送被建议单位")
        return cleaned


class DraftForm(LetterFields, OpeningForm):
    """拟稿: the whole letter, with a row for each problem and its suggestion."""

    perm = "suggestions.draft_judicialsuggestion"
    row_formsets = {"problems": ProblemRows}
    row_labels = {"problems": "问题与建议（一一对应）"}

    committee = forms.ModelChoiceField(label="所属委员会", queryset=Committee.objects.none())
    field_order = ["initiator", "committee"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        courts = self.fields["initiator"].queryset
        seats = Membership.objects.current().filter(unit__in=courts)
        committees = Committee.objects.filter(pk__in=seats.values("committee"))
        field = self.fields["committee"]
        field.queryset = committees
        found = list(committees[:2])
        if len(found) == 1:
            field.initial, field.widget = found[0].pk, forms.HiddenInput()
            self.fields["coordinator"].initial = found[0].starter_id
        self.offer_units(committees, found and courts.first())

    def clean(self):
        cleaned = super().clean()
        committee = cleaned.get("committee")
        if not committee:
            return cleaned
        seated = Unit.objects.active().members_of([committee])
        seated = set(seated.values_list("pk", flat=True))
        for name in ("initiator", "recipient", "coordinator"):
            if cleaned.get(name) and cleaned[name].pk not in seated:
                self.add_error(name, "不是该委员会的成员单位")
        for name in ("others", "copies"):
            if {unit.pk for unit in cleaned.get(name, ())} - seated:
                self.add_error(name, "有不属于该委员会的单位")
        return cleaned


class ReviseForm(LetterFields, TransitionForm):
    """修改: the letter as it stands, to be changed."""

    row_formsets = {"problems": ProblemRows}
    row_labels = {"problems": "问题与建议（一一对应）"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_units([self.matter.committee_id], self.matter.initiator)

    def starting_values(self):
        matter = self.matter
        values = {name: getattr(matter, name) for name in LETTER}
        values |= {"recipient": matter.recipient_id, "coordinator": matter.coordinator_id}
        values["others"] = [unit.pk for unit in matter.addressed_units()[1:]]
        values["copies"] = list(matter.copies.values_list("pk", flat=True))
        values["problems"] = list(matter.problems.values("problem", "suggestion"))
        return values


class DatedForm(BaseDatedForm):
    """A step with its day, not before what came earlier."""

    def check_on(self, on):
        self.matter.check_day(on)


class AddresseeMixin(forms.Form):
    """A step about one addressee: of several it is chosen, a single one stands fast."""

    addressee = forms.ModelChoiceField(label="被建议单位", queryset=Addressee.objects.none())

    @staticmethod
    def concerns(row):
        """Say whether the step can be about the addressee ``row``."""
        raise NotImplementedError

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = [row for row in self.matter.addressed() if self.concerns(row)]
        field = self.fields["addressee"]
        field.queryset = Addressee.objects.filter(pk__in=[row.pk for row in self.rows])
        field.queryset = field.queryset.select_related("unit")
        self.order_fields(["addressee", *(name for name in self.fields if name != "addressee")])
        if len(self.rows) == 1:
            field.initial, field.widget = self.rows[0].pk, forms.HiddenInput()
            field.required = False

    def clean_addressee(self):
        return self.cleaned_data["addressee"] or self.rows[0]


class ConsultForm(DatedForm):
    """沟通: with whom, and what they said."""

    talked_with = text("沟通对象", 60, help_text="单位、职务")
    note = text("沟通情况和对方意见", 1500, rows=4, help_text="只供本院查看")


class ApproveForm(DatedForm):
    """审委会: which meeting, and its conclusion."""

    session = text("会议", 60, help_text="如：审判委员会2026年第12次会议")
    conclusion = text("审议结论", 200, initial="审议通过", help_text="不得录入评议经过和个人意见")


class ServeForm(AddresseeMixin, DatedForm):
    """送达: the day on the receipt decides; each addressee is served by itself."""

    concerns = staticmethod(lambda row: row.state == State.UNSERVED)

    way = forms.ChoiceField(label="送达方式", choices=ServiceWay.choices)
    receipt = UploadField(label="送达回证", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "被建议单位收到的日期"
        self.fields["receipt"].help_text += "；可以随后补传"


class ReceiptForm(AddresseeMixin, TransitionForm):
    """补传送达回证."""

    concerns = staticmethod(lambda row: row.lacks_receipt)

    receipt = UploadField(label="送达回证")


class AskExtensionForm(TransitionForm):
    """申请延长: until when, and why."""

    until = day("申请延长至")
    reason = text("理由", 300, rows=3)

    def clean_until(self):
        """Against the earliest date: the step asks for the addressee's own."""
        until, due_on = self.cleaned_data["until"], self.matter.due_on
        if due_on and until <= due_on:
            raise forms.ValidationError(f"应晚于现期满日（{due_on:%Y-%m-%d}）", code="early")
        return until


class GrantExtensionForm(AddresseeMixin, TransitionForm):
    """审批延长: yes or no, and until when."""

    concerns = staticmethod(lambda row: row.extension_until)

    granted = forms.TypedChoiceField(
        label="审批意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    until = day("延长至", required=False, help_text="不填即为申请的日期")
    note = text("说明", 200, rows=2, required=False)

    def starting_values(self):
        asked = [row for row in self.matter.addressed() if self.concerns(row)]
        return {"until": asked[0].extension_until} if len(asked) == 1 else {}

    def clean(self):
        cleaned = super().clean()
        until, addressee = cleaned.get("until"), cleaned.get("addressee")
        if cleaned.get("granted") and until and addressee:
            due_on = self.matter.reply_deadline(addressee).due_on
            if until <= due_on:
                self.add_error("until", f"应晚于现期满日（{due_on:%Y-%m-%d}）")
        return cleaned


class ReplyForm(TransitionForm):
    """逐条答复: one row a problem, none left out."""

    row_formsets = {"items": AnswerRows}
    row_labels = {"items": "逐条答复"}

    number = text("复函文号", 60, required=False)
    summary = text("总体情况", 2000, rows=3, required=False)
    letter = UploadField(label="盖章复函", required=False)

    def row_kwargs(self, name):
        if not hasattr(self, "_problems"):
            self._problems = list(self.matter.problems.all())
        return {"subjects": self._problems}


class RecordReplyForm(AddresseeMixin, ReplyForm, DatedForm):
    """登记纸质答复: the day of posting counts, and the letter must be there."""

    concerns = staticmethod(lambda row: row.owes)

    letter = UploadField(label="纸质复函扫描件")
    field_order = ["on", "number", "letter", "summary"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "答复日期（邮寄的填交邮日）"


class ReturnForm(AddresseeMixin, DatedForm):
    """退回补充: whose answer, why, and by when the rest must come."""

    concerns = staticmethod(lambda row: row.state == State.REPLIED)

    reason = text("哪些地方不完整", 300, rows=3)
    until = day("补充答复的日期")

    def clean(self):
        cleaned = super().clean()
        on, until = cleaned.get("on"), cleaned.get("until")
        if on and until and until <= max(on, timezone.localdate()):
            self.add_error("until", "应晚于退回日期和今天")
        return cleaned


class EvaluateForm(TransitionForm):
    """评估: a verdict on every answer, and what came of the whole."""

    row_formsets = {"verdicts": VerdictRows}
    row_labels = {"verdicts": "逐条评价"}

    outcome = forms.ChoiceField(label="采纳结果", choices=Outcome.choices)
    evaluation = text("总体评价", 1000, rows=3, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        outcomes = outcomes_open([item.response for item in self._items])
        self.fields["outcome"].choices = [(outcome, outcome.label) for outcome in outcomes]

    def row_kwargs(self, name):
        return {"subjects": self._items}

    def starting_values(self):
        self._items = self.matter.latest_items()
        return {}


def recipients(request):
    """The addressees of the suggestions that the reader may see."""
    seen = JudicialSuggestion.objects.visible_to(request.user)
    return Unit.objects.filter(pk__in=seen.order_by().values("addressees__unit"))


class SuggestionFilter(MatterFilter):
    """Filters of the list: kind, recipient, year; only what the reader may see is on offer."""

    kind = django_filters.ChoiceFilter(label="种类", choices=Kind.choices, empty_label="全部种类")
    recipient = django_filters.ModelChoiceFilter(
        label="被建议单位",
        field_name="addressees__unit",
        queryset=recipients,
        empty_label="全部单位",
    )
    year = django_filters.ChoiceFilter(
        label="签发年度", field_name="signed_on__year", empty_label="全部年度"
    )

    class Meta:
        model = JudicialSuggestion
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        signed = JudicialSuggestion.objects.visible_to(self.request.user)
        years = signed.filter(signed_on__isnull=False).dates("signed_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(day.year, f"{day.year}年") for day in years]


FORMS = {
    "create": DraftForm,
    "revise": ReviseForm,
    "consult": ConsultForm,
    "approve": ApproveForm,
    "send_back": ReasonForm,
    "sign": DatedForm,
    "serve": ServeForm,
    "withdraw": ReasonForm,
    "file_receipt": ReceiptForm,
    "acknowledge": DatedForm,
    "ask_extension": AskExtensionForm,
    "grant_extension": GrantExtensionForm,
    "reply": ReplyForm,
    "record_reply": RecordReplyForm,
    "return_reply": ReturnForm,
    "evaluate": EvaluateForm,
}
