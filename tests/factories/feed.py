"""The court's feed as its own system hands it out: rows, and works that read files of them."""

from datetime import date, timedelta
from functools import partial

from disputes.appearances.feed import taking
from disputes.appearances.feed.columns import HEADINGS
from disputes.appearances.models import Lawsuit
from liaison import works
from tests.factories import oldregister
from tests.factories.oldregister import counts, handed_in
from tests.factories.works import run

__all__ = ["CLOSED", "OPEN", "check", "counts", "csv_of", "errors_of", "handed_in", "run"]
CLOSED = {
    "结案日期": date(2026, 6, 1),
    "结案方式": "判决驳回诉讼请求",
    "行政机关是否败诉": "否",
    "是否上诉": "否",
}
OPEN = dict.fromkeys(CLOSED)
"""What takes the ending from a row."""
workbook_of = partial(oldregister.workbook_of, headings=HEADINGS)
csv_of = partial(oldregister.csv_of, headings=HEADINGS)


def row_of(here, number=1, **changes):
    """A row of a case heard and judged; ``changes`` by heading, None leaves out."""
    filed = date(2026, 1, 5) + timedelta(days=number % 60)
    row = {
        "统计月份": "2026-10",
        "地区代码": "222400",
        "地区名称": "延边",
        "案号": f"({2026}){here.court.court_code}行初{number}号",
        "法院名称": here.court.name,
        "立案日期": filed,
        "案件来源": "当事人起诉",
        "审理程序": "一审普通程序",
        "案由": "不动产登记",
        **CLOSED,
        "原告": "冯立群",
        "被告": here.agency.short_name,
        "是否开庭": "是",
        "开庭日期": date(2026, 4, 8),
        "是否通知负责人出庭": "是",
        "行政机关负责人是否出庭": "是",
        "行政机关是否出庭": "是",
        "出庭负责人职务": "副",
        "负责人是否发言": "是",
        "行政行为种类": "行政登记、确认",
        "是否附带审查规范性文件": "否",
        "更新时间": date(2026, 10, 31),
    }
    return {key: value for key, value in (row | changes).items() if value is not None}


def whose(here, court=None):
    return {"court": (court or here.court).pk, "committee": here.committee.pk}


def check(here, rows, user=None, content=None, name="法院数据.xlsx", court=None):
    """Hand a feed in and have it checked; return the work."""
    source = handed_in(content or workbook_of(rows), name)
    work = works.begin(
        taking.CHECK,
        owner=user or here.clerk,
        title="检查",
        unit=court or here.court,
        arguments=whose(here, court),
        source=source,
    )
    run(work)
    return work


def take(work):
    """Confirm a checked feed and have it taken in; return the second work."""
    arguments = work.arguments | {"check": work.pk}
    taken = works.begin(taking.TAKE, owner=work.owner, title="导入", arguments=arguments)
    taken.result_of_run = run(taken)
    return taken


def take_in(here, *rows, **more):
    return take(check(here, rows, **more))


def errors_of(work):
    return [tuple(error) for error in work.report["errors"]]


def lawsuit(number):
    """The lawsuit that a row with this number made."""
    return Lawsuit.objects.get(number__endswith=f"行初{number}号")
