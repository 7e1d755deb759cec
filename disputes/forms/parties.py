"""Who takes part: rows of parties with their agents, and what is changed about them later."""

from django import forms
from django.core.exceptions import ValidationError

from disputes.forms.fields import DatedForm, rows_of
from disputes.models import Agent, Party, check_identity, check_phone, members_of
from liaison.forms import TransitionForm
from liaison.models import Unit
from liaison.uploads import UploadField

AGENT_COLUMNS = ("kind", "name", "workplace", "id_number", "phone", "authority", "paper")


class NumbersMixin:
    """Identity numbers and telephones in their plain form, or what is wrong with them."""

    def judge_number(self, name, kind):
        self._judge(name, check_identity, kind)

    def judge_phone(self, name):
        self._judge(name, check_phone)

    def _judge(self, name, rule, *context):
        if name not in self.cleaned_data:
            return
        try:
            self.cleaned_data[name] = rule(*context, self.cleaned_data[name])
        except ValidationError as error:
            self.add_error(name, error)


def number_field(label="证件号码", **more):
    return forms.CharField(label=label, max_length=30, required=False, **more)


def phone_field(label="联系电话", **more):
    return forms.CharField(label=label, max_length=30, required=False, **more)


class AgentForm(NumbersMixin, forms.Form):
    """A row: one who acts for a party (委托代理人)."""

    kind = forms.ChoiceField(label="身份", choices=[("", "请选择"), *Agent.Kind.choices])
    name = forms.CharField(label="姓名", max_length=40)
    workplace = forms.CharField(label="工作单位", max_length=60, required=False)
    authority = forms.ChoiceField(
        label="代理权限",
        choices=[("", "请选择"), *Agent.Authority.choices],
        help_text="代为承认、放弃、变更请求和进行和解，须有特别授权",
    )
    phone = phone_field()
    id_number = number_field(help_text="律师可以填执业证号")
    paper = UploadField(
        label="授权委托书", required=False, help_text="暂缺的可以不传，页面会标明欠缺"
    )

    def clean(self):
        super().clean()
        self.judge_number("id_number", Party.Kind.PERSON)
        self.judge_phone("phone")
        return self.cleaned_data


class PartyForm(NumbersMixin, forms.Form):
    """A row: one party (当事人), and the first of those who act for it."""

    MAIN = ("role", "kind", "name", "head", "id_number", "phone", "address", "is_representative")

    role = forms.ChoiceField(
        label="地位",
        choices=[choice for choice in Party.Role.choices if choice[0] != Party.Role.CO_AGENCY],
        initial=Party.Role.APPLICANT,
    )
    kind = forms.ChoiceField(label="类别", choices=Party.Kind.choices, initial=Party.Kind.PERSON)
    name = forms.CharField(
        label="姓名或者名称",
        max_length=60,
        help_text="个体工商户有字号的写字号；没有字号的，类别选自然人，写经营者姓名",
    )
    head = forms.CharField(
        label="法定代表人（负责人、经营者）",
        max_length=40,
        required=False,
        help_text="自然人不填",
    )
    id_number = number_field(
        help_text="公民身份号码或者统一社会信用代码；加密保存，平时只显示首尾几位"
    )
    phone = phone_field(help_text="手机，或者带区号的座机")
    address = forms.CharField(label="送达地址", max_length=200, required=False)
    is_representative = forms.BooleanField(
        label="代表人", required=False, help_text="申请人十人以上的，推选二至五名"
    )
    agent_kind = forms.ChoiceField(
        label="代理人身份", choices=[("", "没有代理人"), *Agent.Kind.choices], required=False
    )
    agent_name = forms.CharField(label="代理人姓名", max_length=40, required=False)
    agent_workplace = forms.CharField(label="工作单位", max_length=60, required=False)
    agent_authority = forms.ChoiceField(
        label="代理权限",
        choices=[("", "请选择"), *Agent.Authority.choices],
        required=False,
        help_text="进行和解须有特别授权",
    )
    agent_phone = phone_field("代理人电话")
    agent_id_number = number_field("代理人证件号码", help_text="律师可以填执业证号")
    agent_paper = UploadField(
        label="授权委托书", required=False, help_text="暂缺的可以不传，页面会标明欠缺"
    )

    def clean(self):
        super().clean()
        self.judge_number("id_number", self.cleaned_data.get("kind"))
        self.judge_number("agent_id_number", Party.Kind.PERSON)
        for name in ("phone", "agent_phone"):
            self.judge_phone(name)
        if self.cleaned_data.get("kind") == Party.Kind.PERSON:
            self.cleaned_data["head"] = ""
        self.gather_agent()
        return self.cleaned_data

    def gather_agent(self):
        """Put the agent's columns together; refuse half an agent."""
        agent = {name: self.cleaned_data.pop(f"agent_{name}", None) for name in AGENT_COLUMNS}
        self.cleaned_data["agents"] = [agent] if any(agent.values()) else []
        for name in ("kind", "name", "authority"):
            field = f"agent_{name}"
            if any(agent.values()) and not agent[name] and field not in self.errors:
                self.add_error(field, f"请填写{self.fields[field].label}")

    @property
    def main_fields(self):
        return [self[name] for name in self.MAIN if name in self.fields]

    @property
    def agent_fields(self):
        return [self[f"agent_{name}"] for name in AGENT_COLUMNS]

    @property
    def shows_agent(self):
        """Whether the agent's fields stand open: something was typed there, or is wrong."""
        return any(field.value() or field.errors for field in self.agent_fields)


