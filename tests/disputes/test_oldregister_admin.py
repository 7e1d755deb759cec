"""Taking an old register in, page by page, in the admin."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from disputes.models import Dispute, OldRegister
from liaison import works
from liaison.models import AuditEntry, LongWork
from liaison.outbox import bell
from tests.factories import disputes
from tests.factories.oldregister import csv_of, handed_in, row_of, workbook_of
from tests.factories.works import run
from tests.walls.stage import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)


@pytest.fixture
def here():
    return disputes.scene()


@pytest.fixture
def clerk(client, here):
    user = staff(here.centre_clerk)
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"admin:disputes_oldregister_{name}", args=args)


def run_all():
    """What a worker does with everything that waits, in the test's own transaction."""
    while work := LongWork.objects.waiting().first():
        run(work)


def checked(client, rows):
    """Hand a register in as the page does, let the worker check it; return the work."""
    answer = client.post(url("import"), {"file": handed_in(workbook_of(rows))})
    work = LongWork.objects.get(kind="disputes.check_register")
    assert answer.url == work.get_absolute_url()
    run_all()
    work.refresh_from_db()
    return work


def words(answer):
    return answer.content.decode()


def test_a_register_is_handed_in_looked_at_and_confirmed(client, clerk, here):
    page = words(client.get(url("import")))
    assert str(here.centre) in page
    assert "提交日期" in page
    work = checked(client, [row_of(here, n) for n in (1, 2)])
    assert url("check", work.pk) in words(client.get(work.get_absolute_url()))
    preview = words(client.get(url("check", work.pk)))
    assert "延协〔2019〕2号" in preview
    assert "甄某某" in preview
    assert "甄有理" not in preview
    assert not Dispute.objects.exists(), "looking writes nothing"
    answer = client.post(url("check", work.pk))
    taking = LongWork.objects.get(kind="disputes.take_register")
    assert answer.url == taking.get_absolute_url()
    assert client.post(url("check", work.pk)).url == answer.url, "the second click"
    run_all()
    assert Dispute.objects.filter(is_imported=True).count() == 2
    assert "新增2件" in words(client.get(taking.get_absolute_url()))
    listed = words(client.get(url("changelist")))
    assert "历史登记.xlsx" in listed
    assert url("import") in listed
    assert client.get(url("change", OldRegister.objects.get().pk)).status_code == 200


def test_a_register_with_errors_cannot_be_confirmed(client, clerk, here):
    work = checked(client, [row_of(here, 1), row_of(here, 2, 编号=None)])
    page = words(client.get(url("check", work.pk)))
    assert "整份登记都不会导入" in page
    assert "必填" in page
    assert "确认导入" not in page
    client.post(url("check", work.pk))
    assert not LongWork.objects.filter(kind="disputes.take_register").exists()


def test_a_register_that_changes_nothing_has_nothing_to_confirm(client, clerk, here):
    work = checked(client, [row_of(here)])
    client.post(url("check", work.pk))
    run_all()
    LongWork.objects.all().delete()
    work = checked(client, [row_of(here)])
    page = words(client.get(url("check", work.pk)))
    assert "没有需要导入的内容" in page
    assert "确认导入" not in page


def test_a_changed_and_a_conflicting_row_are_shown(client, clerk, here):
    work = checked(client, [row_of(here)])
    client.post(url("check", work.pk))
    run_all()
    LongWork.objects.all().delete()
    dispute, _ = disputes.dispute_in("accepted", here)
    work = checked(client, [row_of(here, 行政行为="另一决定"), row_of(here, 编号=dispute.number)])
    page = words(client.get(url("check", work.pk)))
    assert "行政行为：责令退还土地决定 → 另一决定" in page
    assert "请人工核对" in page


def test_a_file_without_headings_leads_back_to_the_upload(client, clerk):
    client.post(url("import"), {"file": handed_in("甲,乙\n1,2\n".encode())})
    works.run_next()
    page = words(client.get(LongWork.objects.get().get_absolute_url()))
    assert "没有找到表头" in page
    assert f'href="{url("import")}">重新上传' in page


def test_a_file_that_is_none_comes_back_with_its_reason(client, clerk):
    answer = client.post(url("import"), {"file": handed_in(b"\x89PNG\r\n\x1a\n\x00\x00")})
    assert "请上传 xlsx 或者 csv 文件" in words(answer)
    assert "请选择文件" in words(client.post(url("import")))
    assert not LongWork.objects.exists()


def test_too_many_works_are_told_on_both_pages(client, clerk, here, monkeypatch):
    work = checked(client, [row_of(here)])
    monkeypatch.setattr(works, "MOST_OPEN", 0)
    assert "没有完成" in words(client.post(url("check", work.pk)))
    assert "没有完成" in words(client.post(url("import"), {"file": handed_in(csv_of([]), "x.csv")}))


def test_somebody_elses_check_is_not_found(client, clerk, here):
    work = checked(client, [row_of(here)])
    client.force_login(staff(here.office_clerk))
    assert client.get(url("check", work.pk)).status_code == 404
    assert client.post(url("check", work.pk)).status_code == 404


def test_a_check_that_is_going_on_or_cleared_has_no_preview(client, clerk, here):
    work = checked(client, [row_of(here)])
    LongWork.objects.update(status="running")
    assert client.get(url("check", work.pk)).status_code == 404
    LongWork.objects.update(status="done", cleared_at="2026-01-01T00:00Z")
    assert client.get(url("check", work.pk)).status_code == 404


@pytest.mark.parametrize("name", ["import", "template", "export"])
def test_without_the_right_there_is_no_page(client, here, name):
    for user in (here.court_clerk, here.agency_clerk):
        client.force_login(staff(user))
        assert client.get(url(name)).status_code == 403
        assert client.get(url("changelist")).status_code == 403


def test_another_centres_imports_are_not_listed(client, clerk, here):
    there = disputes.scene()
    for scene in (here, there):
        OldRegister.objects.create(
            name=f"{scene.centre}册", unit=scene.centre.unit, imported_by=scene.centre_clerk
        )
    assert [each.unit for each in client.get(url("changelist")).context["cl"].queryset] == [
        here.centre.unit
    ]
    client.force_login(staff(here.office_clerk))
    assert client.get(url("changelist")).context["cl"].queryset.count() == 1


def test_the_template_and_the_export_are_workbooks(client, clerk, here):
    for name in ("template", "export"):
        answer = client.get(url(name))
        assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
        assert load_workbook(io.BytesIO(answer.content)).sheetnames[0] == "登记"
    assert AuditEntry.objects.get(action="export").note == "0件"


def test_the_errors_can_be_taken_along(client, clerk, here):
    checked(client, [row_of(here, 编号=None)])
    work = LongWork.objects.get()
    result = run(work)
    assert (result.name, result.media_type[-5:]) == ("问题清单.xlsx", "sheet")
