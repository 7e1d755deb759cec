"""What several papers say: who is in it, what it is about, since when, by which rule."""

from disputes.models import Outcome, Rulebook, Source
from liaison.models import DeadlineRule
from liaison.numerals import numeral
from liaison.templatetags.typeset import cn_date

LINE = "＿" * 8
"""A line to write on, where a form doesn't know yet."""
DAY = "　　　年　　月　　日"
"""A day to be written in by hand."""
RULES = "《行政争议协调化解中心工作规则》"
INVITED = "《最高人民法院关于人民法院特邀调解的规定》"
ONLINE = "《人民法院在线调解规则》"
SUITS = "《中华人民共和国行政诉讼法》"
CIVIL = "《中华人民共和国民事诉讼法》"
RECONSIDERATION = "《中华人民共和国行政复议法》"

CONCESSIONS = "为达成协议作出的让步，不在以后的诉讼中作为对其不利的证据"
CONFIDENCE = f"化解过程和协议内容不公开；{CONCESSIONS}。"
RIGHTS_STAY = "协调化解不影响当事人依法申请行政复议、提起行政诉讼和应诉的权利。"
AFTER_FAILURE = {
    Outcome.FAILED_TO_FILING: "起诉材料退回移送法院，由法院依法立案审查",
    Outcome.FAILED_RESUME_TRIAL: "由移送法院及时审理",
    Outcome.FAILED_RESUME_ENFORCEMENT: "由移送法院恢复执行审查",
    Outcome.FAILED: "当事人可以依法申请行政复议或者提起行政诉讼",
}
CAME_BY = {
    Source.PARTY: "申请人于{on}申请化解的",
    Source.AGENCY: "{initiator}于{on}申请化解的",
}


def day(value, blank=DAY):
    """A date as papers write it, or room to write one."""
    return cn_date(value) or blank


def parties(matter, role="applicant"):
    """Who takes part in that role; nobody of a form that isn't of any dispute yet."""
    if matter.pk is None:
        return []
    return [each for each in matter.parties.all() if each.role == role]


def signing(matter):
    """The applicants who sign: those whom many put forward to represent them, else all."""
    found = parties(matter)
    return [party for party in found if party.is_representative] or found


def counted(names):
    """Names in a row: 甲、乙等5人 for more than three; a line to write on for none."""
    if not names:
        return LINE
    if len(names) <= 3:
        return "、".join(names)
    return f"{'、'.join(names[:2])}等{len(names)}人"


def applicants(matter):
    """The applicants' names in full, as papers need them: 甲、乙等5人 for more than three."""
    return counted([party.name for party in parties(matter)])


def agency(matter):
    """The name of the agency complained of."""
    unit = getattr(matter, "respondent", None)
    return unit.name if unit else LINE


def agencies(matter):
    """The agency complained of, and those that acted together with it."""
    return "、".join([agency(matter), *(each.name for each in parties(matter, "co_agency"))])


def centre(matter):
    """The name of the centre; the general one on a form that isn't of any dispute yet."""
    found = getattr(matter, "centre", None)
    return found.unit.name if found else "行政争议协调化解中心"


def court(matter):
    return matter.court.name if matter.court else LINE


def everybody(matter):
    """Both sides and third parties, as a notice addresses them."""
    third = [party.name for party in parties(matter, "third")]
    return "、".join([applicants(matter), agencies(matter), *third])


def held_by(matter):
    """The mediators, the one who presides first."""
    return [str(seat.mediator) for seat in matter.bench]


def dispute_in_words(matter):
    """What is in dispute, as one noun: 甲与某局之间因征收补偿决定发生的争议."""
    return f"{applicants(matter)}与{agencies(matter)}之间因{matter.act or LINE}发生的争议"


def came_by(matter):
    """Who brought the dispute, on which day: 某法院于某日移送的."""
    words = CAME_BY.get(matter.source, "{initiator}于{on}移送的")
    return words.format(initiator=matter.initiator.name, on=cn_date(matter.referred_on))


def accepted(matter):
    """The dispute with its number, as every notice after acceptance begins."""
    return (
        f"{dispute_in_words(matter)}，本中心已于{day(matter.accepted_on)}受理"
        f"（编号：{number_of(matter)}）"
    )


def number_of(matter):
    """The dispute's number, or where it will stand."""
    return matter.number or f"{matter.centre.number_prefix}〔　　〕　号"


def by_rulebook(matter, code):
    """The rulebook in force with its article on a paper: 《……工作规则》第十五条.

    The article is the one that says in the office's own data that it touches the paper; none is
    made up where there is none.
    """
    rulebook = Rulebook.objects.in_force(matter.committee)
    if rulebook is None:
        return RULES
    article = rulebook.articles.filter(touches__contains=[code]).first()
    return f"《{rulebook.title}》" + (f"第{numeral(article.ordinal)}条" if article else "")


def open_deadline(matter, code):
    """The open deadline of a rule in the dispute; None where it doesn't run (a preview)."""
    return matter.deadlines.open().select_related("rule").filter(rule__code=code).first()


def length(rule):
    """How long a rule's period is: 30日, 5个工作日."""
    return f"{rule.length}{rule.get_unit_display()}"


def source_of(rule):
    """Where a period comes from: 《……规定》第二十七条."""
    return f"《{rule.law}》{rule.article}"


def rule_in_force(code, on):
    """The version of a rule that counts on a day."""
    return DeadlineRule.objects.in_force(code, on)


def enumerated(points):
    """Put 一、二、 before each point."""
    for place, point in enumerate(points, start=1):
        yield f"{numeral(place)}、{point}"