PartyRows = rows_of(PartyForm, 1, "请填写申请人")
PartyRows.rows_template_name = "disputes/_party_rows.html"


class AddPartyForm(DatedForm, PartyForm):
    """追加当事人."""

    field_order = ["on", "role", "kind", "name", "unit"]

    unit = forms.ModelChoiceField(
        label="共同作出行政行为的机关",
        queryset=Unit.objects.none(),
        required=False,
        help_text="追加共同被申请机关时选择，其他情形不填",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = members_of([self.matter.committee_id]).agencies()
        self.fields["unit"].queryset = agencies.exclude(pk=self.matter.respondent_id)
        self.fields["on"].label = "追加日期"
        self.fields["role"].choices = Party.Role.choices
        self.fields["role"].initial = Party.Role.THIRD
        self.fields["name"].required = False

    def clean(self):
        cleaned = super().clean()
        co_agency = cleaned.get("role") == Party.Role.CO_AGENCY
        unit = cleaned.get("unit") if co_agency else None
        if co_agency and "unit" in cleaned:
            self.take_over(unit)
        elif not co_agency and cleaned.get("name") == "":
            self.add_error("name", "请填写姓名或者名称")
        return self.as_step(unit)

    def take_over(self, unit):
        if unit is None:
            self.add_error("unit", "请选择共同作出行政行为的机关")
        else:
            self.cleaned_data |= {"name": unit.name, "kind": Party.Kind.AGENCY}

    def as_step(self, unit):
        """What the step takes: a day, and one row."""
        cleaned = self.cleaned_data
        row = {name: value for name, value in cleaned.items() if name != "on"} | {"unit": unit}
        return {"on": cleaned.get("on"), "parties": [row]}


class RepresentativesForm(TransitionForm):
    """变更代表人."""

    representatives = forms.ModelMultipleChoiceField(
        label="代表人",
        queryset=Party.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="申请人十人以上的，推选二至五名；不足十人的，可以不推选",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        applicants = self.matter.parties.filter(role=Party.Role.APPLICANT)
        field = self.fields["representatives"]
        field.queryset = applicants
        field.initial = [party.pk for party in applicants if party.is_representative]


class ChangeAgentsForm(DatedForm):
    """变更代理人."""

    since = "referred_on"
    row_formsets = {"agents": rows_of(AgentForm, 0, "", extra=1)}
    row_labels = {"agents": "新的代理人"}

    party = forms.ModelChoiceField(label="当事人", queryset=Party.objects.none())
    ending = forms.ModelMultipleChoiceField(
        label="解除委托",
        queryset=Agent.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        parties = self.matter.parties.exclude(role=Party.Role.CO_AGENCY)
        self.fields["party"].queryset = parties
        agents = Agent.objects.present().filter(party__in=parties).select_related("party")
        self.fields["ending"].queryset = agents
        self.fields["ending"].label_from_instance = lambda one: (
            f"{one.shown_name}（{one.party.shown_name}的代理人）"
        )
        if not agents:
            del self.fields["ending"]
        self.fields["on"].label = "变更日期"

    def clean(self):
        cleaned = super().clean()
        party = cleaned.get("party")
        if party and any(agent.party_id != party.pk for agent in cleaned.get("ending", ())):
            self.add_error("ending", "只能解除该当事人自己的委托")
        return cleaned
