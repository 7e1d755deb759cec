"""Forms of observed hearings (旁听庭审): plan, invitation, account."""

from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q
from django.utils import timezone

from disputes.appearances.forms.fields import line, long_text
from disputes.appearances.forms.observers import AnswerForm, RecordAnswerForm, RollForm
from disputes.appearances.forms.rows import ChoosingRow, table
from disputes.appearances.models import Observation
from disputes.appearances.models.observation_planning import (
    PLAN,
    invitable_units,
    offered_hearings,
)
from disputes.appearances.models.observation_stages import DISCIPLINE
from liaison import access
from liaison.days import check_day
from liaison.forms import DatedForm, OpeningForm, ReasonForm, TransitionForm, offer
from liaison.models import Committee, Membership, Unit
from liaison.uploads import UploadField


class InvitedRow(ChoosingRow):
    chooses = "unit"

    unit = forms.ModelChoiceField(label="受邀单位", queryset=None)
    seats = forms.IntegerField(label="席位", min_value=1, max_value=200, initial=2)
    head_asked = forms.BooleanField(label="请负责人参加", required=False, initial=True)


class PhotoRow(forms.Form):
    photo = UploadField(label="照片或者材料", required=False)


def hearing_label(hearing):
    moment = timezone.localtime(hearing.starts_at)
    return f"{hearing.matter.number} {hearing}，{moment:%Y-%m-%d %H:%M}，{hearing.place}"


class HearingField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        more = {"required": False, "empty_label": "不关联（另填案号、时间、地点）"} | kwargs
        super().__init__(label="关联本院的庭审", queryset=None, **more)

    label_from_instance = staticmethod(hearing_label)


class PlanFields(forms.Form):
    """What the court writes of a plan, when it begins one and when it changes it."""

    row_formsets = {"invited": table(InvitedRow, 3)}
    row_labels = {"invited": "受邀单位（各单位席位和是否请负责人参加）"}

    title = line("名称", 60, help_text="如：工伤认定案件旁听庭审；不写当事人")
    kind = forms.ChoiceField(label="形式", choices=Observation.Kind.choices)
    reason = long_text(
        "旁听的意义", 1000, rows=3, help_text="为什么选这个案件，希望各单位从中学到什么"
    )
    hearing = HearingField(help_text="只列公开审理、还没有开的庭；案号、案由、时间、地点从中取得")
    case_number = line("案号", 60, required=False)
    cause = line("案由", 40, required=False)
    starts_at = forms.DateTimeField(label="开庭时间", required=False)
    place = line("开庭地点", 80, required=False, help_text="巡回审判写明就地开庭的地点")
    is_public = forms.BooleanField(
        label="本案公开审理",
        required=False,
        help_text="没有关联庭审的必须勾选；不公开的不得旁听",
    )
    seats = forms.IntegerField(label="旁听席位", min_value=1, max_value=1000)
    discipline = long_text("旁听须知", 1000, rows=5, initial=DISCIPLINE)
    contact = line("法院联系人", 40, required=False)
    contact_phone = line("联系电话", 40, required=False)

    def offer_hearings(self, courts):
        """Let the plan be linked to a hearing of one of ``courts``, the soonest first."""
        found = [offered_hearings(self.actor, court) for court in courts]
        self.fields["hearing"].queryset = reduce(or_, found).order_by("starts_at")

    def units_to_invite(self):
        """The units from which the rows choose."""
        raise NotImplementedError

    def row_kwargs(self, name):
        if not hasattr(self, "_choices"):
            found = self.units_to_invite()
            self._choices = {"found": found, "options": [(unit.pk, str(unit)) for unit in found]}
        return self._choices


