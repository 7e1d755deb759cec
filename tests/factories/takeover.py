"""Earlier suggestions as courts hand them in: rows, files of them, bundles beside them."""

import io
from datetime import date, timedelta

from openpyxl import Workbook

from liaison import works
from suggestions.takeover import taking
from suggestions.takeover.columns import HEADINGS
from tests.factories.bundles import bundle_of, handed_in
from tests.factories.works import run


def row_of(here, number=1, **changes):
    """A row of an answered letter to the recipient; ``changes`` by heading, None leaves out."""
    signed = date(2021, 3, 1) + timedelta(days=number % 300)
    row = {
        "建议书文号": f"{here.court.place_name}法建〔2021〕{number}号",
        "种类": "综合治理类",
        "事由": f"规范第{number}号告知程序",
        "被建议单位": here.recipient.name,
        "督促单位": here.coordinator.short_name,
        "治理领域": "不动产登记",
        "案号": f"（2021）吉24行初{number}号",
        "签发日期": signed,
        "送达日期": signed + timedelta(days=3),
        "问题": "不予登记前没有书面告知申请人。",
        "建议": "建立不予登记前的书面告知制度。",
        "答复日期": signed + timedelta(days=40),
        "复函文号": f"池自然资函〔2021〕{number}号",
        "采纳情况": "采纳",
        "整改措施": "已经修订办事指南。",
    }
    return {key: value for key, value in (row | changes).items() if value is not None}


UNANSWERED = dict.fromkeys(("答复日期", "复函文号", "采纳情况", "理由", "整改措施", "采纳结果"))


SECOND = {"问题": "公告期限计算不统一。", "建议": "统一公告期限的起算。"}
"""What makes a row one about a second problem."""


def workbook_of(rows, headings=HEADINGS):
    """The bytes of an xlsx file of such rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("司法建议")
    sheet.append(list(headings))
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def check(user, rows, here, files=None, name="以往建议.xlsx", content=None):
    """Hand a table in and have it checked; return the work."""
    work = works.begin(
        taking.CHECK,
        owner=user,
        title="检查",
        unit=here.court,
        arguments={"court": here.court.pk, "committee": here.committee.pk},
        source=handed_in(content or workbook_of(rows), name),
        beside=handed_in(bundle_of(files), "附件.zip") if files else None,
    )
    run(work)
    return work


def take(user, work):
    arguments = {name: work.arguments[name] for name in ("court", "committee")}
    arguments |= {"check": work.pk, "seen": work.report["seen"]}
    return run(works.begin(taking.TAKE, owner=user, title="导入", arguments=arguments))


def take_in(user, rows, here, **more):
    return take(user, check(user, rows, here, **more))


def counts(work):
    return {kind: count for kind, count in work.report["letters"].items() if count}


def errors_of(work):
    return [tuple(error) for error in work.report["errors"]]
