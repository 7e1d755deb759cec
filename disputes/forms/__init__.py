"""Forms of disputes: one a step. They clean and never save."""

from disputes.forms.acceptance import AcceptForm, FilingForm, RefuseForm
from disputes.forms.archiving import ArchiveForm
from disputes.forms.concluding import (
    AcceptConfirmationForm,
    ApplyConfirmationForm,
    ConcludeForm,
    DecideConfirmationForm,
)
from disputes.forms.course import ExtendForm, RestartForm, ResumeForm, SuspendForm
from disputes.forms.ending import (
    FailForm,
    LapseForm,
    ReportForm,
    ShamForm,
    TransferForm,
    WithdrawForm,
)
from disputes.forms.intake import INTAKE_FORMS, IntakeForm, ways_for
from disputes.forms.lists import DisputeFilterSet
from disputes.forms.mediation import StatementForm
from disputes.forms.panel import (
    AppointForm,
    ChooseForm,
    DecideForm,
    DiscloseForm,
    KeepForm,
    MoreForm,
    RecusalForm,
)
from disputes.forms.parties import AddPartyForm, ChangeAgentsForm, RepresentativesForm
from disputes.forms.sessions import AdjournForm, CancelForm, RecordForm, ScheduleForm
from disputes.forms.settlement import (
    AgreeForm,
    CloseForm,
    PerformForm,
    RefuseReportForm,
    ReportPerformanceForm,
    SealForm,
    SendBackForm,
)
from liaison.forms import ReasonForm

__all__ = ["FORMS", "INTAKE_FORMS", "DisputeFilterSet", "ways_for"]

FORMS = {
    "create": IntakeForm,
    "accept": AcceptForm,
    "refuse": RefuseForm,
    "choose_mediator": ChooseForm,
    "appoint": AppointForm,
    "disclose": DiscloseForm,
    "disclose_more": MoreForm,
    "keep_mediator": KeepForm,
    "request_recusal": RecusalForm,
    "decide_recusal": DecideForm,
    "state": StatementForm,
    "supplement": StatementForm,
    "schedule_session": ScheduleForm,
    "record_session": RecordForm,
    "adjourn_session": AdjournForm,
    "cancel_session": CancelForm,
    "extend": ExtendForm,
    "suspend": SuspendForm,
    "resume": ResumeForm,
    "restart": RestartForm,
    "agree": AgreeForm,
    "seal": SealForm,
    "report_performance": ReportPerformanceForm,
    "refuse_report": RefuseReportForm,
    "perform": PerformForm,
    "close": CloseForm,
    "send_back": SendBackForm,
    "fail": FailForm,
    "lapse": LapseForm,
    "stop_sham": ShamForm,
    "transfer": TransferForm,
    "withdraw": WithdrawForm,
    "report_to_court": ReportForm,
    "conclude": ConcludeForm,
    "apply_confirmation": ApplyConfirmationForm,
    "accept_confirmation": AcceptConfirmationForm,
    "decide_confirmation": DecideConfirmationForm,
    "archive": ArchiveForm,
    "unmask": ReasonForm,
    "register_filing": FilingForm,
    "add_party": AddPartyForm,
    "name_representatives": RepresentativesForm,
    "change_agents": ChangeAgentsForm,
}
