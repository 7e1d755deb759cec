"""While mediation is going on: statements, sessions, more time, pauses."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.forms.fields import DatedForm, long_text, rows_of
from disputes.models import Attendance, Session, check_notice
from liaison.forms import TransitionForm
from liaison.uploads import UploadField


class AttendanceForm(forms.Form):
    """A row: somebody who came to a session (到场人员)."""

    side = forms.ChoiceField(
        label="身份", choices=Attendance.Side.choices, initial=Attendance.Side.APPLICANT
    )
    name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务或者关系", max_length=60, required=False)
    may_settle = forms.BooleanField(
        label="有权当场和解",
        required=False,
        help_text="行政机关负责人，或者持授权委托书的人员",
    )


class StatementForm(DatedForm):
    """提交情况说明、补充材料."""

    text = long_text(
        "内容",
        5000,
        rows=10,
        help_text="事实经过、法律依据、化解意见和可以让步的范围；只供化解使用，法院看不到",
    )
    material = UploadField(label="材料", required=False)


class ScheduleForm(DatedForm):
    """通知会谈."""

    starts_at = forms.DateTimeField(label="会谈时间")
    mode = forms.ChoiceField(label="方式", choices=Session.Mode.choices)
    place = forms.CharField(
        label="地点", max_length=120, help_text="视频会谈写会议号或者入会方式，不写密码"
    )
    note = forms.CharField(label="须知", max_length=300, required=False)
    short_notice = forms.BooleanField(
        label="各方同意缩短通知时间", required=False, help_text="距会谈不足3日时必须勾选"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "通知日期"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on") and cleaned.get("starts_at"):
            self.judge_notice(cleaned)
        return cleaned

    def judge_notice(self, cleaned):
        try:
            check_notice(cleaned["on"], cleaned["starts_at"], short_notice=cleaned["short_notice"])
        except ValidationError as error:
            self.add_error("short_notice" if error.code == "short" else "starts_at", error)


class SessionForm(TransitionForm):
    """A step on one of the sessions that were announced."""

    session = forms.ModelChoiceField(label="会谈", queryset=None, empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        planned = self.matter.sessions.filter(status=Session.Status.PLANNED)
        self.fields["session"].queryset = planned


class RecordForm(SessionForm):
    """记录会谈."""

    row_formsets = {"attendance": rows_of(AttendanceForm, 1, "请填写到场人员", extra=1)}
    row_labels = {"attendance": "到场人员"}

    record = long_text("笔录", 20000, rows=12, help_text="中心、调解员和被申请机关可见，法院不可见")
    undisputed = long_text(
        "无争议事实",
        5000,
        rows=4,
        required=False,
        help_text="各方确认没有争议的事实，单独记载；为达成协议作出的让步不写在这里",
    )
    upload = UploadField(label="签字的笔录", required=False)

    def clean_session(self):
        session = self.cleaned_data["session"]
        if session.held_on > timezone.localdate():
            raise ValidationError("会谈还没到时间，不能记录", code="future")
        return session


class CancelForm(SessionForm):
    """取消会谈."""

    reason = forms.CharField(label="原因", max_length=200)


class ExtendForm(DatedForm):
    """延长期限."""

    days = forms.IntegerField(
        label="延长天数", min_value=1, max_value=180, initial=30, help_text="从原期满日接着计算"
    )
    reason = long_text("理由", 300, rows=3)
    consent = UploadField(label="延期同意书", help_text="各方当事人签字，不超过 20 MB")


class DatedReasonForm(DatedForm):
    reason = long_text("理由", 300, rows=3)


class ResumeForm(DatedReasonForm):
    """恢复."""

    since = "suspended_on"
