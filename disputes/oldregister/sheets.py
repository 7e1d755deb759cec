"""The sheets of old registers that go out: the template, and what is in the system."""

from disputes.models import Dispute
from disputes.models.oldregister import centres_of, circle_of
from disputes.oldregister.columns import COLUMNS, HEADINGS, REFUSED, Words
from liaison import exports
from liaison.tables import sheets

SHEET = "登记"
WIDTHS = {"编号": 20, "标题": 28, "行政行为": 28, "争议要点": 40, "说明": 30, "申请人": 20}
RULES = (
    "只登记已经办结的争议；还在办理的，请在系统内登记办理",
    "日期写成 2019-03-05；行为作出、提交、受理、终结的日期依次不得早于前一个",
    "编号和化解中心都相同的，视为同一争议：再次导入时更正，不会重复",
    "不要使用公式；不要改动列名，用不到的列可以删去",
    "本平台为非涉密系统，严禁录入涉密信息",
)


def template(user):
    """The bytes of an empty register with its headings, the allowed words, and what to mind."""
    return sheets.template(SHEET, COLUMNS.values(), allowed_words(user), RULES, WIDTHS)


def allowed_words(user):
    """Heading → the words that a cell of the column may hold, for ``user``."""
    centres = list(centres_of(user))
    words = {"化解中心": [centre.unit.name for centre in centres]}
    circles = [circle_of(committee) for committee in {centre.committee for centre in centres}]
    for heading, kind in (("有关法院", "courts"), ("被申请机关", "agencies")):
        names = {unit.name for circle in circles for unit in getattr(circle, kind)()}
        words[heading] = sorted(names)
    for column in COLUMNS.values():
        if isinstance(column.widget, Words):
            words[column.column_name] = list(column.widget.values)
    words["结果"].append(REFUSED)
    return {heading: words[heading] for heading in HEADINGS if heading in words}


def register(user):
    """(bytes, count) of the old disputes that ``user`` may see, as a register.

    Natural persons' names are masked; taken in again, it changes nothing.
    """
    disputes = (
        Dispute.objects.visible_to(user)
        .filter(is_imported=True)
        .select_related("centre__unit", "court", "respondent")
        .prefetch_related("parties")
        .order_by("centre", "id")
    )
    count = disputes.count()
    rows = (line_of(dispute) for dispute in disputes.iterator(chunk_size=500))
    return exports.workbook(SHEET, HEADINGS, rows, ceiling=exports.SHEET_CEILING), count


def line_of(dispute):
    """A dispute as a line of a register."""
    parties = list(dispute.parties.all())
    special = {
        "centre": dispute.centre.unit.name,
        "applicants": "、".join(party.shown_name for party in parties),
        "applicant_kind": parties[0].get_kind_display() if parties else "",
    }
    return [
        special[name] if name in special else column.export(dispute)
        for name, column in COLUMNS.items()
    ]
