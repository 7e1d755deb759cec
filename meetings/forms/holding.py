"""Forms of a joint meeting on its day: who came, what was decided."""

from django import forms
from django.utils import timezone

from liaison.forms import TransitionForm
from meetings.forms.base import DatedForm, RevisionMixin, UnitsMixin
from meetings.forms.rows import AttendanceRows, DecisionRows, ordered


class AttendanceForm(RevisionMixin, UnitsMixin, TransitionForm):
    """登记到会情况: all rows at once; to begin with, whoever is on the programme."""

    row_formsets = {"attendance": AttendanceRows}
    row_labels = {"attendance": "到会人员"}

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def row_kwargs(self, name):
        if not hasattr(self, "_venue_kwargs"):
            venues = self.matter.venues.all()
            choices = [(venue.pk, str(venue)) for venue in venues]
            self._venue_kwargs = {"venues": venues, "venue_choices": choices}
        return super().row_kwargs(name) | self._venue_kwargs

    def starting_values(self):
        """Whoever is on the roll, and those on the programme whose unit has nobody there.

        Until the office has recorded it, units stand in the committee's order. Once the meeting
        was held the roll says who came: nobody is put on it again.
        """
        names = ("id", "venue", "presence", "unit", "other_unit", "post", "name", "is_recorded")
        kept = list(self.matter.attendance.values(*names, "leave_reason", "substitute_for"))
        if not self.matter.held_on:
            known = {(row["unit"], row["other_unit"]) for row in kept}
            kept += [
                row for row in self._expected() if (row["unit"], row["other_unit"]) not in known
            ]
        recorded = [row.pop("is_recorded", False) for row in kept]
        if not any(recorded):
            rank = self.matter.ranking()
            kept.sort(key=lambda row: rank(row["unit"]))
        standing = [row | {"order": place} for place, row in enumerate(kept, 1)]
        return {"revision": self.matter.revision, "attendance": standing}

    def is_valid(self):
        """Put the roll into the order typed."""
        if not super().is_valid():
            return False
        self.cleaned_data["attendance"] = ordered(self.cleaned_data["attendance"])
        return True

    def _expected(self):
        """The person presiding and those who present, each at the venue of their unit."""
        meeting = self.matter
        venues = list(meeting.venues.all())
        places = {venue.host_id: venue.pk for venue in reversed(venues) if venue.host_id}
        presiding = {"unit": meeting.presiding_unit_id, "post": meeting.presiding_post}
        people = [presiding | {"other_unit": "", "name": meeting.presiding_name}]
        people += meeting.agenda.values("unit", "other_unit", "post", "name")
        seen = set()
        for person in people:
            key = tuple(sorted(person.items(), key=lambda pair: pair[0]))
            if (person["post"] or person["name"]) and key not in seen:
                seen.add(key)
                yield person | {"venue": places.get(person["unit"], venues[0].pk)}


class DecisionsForm(RevisionMixin, UnitsMixin, TransitionForm):
    """修改议定事项: what was decided, who leads, who assists, by when."""

    row_formsets = {"decisions": DecisionRows}
    row_labels = {"decisions": "议定事项"}

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def starting_values(self):
        decisions = self.matter.decisions.prefetch_related("assisting")
        return super().starting_values() | {
            "revision": self.matter.revision,
            "decisions": [
                {
                    **{name: getattr(row, name) for name in ("title", "content", "due_on")},
                    "lead": row.lead_id,
                    "assisting": [unit.pk for unit in row.assisting.all()],
                }
                for row in decisions
            ],
        }

    def held_on(self):
        return self.matter.held_on

    def is_valid(self):
        """No decision is due before the meeting that made it."""
        if not super().is_valid():
            return False
        early = False
        for row in self.formsets["decisions"]:
            due_on = row.cleaned_data.get("due_on")
            if due_on and due_on < self.held_on() and not row.cleaned_data.get("DELETE"):
                row.add_error("due_on", "不能早于会议召开日期")
                early = True
        return not early


class HoldForm(DecisionsForm, DatedForm):
    """登记召开: the day, and what was decided."""

    field_order = ["on"]

    def since(self):
        return self.matter.notified_on, "通知日期"

    def starting_values(self):
        return super().starting_values() | {"on": min(timezone.localdate(), self.matter.day)}

    def held_on(self):
        return self.cleaned_data["on"]
