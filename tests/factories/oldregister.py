"""Old registers as offices hand them in: rows, and files of them."""

import csv
import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from disputes.oldregister import taking
from disputes.oldregister.columns import HEADINGS
from liaison import works
from tests.factories.works import run


def row_of(here, number=1, **changes):
    """A row of the register of the scene's centre; ``changes`` by heading, None leaves out."""
    day = date(2019, 3, 1) + timedelta(days=number % 300)
    row = {
        "编号": f"延协〔2019〕{number}号",
        "化解中心": here.centre.unit.name,
        "来源": "法院诉前引导",
        "有关法院": here.court.name,
        "法院案号": f"（2019）吉24行初{number}号",
        "被申请机关": here.agency.short_name,
        "申请人": "甄有理",
        "申请人类别": "自然人",
        "领域": "土地和自然资源",
        "行政行为种类": "行政处罚",
        "行政行为": "责令退还土地决定",
        "行为作出日期": day - timedelta(days=40),
        "争议要点": "面积认定不一致。",
        "提交日期": day,
        "受理日期": day + timedelta(days=3),
        "终结日期": day + timedelta(days=30),
        "结果": "达成协议并履行完毕",
    }
    return {key: value for key, value in (row | changes).items() if value is not None}


def workbook_of(rows, headings=HEADINGS, above=()):
    """The bytes of an xlsx file of such rows; ``above`` are lines over the headings."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("登记")
    for line in above:
        sheet.append(line)
    sheet.append(list(headings))
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_of(rows, headings=HEADINGS, encoding="utf-8-sig", delimiter=","):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return stream.getvalue().encode(encoding)


def handed_in(content, name="历史登记.xlsx"):
    return SimpleUploadedFile(name, content)


def check(user, rows, content=None, name="历史登记.xlsx"):
    """Hand a register in and have it checked; return the work and its result."""
    source = handed_in(content or workbook_of(rows), name)
    work = works.begin(taking.CHECK, owner=user, title="检查", source=source)
    return work, run(work)


def take(user, work):
    arguments = {"check": work.pk, "seen": work.report["seen"]}
    return run(works.begin(taking.TAKE, owner=user, title="导入", arguments=arguments))


def take_in(user, rows, **more):
    work, _ = check(user, rows, **more)
    return take(user, work)


def counts(work):
    return {kind: count for kind, count in work.report["counts"].items() if count}
