"""Forms of disputes: one a step. They clean and never save."""

from disputes.forms.intake import AcceptForm, FilingForm, MediatorForm, ReferForm, RefuseForm
from disputes.forms.lists import DisputeFilterSet
from disputes.forms.mediation import (
    CancelForm,
    DatedReasonForm,
    ExtendForm,
    RecordForm,
    ResumeForm,
    ScheduleForm,
    StatementForm,
)
from disputes.forms.settlement import (
    AgreeForm,
    CloseForm,
    FailForm,
    PerformForm,
    SendBackForm,
    WithdrawForm,
)
from liaison.forms import ReasonForm

__all__ = ["FORMS", "DisputeFilterSet"]

FORMS = {
    "create": ReferForm,
    "accept": AcceptForm,
    "refuse": RefuseForm,
    "appoint": MediatorForm,
    "state": StatementForm,
    "supplement": StatementForm,
    "schedule_session": ScheduleForm,
    "record_session": RecordForm,
    "cancel_session": CancelForm,
    "extend": ExtendForm,
    "suspend": DatedReasonForm,
    "resume": ResumeForm,
    "agree": AgreeForm,
    "perform": PerformForm,
    "close": CloseForm,
    "send_back": SendBackForm,
    "fail": FailForm,
    "withdraw": WithdrawForm,
    "unmask": ReasonForm,
    "register_filing": FilingForm,
}
