"""What is told when a dispute moves (通知): to the centre, who asked, the agency, the mediator.

Nobody hears of a dispute before they may see it: the agency from acceptance on. Whoever brought
it is told of progress and result, not of sessions, which are confidential (行诉解释第八十六条). A
party who applied has no account: the centre hands out papers.
"""

from liaison import registry
from liaison.notices import Notice


def centre(dispute, **variables):
    return [dispute.centre.unit]


def asker(dispute, **variables):
    return [dispute.asker]


def closer_and_agency(dispute, **variables):
    return [dispute.closer, dispute.respondent]


def court(dispute, **variables):
    return [dispute.court]


def all_but_the_court(dispute, **variables):
    return [one for one in all_who_see_it(dispute) if one != dispute.court]


def nobody(dispute, **variables):
    """Whoever it is for is named when it is published."""
    return []


def centre_and_agency(dispute, **variables):
    return [dispute.centre.unit, dispute.respondent]


def panel(dispute):
    """Who mediates now: one or several."""
    return [seat.mediator for seat in dispute.panel.sitting().select_related("mediator")]


def agency_and_panel(dispute, **variables):
    return [dispute.respondent, *panel(dispute)]


def centre_and_panel(dispute, **variables):
    return [dispute.centre.unit, *panel(dispute)]


def centre_agency_and_panel(dispute, **variables):
    return [dispute.centre.unit, dispute.respondent, *panel(dispute)]


def all_who_see_it(dispute, **variables):
    """Everybody who is in it by now: the agency only if it was ever taken in."""
    agency = dispute.respondent if dispute.accepted_on else None
    return [dispute.asker, dispute.centre.unit, agency, *panel(dispute)]


def newly_joined(dispute, co):
    """The agency and the panel, and a co-agency that has just been brought in."""
    return [*agency_and_panel(dispute), co]


def agency(dispute, **variables):
    return [dispute.respondent]


def court_and_panel(dispute, **variables):
    return [dispute.court, *panel(dispute)]


def confirming_court(dispute, **variables):
    return [dispute.confirmation.court]


def declare(code, subject, recipients, *, outside, **more):
    notice = Notice(
        code=f"disputes.{code}",
        subject="{number}：" + subject,
        body=more.pop("head", "《{title}》\n") + subject + more.pop("body", "。"),
        recipients=recipients,
        outside="【府院联动】{number}" + outside,
        **more,
    )
    registry.notices.register(notice)


