"""Forms of a joint meeting up to its notice: plan, agenda, notice, changes."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from liaison import access, workdays
from liaison.forms import OpeningForm, TransitionForm
from liaison.models import Booking, Committee, Room, Unit
from meetings.forms.base import DatedForm, RevisionMixin, UnitsMixin
from meetings.forms.rows import AgendaRows, VenueRows, offer, ordered
from meetings.models import JointMeeting, MeetingSeries, Topic
from meetings.models.programme import check_venues
from meetings.models.series import callable_units

USUALLY, AT_MOST = timedelta(hours=3), timedelta(days=3)
"""How long a meeting takes unless something else is said; how long it may take."""
AGENDA_NAMES = ("id", "order", "source", "title", "kind", "other_unit", "post", "name")
AGENDA_NAMES += ("document_title", "minutes")


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
    ends_at = forms.DateTimeField(
        label="预计结束", required=False, help_text="不填按三小时计；会议室占用到这个时间"
    )
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

    def row_kwargs(self, name):
        kwargs = super().row_kwargs(name)
        if name == "venues":
            return kwargs | {"rooms": self._rooms()}
        return kwargs

    def _rooms(self):
        """The rooms of the units that may host, read once for all rows."""
        if not hasattr(self, "_room_choices"):
            rooms = Room.objects.active().filter(unit__in=self.units()).select_related("unit")
            self._room_choices = rooms, [(room.pk, f"{room.unit} {room}") for room in rooms]
        return self._room_choices

    def rooms(self):
        """The rooms on offer, each with when it is taken in the coming two weeks."""
        rooms = list(self._rooms()[0])
        taken = Booking.objects.ahead(rooms)
        return [{"room": room, "taken": taken[room.pk]} for room in rooms]

    def clean(self):
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and not ends_at:
            cleaned["ends_at"] = starts_at + USUALLY
        elif starts_at and not starts_at < ends_at <= starts_at + AT_MOST:
            self.add_error("ends_at", "应在开会时间之后，最多三天")
        return cleaned

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

    def __init__(self, *args, actor, initial=None, **kwargs):
        offices = access.standing(actor).units_with(self.perm)
        self.committees = Committee.objects.filter(office__in=offices)
        series = MeetingSeries.objects.filter(committee__in=self.committees, is_active=True)
        values = self._values_of(series[0]) if len(series) == 1 else {}
        super().__init__(*args, actor=actor, initial=values | (initial or {}), **kwargs)
        self.fields["series"].queryset = series
        self.offer_presiding_units()

    def units(self):
        units = Unit.objects.none()
        for committee in self.committees:
            units = units | callable_units(committee)
        return units

    def _values_of(self, series):
        """What the next meeting of a series begins with: its ordinal, chair and agenda."""
        return {
            "series": series.pk,
            "ordinal": self._next_ordinal(series),
            "presiding_unit": series.next_presiding_unit(),
            "agenda": [
                row | {"unit": row["unit"].pk, "order": place}
                for place, row in enumerate(series.suggested_agenda(), 1)
            ],
        }

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
                {name: getattr(row, name) for name in ("id", "name", "is_main", "place")}
                | {"host": row.host_id, "room": row.room_id}
                for row in meeting.venues.all()
            ],
            "agenda": [
                {name: getattr(row, name) for name in AGENDA_NAMES} | {"unit": row.unit_id}
                for row in meeting.agenda.all()
            ],
        }


class NotifyForm(DatedForm):
    """印发会议通知: dated, and no later than the meeting."""

    receipt_by = forms.DateField(
        label="回执截止", required=False, help_text="各单位在这一天之前报送谁参加；逾期的自动催报"
    )

    def clean_on(self):
        on = super().clean_on()
        if on > self.matter.day:
            raise ValidationError("通知日期不能晚于开会日期")
        return on

    def clean(self):
        cleaned = super().clean()
        on, receipt_by = cleaned.get("on"), cleaned.get("receipt_by")
        if on and receipt_by and not on <= receipt_by <= self.matter.day:
            self.add_error("receipt_by", "应在通知之后、开会之前")
        return cleaned

    def starting_values(self):
        on = min(timezone.localdate(), self.matter.day)
        two_before = workdays.shifted(self.matter.day, -2)
        return {"on": on, "receipt_by": two_before if two_before >= on else None}


class ChangeNoticeForm(ReviseForm, DatedForm):
    """更改通知: the plan, ready to be changed, with the day and the reason."""

    field_order = ["on", "reason", "receipt_by"]

    reason = forms.CharField(
        label="更改理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    receipt_by = forms.DateField(label="回执截止", required=False)

    def since(self):
        return self.matter.notified_on, "通知日期"

    def starting_values(self):
        on = min(timezone.localdate(), self.matter.day)
        return super().starting_values() | {"on": on, "receipt_by": self.matter.receipt_by}

    def clean(self):
        cleaned = super().clean()
        receipt_by, starts_at = cleaned.get("receipt_by"), cleaned.get("starts_at")
        if receipt_by and starts_at and receipt_by > timezone.localdate(starts_at):
            self.add_error("receipt_by", "应在开会之前")
        return cleaned


class AddTopicsForm(TransitionForm):
    """增列议题: which of the accepted topics; after the notice, why so late."""

    topics = forms.ModelMultipleChoiceField(
        label="待列入议程的议题", queryset=Topic.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="增列理由",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ready = self.matter.series.topics.ready().select_related("initiator").order_by("pk")
        self.fields["topics"].queryset = ready
        if self.matter.status == JointMeeting.Status.PLANNED:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
