"""How a dispute comes in: one form a way, with just what that way asks."""

from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.forms.acceptance import read_case_number
from disputes.forms.fields import chosen, long_text
from disputes.forms.parties import PartyRows
from disputes.models import (
    PRIOR,
    WAYS,
    ActKind,
    Dispute,
    Party,
    Reconsideration,
    Source,
    TimeLimit,
    committees_of,
    members_of,
    time_limits,
)
from liaison import access
from liaison.days import check_day
from liaison.deadlines import DeadlineRefused
from liaison.forms import OpeningForm, stand_fast
from liaison.models import Centre, Jurisdiction, Unit
from liaison.uploads import UploadField

FIRST = (
    "依法应当先复议的：对当场作出的行政处罚决定不服；认为侵犯已经依法取得的自然资源所有权、使用权；"
    "行政机关未履行法定职责；申请政府信息公开而不予公开；法律、行政法规规定的其他情形"
    "（行政复议法第二十三条）"
)


class IntakeForm(OpeningForm):
    """What every way of starting asks: whose act, which act, who complains, what they want."""

    perm = "disputes.refer_dispute"
    source = None
    """The way that the form stands for."""
    row_formsets = {"parties": PartyRows}
    row_labels = {"parties": "申请人和第三人"}
    sections = ()
    """(heading, names of fields) in the order of the page; what is not named is not asked."""
    renamed = {}
    """Name of a field → its label in this way."""
    optional = frozenset()

    centre = forms.ModelChoiceField(label="化解中心", queryset=Centre.objects.none())
    respondent = forms.ModelChoiceField(label="被申请机关", queryset=Unit.objects.none())
    court = forms.ModelChoiceField(
        label="有管辖权的法院",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="尚不确定",
        help_text="化解不成时可以起诉的法院；法院不会因此看到本争议",
    )
    stage = forms.ChoiceField(label="审理程序", choices=())
    court_case = forms.CharField(
        label="法院案号", max_length=60, help_text="如（2026）吉24行初15号"
    )
    act_kind = forms.ChoiceField(label="行政行为种类", choices=chosen(ActKind.choices))
    field = forms.ChoiceField(label="领域", choices=chosen(Dispute.Field.choices))
    act = forms.CharField(
        label="行政行为", max_length=120, help_text="如：征收补偿决定（池北征补决字〔2026〕7号）"
    )
    act_on = forms.DateField(label="行为作出日期", required=False, help_text="不履行职责的可以不填")
    known_on = forms.DateField(
        label="知道行政行为的日期",
        required=False,
        help_text="不履行职责的，填提出申请的日期",
    )
    reconsideration = forms.ChoiceField(
        label="复议前置", choices=chosen(Reconsideration.choices), help_text=FIRST
    )
    reconsidered_on = forms.DateField(
        label="收到复议决定日期", required=False, help_text="已经复议的填写"
    )
    time_limit = forms.ChoiceField(
        label="起诉期限",
        choices=chosen(TimeLimit.choices),
        help_text="由提交单位初步判断，中心受理时核对；可以先按所填日期推算",
    )
    gist = long_text("争议要点", 2000, help_text="争什么、各方主要意见；不写与化解无关的个人情况")
    claims = long_text("请求事项", 2000, rows=3, help_text="申请人要求什么，一项一段")
    title = forms.CharField(
        label="标题",
        max_length=120,
        required=False,
        help_text="会显示在列表和消息里，不写自然人姓名；留空则按被申请机关和领域生成",
    )
    receipt_on = forms.DateField(label="收到材料日期")
    consent_on = forms.DateField(label="书面同意日期", help_text="当事人签署同意化解的日期")
    referred_on = forms.DateField(label="移送日期")
    application = UploadField(label="化解申请书")
    consent = UploadField(label="书面同意", help_text="引导告知书、同意书的扫描件，不超过 20 MB")
    complaint = UploadField(label="起诉（申请）材料", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {"initiator", *(name for _, names in self.sections for name in names)}
        for name in set(self.fields) - asked:
            del self.fields[name]
        for name, label in self.renamed.items():
            self.fields[name].label = label
        for name in self.optional:
            self.fields[name].required = False
        self.narrow()

    def narrow(self):
        """Offer only what is of the committees of the units whose way this is."""
        kinds = WAYS[self.source].kinds
        field = self.fields["initiator"]
        field.queryset = field.queryset.filter(kind__in=kinds)
        units = list(field.queryset)
        stand_fast(field, units)
        committees = committees_of([unit.pk for unit in units])
        circle = members_of(committees)
        centres = Centre.objects.filter(committee__in=committees)
        self.offer("centre", centres.select_related("unit"))
        self.offer("respondent", circle.agencies())
        self.offer("court", circle.courts())
        self.say_where()
        if "stage" in self.fields:
            self.fields["stage"].choices = chosen(
                (stage.value, stage.label) for stage in WAYS[self.source].stages
            )
        if "referred_on" in self.fields:
            self.fields["referred_on"].initial = timezone.localdate()

    def offer(self, name, rows):
        """Let a field offer ``rows``; the only one there is need not be chosen."""
        if name not in self.fields:
            return
        self.fields[name].queryset = rows
        if name == "centre" and len(rows) == 1:
            self.fields[name].initial = rows[0].pk

    def say_where(self):
        """Name beside each court the areas for which it answers (管辖)."""
        if "court" not in self.fields:
            return
        field, areas = self.fields["court"], defaultdict(list)
        for each in Jurisdiction.objects.of(Dispute).filter(court__in=field.queryset):
            areas[each.court_id].append(each.area)
        field.label_from_instance = lambda court: with_areas(court, areas[court.pk])

    def clean_court_case(self):
        return read_case_number(self.cleaned_data["court_case"])

    def clean(self):
        cleaned = super().clean()
        self.complete(cleaned)
        if cleaned.get("centre"):
            cleaned["committee"] = cleaned["centre"].committee
        days = [name for name in WAYS[self.source].dates if name in self.fields]
        for since, name in zip([None, *days], days, strict=False):
            if cleaned.get(name):
                self.judge(name, check_day, cleaned[name], cleaned.get(since))
        for name in {"known_on", "reconsidered_on", "consent_on"} - set(days):
            if cleaned.get(name):
                self.judge(name, check_day, cleaned[name], cleaned.get("act_on"))
        self.name_the_dispute(cleaned)
        return cleaned

    def complete(self, cleaned):
        """Fill in what this way leaves no choice of."""
        cleaned["source"] = self.source
        if "stage" not in self.fields:
            cleaned["stage"] = WAYS[self.source].stages[0]
        if "referred_on" not in self.fields:
            cleaned["referred_on"] = cleaned.get("receipt_on")
        done = cleaned.get("reconsideration") == Reconsideration.DONE
        if done and cleaned.get("reconsidered_on", "") is None:
            self.add_error("reconsidered_on", "已经复议的，请填写收到复议决定的日期")

    def judge(self, name, rule, *values):
        """Ask a rule of the model, and show what it says on the field."""
        try:
            rule(*values)
        except ValidationError as error:
            self.add_error(name, error)

    def name_the_dispute(self, cleaned):
        """Fill in a title where none was typed, and refuse one that names a natural person."""
        if not cleaned.get("title") and cleaned.get("respondent") and cleaned.get("field"):
            field = Dispute.Field(cleaned["field"]).label
            cleaned["title"] = f"{cleaned['respondent']}{field}争议"
        for row in self.formsets["parties"]:
            for name in names_in(getattr(row, "cleaned_data", {})):
                if name and name in cleaned.get("title", ""):
                    self.add_error("title", "标题会出现在列表和消息里，不能写自然人姓名")
                    return

    @property
    def parts(self):
        """The form in its sections, for the page: heading and bound fields."""
        return [
            {"heading": heading, "fields": [self[name] for name in names]}
            for heading, names in self.sections
        ]

    @property
    def asks_time(self):
        return "time_limit" in self.fields

    @property
    def limits(self):
        """The time limits worked out from what was typed so far; a hint, never a verdict."""
        if not self.asks_time:
            return []
        days = {name: self.typed_day(name) for name in ("known_on", "act_on", "reconsidered_on")}
        kind, field = (self[name].value() for name in ("act_kind", "field"))
        try:
            return time_limits(act_kind=kind, field=field, on=self.typed_day("receipt_on"), **days)
        except DeadlineRefused:
            return []

    @property
    def prior(self):
        """In which case reconsideration must come first, if the kind of act suggests it."""
        done = self["reconsideration"].value() in {Reconsideration.TO_COME, Reconsideration.DONE}
        return "" if done else PRIOR.get(self["act_kind"].value(), "")

    def typed_day(self, name):
        if name not in self.fields:
            return None
        try:
            return self.fields[name].to_python(self[name].value())
        except ValidationError:
            return None


def with_areas(what, areas):
    """A court with the areas for which it answers: 安图县法院（池北区）."""
    where = "、".join(map(str, areas))
    return f"{what}（{where}）" if where else str(what)


def names_in(row):
    """The names of natural persons in a row: a party, who acts for it, its head."""
    if row.get("kind") == Party.Kind.PERSON:
        yield row.get("name", "")
    if row.get("head"):
        yield row["head"]
    yield from (agent["name"] for agent in row.get("agents", ()) if agent["name"])


WHAT = ("respondent", "act_kind", "field", "act", "act_on")
TIME = ("known_on", "reconsideration", "reconsidered_on", "time_limit")
CONTENT = ("gist", "claims", "title")


class GuidanceForm(IntakeForm):
    """法院诉前引导: with the dated receipt of the complaint and the consent in writing."""

    source = Source.GUIDANCE
    sections = (
        ("提交", ("initiator", "centre", "receipt_on", "consent_on", "referred_on")),
        ("争议", (*WHAT, *CONTENT)),
        ("起诉期限和复议", TIME),
        ("材料", ("consent", "complaint")),
    )
    renamed = {"receipt_on": "收到起诉状日期"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receipt_on"].help_text = "书面凭证上注明的日期，七日立案期限由此起算"


class InSuitForm(IntakeForm):
    """法院诉中委托."""

    source = Source.IN_SUIT
    sections = (
        (
            "提交",
            ("initiator", "centre", "stage", "court_case", "receipt_on", "consent_on",
             "referred_on"),
        ),
        ("争议", (*WHAT, *CONTENT)),
        ("材料", ("consent", "complaint")),
    )  # fmt: skip
    renamed = {"receipt_on": "收到起诉状日期", "referred_on": "委托日期"}


class EnforcementForm(IntakeForm):
    """非诉执行中移送."""

    source = Source.ENFORCEMENT
    sections = (
        ("提交", ("initiator", "centre", "court_case", "receipt_on", "consent_on", "referred_on")),
        ("争议", (*WHAT, *CONTENT)),
        ("材料", ("consent", "complaint")),
    )
    renamed = {"receipt_on": "收到执行申请日期", "complaint": "执行申请材料"}


class ApplicationForm(IntakeForm):
    """当事人申请: the centre registers in the party's name what it received on paper."""

    source = Source.PARTY
    sections = (
        ("提交", ("initiator", "consent_on", "receipt_on")),
        ("争议", (*WHAT, "court", *CONTENT)),
        ("起诉期限和复议", TIME),
        ("材料", ("application", "complaint")),
    )
    renamed = {
        "consent_on": "申请书签署日期",
        "receipt_on": "收到申请书日期",
        "complaint": "有关证据材料",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent_on"].help_text = "申请人在申请书上签字同意化解的日期"
        self.fields["receipt_on"].help_text = "审查受理的期限由此起算"

    def complete(self, cleaned):
        super().complete(cleaned)
        initiator = cleaned.get("initiator")
        cleaned["centre"] = initiator and Centre.objects.filter(unit=initiator).first()


class AgencyForm(IntakeForm):
    """行政机关申请: for what the agency did itself."""

    source = Source.AGENCY
    sections = (
        ("提交", ("initiator", "centre", "receipt_on")),
        ("争议", ("act_kind", "field", "act", "act_on", "court", *CONTENT)),
        ("起诉期限和复议", TIME),
        ("材料", ("application", "consent_on", "consent", "complaint")),
    )
    renamed = {"receipt_on": "申请日期", "complaint": "行政行为及有关材料"}
    optional = frozenset({"consent_on", "consent", "claims", "known_on"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["receipt_on"].initial = timezone.localdate()
        self.fields["claims"].label = "申请人的请求"
        self.fields["consent_on"].help_text = "申请人还没有书面同意的不填，由中心受理前征求"

    def complete(self, cleaned):
        super().complete(cleaned)
        cleaned["respondent"] = cleaned.get("initiator")


class TransferForm(IntakeForm):
    """信访或者委员会移送."""

    source = Source.TRANSFER
    sections = (
        ("提交", ("initiator", "centre", "receipt_on", "referred_on")),
        ("争议", (*WHAT, "court", *CONTENT)),
        ("起诉期限和复议", TIME),
        ("材料", ("complaint", "consent_on", "consent")),
    )
    renamed = {"receipt_on": "收到信访（请求）日期", "complaint": "来信、来访登记和有关材料"}
    optional = frozenset({"consent_on", "consent", "known_on"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["complaint"].required = True
        self.fields["consent_on"].help_text = "申请人还没有书面同意的不填，由中心受理前征求"


INTAKE_FORMS = {
    form.source: form
    for form in (
        GuidanceForm, InSuitForm, EnforcementForm, ApplicationForm, AgencyForm, TransferForm,
    )
}  # fmt: skip
"""Source → its form."""


def ways_for(user):
    """The ways of starting that are open to ``user`` by role and unit, in their order."""
    units = access.standing(user).units_with(IntakeForm.perm)
    kinds = {unit.kind for unit in units}
    return [source for source, way in WAYS.items() if kinds & way.kinds]