declare(
    "referred",
    "{source}，请审查受理",
    centre,
    variables=("source",),
    plain=("source",),
    outside="：{source}，请登录审查受理",
)
declare(
    "accepted",
    "中心已受理",
    all_who_see_it,
    body="。\n被申请机关请在期限内提交情况说明；各项期限见事项页面。",
    outside="：已受理，请登录查看期限",
)
declare("refused", "中心不予受理", asker, body="，理由见事项页面。", outside="：不予受理")
declare(
    "appointed",
    "已指定调解员",
    agency_and_panel,
    body="。\n认为应当回避的，请及时向中心提出。",
    outside="：已指定调解员，请登录查看",
)
declare(
    "relieved",
    "您不再担任本事项的调解员",
    nobody,
    head="",
    body="，有关材料请勿留存或者外传。",
    outside="：您不再担任本事项的调解员",
)
declare(
    "disclosed",
    "调解员披露了有关事项",
    centre_and_agency,
    body="。\n认为影响公正调解的，请向中心提出回避申请；同意由其继续调解的，请告知中心。",
    outside="：调解员已披露有关事项，请登录查看",
)
declare(
    "recusal_requested",
    "有回避申请，请中心决定",
    centre_and_panel,
    outside="：有回避申请，请登录查看",
)
declare(
    "recusal_decided",
    "中心{said}回避申请",
    centre_agency_and_panel,
    variables=("said",),
    plain=("said",),
    outside="：中心{said}回避申请，请登录查看",
)
declare(
    "reassign",
    "调解员{mediator}已从名册中除名，请另行指定",
    centre,
    variables=("mediator",),
    outside="：请另行指定调解员",
)
declare(
    "term_ended",
    "调解员{mediator}在名册中的任期已满，请考虑另行指定",
    centre,
    variables=("mediator",),
    outside="：调解员任期已满，请登录查看",
)
declare(
    "stated",
    "被申请机关已提交情况说明",
    centre_and_panel,
    outside="：情况说明已提交，请登录查看",
)
declare(
    "supplemented",
    "被申请机关补充了材料",
    centre_and_panel,
    outside="：有补充材料，请登录查看",
)
declare(
    "session",
    "定于{when}会谈",
    agency_and_panel,
    body="。\n请派负责人或者有权和解的人员到场；地点和须知见事项页面。",
    variables=("when",),
    plain=("when",),
    outside="：定于{when}会谈，请登录查看",
)
declare(
    "session_moved",
    "原定{before}的会谈改到{when}",
    agency_and_panel,
    body="。\n请派负责人或者有权和解的人员到场；原因、地点和须知见事项页面。",
    variables=("before", "when"),
    plain=("before", "when"),
    outside="：原定{before}的会谈改到{when}，请登录查看",
    urgent=True,
)
declare(
    "session_off",
    "原定{when}的会谈取消",
    agency_and_panel,
    variables=("when",),
    plain=("when",),
    outside="：原定{when}的会谈取消",
    urgent=True,
)
declare(
    "extended",
    "经各方同意，化解期限延长{days}日",
    all_who_see_it,
    variables=("days",),
    plain=("days",),
    outside="：化解期限延长{days}日",
)
declare("suspended", "化解中止，期限暂不计算", all_who_see_it, outside="：化解中止")
declare("resumed", "恢复化解，期限继续计算", all_who_see_it, outside="：恢复化解，请登录查看期限")
declare(
    "agreed",
    "达成协议，履行期限至{perform_by}",
    all_who_see_it,
    variables=("perform_by",),
    plain=("perform_by",),
    outside="：达成协议，履行期限至{perform_by}",
)
declare(
    "performed",
    "中心已确认协议履行，请核对后办结",
    closer_and_agency,
    outside="：已确认履行，请登录查看",
)
declare(
    "sent_back",
    "退回继续履行，期限至{perform_by}",
    all_who_see_it,
    variables=("perform_by",),
    plain=("perform_by",),
    outside="：退回继续履行，期限至{perform_by}",
)
declare("closed", "已确认办结", all_who_see_it, outside="：已办结")
declare(
    "failed",
    "化解不成，已终结",
    all_who_see_it,
    body="。\n法院诉前引导的，由法院依法立案；诉中委托的，由法院及时审理；其他争议，当事人可以依法申请"
    "行政复议或者提起行政诉讼。",
    outside="：化解终结，请登录查看",
)
declare("withdrawn", "申请人撤回，化解终结", all_who_see_it, outside="：申请人撤回，化解终结")
declare(
    "file_now",
    "化解已经结束而起诉状尚未立案，请依法登记立案",
    court,
    body="。\n当事人坚持起诉的，应当依法登记立案，不得久调不立；办理后请登记立案情况。",
    outside="：化解已经结束，请依法办理立案",
)
declare(
    "filing",
    "法院登记立案情况：{result}",
    all_but_the_court,
    variables=("result",),
    plain=("result",),
    outside="：{result}",
)
declare(
    "party_added",
    "中心追加了当事人",
    newly_joined,
    variables=("co",),
    outside="：当事人有变动，请登录查看",
)
declare(
    "restarted",
    "经各方同意，化解期限重新计算",
    all_who_see_it,
    outside="：化解期限重新计算，请登录查看期限",
)
declare(
    "sealed",
    "各方已签字盖章，协议自{day}生效",
    all_who_see_it,
    variables=("day",),
    plain=("day",),
    outside="：协议自{day}生效",
)
declare(
    "reported_item",
    "责任单位报告第{item}项已经履行，请核对确认",
    centre_and_panel,
    variables=("item",),
    plain=("item",),
    outside="：第{item}项报告履行，请登录核对",
)
declare(
    "refused_report",
    "中心退回第{item}项的履行报告，请继续履行",
    agency,
    body="。\n理由见事项页面。",
    variables=("item",),
    plain=("item",),
    outside="：第{item}项的履行报告被退回，请登录查看",
)
declare(
    "performed_item",
    "中心已确认第{item}项履行",
    all_who_see_it,
    variables=("item",),
    plain=("item",),
    outside="：第{item}项已确认履行",
)
declare(
    "concluded",
    "已登记化解结果",
    all_who_see_it,
    body="，结果文书见事项页面。",
    outside="：已登记化解结果，请登录查看",
)
declare("lapsed", "申请人不参加化解，按撤回处理", all_who_see_it, outside="：按撤回处理，化解终结")
declare(
    "sham",
    "发现涉嫌虚假调解，已终止",
    court_and_panel,
    body="。\n有关情况见事项页面，请依法审查处理。",
    outside="：化解已终止，请登录查看",
)
declare("transferred", "已移送其他机构处理", all_who_see_it, outside="：已移送其他机构")
declare(
    "reported",
    "中心已报送情况报告",
    court,
    body="，请登录查看。",
    outside="：情况报告已报送，请登录查看",
)
declare(
    "confirmation_applied",
    "双方共同申请司法确认，请审查受理",
    confirming_court,
    outside="：有司法确认申请，请登录审查",
)
declare(
    "confirmation_accepted",
    "法院已受理司法确认申请",
    centre_and_agency,
    outside="：司法确认申请已受理",
)
declare(
    "confirmation_decided",
    "法院已对司法确认申请作出裁定",
    centre_and_agency,
    body="，结果见事项页面。",
    outside="：司法确认申请已有裁定，请登录查看",
)
