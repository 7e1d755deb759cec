"""Forms of 答辩举证: more time, the draft and its list of evidence, what came on paper."""

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from disputes.appearances.forms.fields import AgencyMixin, day, line, long_text
from disputes.appearances.models.answers import MOST_EVIDENCE
from liaison.days import check_day, written
from liaison.forms import DatedForm, TransitionForm
from liaison.models import Attachment
from liaison.uploads import UploadField

YES, NO = "yes", "no"


def yes_or_no(label, yes, no, **kwargs):
    """A choice between two answers, neither of them chosen beforehand."""
    return forms.TypedChoiceField(
        label=label,
        choices=[(YES, yes), (NO, no)],
        coerce=lambda given: given == YES,
        widget=forms.RadioSelect,
        **kwargs,
    )


class EvidenceForm(forms.Form):
    """One line of the list of evidence; a file that lies with it is kept unless replaced."""

    name = line("证据名称", 100)
    source = line("来源", 60, help_text="如：本机关制作")
    purpose = forms.CharField(
        label="证明目的", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    pages = forms.IntegerField(label="页数", min_value=1, max_value=9999)
    copies = forms.IntegerField(label="份数", min_value=1, max_value=99, initial=1)
    upload = UploadField(label="证据材料", required=False)
    kept = forms.ModelChoiceField(
        queryset=Attachment.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, lying=None, **kwargs):
        super().__init__(*args, **kwargs)
        lying = lying or {}
        self.fields["kept"].queryset = Attachment.objects.filter(pk__in=lying)
        name = lying.get(self.initial.get("kept"))
        if name:
            self.fields["upload"].help_text = f"已存“{name}”；重新选择文件的，替换原来的"


class BaseEvidenceRows(BaseFormSet):
    """An empty new row is left out, a half one refused."""

    hint = "按举证顺序填写，一行一份证据；不要的勾选“删除”，多余的空行不填。"
    error_messages = {"too_many_forms": f"证据不超过{MOST_EVIDENCE}份，请合并编组后填写"}

    def __init__(self, *args, error_messages=None, **kwargs):
        super().__init__(*args, error_messages=self.error_messages, **kwargs)


EvidenceRows = formset_factory(
    EvidenceForm,
    formset=BaseEvidenceRows,
    extra=1,
    max_num=MOST_EVIDENCE,
    absolute_max=MOST_EVIDENCE + 1,
    validate_max=True,
    can_delete=True,
    can_delete_extra=False,
)


class DraftAnswerForm(TransitionForm):
    """拟写答辩状: begins with the draft that there is already."""

    row_formsets = {"evidence": EvidenceRows}
    row_labels = {"evidence": "证据清单"}

    representative = line("法定代表人", 40)
    post = line("法定代表人职务", 60)
    agents = line(
        "委托诉讼代理人", 120, required=False, help_text="姓名、单位和职务；没有委托的不填"
    )
    body = long_text("答辩意见", 10000, rows=14, help_text="答辩请求、事实和理由，一段一行")
    norms = long_text(
        "所依据的规范性文件",
        3000,
        rows=4,
        required=False,
        help_text="一行一件，写明名称和条款；随答辩状一并提交",
    )
    identity = UploadField(label="法定代表人身份证明", required=False)
    mandate = UploadField(label="授权委托书", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("identity", "mandate"):
            kept = self.draft and getattr(self.draft, name)
            if kept:
                self.fields[name].help_text = f"已存“{kept.name}”；重新选择文件的，替换原来的"

    def starting_values(self):
        row = self.matter.own(self.actor, "draft_answer")
        self.draft = row and row.draft
        if not self.draft:
            self.lying = {}
            return {}
        items = list(self.draft.evidence.select_related("file"))
        self.lying = {item.file_id: item.file.name for item in items if item.file_id}
        names = ("name", "source", "purpose", "pages", "copies")
        words = ("representative", "post", "agents", "body", "norms")
        return {name: getattr(self.draft, name) for name in words} | {
            "evidence": [
                {name: getattr(item, name) for name in names} | {"kept": item.file_id}
                for item in items
            ]
        }

    def row_kwargs(self, name):
        return {"lying": self.lying}


class SubmitAnswerForm(TransitionForm):
    """提交答辩举证: what is drafted, perhaps with the sealed scan."""

    scan = UploadField(label="盖章答辩状扫描件（可以不传）", required=False)


class OnPaperForm(AgencyMixin, DatedForm):
    """What came to the court on paper: the day of posting decides, where there is one."""

    posted_on = day("交邮日期", required=False, help_text="邮寄的，以邮戳日期为准")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "法院收到日期"


class RecordAnswerForm(OnPaperForm):
    """登记纸质答辩材料."""

    concerns = staticmethod(lambda row: row.owes_answer)

    scan = UploadField(label="答辩材料扫描件")


class RecordDeferralForm(OnPaperForm):
    """登记纸质延期申请: what the letter says, and the letter itself."""

    concerns = staticmethod(lambda row: row.may_ask_deferral)

    reason = long_text("正当事由", 300, rows=4, help_text="按书面申请填写")
    letter = UploadField(label="书面申请扫描件")


class AskDeferralForm(TransitionForm):
    """申请延期举证: in writing, with the reason."""

    reason = long_text("正当事由", 300, rows=4, help_text="如不可抗力，写明何时开始、预计何时消除")
    letter = UploadField(label="书面申请（盖章扫描件）", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.matter.own(self.actor, "ask_deferral")
        running = self.matter.deadlines.open().filter(rule__code=self.matter.answer_rule)
        if row and (clock := running.filter(ref=row.ref).first()):
            last = written(clock.due_on)
            self.fields["reason"].help_text += f"；应当在{last}前（含当日）申请，期满后不能再申请"


class DecideDeferralForm(AgencyMixin, TransitionForm):
    """审批延期举证: yes with the day on which the reason ends, or no."""

    concerns = staticmethod(lambda row: row.awaits_deferral)

    granted = yes_or_no("审批结果", "准许延期", "不予准许，原期限不变")
    ended_on = day(
        "正当事由消除的日期",
        required=False,
        help_text="准许的必填；证据应当自该日次日起十五日内提供",
    )
    view = line("意见", 200, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("granted") and not (cleaned.get("ended_on") or "ended_on" in self.errors):
            self.add_error("ended_on", "准许延期的，请写明正当事由消除的日期")
        return cleaned


class ForwardAnswerForm(AgencyMixin, DatedForm):
    """登记发送答辩状副本."""

    concerns = staticmethod(lambda row: row.answered_on and not row.forwarded_on)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "发送日期"

    def check_on(self, on):
        check_day(on)


FORMS = {
    "decide_deferral": DecideDeferralForm,
    "submit_answer": SubmitAnswerForm,
    "draft_answer": DraftAnswerForm,
    "ask_deferral": AskDeferralForm,
    "record_deferral": RecordDeferralForm,
    "record_answer": RecordAnswerForm,
    "forward_answer": ForwardAnswerForm,
}
