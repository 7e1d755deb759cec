"""Forms in which a unit, or the office for it, says who comes to a meeting (回执)."""

from django import forms

from liaison.forms import TransitionForm
from liaison.models import Unit
from meetings.forms.rows import PeopleRows


class PeopleForm(TransitionForm):
    """Who comes: a row a person, with the contact of the unit."""

    row_formsets = {"people": PeopleRows}
    row_labels = {"people": "参会人员（一人一行；请假的也写一行）"}

    contact = forms.CharField(label="联系人", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    note = forms.CharField(
        label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def row_kwargs(self, name):
        if not hasattr(self, "_venues"):
            venues = self.matter.venues.all()
            choices = [(venue.pk, str(venue)) for venue in venues]
            self._venues = {"venues": venues, "venue_choices": choices}
        return self._venues

    def is_valid(self):
        """At least one row, if only of somebody on leave; nobody twice."""
        if not super().is_valid():
            return False
        people = self.cleaned_data["people"]
        names = [row["name"] for row in people]
        if not people:
            self.add_error(None, "请至少写一个人；都不能参加的，写请假的人和事由")
        elif len(set(names)) < len(names):
            self.add_error(None, "同一个人写了两行，请删去一行")
        return not self.errors


class AnswerNoticeForm(PeopleForm):
    """报送回执: by the unit itself; what it said before stands in it already."""

    def starting_values(self):
        receipt = self.matter.own_receipts(self.actor).first()
        if receipt is None:
            return {}
        values = {name: getattr(receipt, name) for name in ("contact", "phone", "note")}
        rows = self.matter.attendance.filter(unit=receipt.unit)
        names = ("presence", "venue", "post", "name", "substitute_for", "leave_reason")
        people = list(rows.values(*names))
        return values | {"people": people or [{"venue": self._nearest(receipt.unit)}]}

    def _nearest(self, unit):
        """The venue that the unit hosts, or else the main one."""
        venues = sorted(
            self.matter.venues.all(), key=lambda one: (one.host_id != unit.pk, not one.is_main)
        )
        return venues[0].pk


class RecordAnswerForm(PeopleForm):
    """代录回执: by the office, for a unit that said it by telephone or on paper."""

    field_order = ["unit"]

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        called = Unit.objects.filter(pk__in=self.matter.receipts.values("unit"))
        self.fields["unit"].queryset = called
