"""The demo's feed of the court (法院数据导入): a file of earlier cases, checked, then taken in.

The file is handed in as a clerk would, and read by the same long works: outside any transaction,
since they make their own. It names nobody who exists. One row is at odds with a lawsuit that was
entered by hand, one is wrong; both stay out. Nothing was heard as late as last month, whose
notice is out.
"""

import time
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from disputes.appearances.feed import sheets, taking
from disputes.appearances.feed.columns import HEADINGS
from disputes.appearances.models import Feed, Lawsuit
from liaison import exports, registry, works

NAME = "延边中院行政诉讼案件.xlsx"
PATIENCE = 0.1
"""Seconds between two looks at a work that another worker has taken."""
HEARD, HEAD, RANK, SPOKE = (
    "是否开庭",
    "行政机关负责人是否出庭",
    "出庭负责人职务",
    "负责人是否发言",
)
WON = {"结案方式": "判决驳回诉讼请求", "行政机关是否败诉": "否"}
LOST = {"行政机关是否败诉": "是"}
ABSENT = {HEAD: "否"}
CHIEF, DEPUTY = ({HEAD: "是", RANK: rank, SPOKE: "是"} for rank in ("正", "副"))
FIRST = 400
"""Days since the case was filed that was appealed."""
CASES = (
    # court, case, filed, heard and closed so many days ago, agency, cause, plaintiff, what else
    ("antu", "初7", 420, 380, 350, "chibei_land", "不动产登记", "贺兰清", DEPUTY | WON),
    (
        *("antu", "初11", FIRST, 362, 330, "gwh_police", "治安行政处罚", "葛思远"),
        ABSENT | WON | {"是否上诉": "是"},
    ),
    (
        *("yanbian", "初3", 380, 340, 310, "gwh_market", "市场监管行政处罚", "舒望岳"),
        DEPUTY | LOST | {"结案方式": "判决撤销", "败诉原因": "主要证据不足"},
    ),
    (
        *("yanbian", "初6", 350, 310, 280, "chixi_housing", "房屋征收补偿"),
        *("池北鹤鸣商贸有限公司", ABSENT | LOST | {"结案方式": "判决确认违法"}),
    ),
    (
        *("yanbian", "终5", 300, 260, 240, "gwh_police", "治安行政处罚", "葛思远"),
        DEPUTY | {"审理程序": "二审", "结案方式": "驳回上诉，维持原判"},
    ),
    ("yanbian", "初8", 290, 255, 230, "chinan_hr", "工伤认定", "靳若水", CHIEF | WON),
    (
        *("yanbian", "初12", 260, None, 235, "chibei_land", "不动产登记", "卓一苇"),
        {"结案方式": "准许撤回起诉", HEARD: "否"},
    ),
    (
        *("yanbian", "初15", 220, 180, 150, "gwh_housing", "房屋征收补偿", "古长庚、古长安"),
        CHIEF | WON | {"其他共同被告": "池西区住建局"},
    ),
    ("yanbian", "初19", 120, 75, None, "gwh_market", "市场监管行政处罚", "尉迟枫", ABSENT),
    (
        *("yanbian", "初21", 200, 160, 130, "chibei_land", "不动产登记", "晏几何"),
        DEPUTY | WON | {"被告": "池北区国土资源局"},
    ),
)
"""The last names an agency that is no unit of the committee."""


@registry.demo.register
class FeedDemo:
    """A file of Yanbian's court, and of the court of Antu below it."""

    code = "appearances.feed"
    order = 46

    def build(self, cast):
        if Feed.objects.exists():
            return
        check = taking.hand_in(
            file_of([*(row_of(cast, *case) for case in CASES), at_odds(cast.units["yanbian"])]),
            owner=cast.people["yanbian_clerk"],
            court=cast.units["yanbian"],
            committee=cast.committees["changbaishan"],
        )
        ended(check)
        ended(taking.confirm(check))


def ended(work):
    """Have a work run to its end, here or by a worker that is quicker."""
    while work.is_open:
        if not works.run_next():
            time.sleep(PATIENCE)
        work.refresh_from_db()


def row_of(cast, court, case, filed, heard, closed, agency, cause, plaintiff, more):
    """A row as the court's case system writes it, with whatever brackets."""
    brackets = "()" if case == "初3" else "（）"
    row = {
        "案号": number_of(cast.units[court], case, filed, brackets),
        "法院名称": cast.units[court].name,
        "立案日期": ago(filed),
        "审理程序": "一审普通程序",
        "案由": cause,
        "结案日期": ago(closed),
        "原告": plaintiff,
        "被告": cast.units[agency].name,
        HEARD: "是",
        "开庭日期": ago(heard),
        "更新时间": ago(1),
    }
    if case.startswith("终"):
        row["一审案号"] = number_of(cast.units["antu"], "初11", FIRST)
    return row | more


def number_of(court, case, filed, brackets="（）"):
    left, right = brackets
    return f"{left}{ago(filed).year}{right}{court.court_code}行{case}号"


def ago(days):
    return days and timezone.localdate() - timedelta(days=days)


def at_odds(court):
    """The oldest judgment that ``court`` entered by hand, with one cell told otherwise."""
    lawsuit = Lawsuit.objects.filter(initiator=court, judged_on__isnull=False).earliest("judged_on")
    row = dict(zip(HEADINGS, sheets.line_of(lawsuit, None, named=True), strict=True))
    return row | {SPOKE: "否" if row[SPOKE] == "是" else "是"}


def file_of(rows):
    lines = [[row.get(heading) for heading in HEADINGS] for row in rows]
    return ContentFile(exports.workbook(sheets.SHEET, HEADINGS, lines), name=NAME)
