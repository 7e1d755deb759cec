"""Forms of who comes and who came to an observed hearing: receipts (回执), roll (到庭登记)."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F

from disputes.appearances.forms.fields import line
from disputes.appearances.forms.roster import RosterField, people_of
from disputes.appearances.forms.rows import ChoosingRow, table
from disputes.appearances.models import Observer
from disputes.appearances.models.observers import Invitation, Standing
from liaison.days import check_day
from liaison.forms import DatedForm, TransitionForm


class PersonRow(forms.Form):
    """Somebody who comes for a unit (旁听人员)."""

    name = line("姓名", 40)
    post = line("职务", 60)
    standing = forms.ChoiceField(label="类别", choices=Standing.choices, initial=Standing.STAFF)


class CameRow(PersonRow, ChoosingRow):
    """Somebody who came without having been announced (临时到庭、代人到庭)."""

    chooses = "invitation"
    field_order = ["invitation"]

    invitation = forms.ModelChoiceField(label="单位", queryset=None)
    substitute_for = line("代何人", 40, required=False)


class RosterMixin(forms.Form):
    """People pasted in one piece, beside those who are typed row by row."""

    unit_of = None
    """Finds the invitation of the unit that stands first on each line, where one does."""

    def clean_roster(self):
        return people_of(self.cleaned_data["roster"], self.unit_of)

    def is_valid(self):
        if not super().is_valid():
            return False
        self.cleaned_data["people"] += self.cleaned_data.pop("roster")
        return True


class AnswerForm(RosterMixin, TransitionForm):
    """报送旁听回执: by the unit itself; what it said before stands in it already."""

    row_formsets = {"people": table(PersonRow, 1)}
    row_labels = {"people": "旁听人员（一人一行；不能派员的，不填人员，写明理由）"}

    declined = line("不能派员的理由", 200, required=False, help_text="派员旁听的不填")
    note = line(
        "说明", 200, required=False, help_text="通知请负责人参加、负责人不能参加的，在此说明原因"
    )
    contact = line("联系人", 40, required=False)
    phone = line("联系电话", 40, required=False)
    roster = RosterField("粘贴旁听人员名单", "姓名、职务、类别")

    def invitation_to_show(self):
        """The invitation whose seats and earlier receipt the form shows."""
        return self.matter.own_invitations(self.actor).first()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if row := self.invitation_to_show():
            asked = "，请负责人参加" if row.head_asked else ""
            self.formsets["people"].hint = f"{row.unit}的旁听席位：{row.seats}个{asked}"

    def starting_values(self):
        row, values = self.invitation_to_show(), super().starting_values()
        if row is None:
            return values
        values |= {name: getattr(row, name) for name in ("declined", "note", "contact", "phone")}
        announced = row.observers.filter(is_walk_in=False)
        return values | {"people": list(announced.values("name", "post", "standing"))}


class InvitationField(forms.ModelChoiceField):
    """An invited unit with its seats, and what it has said so far."""

    def label_from_instance(self, row):
        said = "未报"
        if row.answered_on:
            said = "已报不能派员" if row.declined else f"已报{row.announced}人"
        asked = "，请负责人参加" if row.head_asked else ""
        return f"{row.unit}（{said}，{row.seats}席{asked}）"


class RecordAnswerForm(DatedForm, AnswerForm):
    """代录回执: by the court, for a unit that said it by telephone or on paper.

    Led to from a unit's row, that unit is chosen already and stands with what it said before.
    """

    field_order = ["invitation", "on"]

    invitation = InvitationField(label="单位", queryset=Invitation.objects.none())

    def __init__(self, *args, matter, initial=None, **kwargs):
        rows = matter.invitations.with_tallies()
        self._rows = rows.order_by(F("answered_on").asc(nulls_first=True), "order")
        chosen = (initial or {}).get("invitation")
        self._chosen = next((row for row in self._rows if str(row.pk) == chosen), None)
        super().__init__(*args, matter=matter, initial=initial, **kwargs)
        self.fields["on"].label = "报来日期"
        self.fields["invitation"].queryset = self._rows
        if self._chosen is None:
            self.formsets["people"].hint = "该单位以前报送的人员，以本次录入的为准"

    def invitation_to_show(self):
        return self._chosen

    def check_on(self, on):
        check_day(on, self.matter.invited_on, "通知日期")


class AnnouncedField(forms.ModelMultipleChoiceField):
    """Who was announced, to be ticked; each stands under their unit."""

    label_from_instance = staticmethod(lambda one: f"{one}（{one.get_standing_display()}）")


class RollForm(RosterMixin, TransitionForm):
    """登记旁听人员: whoever was announced is ticked already; others are written or pasted."""

    row_formsets = {"people": table(CameRow, 1)}
    row_labels = {"people": "临时到庭、代人到庭的人员（一人一行）"}

    came = AnnouncedField(
        label="到庭的人员（没到的去掉勾）",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    roster = RosterField("粘贴临时到庭人员名单", "单位、姓名、职务、类别")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Observer.objects.filter(invitation__observation=self.matter, is_walk_in=False)
        self.fields["came"].queryset = rows.select_related("invitation__unit")

    def row_kwargs(self, name):
        if not hasattr(self, "_choices"):
            found = self.matter.invitations.select_related("unit")
            self._choices = {"found": found, "options": [(row.pk, str(row)) for row in found]}
        return self._choices

    def unit_of(self, words):
        for row in self.row_kwargs("people")["found"]:
            if words in {row.unit.name, str(row.unit)}:
                return row
        raise ValidationError("请先写受邀单位的名称或者简称")

    def starting_values(self):
        rows = Observer.objects.filter(invitation__observation=self.matter)
        announced = rows.filter(is_walk_in=False)
        if self.matter.held_on:
            announced = announced.here()
        names = ("invitation", "name", "post", "standing", "substitute_for")
        return {
            "came": list(announced.values_list("pk", flat=True)),
            "people": list(rows.filter(is_walk_in=True).values(*names)),
        }

    def is_valid(self):
        if not super().is_valid():
            return False
        came = self.cleaned_data.pop("came")
        self.cleaned_data["people"] += [{"id": one.pk, "came": True} for one in came]
        return True
