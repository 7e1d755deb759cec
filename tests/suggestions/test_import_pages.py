"""Taking earlier suggestions in, page by page; and where they are seen afterwards."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from liaison import works
from liaison.models import LongWork
from liaison.outbox import bell
from suggestions.models import JudicialSuggestion
from suggestions.takeover.columns import HEADINGS
from tests.factories.bundles import PDF, bundle_of, handed_in
from tests.factories.liaison import CommitteeFactory, MembershipFactory
from tests.factories.suggestions import scene
from tests.factories.takeover import SECOND, UNANSWERED, row_of, take_in, workbook_of
from tests.factories.works import run

pytestmark = pytest.mark.django_db
PAGE = reverse("suggestions:takeover")


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)


@pytest.fixture
def here():
    return scene()


@pytest.fixture
def clerk(client, here):
    client.force_login(here.clerk)
    return here.clerk


def words(answer):
    return answer.content.decode()


def posted(client, here, rows=None, content=None, files=None, **more):
    given = {"court": here.court.pk, "committee": here.committee.pk} | more
    given["table"] = handed_in(content or workbook_of(rows or []), "以往建议.xlsx")
    if files:
        given["bundle"] = handed_in(bundle_of(files), "附件.zip")
    return client.post(PAGE, given)


def checked(client, here, rows, **more):
    """Hand a table in as the page does, let the worker check it; return the page of the preview."""
    answer = posted(client, here, rows, **more)
    work = LongWork.objects.filter(kind="suggestions.check_takeover").first()
    assert answer.url == work.get_absolute_url()
    run(work)
    return reverse("suggestions:takeover_check", args=[work.pk])


def test_a_table_is_handed_in_looked_at_and_confirmed(client, clerk, here):
    assert "上传并检查" in words(client.get(PAGE))
    rows = [row_of(here, 1, 附件="复函.pdf"), row_of(here, 2, **UNANSWERED, 送达日期=None)]
    preview = checked(client, here, rows, files={"复函.pdf": PDF, "多余.pdf": PDF})
    page = words(client.get(preview))
    for told in ("确认导入 2 件", "规范第1号告知程序", "多余.pdf", "没有送达日期", "不逐件提醒"):
        assert told in page
    assert not JudicialSuggestion.objects.exists(), "looking writes nothing"
    answer = client.post(preview)
    taking = LongWork.objects.get(kind="suggestions.take_over")
    assert answer.url == taking.get_absolute_url()
    assert client.post(preview).url == answer.url, "the second click"
    run(taking)
    after = words(client.get(preview))
    assert "已经确认导入" in after
    assert "没有需要导入的内容" not in after
    assert "还没有写入" not in after
    assert JudicialSuggestion.objects.count() == 2
    page = words(client.get(taking.get_absolute_url()))
    assert "新增2件" in page
    assert PAGE in page
    assert "以往建议.xlsx" in words(client.get(PAGE))


def test_it_is_seen_in_list_search_and_figures_by_those_who_may(client, here):
    take_in(here.clerk, [row_of(here, 1)], here)
    matter = JudicialSuggestion.objects.get()
    listed = reverse("suggestions:judicialsuggestion_list")
    figures = reverse("suggestions:figures") + "?first=2021-01-01&last=2021-12-31"
    for name in ("court_clerk", "president", "recipient_clerk", "justice"):
        client.force_login(here.people[name])
        for address in (
            listed,
            f"{listed}?q=规范第1号",
            f"{listed}?year=2021",
            f"{listed}?q=2021〕1号",
        ):
            assert matter.title in words(client.get(address)), (name, address)
        assert matter.title in words(client.get(reverse("liaison:search") + "?q=规范第1号"))
        page = words(client.get(matter.get_absolute_url()))
        assert "由以往档案导入" in page
        assert "没有评价" in page
        assert "审委会" not in page, "nobody knows whether it went there"
        assert client.get(figures).context["total"].in_time == 1
    for name in ("stranger", "other_court_clerk", "copied_clerk", "office"):
        client.force_login(here.people[name])
        assert client.get(matter.get_absolute_url()).status_code == 404
        assert matter.title not in words(client.get(listed))
        assert client.get(reverse("liaison:search") + "?q=规范第1号").status_code == 200
        assert matter.title not in words(client.get(reverse("liaison:search") + "?q=规范第1号"))


def test_its_files_go_out_to_those_who_may_see_it_and_to_nobody_else(client, here):
    take_in(here.clerk, [row_of(here, 1, 附件="复函.pdf")], here, files={"复函.pdf": PDF})
    kept = JudicialSuggestion.objects.get().attachments.get()
    address = reverse("liaison:attachment", args=[kept.pk])
    for name, status in (("recipient_clerk", 200), ("stranger", 404), ("other_court_clerk", 404)):
        client.force_login(here.people[name])
        answer = client.get(address)
        assert answer.status_code == status
        assert status == 404 or b"".join(answer.streaming_content) == PDF


def test_a_table_with_errors_cannot_be_confirmed_and_its_errors_can_be_taken_along(
    client, clerk, here
):
    preview = checked(client, here, [row_of(here, 1), row_of(here, 2, 事由=None)])
    page = words(client.get(preview))
    assert "整份登记表都不会导入" in page
    assert "必填" in page
    assert "确认导入" not in page
    client.post(preview)
    assert not LongWork.objects.filter(kind="suggestions.take_over").exists()


def test_what_was_typed_is_never_a_live_formula_in_the_sheet_of_errors(client, clerk, here):
    rows = [row_of(here, 1, 被建议单位="=cmd|'/c calc'!A1", 附件="=1+1.pdf")]
    content = workbook_of([row | {"被建议单位": "'=1"} for row in rows])
    posted(client, here, content=content)
    result = run(LongWork.objects.get())
    sheet = load_workbook(io.BytesIO(result.content)).active
    assert sheet.max_row > 1
    assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}


def test_a_formula_in_the_table_is_told_not_calculated(client, clerk, here):
    preview = checked(client, here, [row_of(here, 1, 问题="=1+1")])
    assert "是公式，本平台不计算公式" in words(client.get(preview))


def test_a_table_that_brings_nothing_has_nothing_to_confirm(client, clerk, here):
    take_in(here.clerk, [row_of(here, 1)], here)
    page = words(client.get(checked(client, here, [row_of(here, 1)])))
    assert "没有需要导入的内容" in page
    assert "确认导入" not in page


def test_a_conflict_is_shown_with_the_columns_that_differ(client, clerk, here):
    take_in(here.clerk, [row_of(here, 1)], here)
    preview = checked(client, here, [row_of(here, 1, 治理领域="行政处罚"), row_of(here, 2)])
    page = words(client.get(preview))
    assert "不同的列：治理领域" in page
    assert JudicialSuggestion.objects.get().get_absolute_url() in page


def test_files_that_are_none_come_back_with_their_reasons(client, clerk, here):
    answer = posted(client, here, content=b"\x89PNG\r\n\x1a\n\x00\x00")
    assert "请上传 xlsx 或者 csv 文件" in words(answer)
    answer = posted(client, here, [row_of(here)], files={"../复函.pdf": PDF})
    assert "不允许的文件名" in words(answer)
    assert "请选择登记表" in words(client.post(PAGE))
    assert not LongWork.objects.exists()


def test_a_table_without_headings_leads_back_to_the_upload(client, clerk, here):
    posted(client, here, content="甲,乙\n1,2\n".encode())
    works.run_next()
    page = words(client.get(LongWork.objects.get().get_absolute_url()))
    assert "没有找到表头" in page
    assert f'href="{PAGE}">重新上传' in page


def test_too_many_works_are_told_on_both_pages(client, clerk, here, monkeypatch):
    preview = checked(client, here, [row_of(here)])
    monkeypatch.setattr(works, "MOST_OPEN", 0)
    assert "没有完成" in words(client.post(preview))
    assert "没有完成" in words(posted(client, here, [row_of(here, 2)]))


def test_a_court_of_several_committees_says_which(client, clerk, here):
    other = CommitteeFactory()
    MembershipFactory(committee=other, unit=here.court, side="court")
    assert "所属委员会" in words(client.get(PAGE))
    answer = posted(client, here, [row_of(here)], committee=CommitteeFactory().pk)
    assert "选择一个有效的选项" in words(answer) or "有效" in words(answer)
    assert posted(client, here, [row_of(here)], committee=other.pk).status_code == 302


# Whose pages they are


@pytest.mark.parametrize("name", ["recipient_clerk", "justice", "office", "stranger"])
def test_nobody_outside_the_courts_takes_anything_in(client, here, name):
    client.force_login(here.clerk)
    preview = checked(client, here, [row_of(here)])
    template = reverse("suggestions:takeover_template", args=[here.committee.pk])
    client.force_login(here.people[name])
    for address in (PAGE, preview, template):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code in (403, 405)
    assert "导入以往建议" not in words(client.get("/"))


@pytest.mark.parametrize("name", ["president", "other_court_clerk"])
def test_somebody_elses_check_is_not_found(client, here, name):
    client.force_login(here.clerk)
    preview = checked(client, here, [row_of(here)])
    client.force_login(here.people[name])
    assert client.get(preview).status_code == 404
    assert client.post(preview).status_code == 404
    assert "导入以往建议" in words(client.get("/"))


def test_another_courts_imports_are_not_listed_nor_its_court_chosen(client, here):
    take_in(here.clerk, [row_of(here)], here)
    client.force_login(here.people["other_court_clerk"])
    assert list(client.get(PAGE).context["taken"]) == []
    assert posted(client, here, [row_of(here)]).status_code == 200, "the form comes back"


def test_a_check_that_is_going_on_or_cleared_has_no_preview(client, clerk, here):
    preview = checked(client, here, [row_of(here)])
    LongWork.objects.update(status="running")
    assert client.get(preview).status_code == 404
    LongWork.objects.update(status="done", cleared_at="2026-01-01T00:00Z")
    assert client.get(preview).status_code == 404


def test_the_template_is_filled_in_and_read(client, clerk, here):
    address = reverse("suggestions:takeover_template", args=[here.committee.pk])
    book = load_workbook(io.BytesIO(client.get(address).content))
    assert book.sheetnames == ["司法建议", "填写用词", "填写说明"]
    sheet, vocabulary = book["司法建议"], book["填写用词"]
    assert [cell.value.rstrip("*") for cell in sheet[1]] == HEADINGS
    columns = {
        column[0].value: [cell.value for cell in column[1:]] for column in vocabulary.columns
    }
    assert here.recipient.name in columns["被建议单位"]
    assert here.court.name not in columns["被建议单位"]
    assert "部分采纳" in columns["采纳情况"]
    row = row_of(here)
    for cell in sheet[1]:
        sheet.cell(2, cell.column, row.get(cell.value.rstrip("*")))
    stream = io.BytesIO()
    book.save(stream)
    preview = checked(client, here, None, content=stream.getvalue())
    assert "确认导入 1 件" in words(client.get(preview))
    elsewhere = reverse("suggestions:takeover_template", args=[CommitteeFactory().pk])
    assert client.get(elsewhere).status_code == 404


def test_several_problems_of_a_letter_are_counted_as_one_letter(client, clerk, here):
    page = words(client.get(checked(client, here, [row_of(here), row_of(here, **SECOND)])))
    assert "确认导入 1 件" in page
    assert "2个问题" in page
