"""Forms of 出庭记录: who came for each agency; corrections; the suggestion that follows."""

from django import forms

from disputes.appearances.forms.choosing import AppearanceMixin
from disputes.appearances.forms.fields import line
from disputes.appearances.forms.rows import GivenRow, given_rows
from disputes.appearances.models import Identity, Presence, Rank
from disputes.appearances.models.consequences import SUPERVISORY
from disputes.appearances.models.recording import SHOWN, lacking
from liaison.forms import ReasonForm, TransitionForm
from liaison.models import Unit

OF_HEAD = "负责人出庭的填写"


class RecordRow(GivenRow):
    """Who came for one agency to one hearing."""

    presence = forms.ChoiceField(label="出庭情况", choices=[("", "请选择"), *Presence.choices])
    head_name = line("出庭负责人姓名", 40, required=False, help_text=OF_HEAD)
    head_post = line("职务", 60, required=False)
    head_rank = forms.ChoiceField(
        label="负责人类别", choices=[("", "—"), *Rank.choices], required=False
    )
    identity = forms.ChoiceField(
        label="身份证明", choices=[("", "—"), *Identity.choices], required=False
    )
    spoke = forms.BooleanField(label="负责人发言", required=False)
    left_early = forms.BooleanField(label="未经许可中途退庭", required=False)
    refused = forms.BooleanField(label="拒绝解释说明，导致庭审无法进行", required=False)
    staff = line("出庭的工作人员", 120, required=False, help_text="写明姓名、职务")
    objection = line("对方当事人对负责人出庭的异议", 300, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("presence"):
            for name, words in lacking(cleaned).items():
                self.add_error(name, words)
        return cleaned

    @property
    def note(self):
        """What was said of it before: who was to come, or why nobody could."""
        one = self.subject
        if one.excuse:
            view = f"（{one.get_view_display()}）" if one.view else ""
            return f"不能出庭的事由：{one.get_excuse_display()}{view}"
        if one.head_name and not one.presence:
            return f"报送的出庭负责人：{one.head}"
        return ""


class RowsOfAgencies(TransitionForm):
    row_formsets = {"rows": given_rows(RecordRow)}

    def recorded(self):
        """The rows (Appearance) that are recorded."""
        raise NotImplementedError

    def row_kwargs(self, name):
        return {"subjects": self.recorded()}

    def is_valid(self):
        if not super().is_valid():
            return False
        rows = self.cleaned_data["rows"]
        self.cleaned_data["rows"] = [(row.pop("subject"), row) for row in rows]
        return True


class RecordForm(RowsOfAgencies):
    """登记出庭情况: prefilled from what each agency handed in."""

    row_labels = {"rows": "各行政机关出庭情况"}

    def recorded(self):
        hearing = self.matter.to_record()
        rows = self.matter.appearances()
        return [one for one in rows if hearing and one.hearing_id == hearing.pk]

    def starting_values(self):
        return {"rows": [expected(one) for one in self.recorded()]}


def expected(one):
    """What is likely of an agency, by its receipt: to be confirmed or corrected."""
    values = {"head_name": one.head_name, "head_post": one.head_post, "head_rank": one.head_rank}
    if one.head_name:
        return values | {
            "presence": Presence.HEAD,
            "identity": Identity.VALID,
            "staff": one.staff,
        }
    return values | {"presence": Presence.STAFF if one.excuse else "", "staff": one.staff}


class CorrectForm(RowsOfAgencies, ReasonForm):
    """更正出庭情况: all that was recorded, to be changed where it is wrong."""

    row_labels = {"rows": "已登记的出庭情况（只改有误的）"}

    def recorded(self):
        return self.matter.held()

    def starting_values(self):
        return {"rows": [{name: getattr(one, name) for name in SHOWN} for one in self.recorded()]}


class RaiseForm(AppearanceMixin, TransitionForm):
    """提出司法建议: to whom, the supervisory organ and the next higher agency."""

    supervisor = forms.ModelChoiceField(label="监察机关", queryset=Unit.objects.none())
    above = forms.ModelChoiceField(label="上一级行政机关", queryset=Unit.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = self.matter.addressable()
        above, supervisor = self.fields["above"], self.fields["supervisor"]
        above.queryset = units.agencies()
        others = units.exclude(kind__in=[Unit.Kind.GOVERNMENT, Unit.Kind.JUSTICE_BUREAU])
        supervisor.queryset = others
        self._suppose(supervisor, above)

    def _suppose(self, supervisor, above):
        """Fill in whom the law means, or say what is lacking on the platform."""
        known = [unit for unit in supervisor.queryset if any(w in unit.name for w in SUPERVISORY)]
        if known:
            supervisor.initial = known[0].pk
        else:
            supervisor.help_text = (
                "本委员会的成员单位中没有监察机关：请联系委员会办公室登记为成员单位，"
                "登记以前请在线下制作、送达司法建议书"
            )
        if self.single:
            unit = self.single.agency.unit
            self.fields["appearance"].help_text = self.single.get_event_display()
            if any(one.pk == unit.parent_id for one in above.queryset):
                above.initial = unit.parent_id
            else:
                above.help_text = (
                    f"{unit}没有登记上级单位，或者上级单位不是本委员会成员单位，请选择"
                )

    def choices(self):
        return self.matter.unanswered()


FORMS = {
    "record_hearing": RecordForm,
    "correct_record": CorrectForm,
    "raise_suggestion": RaiseForm,
}