class PlanForm(PlanFields, OpeningForm):
    """发起旁听庭审: by a court with all that belongs to it; by others as a proposal."""

    perm = "appearances.plan_observation"
    OF_PROPOSAL = ("initiator", "committee", "court", "title", "kind", "reason")

    committee = forms.ModelChoiceField(label="所属委员会", queryset=Committee.objects.none())
    court = forms.ModelChoiceField(label="请哪个法院组织", queryset=Unit.objects.none())
    field_order = ["initiator", "committee", "court"]

    def __init__(self, data=None, files=None, *, actor, **kwargs):
        units = access.standing(actor).units_with(self.perm)
        self.courts = [unit for unit in units if unit.kind == Unit.Kind.COURT]
        if not self.courts:
            self.row_formsets = {}
        seats = Membership.objects.current().filter(unit__in=units)
        self.committees = Committee.objects.filter(
            Q(pk__in=seats.values("committee")) | Q(office__in=units)
        ).order_by("pk")
        super().__init__(data, files, actor=actor, **kwargs)
        offer(self.fields["committee"], self.committees)
        if self.courts:
            self.fields.pop("court")
            self.offer_hearings(self.courts)
            initiators = self.fields["initiator"].queryset
            self.fields["initiator"].queryset = initiators.filter(kind=Unit.Kind.COURT)
            return
        for name in [name for name in self.fields if name not in self.OF_PROPOSAL]:
            self.fields.pop(name)
        self.fields["reason"].label = "提议的理由"
        self.fields["reason"].help_text = "希望旁听哪一类案件、请哪些单位参加"
        courts = Unit.objects.active().courts().members_of(self.committees)
        offer(self.fields["court"], courts)

    def units_to_invite(self):
        return invitable_units(self.committees, self.courts)

    def clean(self):
        cleaned = super().clean()
        if self.courts:
            cleaned["court"] = cleaned.get("initiator")
        return cleaned


class ReviseForm(PlanFields, TransitionForm):
    """修改方案: as it stands, to be changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_hearings([self.matter.court])

    def units_to_invite(self):
        return invitable_units([self.matter.committee], [self.matter.court])

    def starting_values(self):
        values = {name: getattr(self.matter, name) for name in PLAN}
        values["discipline"] = values["discipline"] or DISCIPLINE
        values["seats"] = values["seats"] or None
        rows = list(self.matter.invitations.values("unit", "seats", "head_asked"))
        return values | {"invited": rows, "is_public": bool(rows)}


class TakeUpForm(ReviseForm):
    """采纳提议: the rest of the plan, which the court adds."""


class InviteForm(DatedForm):
    """印发旁听通知."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "通知日期"


class PostponeForm(DatedForm):
    """改期: with the linked hearing, or by hand."""

    field_order = ["on", "reason", "hearing", "starts_at", "place"]

    reason = long_text("改期的原因", 200, rows=2, help_text="受邀单位都能看到，不写当事人")
    hearing = HearingField(empty_label="不关联（另填时间、地点）")
    starts_at = forms.DateTimeField(label="新的开庭时间", required=False)
    place = line("开庭地点", 80, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "通知日期"
        offered = offered_hearings(self.actor, self.matter.court)
        if self.matter.hearing:
            offered = offered.filter(matter=self.matter.hearing.matter_id)
        self.fields["hearing"].queryset = offered.order_by("starts_at")

    def starting_values(self):
        values = {name: getattr(self.matter, name) for name in ("starts_at", "place", "hearing")}
        return super().starting_values() | values

    def check_on(self, on):
        check_day(on, self.matter.invited_on, "通知日期")


class SummaryForm(TransitionForm):
    """小结并办结."""

    row_formsets = {"photos": table(PhotoRow, 1, can_delete=False)}
    row_labels = {"photos": "照片、材料"}

    summary = long_text(
        "旁听情况", 2000, rows=5, help_text="庭审经过、庭后讲评；单位数、人数由系统统计，不必填写"
    )
    effect = long_text("效果和反映", 1000, rows=3, required=False)

    def is_valid(self):
        if not super().is_valid():
            return False
        self.cleaned_data["photos"] = [
            row for row in self.cleaned_data["photos"] if row.get("photo")
        ]
        return True


FORMS = {
    "create": PlanForm,
    "take_up": TakeUpForm,
    "decline": ReasonForm,
    "revise": ReviseForm,
    "invite": InviteForm,
    "postpone": PostponeForm,
    "call_off": ReasonForm,
    "answer_invitation": AnswerForm,
    "record_answer": RecordAnswerForm,
    "take_roll": RollForm,
    "summarise": SummaryForm,
}
