"""Forms of filing and service (立案、送达)."""

from django import forms

from disputes.appearances.forms.fields import AgencyMixin, chosen, day, line, long_text
from disputes.appearances.models import Litigant, Procedure, ServiceWay, Side
from disputes.appearances.models.filing import LETTER, UNSETTLED, parsed, suable
from disputes.forms.fields import rows_of
from disputes.models import ActKind, Dispute
from liaison import casenumbers
from liaison.days import check_day
from liaison.forms import DatedForm, OpeningForm, TransitionForm, offer
from liaison.models import Committee, Unit
from liaison.uploads import UploadField


class LitigantForm(forms.Form):
    side = forms.ChoiceField(label="地位", choices=Litigant.Side.choices)
    kind = forms.ChoiceField(label="类别", choices=Litigant.Kind.choices)
    name = line("姓名或者名称", 60)


class AgencyForm(forms.Form):
    unit = forms.ModelChoiceField(label="行政机关", queryset=Unit.objects.none())
    side = forms.ChoiceField(label="地位", choices=Side.choices)

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = agencies


LitigantRows = rows_of(LitigantForm, 1, "请填写原告")
AgencyRows = rows_of(AgencyForm, 1, "请选择被告")


class CaseFields(forms.Form):
    """What is registered of a case, when it is filed and when that is corrected."""

    row_formsets = {"litigants": LitigantRows}
    row_labels = {"litigants": "原告和第三人（行政机关除外）"}

    procedure = forms.ChoiceField(label="审理程序", choices=Procedure.choices)
    act_kind = forms.ChoiceField(label="行政行为种类", choices=chosen(ActKind.choices))
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
    dispute = forms.ModelChoiceField(
        label="此前化解的争议",
        queryset=Dispute.objects.none(),
        required=False,
        empty_label="没有",
        help_text="经化解中心化解不成或者撤回的，选择关联",
    )
    field_order = ["initiator", "committee", "case_number", "filed_on"]
    row_formsets = CaseFields.row_formsets | {"agencies": AgencyRows}
    row_labels = CaseFields.row_labels | {"agencies": "被诉行政机关（共同被告逐行填写）"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        courts = self.fields["initiator"].queryset
        offer(self.fields["committee"], Committee.objects.of_units(courts))
        disputes = Dispute.objects.visible_to(self.actor).filter(status__in=UNSETTLED)
        self.fields["dispute"].queryset = disputes.order_by("-id")

    def row_kwargs(self, name):
        if name != "agencies":
            return {}
        courts = self.fields["initiator"].queryset
        return {"agencies": suable(Committee.objects.of_units(courts))}

    def is_valid(self):
        """Agencies are handed on by the side on which they stand; each stands on one."""
        if not super().is_valid():
            return False
        rows = self.cleaned_data.pop("agencies")
        units = [row["unit"] for row in rows]
        if len(set(units)) < len(units):
            self.add_error(None, "同一行政机关只填一行")
        for name, side in (("defendants", Side.DEFENDANT), ("third", Side.THIRD)):
            self.cleaned_data[name] = [row["unit"] for row in rows if row["side"] == side]
        if not self.cleaned_data["defendants"]:
            self.add_error(None, "请选择被告")
        return not self.errors

    def clean_case_number(self):
        try:
            return str(parsed(self.cleaned_data["case_number"]))
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from None


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
