"""Forms of joint meetings, topics and resolved items: one a step, found by the step's name."""

from liaison.forms import ReasonForm, TransitionForm
from meetings.forms.approvals import (
    AgreeAgendaForm,
    PaperApprovalForm,
    ReturnAgendaForm,
)
from meetings.forms.holding import AttendanceForm, DecisionsForm, HoldForm
from meetings.forms.items import ReportForm, ReturnReportForm, UrgeForm, VerifyForm
from meetings.forms.minutes import (
    CloseForm,
    CountersignForm,
    DeliveryForm,
    IssueForm,
    MinutesForm,
    PaperSignatureForm,
    ReturnMinutesForm,
    SendForm,
)
from meetings.forms.planning import (
    AddTopicsForm,
    ChangeNoticeForm,
    NotifyForm,
    PlanForm,
    ReviseForm,
)
from meetings.forms.receipts import AnswerNoticeForm, RecordAnswerForm
from meetings.forms.topics import AcceptForm, ProposeForm, SupplementForm, TurnedDownForm

MEETING_FORMS = {
    "create": PlanForm,
    "revise": ReviseForm,
    "add_topics": AddTopicsForm,
    "submit_agenda": TransitionForm,
    "agree_agenda": AgreeAgendaForm,
    "return_agenda": ReturnAgendaForm,
    "record_approval": PaperApprovalForm,
    "notify": NotifyForm,
    "change_notice": ChangeNoticeForm,
    "cancel": ReasonForm,
    "answer_notice": AnswerNoticeForm,
    "record_answer": RecordAnswerForm,
    "urge_answers": TransitionForm,
    "record_attendance": AttendanceForm,
    "hold": HoldForm,
    "revise_decisions": DecisionsForm,
    "draft_minutes": MinutesForm,
    "send_to_countersign": SendForm,
    "countersign": CountersignForm,
    "record_countersignature": PaperSignatureForm,
    "return_minutes": ReturnMinutesForm,
    "issue_minutes": IssueForm,
    "record_delivery": DeliveryForm,
    "close": CloseForm,
}
TOPIC_FORMS = {
    "create": ProposeForm,
    "supplement": SupplementForm,
    "accept": AcceptForm,
    "send_back": TurnedDownForm,
    "decline": TurnedDownForm,
    "withdraw": ReasonForm,
}
ITEM_FORMS = {
    "report": ReportForm,
    "verify_and_close": VerifyForm,
    "return_report": ReturnReportForm,
    "urge": UrgeForm,
}
