"""Forms of the letter: what it says, when it is drafted and when it is revised."""

from django import forms

from liaison import casenumbers
from liaison.days import check_day
from liaison.forms import OpeningForm, TransitionForm, offer
from liaison.models import Committee, Membership, Unit
from suggestions.forms.fields import day, text
from suggestions.models import Event, Kind
from suggestions.models.kinds import lacking_in_kind
from suggestions.models.letter import LETTER
from suggestions.models.suggestion import NOT_ADDRESSED
from suggestions.rows import ProblemRows


class LetterFields(forms.Form):
    """What the letter says, for the opening and for a revision."""

    kind = forms.ChoiceField(
        label="种类",
        choices=Kind.choices,
        initial=Kind.GOVERNANCE,
        help_text="综合治理类须先与被建议单位沟通，并经审判委员会审议",
    )
    case_number = text("案号", 60, required=False, help_text="综合治理类和其他类可以不填")
    event = forms.ChoiceField(
        label="不出庭应诉的情形",
        choices=[("", "不属于此类"), *Event.choices],
        required=False,
        help_text="负责人不出庭应诉的必选，并同时送监察机关和上一级行政机关",
    )
    document_title = text(
        "规范性文件名称", 120, required=False, help_text="规范性文件不合法的，写明名称和文号"
    )
    effective_on = day(
        "裁判生效日期",
        required=False,
        help_text="规范性文件不合法的必填：应当在裁判生效之日起三个月内提出",
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
        help_text="不填即为收到之日起两个月内，规范性文件不合法的六十日内；综合治理类一般不超过两个月",
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

    def clean_case_number(self):
        given = self.cleaned_data["case_number"]
        try:
            return str(casenumbers.parse(given)) if given else ""
        except casenumbers.CaseNumberError as error:
            raise forms.ValidationError(str(error), code="case_number") from None

    def clean_effective_on(self):
        day_ = self.cleaned_data["effective_on"]
        if day_:
            check_day(day_)
        return day_

    def clean(self):
        cleaned = super().clean()
        recipient, coordinator = cleaned.get("recipient"), cleaned.get("coordinator")
        others = cleaned.get("others", ())
        if cleaned.get("kind"):
            everybody = {recipient, *others} - {None}
            lacking = lacking_in_kind(cleaned["kind"], cleaned, len(everybody))
            for name in lacking.keys() - self.errors.keys():
                self.add_error(name, lacking[name])
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
        if only := offer(self.fields["committee"], committees):
            self.fields["coordinator"].initial = only.starter_id
        self.offer_units(committees, courts.first())

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
