"""Old registers: what a row would change, and that all of it or nothing is written."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from disputes.models import Dispute, OldRegister, Party
from disputes.models.oldregister import settle
from disputes.oldregister import reading, sheets, taking
from disputes.oldregister.columns import HEADINGS
from disputes.oldregister.reading import Reading
from liaison import access, registry
from liaison.models import AuditEntry, LongWork, NumberSeries, Role
from liaison.outbox import bell
from tests.factories import disputes
from tests.factories.liaison import UnitFactory, person
from tests.factories.oldregister import check, counts, csv_of, row_of, take, take_in
from tests.factories.world import end_all_posts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)


@pytest.fixture
def here():
    return disputes.scene()


# What a row would change


def test_the_check_writes_nothing_and_tells_progress(here):
    work, result = check(here.centre_clerk, [row_of(here, n) for n in range(1, 4)])
    assert not Dispute.objects.exists()
    assert not OldRegister.objects.exists()
    assert result.message == "新增3件，更正0件，相同0件，冲突0件，有问题0行"
    assert work.told == [(4, 4, "已检查到第4行")]
    (line, *_) = work.report["rows"]["new"]
    assert line == {
        "row": 2,
        "number": "延协〔2019〕1号",
        "applicants": "甄某某",
        "respondent": here.agency.short_name,
        "result": "达成协议并履行完毕",
        "ended_on": "2019-04-01",
        "changes": [],
    }
    assert "甄有理" not in str(work.report)


def test_the_same_file_twice_changes_nothing(here):
    rows = [row_of(here, n) for n in range(1, 6)]
    take_in(here.centre_clerk, rows)
    before = list(Dispute.objects.order_by("pk").values())
    work, _ = check(here.centre_clerk, rows)
    assert counts(work) == {"unchanged": 5}
    assert take(here.centre_clerk, work).message == "新增0件，更正0件，相同5件"
    assert list(Dispute.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.filter(action__in=["import", "correct"]).count() == 5 + 2


def test_a_changed_row_puts_the_dispute_right(here):
    take_in(here.centre_clerk, [row_of(here)])
    changes = {
        "终结日期": date(2019, 5, 5),
        "结果": "当事人撤回",
        "申请人": "长白社",
        "申请人类别": "企业",
    }
    work, _ = check(here.centre_clerk, [row_of(here, **changes)])
    assert work.report["rows"]["changed"][0]["changes"] == [
        {"column": "终结日期", "old": "2019-04-01", "new": "2019-05-05"},
        {"column": "结果", "old": "达成协议并履行完毕", "new": "当事人撤回"},
        {"column": "申请人", "old": "甄某某", "new": "长白社"},
    ]
    take(here.centre_clerk, work)
    dispute = Dispute.objects.get()
    assert (dispute.status, dispute.closed_on) == ("withdrawn", date(2019, 5, 5))
    assert [party.name for party in dispute.parties.all()] == ["长白社"]
    assert Dispute.objects.matching("长白社").exists()
    assert dispute.audit.first().label == "历史登记更正"


def test_another_agency_takes_the_place_of_the_first(here):
    take_in(here.centre_clerk, [row_of(here)])
    other = UnitFactory(parent=here.agency)
    take_in(here.centre_clerk, [row_of(here, 被申请机关=other.name)])
    dispute = Dispute.objects.get()
    assert access.drift(dispute) == (set(), set())
    assert not Dispute.objects.visible_to(here.agency_clerk)
    assert Dispute.objects.matching(other.name).exists()
    assert [party.name for party in dispute.parties.all()] == ["甄有理"], "they stay as they were"


def test_who_may_not_see_a_dispute_is_not_told_what_it_said(here):
    take_in(here.centre_clerk, [row_of(here)])
    work, _ = check(here.office_clerk, [row_of(here, 行政行为="另一决定")])
    (change, *_) = work.report["rows"]["changed"][0]["changes"]
    assert (change["old"], change["new"][-4:]) == ("（无权查看）", "决定争议")
    assert "责令退还" not in str(work.report)


def test_a_dispute_of_the_system_is_never_written_over(here):
    dispute, _ = disputes.dispute_in("accepted", here)
    before = Dispute.objects.values().get()
    work, _ = check(here.centre_clerk, [row_of(here, 编号=dispute.number), row_of(here, 7)])
    assert counts(work) == {"new": 1, "conflict": 1}
    assert take(here.centre_clerk, work).message.endswith("冲突1件没有导入")
    assert Dispute.objects.values().get(pk=dispute.pk) == before
    assert dispute.parties.count() == 1


def test_a_masked_name_of_somebody_known_changes_nothing(here):
    take_in(here.centre_clerk, [row_of(here)])
    work, _ = check(here.centre_clerk, [row_of(here, 申请人="甄某某")])
    assert counts(work) == {"unchanged": 1}
    work, _ = check(here.centre_clerk, [row_of(here, 申请人="甄某某、李某某")])
    assert counts(work) == {"changed": 1}


# All of it or nothing, and only what was seen


def test_what_changed_after_the_preview_is_not_taken_in(here):
    work, _ = check(here.centre_clerk, [row_of(here, 1), row_of(here, 2)])
    take_in(here.centre_clerk, [row_of(here, 2, 行政行为="另一决定")])
    with pytest.raises(ValidationError, match="重新检查"):
        take(here.centre_clerk, work)


def test_a_row_that_went_wrong_after_the_preview_ends_it_all(here):
    work, _ = check(here.centre_clerk, [row_of(here, 1)])
    here.agency.memberships.all().delete()
    with pytest.raises(ValidationError, match="重新检查"):
        take(here.centre_clerk, work)


def test_a_file_that_is_gone_must_be_handed_in_again(here):
    work, _ = check(here.centre_clerk, [row_of(here)])
    LongWork.objects.update(source="", aside="")
    with pytest.raises(ValidationError, match="请重新上传"):
        take(here.centre_clerk, work)


def test_a_right_that_ended_ends_the_work(here):
    work, _ = check(here.centre_clerk, [row_of(here)])
    kind = registry.works[taking.TAKE]
    assert kind.may_read(work, here.centre_clerk)
    end_all_posts(here.centre_clerk)
    user = type(here.centre_clerk).objects.get(pk=here.centre_clerk.pk)
    with pytest.raises(ValidationError, match="没有导入历史登记的权限"):
        take(user, LongWork.objects.get(pk=work.pk))
    assert not kind.may_read(work, user)
    assert not registry.works[taking.CHECK].may_read(work, user)


def test_an_empty_register_is_told_so(here):
    with pytest.raises(ValidationError, match="没有登记的行"):
        check(here.centre_clerk, [])


def test_numbers_that_were_given_before_are_not_drawn_again(here):
    prefix = here.centre.number_prefix
    rows = [row_of(here, n, 编号=f"{prefix}〔2026〕{n}号") for n in (7, 12, 3)]
    take_in(here.centre_clerk, rows)
    assert NumberSeries.objects.take(here.centre.unit, "行政争议受理", 2026) == 13
    take_in(here.centre_clerk, [row_of(here, 4, 编号=f"{prefix}〔2026〕4号")])
    assert NumberSeries.objects.get().last == 13


@pytest.mark.parametrize("who", ["centre_clerk", "office_clerk"])
def test_who_takes_registers_in(here, who):
    assert list(reading.centres_of(getattr(here, who))) == [here.centre]


def test_who_does_not(here):
    for user in (here.court_clerk, here.agency_clerk, here.mediator, disputes.scene().office_clerk):
        assert here.centre not in reading.centres_of(user)


def test_rows_cost_no_queries_of_their_own(here):
    def queries(count, first):
        rows = [row_of(here, n) for n in range(first, first + count)]
        with CaptureQueriesContext(
            connection,
        ) as context:
            take_in(here.centre_clerk, rows)
        return len(context)

    queries(1, 1)
    assert queries(2, 10) == queries(100, 100)


# Files and sheets


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_as_excel_writes_it(here, encoding, delimiter):
    content = csv_of([row_of(here, n) for n in (1, 2)], encoding=encoding, delimiter=delimiter)
    work, _ = check(here.centre_clerk, [], content=content, name="登记.csv")
    assert counts(work) == {"new": 2}


def test_what_goes_out_comes_in_again_unchanged_and_unmasked(here):
    rows = [
        row_of(here, 1),
        row_of(
            here, 2, 申请人="=cmd|'/c calc'!A1社", 申请人类别="企业", 说明="+1", 结果="部分化解"
        ),
        row_of(here, 3, 结果="不予受理", 不予受理情形="已有生效裁判"),
    ]
    take_in(here.centre_clerk, rows, content=csv_of(rows), name="登记.csv")
    content, count = sheets.register(here.centre_clerk)
    assert count == 3
    sheet = load_workbook(io.BytesIO(content)).active
    assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}
    assert "甄有理" not in [cell.value for line in sheet.iter_rows() for cell in line]
    work, _ = check(here.centre_clerk, [], content=content)
    assert counts(work) == {"unchanged": 3}
    take(here.centre_clerk, work)
    assert Party.objects.filter(name="甄有理").count() == 2
    assert sheets.register(here.office_clerk)[1] == 0, "the office reads no disputes"


def test_the_template_is_filled_in_and_read(here):
    book = load_workbook(io.BytesIO(sheets.template(here.centre_clerk)))
    assert book.sheetnames == ["登记", "填写用词", "填写说明"]
    sheet, words = book["登记"], book["填写用词"]
    assert [cell.value.rstrip("*") for cell in sheet[1]] == HEADINGS
    columns = {column[0].value: [cell.value for cell in column[1:]] for column in words.columns}
    assert here.agency.name in columns["被申请机关"]
    assert {"不予受理", "当事人撤回"} <= set(columns["结果"])
    assert "达成协议，待履行" not in columns["结果"]
    assert len(sheet.data_validations.dataValidation) == len(columns)
    row = row_of(here)
    for cell in sheet[1]:
        sheet.cell(2, cell.column, row.get(cell.value.rstrip("*")))
    stream = io.BytesIO()
    book.save(stream)
    work, _ = check(here.centre_clerk, [], content=stream.getvalue())
    assert counts(work) == {"new": 1}


def test_what_follows_from_a_register_is_said_once(here):
    (verdicts,) = Reading(here.centre_clerk).verdicts([(2, row_of(here))])
    dispute = verdicts[0].wanted
    before = (dispute.status, dispute.stage, dispute.title)
    settle(dispute)
    assert (dispute.status, dispute.stage, dispute.title) == before


def test_a_person_of_another_role_has_no_right_to_it(here):
    reader = person(here.centre.unit, Role.MEDIATOR)
    with pytest.raises(ValidationError, match="没有导入历史登记的权限"):
        check(reader, [row_of(here)])
