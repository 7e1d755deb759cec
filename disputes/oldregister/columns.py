"""The columns of an old register (历史登记的列): a django-import-export resource."""

from import_export import resources

from disputes.models import (
    ActKind,
    Dispute,
    FailureGround,
    Field,
    Outcome,
    Party,
    RefusalGround,
    Source,
    Stage,
)
from liaison.tables.columns import Column, Day, Named, Number, Text, Words

REFUSED = "不予受理"


class Result(Words):
    """结果: what came of it; 不予受理 is told by its own column."""

    def clean(self, value, row=None, **kwargs):
        return "" if value == REFUSED else super().clean(value, row, **kwargs)

    def render(self, value, obj=None, **kwargs):
        return super().render(value) or REFUSED


APPLICANTS = [kind for kind in Party.Kind if kind != "agency"]
RESULTS = [outcome for outcome in Outcome if outcome != Outcome.AGREEMENT_PENDING]


class OldRegisterResource(resources.ModelResource):
    """The columns of an old register, in the order of the template."""

    number = Column("number", "编号", Number(60), required=True, hint="与化解中心一起认定同一争议")
    centre = Column("centre", "化解中心", Text(120), required=True, readonly=True)
    source = Column("source", "来源", Words(Source), required=True)
    stage = Column("stage", "阶段", Words(Stage), hint="不填的，按来源确定")
    court = Column("court", "有关法院", Named("courts"), hint="由法院引导、委托、移送的必填")
    court_case = Column("court_case", "法院案号", Text(60))
    respondent = Column("respondent", "被申请机关", Named("agencies"), required=True)
    applicants = Column(
        "parties", "申请人", Text(600), required=True, readonly=True, hint="多人用顿号隔开"
    )
    applicant_kind = Column(
        "parties", "申请人类别", Words(APPLICANTS), required=True, readonly=True
    )
    title = Column("title", "标题", Text(120), hint="可以不填；不得出现自然人的姓名")
    field = Column("field", "领域", Words(Field), required=True)
    act_kind = Column("act_kind", "行政行为种类", Words(ActKind))
    act = Column("act", "行政行为", Text(120), required=True, hint="如：征收补偿决定")
    act_on = Column("act_on", "行为作出日期", Day())
    gist = Column("gist", "争议要点", Text(2000))
    referred_on = Column("referred_on", "提交日期", Day(), required=True, hint="申请、移送的日期")
    accepted_on = Column("accepted_on", "受理日期", Day())
    ended_on = Column("ended_on", "终结日期", Day(), required=True)
    outcome = Column("outcome", "结果", Result(RESULTS), required=True)
    refusal_ground = Column(
        "refusal_ground", "不予受理情形", Words(RefusalGround), hint="结果是不予受理的必填"
    )
    failure_ground = Column("failure_ground", "终结情形", Words(FailureGround))
    ending_reason = Column("ending_reason", "说明", Text(1000))

    class Meta:
        model = Dispute
        fields = (
            *("number", "centre", "source", "stage", "court", "court_case", "respondent"),
            *("applicants", "applicant_kind", "title", "field", "act_kind", "act", "act_on"),
            *("gist", "referred_on", "accepted_on", "ended_on", "outcome", "refusal_ground"),
            *("failure_ground", "ending_reason"),
        )


COLUMNS = {name: OldRegisterResource.fields[name] for name in OldRegisterResource._meta.fields}
HEADINGS = [column.column_name for column in COLUMNS.values()]
REQUIRED = [column.column_name for column in COLUMNS.values() if column.required]
"""Headings without which a file is no register."""
NAMES = {column.attribute: column.column_name for column in reversed(COLUMNS.values())} | {
    f"{name}_id": COLUMNS[name].column_name for name in ("centre", "court", "respondent")
}
"""Attribute → heading."""
