"""Disputes of the demo, each walked to another point; every natural person is invented.

Dates are counted back from today on working days, so that something is always due soon and
something late.
"""

from django.db import transaction
from django.utils import timezone

from disputes.demo.cases import (
    CARD,
    LAWYER,
    Case,
    Field,
    company,
    enrol,
    person,
    scan,
    workday,
)
from disputes.models import (
    ActKind,
    Dispute,
    FailureGround,
    Reconsideration,
    RefusalGround,
    Stage,
    SuspensionGround,
)
from liaison import registry


@registry.demo.register
class Disputes:
    code = "disputes"
    order = 20

    @transaction.atomic
    def build(self, cast):
        enrol(cast)
        if Dispute.objects.filter(committee=cast.committees["changbaishan"]).exists():
            return
        for play in (
            injury,
            licence,
            market,
            forest,
            land_title,
            expropriation,
            police,
            information,
            parking,
        ):
            play(cast)


def injury(cast):
    """Agreed, performed, closed by the court."""
    case = Case(cast, "fusong", "chinan_hr_clerk", "centre_chixi")
    case.refer(
        -75,
        "池南区人社局工伤认定争议",
        [person("郝大壮", id_number=CARD, phone="13900000001", agents=[LAWYER])],
        field=Field.LABOUR,
        act_kind=ActKind.REGISTRATION,
        act="不予认定工伤决定",
        gist="下班途中绕行接子女时发生交通事故，是否属于“上下班途中”。",
    )
    case.filed(-72, 61).accept(-72, "mediator_chixi").state(
        -66, "事故地点不在常规路线；对绕行目的愿意补充调查。"
    )
    case.schedule(-62, -56, room="调解室").hold(
        "申请人说明绕行系接子女放学；被申请机关同意补充调查后重新作出决定。",
        "事故发生时间、地点和交通事故责任认定无争议。",
        applicant=("郝大壮", "本人", False),
        respondent=("江澄", "仲裁科科员，持授权委托书", True),
    )
    case.agree(
        -52,
        "一、被申请机关撤销原不予认定工伤决定，补充调查后十五日内重新作出决定。\n"
        "二、申请人在新的决定送达后五日内撤回起诉材料。",
        ("agency", "撤销原决定，补充调查后重新作出决定", -37),
        ("applicant", "撤回起诉材料", -30),
    )
    case.report(-50).perform(
        (-38, "原决定已撤销，新的工伤认定决定已送达。"), (-31, "申请人已撤回起诉材料。")
    )


def licence(cast):
    """Agreed, the agency is still performing."""
    case = Case(cast, "baishan", "housing_clerk", "centre_chixi")
    case.refer(
        -34,
        "长白山住建局建设工程规划许可争议",
        [company("池西景和旅游开发有限公司", phone="0439-0000000")],
        field=Field.PLANNING,
        act_kind=ActKind.LICENCE,
        act="不予颁发建设工程规划许可决定",
        gist="退让红线距离的计算起点；已按旧批复建成的附属用房如何处理。",
    )
    case.accept(-32, "mediator_chixi").filed(-30, 92).state(
        -27, "退让距离自道路红线起算；附属用房可以按临时建筑补办手续。"
    )
    case.schedule(-24, -18, 14, room="调解室").hold(
        "双方就附属用房按临时建筑补办手续达成一致，公司承诺两年内拆除。",
        "主体建筑面积、位置与申报一致，双方无争议。",
        applicant=("柏青", "公司副经理", True),
        respondent=("白雪松", "法规科科员，持授权委托书", True),
    )
    case.agree(
        -12,
        "一、申请人在五日内提交附属用房临时建设申请。\n"
        "二、被申请机关在收到申请后十个工作日内依法办理临时建设许可，并对主体工程重新核发规划许可。\n"
        "三、申请人自许可之日起两年内自行拆除附属用房。",
        ("applicant", "提交附属用房临时建设申请", -6),
        ("agency", "办理临时建设许可，对主体工程重新核发规划许可", 10),
        ("applicant", "自行拆除附属用房", 730),
    )
    case.report(-10)
    applied, *_ = case.dispute.unperformed
    case.dispute.perform(
        actor=case.host,
        item=applied,
        on=workday(-7),
        note="申请材料齐全，窗口已受理。",
        proof=scan("受理回执"),
    )


def market(cast):
    """Past its time: overdue."""
    case = Case(cast, "yanbian", "market_clerk", "centre")
    case.refer(
        -50,
        "长白山市场监管局食品标签处罚争议",
        [company("二道白河山珍商行", id_number="", phone="0433-0000000")],
        field=Field.MARKET,
        act_kind=ActKind.PENALTY,
        act="行政处罚决定",
        gist="罚款数额是否与违法情节相当；是否适用轻微免罚。",
    )
    case.accept(-46, "mediator").filed(-46, 31)
    case.state(-42, "商品已全部下架，未造成危害后果；愿意就裁量幅度协商。")
    case.schedule(-39, -33)
    case.hold(
        "商行要求免罚；市场监管局提出在裁量基准内减轻。未达成一致，商定补充整改材料后再谈。",
        "标签内容与实物不符的事实无争议。",
        applicant=("谷雨", "经营者", True),
        respondent=("葛新民", "法规科科员", False),
    )


