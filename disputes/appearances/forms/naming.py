"""Forms of 出庭回执: who comes, why nobody can, the court's view, the urging letter."""

from django import forms
from django.utils import timezone

from disputes.appearances.forms.choosing import AppearanceMixin, HearingMixin
from disputes.appearances.forms.convening import IN_TIME
from disputes.appearances.forms.fields import chosen, day, line, long_text
from disputes.appearances.models import Excuse, Rank, View
from disputes.appearances.models.naming import NO_LAWYER_ALONE
from liaison.forms import TransitionForm
from liaison.uploads import UploadField

STAFF = "行政机关中具体行使行政职权的工作人员，写明姓名、职务"
AGENTS = "可以另行委托一至二名诉讼代理人"
NAMED = ("head_name", "head_post", "head_rank", "staff", "agents")


class OwnMixin(HearingMixin):
    """What one's own agency says of a planned hearing: as it stands, to be changed."""

    step = ""

    def starting_values(self):
        own = self.matter.own(self.actor, self.step)
        planned = {one.pk for one in self.matter.planned() if self.fits(one)}
        rows = [one for one in self.matter.appearances() if one.hearing_id in planned]
        mine = [one for one in rows if one.agency == own]
        return {name: getattr(mine[0], name) for name in NAMED} if len(mine) == 1 else {}


class NameForm(OwnMixin, TransitionForm):
    """报送出庭负责人."""

    step = "name_head"

    head_name = line("出庭负责人姓名", 40, error_messages={"required": NO_LAWYER_ALONE})
    head_post = line("职务", 60, help_text="如：副局长")
    head_rank = forms.ChoiceField(label="负责人类别", choices=chosen(Rank.choices))
    staff = line("同时出庭的工作人员", 120, required=False, help_text=STAFF)
    agents = line("诉讼代理人", 120, required=False, help_text=AGENTS)

    def fits(self, hearing):
        return not hearing.has_begun


class ExcuseForm(OwnMixin, TransitionForm):
    """说明不能出庭的理由: kind, words, proof, and who comes instead."""

    step = "excuse_head"

    excuse = forms.ChoiceField(label="不能出庭的事由", choices=chosen(Excuse.choices))
    note = long_text("事由说明", 300, rows=3, help_text="只供法院和本单位查看")
    proof = UploadField(label="证明材料")
    asks_adjournment = forms.BooleanField(label="申请延期开庭", required=False)
    staff = line(
        "委托出庭的工作人员",
        120,
        help_text=STAFF,
        error_messages={"required": "应当委托行政机关相应的工作人员出庭，不能只委托律师"},
    )
    agents = line("诉讼代理人", 120, required=False, help_text=AGENTS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proof"].help_text += "；应当加盖行政机关印章或者由主要负责人签字"


class DecideForm(AppearanceMixin, TransitionForm):
    """审查不能出庭的理由: good or not, perhaps another time."""

    view = forms.ChoiceField(label="法院意见", choices=View.choices, widget=forms.RadioSelect)
    note = line("意见说明", 200, required=False)
    starts_at = forms.DateTimeField(
        label="延期至", required=False, help_text="不延期的不填；准许延期的，填写新的开庭时间"
    )
    place = line("延期后的开庭地点", 80, required=False)
    notified_on = day("新的出庭通知书送达日期", required=False, help_text=IN_TIME)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if one := self.single:
            self.fields["place"].initial = one.hearing.place

    def choices(self):
        return self.matter.undecided()

    def starting_values(self):
        return {"notified_on": timezone.localdate()}


class UrgeForm(AppearanceMixin, TransitionForm):
    """督促负责人出庭."""

    requirement = long_text(
        "督促要求", 300, rows=3, required=False, help_text="印在函里；没有另外的要求可以不写"
    )

    def choices(self):
        return self.matter.to_urge()


FORMS = {
    "name_head": NameForm,
    "excuse_head": ExcuseForm,
    "decide_excuse": DecideForm,
    "urge_head": UrgeForm,
}
