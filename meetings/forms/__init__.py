"""Forms of joint meetings and resolved items: one a step, found by the step's name."""

from liaison.forms import ReasonForm
from meetings.forms.items import ReportForm, ReturnReportForm, VerifyForm
from meetings.forms.meetings import (
    AttendanceForm,
    DecisionsForm,
    HoldForm,
    NotifyForm,
    PlanForm,
    ReviseForm,
)
from meetings.forms.minutes import (
    CloseForm,
    CountersignForm,
    IssueForm,
    MinutesForm,
    PaperSignatureForm,
    ReturnMinutesForm,
    SendForm,
)

MEETING_FORMS = {
    "create": PlanForm,
    "revise": ReviseForm,
    "notify": NotifyForm,
    "cancel": ReasonForm,
    "record_attendance": AttendanceForm,
    "hold": HoldForm,
    "revise_decisions": DecisionsForm,
    "draft_minutes": MinutesForm,
    "send_to_countersign": SendForm,
    "countersign": CountersignForm,
    "record_countersignature": PaperSignatureForm,
    "return_minutes": ReturnMinutesForm,
    "issue_minutes": IssueForm,
    "close": CloseForm,
}
ITEM_FORMS = {
    "report": ReportForm,
    "verify_and_close": VerifyForm,
    "return_report": ReturnReportForm,
}