def forest(cast):
    """A few days left: one session held, the next announced."""
    case = Case(cast, "antu", "land_clerk", "centre")
    case.refer(
        -28,
        "某合作社与池北区自然资源局林地征收补偿争议",
        [
            company("二道白河某种植专业合作社", phone="0433-0000001", head="于得水"),
            person("麦穗儿"),
        ],
        field=Field.EXPROPRIATION,
        act_kind=ActKind.COMPENSATION,
        act="征收补偿决定",
        gist="林木补偿标准；青苗清点漏记1.2公顷。",
    )
    case.accept(-26, "mediator").filed(-24, 17)
    case.state(-20, "补偿按公布的区片价计算；青苗清点确有一处未签字，可以复核。")
    case.schedule(-17, -11).hold(
        "双方同意就漏记地块联合复测，复测费用由征收方承担；补偿标准仍有分歧。",
        "被征收林地总面积和四至无争议。",
        applicant=("于得水", "合作社理事", True),
        respondent=("冯立群", "副局长", True),
    )
    case.schedule(-1, 3)


def land_title(cast):
    """Suspended for a survey."""
    case = Case(cast, "yanbian", "land_clerk", "centre")
    year = timezone.localdate().year
    case.refer(
        -24,
        "池北区自然资源局林权登记争议",
        [person("白桦"), person("赤松")],
        stage=Stage.IN_SUIT,
        court_case=f"（{year}）吉24行初15号",
        field=Field.FORESTRY,
        act_kind=ActKind.REGISTRATION,
        act="不动产（林权）登记",
        gist="登记的西侧界线与承包合同附图不一致。",
    )
    case.accept(-21, "mediator_judge").state(-17, "界线以承包合同附图为准；同意委托测绘。")
    case.dispute.suspend(
        actor=case.host,
        on=workday(-13),
        ground=SuspensionGround.APPRAISAL,
        reason="委托测绘机构复测界线，等待测绘结果",
    )


def expropriation(cast):
    """Just taken in: the agency owes its statement in a few days."""
    case = Case(cast, "fusong", "chixi_housing_clerk", "centre_chixi")
    year = timezone.localdate().year
    case.refer(
        -5,
        "池西区住建局房屋征收补偿争议",
        [person("滕远山", phone="13900000002", agents=[LAWYER])],
        stage=Stage.IN_SUIT,
        court_case=f"（{year}）吉0621行初23号",
        field=Field.EXPROPRIATION,
        act_kind=ActKind.COMPENSATION,
        act="房屋征收补偿决定",
        gist="临街住宅改作商铺部分按何种用途补偿；停业损失的期间。",
    )
    case.accept(-3)


def police(cast):
    """Refused: there is a judgment already."""
    case = Case(cast, "yanbian", "police_clerk", "centre")
    case.refer(
        -16,
        "长白山公安局治安处罚争议",
        [person("石敢当")],
        field=Field.POLICE,
        act_kind=ActKind.PENALTY,
        act="行政处罚决定",
        gist="对同一行政处罚再次提出异议。",
    )
    case.dispute.refuse(
        actor=case.host,
        on=workday(-14),
        refusal_ground=RefusalGround.JUDGED,
        reason="同一处罚决定已有生效裁判，不属于本中心化解范围；建议引导当事人依法申请再审。",
    )


def information(cast):
    """Referred: the centre has days to decide."""
    case = Case(cast, "antu", "chibei_clerk", "centre")
    case.refer(
        -1,
        "池北区管委会政府信息公开争议",
        [person("秦明月")],
        field=Field.INFORMATION,
        act_kind=ActKind.INFORMATION,
        reconsideration=Reconsideration.DONE,
        reconsidered_on=workday(-8),
        act="政府信息公开答复",
        gist="申请公开的征收资金拨付明细是否属于内部管理信息。",
    )


def parking(cast):
    """Mediation failed: the complaint went back to the court."""
    case = Case(cast, "fusong", "chixi_clerk", "centre_chixi")
    case.refer(
        -45,
        "池西区管委会停车场经营权争议",
        [company("池西顺途停车服务有限公司")],
        field=Field.OTHER,
        act_kind=ActKind.AGREEMENT,
        act="解除行政协议通知",
        gist="经营权协议解除后投入的设施如何补偿。",
    )
    case.accept(-43).state(-37, "设施补偿应当以评估为准，但评估机构的选定各方意见不一。")
    case.dispute.fail(
        actor=case.host,
        on=workday(-20),
        failure_ground=FailureGround.TOO_FAR,
        reason="补偿数额差距过大，申请人要求由法院裁判。",
    )
    case.report(-18, points="经营权协议的解除时间，双方没有争议。")
