"""Sessions: announced, put off, called off, recorded."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.forms.fields import DatedForm, long_text, rows_of
from disputes.models import Attendance, Session, check_notice, check_span, notice_days
from liaison.forms import TransitionForm
from liaison.models import Booking, Room
from liaison.uploads import UploadField


class AttendanceForm(forms.Form):
    """A row: somebody who came to a session (到场人员)."""

    side = forms.ChoiceField(
        label="身份", choices=Attendance.Side.choices, initial=Attendance.Side.APPLICANT
    )
    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务或者关系", max_length=60, required=False)
    is_head = forms.BooleanField(label="行政机关负责人", required=False)
    may_settle = forms.BooleanField(
        label="有权当场和解",
        required=False,
        help_text="负责人，或者持授权委托书的工作人员、代理人",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_head") and cleaned.get("side") != Attendance.Side.RESPONDENT:
            self.add_error("is_head", "只有被申请机关的人员可以是行政机关负责人")
        return cleaned


class PlanForm(DatedForm):
    """When and where a session is to be; rooms and people that are taken are refused."""

    starts_at = forms.DateTimeField(label="会谈时间")
    until = forms.TimeField(label="预计结束", required=False, help_text="同一天；留空按两小时")
    mode = forms.ChoiceField(label="方式", choices=Session.Mode.choices)
    room = forms.ModelChoiceField(
        label="房间", queryset=None, required=False, empty_label="不用本中心的房间"
    )
    place = forms.CharField(
        label="地点",
        max_length=120,
        required=False,
        help_text="选了房间的可以不填；视频会谈写会议号或者入会方式，不写密码",
    )
    note = forms.CharField(label="须知", max_length=300, required=False)
    short_notice = forms.BooleanField(label="各方同意缩短通知时间", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "通知日期"
        self.fields["room"].queryset = Room.objects.active().filter(unit=self.matter.centre.unit_id)
        least = notice_days(self.matter, timezone.localdate())
        self.fields["short_notice"].help_text = f"距会谈不足{least}日时必须勾选"

    @property
    def rooms(self):
        """The rooms on offer, each with when it is taken in the coming two weeks."""
        rooms = list(self.fields["room"].queryset)
        taken = Booking.objects.ahead(rooms)
        return [{"room": room, "taken": taken[room.pk]} for room in rooms]

    def clean(self):
        cleaned = super().clean()
        cleaned["ends_at"] = self.ends_at(cleaned.get("starts_at"), cleaned.pop("until", None))
        if not (
            cleaned.get("room") or cleaned.get("place") or {"room", "place"} & set(self.errors)
        ):
            self.add_error("place", "请选择房间，或者写明地点")
        if cleaned.get("on") and cleaned.get("starts_at"):
            self.judge(
                check_notice,
                *(self.matter, cleaned["on"], cleaned["starts_at"]),
                short_notice=cleaned["short_notice"],
            )
        return cleaned

    def ends_at(self, starts_at, until):
        """The moment of ``until`` on the day of the session; None where none was typed."""
        if not (starts_at and until):
            return None
        day = timezone.localdate(starts_at)
        ends_at = timezone.make_aware(datetime.combine(day, until))
        self.judge(check_span, starts_at, ends_at)
        return ends_at

    def judge(self, rule, *values, **options):
        """Ask a rule of the model, and show what it says on the field that it names."""
        try:
            rule(*values, **options)
        except ValidationError as error:
            for name, said in error.message_dict.items():
                self.add_error("until" if name == "ends_at" else name, said)


class ScheduleForm(PlanForm):
    """通知会谈."""


class SessionForm(TransitionForm):
    """A step on one of the sessions that were announced."""

    session = forms.ModelChoiceField(label="会谈", queryset=None, empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        planned = self.matter.sessions.filter(status=Session.Status.PLANNED)
        self.fields["session"].queryset = planned


class AdjournForm(SessionForm, PlanForm):
    """休会、改期."""

    reason = forms.CharField(label="原因", max_length=300)

    field_order = ["session", "reason", "on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].label = "新的时间"

    def starting_values(self):
        first = self.matter.planned_sessions[:1]
        here = (
            {"mode": first[0].mode, "room": first[0].room_id, "note": first[0].note}
            if first
            else {}
        )
        if first and not first[0].room_id:
            here["place"] = first[0].place
        return super().starting_values() | here


class RecordForm(SessionForm):
    """记录会谈."""

    row_formsets = {"attendance": rows_of(AttendanceForm, 1, "请填写到场人员", extra=1)}
    row_labels = {"attendance": "到场人员"}

    apart = forms.BooleanField(
        label="分别听取各方意见", required=False, help_text="只有一方到场，或者各方先后单独会谈"
    )
    record = long_text("笔录", 20000, rows=12, help_text="中心、调解员和被申请机关可见，法院不可见")
    undisputed = long_text(
        "无争议事实",
        5000,
        rows=4,
        required=False,
        help_text=(
            "各方确认没有争议的事实，单独记载，以后的程序中可以使用；为达成协议作出的让步不写在这里，"
            "不得作为以后对其不利的证据"
        ),
    )
    upload = UploadField(label="签字的笔录", required=False)
    undisputed_upload = UploadField(label="签字的无争议事实记载", required=False)

    def clean_session(self):
        session = self.cleaned_data["session"]
        if session.held_on > timezone.localdate():
            raise ValidationError("会谈还没到时间，不能记录", code="future")
        return session

    def clean(self):
        """Say at once what the step would refuse: nobody mediates, or has not disclosed yet."""
        cleaned = super().clean()
        if self.matter.sessions_to_record:
            self.judge_bench()
        return cleaned

    def judge_bench(self):
        try:
            self.matter.check_bench()
        except ValidationError as error:
            self.add_error(None, error)


class CancelForm(SessionForm):
    """取消会谈."""

    reason = forms.CharField(label="原因", max_length=200)
