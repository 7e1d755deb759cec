"""The ways in which a dispute comes to the centre (启动方式): whose each is, and what it asks."""

from typing import NamedTuple

from django.core.exceptions import ValidationError

from disputes.models.choices import Source, Stage
from liaison.models import Unit

Kind = Unit.Kind


class Way(NamedTuple):
    """One way of starting (工作规则第十一条至第十三条).

    ``kinds`` are the units whose way it is; ``dates`` are columns whose days must follow one
    another; ``papers`` are what must be handed in, beside what the other columns say.
    """

    kinds: frozenset
    stages: tuple
    dates: tuple
    papers: tuple
    hint: str

    @property
    def of_court(self):
        return self.kinds == COURTS


COURTS = frozenset({Kind.COURT})
AGENCIES = frozenset({Kind.AGENCY, Kind.GOVERNMENT, Kind.JUSTICE_BUREAU})
BY_COURT = ("act_on", "receipt_on", "consent_on", "referred_on")
BY_APPLICATION = ("act_on", "consent_on", "receipt_on", "referred_on")
HANDED_ON = ("act_on", "receipt_on", "referred_on")

WAYS = {
    Source.GUIDANCE: Way(
        COURTS,
        (Stage.PRE_SUIT,),
        BY_COURT,
        ("consent",),
        "收到起诉状后，经当事人书面同意，立案前委派中心化解；七日立案期限另行计算",
    ),
    Source.IN_SUIT: Way(
        COURTS,
        (Stage.IN_SUIT, Stage.IN_SUIT_SUMMARY),
        BY_COURT,
        ("consent", "court_case"),
        "已经立案的案件，经当事人同意委托中心化解：普通程序十五日，简易程序七日",
    ),
    Source.ENFORCEMENT: Way(
        COURTS,
        (Stage.ENFORCEMENT,),
        BY_COURT,
        ("consent", "court_case"),
        "行政机关申请强制执行的案件，裁定前经当事人同意移送化解",
    ),
    Source.PARTY: Way(
        frozenset({Kind.CENTRE}),
        (Stage.PRE_SUIT,),
        BY_APPLICATION,
        ("application", "consent_on"),
        "公民、法人或者其他组织向中心申请，由中心工作人员代为登记",
    ),
    Source.AGENCY: Way(
        AGENCIES,
        (Stage.PRE_SUIT,),
        HANDED_ON,
        ("application",),
        "对本机关作出的行政行为引起的争议，申请中心协调化解",
    ),
    Source.TRANSFER: Way(
        frozenset({Kind.OFFICE, Kind.PROCURATORATE, Kind.OTHER, *AGENCIES}),
        (Stage.PRE_SUIT,),
        HANDED_ON,
        ("complaint",),
        "信访、委员会办公室或者成员单位收到的行政争议，移送中心化解",
    ),
}
"""Source → its way."""

WANTED = {
    "consent": "请上传当事人的书面同意",
    "consent_on": "请填写申请人在申请书上签署同意化解的日期",
    "court_case": "诉中和执行阶段移送的，请填写法院案号",
    "application": "请上传化解申请书",
    "complaint": "请上传收到的信访或者移送材料",
}


def ways_of(unit):
    """The ways that are open to ``unit``, in the order in which they are listed."""
    return [source for source, way in WAYS.items() if unit.kind in way.kinds]


def check_way(dispute, **handed_in):
    """Refuse a way of starting that is not the initiating unit's, or that lacks what it asks.

    A party's application is registered by the centre that receives it; an agency applies for
    what it did itself, and what others did is transferred. Raises ValidationError.
    """
    source, way = Source(dispute.source), WAYS[dispute.source]
    if dispute.initiator.kind not in way.kinds:
        raise ValidationError(f"{dispute.initiator}不能以“{source.label}”的方式提交", code="way")
    if dispute.stage not in way.stages:
        raise ValidationError(f"“{source.label}”没有这一阶段", code="stage")
    for name in way.papers:
        if not (handed_in.get(name) or getattr(dispute, name, None)):
            raise ValidationError(WANTED[name], code=name)
    check_whose(dispute)


def check_whose(dispute):
    """Hold the initiating unit against the two sides of the dispute; raise ValidationError."""
    initiator, own = dispute.initiator_id, dispute.respondent_id
    if dispute.source == Source.PARTY and initiator != dispute.centre.unit_id:
        raise ValidationError("当事人的申请由收到申请的化解中心登记", code="centre")
    if dispute.source == Source.AGENCY and initiator != own:
        raise ValidationError("行政机关只能对自己作出的行政行为申请化解", code="respondent")
    if dispute.source == Source.TRANSFER and initiator == own:
        raise ValidationError(
            "对本机关行政行为的争议，请以“行政机关申请”的方式提交", code="respondent"
        )
