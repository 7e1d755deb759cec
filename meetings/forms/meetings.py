"""Forms of a joint meeting up to what it decided: plan, notice, attendance, decisions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import access
from liaison.days import check_day
from liaison.forms import DatedForm as BaseDatedForm
from liaison.forms import OpeningForm, RowsMixin, TransitionForm
from liaison.models import Committee, Unit
from meetings.forms.rows import (
    AgendaRows,
    AttendanceRows,
    DecisionRows,
    VenueRows,
    offer,
    ordered,
)
from meetings.models import JointMeeting, MeetingSeries
from meetings.models.programme import check_venues
from meetings.models.series import callable_units


class UnitsMixin(RowsMixin):
    """Rows whose units come from the meeting's committee, read once a request."""

    def units(self):
        return callable_units(self.matter.committee)

    def row_kwargs(self, name):
        if not hasattr(self, "_unit_kwargs"):
            units = self.units()
            choices = [(unit.pk, str(unit)) for unit in units]
            self._unit_kwargs = {"units": units, "unit_choices": choices}
        return self._unit_kwargs


class PlanFields(UnitsMixin, forms.Form):
    """What a plan consists of, whether it is new or changed."""

    row_formsets = {"venues": VenueRows, "agenda": AgendaRows}
    row_labels = {"venues": "会场（主会场一个，其余为视频分会场）", "agenda": "议程"}

    title = forms.CharField(label="会议名称", max_length=120)
    kind = forms.ChoiceField(label="类别", choices=JointMeeting.Kind.choices)
    ordinal = forms.IntegerField(
        label="第几次", min_value=1, max_value=99, required=False, help_text="临时会议可以不编次数"
    )
    starts_at = forms.DateTimeField(label="开会时间")
    presiding_unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label="主持单位")
    presiding_post = forms.CharField(label="主持人职务", max_length=60)
    presiding_name = forms.CharField(label="主持人姓名", max_length=40, required=False)
    requirements = forms.CharField(
        label="参会要求",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="印在会议通知里，一行一段",
    )

    def offer_presiding_units(self):
        field = self.fields["presiding_unit"]
        kwargs = self.row_kwargs("presiding_unit")
        offer(field, kwargs["units"], kwargs["unit_choices"])

    def is_valid(self):
        """Judge the tables as a whole too, and put the agenda into its order."""
        if not super().is_valid():
            return False
        try:
            check_venues(self.cleaned_data["venues"])
        except ValidationError as error:
            self.add_error(None, error)
            return False
        self.cleaned_data["agenda"] = ordered(self.cleaned_data["agenda"])
        return True


class PlanForm(PlanFields, OpeningForm):
    """筹备会议: the office plans a meeting of a series of its committee."""

    perm = "meetings.plan_jointmeeting"
    field_order = ["initiator", "series"]

    series = forms.ModelChoiceField(label="会议系列", queryset=MeetingSeries.objects.none())

    def __init__(self, *args, actor, **kwargs):
        offices = access.standing(actor).units_with(self.perm)
        self.committees = Committee.objects.filter(office__in=offices)
        super().__init__(*args, actor=actor, **kwargs)
        series = MeetingSeries.objects.filter(committee__in=self.committees, is_active=True)
        self.fields["series"].queryset = series
        if len(series) == 1:
            self.fields["series"].initial = series[0].pk
            self.fields["ordinal"].initial = self._next_ordinal(series[0])
        self.offer_presiding_units()

    def units(self):
        units = Unit.objects.none()
        for committee in self.committees:
            units = units | callable_units(committee)
        return units

    @staticmethod
    def _next_ordinal(series):
        last = series.meetings.order_by("-ordinal").exclude(ordinal=None).first()
        return last.ordinal + 1 if last else 1

    def clean(self):
        cleaned = super().clean()
        series, initiator = cleaned.get("series"), cleaned.get("initiator")
        if series and initiator:
            if series.committee.office_id != initiator.pk:
                self.add_error("series", "会议系列不属于这个办公室的委员会")
            cleaned["committee"] = series.committee
        return cleaned


class RevisionMixin:
    """A form that remembers on which state of the meeting's rows it was opened.

    Whoever comes second is told, keeps what was typed, and decides.
    """

    def clean(self):
        cleaned = super().clean()
        current = type(self.matter).objects.values_list("revision", flat=True)
        current = current.get(pk=self.matter.pk)
        if cleaned.get("revision", current) != current:
            self.data = self.data.copy()
            self.data["revision"] = current
            raise ValidationError(
                "在您打开本页之后，他人已更新会议登记。您填写的内容还在下面：请另开窗口核对会议页，"
                "补齐后再提交；再次提交以本页为准。",
                code="stale",
            )
        return cleaned


class ReviseForm(RevisionMixin, PlanFields, TransitionForm):
    """修改方案: everything that was planned, ready to be changed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_presiding_units()

    def starting_values(self):
        meeting = self.matter
        values = {name: getattr(meeting, name) for name in [*meeting.PLAN, "revision"]}
        return values | {
            "venues": [
                {"name": row.name, "is_main": row.is_main, "host": row.host_id, "place": row.place}
                for row in meeting.venues.all()
            ],
            "agenda": list(
                meeting.agenda.values(
                    *("order", "title", "kind", "unit", "other_unit", "post", "name"),
                    "document_title",
                )
            ),
        }


class DatedForm(BaseDatedForm):
    """A step with the day on which it was taken, not before what it follows."""

    def since(self):
        """The day before which it can't have been, and what happened on it."""
        return None, ""

    def check_on(self, on):
        check_day(on, *self.since())


class NotifyForm(DatedForm):
    """印发会议通知: dated, and no later than the meeting."""

    def clean_on(self):
        on = super().clean_on()
        if on > self.matter.day:
            raise ValidationError("通知日期不能晚于开会日期")
        return on

    def starting_values(self):
        return {"on": min(timezone.localdate(), self.matter.day)}


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
        names = ("venue", "presence", "unit", "other_unit", "post", "name")
        kept = list(
            self.matter.attendance.values(*names, "leave_reason", "substitute_for")
        ) or list(self._expected())
        return {"revision": self.matter.revision, "attendance": kept}

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
