"""Forms of the steps of a judicial suggestion: they clean what was typed, and never save."""

from liaison.forms import ReasonForm
from suggestions.forms.answering import (
    AskExtensionForm,
    DraftReplyForm,
    GiveReplyForm,
    RecordReplyForm,
)
from suggestions.forms.court import (
    ApproveForm,
    ConsultForm,
    EvaluateForm,
    FileAboveForm,
    GrantExtensionForm,
    LookBackForm,
    ReceiptForm,
    ReturnForm,
    ServeForm,
)
from suggestions.forms.fields import DatedForm
from suggestions.forms.letter import DraftForm, ReviseForm
from suggestions.forms.urging import UrgeForm

FORMS = {
    "create": DraftForm,
    "revise": ReviseForm,
    "consult": ConsultForm,
    "approve": ApproveForm,
    "send_back": ReasonForm,
    "sign": DatedForm,
    "serve": ServeForm,
    "pass_up": ReasonForm,
    "withdraw": ReasonForm,
    "file_receipt": ReceiptForm,
    "file_above": FileAboveForm,
    "acknowledge": DatedForm,
    "ask_extension": AskExtensionForm,
    "grant_extension": GrantExtensionForm,
    "draft_reply": DraftReplyForm,
    "send_back_reply": ReasonForm,
    "reply": GiveReplyForm,
    "record_reply": RecordReplyForm,
    "return_reply": ReturnForm,
    "evaluate": EvaluateForm,
    "look_back": LookBackForm,
    "urge": UrgeForm,
}
