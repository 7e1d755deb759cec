"""Forms of filing and service (立案、送达)."""

from django import forms
from django.db.models import Q

from disputes.appearances.forms.fields import AgencyMixin, day, line, long_text
from disputes.appearances.models import Litigant, Procedure, ServiceWay
from disputes.appearances.models.filing import LETTER, UNSETTLED, parsed
from disputes.forms.fields import rows_of
from disputes.models import ActKind, Dispute
from liaison import casenumbers
from liaison.days import check_day
from liaison.forms import DatedForm, OpeningForm, TransitionForm
from liaison.models import Committee, Membership, Unit
from liaison.uploads import UploadField


class LitigantForm(forms.Form):
    side = forms.ChoiceField(label="地位", choices=Litigant.Side.choices)
    kind = forms.ChoiceField(label="类别", choices=Litigant.Kind.choices)
    name = line("姓名或者名称", 60)


LitigantRows = rows_of(LitigantForm, 1, "请填写原告")


class CaseFields(forms.Form):
    """What is registered of a case, when it is filed and when that is corrected."""

    row_formsets = {"litigants": LitigantRows}
    row_labels = {"litigants": "原告和第三人（行政机关除外）"}

    procedure = forms.ChoiceField(label="审理程序", choices=Procedure.choices)
    act_kind = forms.ChoiceField(label="行政行为种类", choices=ActKind.choices)
    cause = line("案由", 40, help_text="如：不动产登记")
    act = line("被诉行政行为", 120, help_text="写明文书名称、文号或者行为内容")
    claims = long_text("诉讼请求", 3000, rows=4, required=False)
    filed_on = day("立案日期")
    earlier_number = line(
        "原审案号", 60, required=False, help_text="二审、再审的填写，如：（2026）吉24行初15号"
    )
    contact = line("法院联系人", 40, required=False)
    contact_phone = line("联系电话", 40, required=False)

    def clean_filed_on(self):
        check_day(self.cleaned_data["filed_on"])
        return self.cleaned_data["filed_on"]

    def clean_earlier_number(self):
        given = self.cleaned_data["earlier_number"]
        try:
            return str(casenumbers.parse(given)) if given else ""
        except casenumbers.CaseNumberError as error:
            raise forms.ValidationError(str(error), code="case_number") from None


class FileForm(CaseFields, OpeningForm):
    """登记立案: the case number, the parties, the agencies sued."""

    perm = "appearances.file_lawsuit"

    committee = forms.ModelChoiceField(label="所属委员会", queryset=Committee.objects.none())
    case_number = line("案号", 60, help_text="括号全角半角均可，如：（2026）吉24行初15号")
    defendants = forms.ModelMultipleChoiceField(
        label="被告",
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="共同被告的，全部勾选",
    )
    third = forms.ModelMultipleChoiceField(
        label="作为第三人的行政机关",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="应当追加为被告而原告不同意追加的；负责人同样应当出庭",
    )
    dispute = forms.ModelChoiceField(
        label="此前化解的争议",
        queryset=Dispute.objects.none(),
        required=False,
        empty_label="没有",
        help_text="经化解中心化解不成或者撤回的，选择关联",
    )
    field_order = ["initiator", "committee", "case_number", "filed_on", "defendants", "third"]

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
        members = Unit.objects.members_of(committees)
        agencies = Unit.objects.active().agencies()
        agencies = agencies.filter(Q(pk__in=members) | Q(parent__in=members))
        self.fields["defendants"].queryset = self.fields["third"].queryset = agencies
        disputes = Dispute.objects.visible_to(self.actor).filter(status__in=UNSETTLED)
        self.fields["dispute"].queryset = disputes.order_by("-id")

    def clean_case_number(self):
        return str(self._checked(parsed, self.cleaned_data["case_number"]))

    @staticmethod
    def _checked(check, given):
        try:
            return check(given)
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from None

    def clean(self):
        cleaned = super().clean()
        if set(cleaned.get("defendants", ())) & set(cleaned.get("third", ())):
            self.add_error("third", "同一单位不能既是被告又是第三人")
        return cleaned


class ReviseForm(CaseFields, TransitionForm):
    """修改立案登记: as it stands, to be corrected."""

    def starting_values(self):
        matter = self.matter
        values = {name: getattr(matter, name) for name in LETTER}
        return values | {"litigants": list(matter.litigants.values("side", "kind", "name"))}


class ServeForm(AgencyMixin, DatedForm):
    """送达: the day on the receipt decides; each agency is served by itself."""

    concerns = staticmethod(lambda row: not row.served_on)

    way = forms.ChoiceField(label="送达方式", choices=ServiceWay.choices)
    receipt = UploadField(label="送达回证", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "行政机关收到起诉状副本的日期"
        self.fields["receipt"].help_text += "；可以随后补传"

    def check_on(self, on):
        check_day(on, self.matter.filed_on, "立案日期")


class ReceiptForm(AgencyMixin, TransitionForm):
    """补传送达回证."""

    concerns = staticmethod(lambda row: row.lacks_receipt)

    receipt = UploadField(label="送达回证")


FORMS = {
    "create": FileForm,
    "revise": ReviseForm,
    "serve": ServeForm,
    "file_receipt": ReceiptForm,
}
