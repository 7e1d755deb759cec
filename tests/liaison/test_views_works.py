"""The pages of long works: one's own, whatever state they are in; nobody else's."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from liaison.models import AuditEntry, LongWork
from liaison.outbox import bell
from tests.factories import disputes
from tests.factories.liaison import UserFactory
from tests.liaison import sample_works

pytestmark = pytest.mark.django_db
LIST = reverse("liaison:work_list")


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)
    with sample_works.registered():
        yield


@pytest.fixture
def owner(client):
    user = UserFactory()
    client.force_login(user)
    return user


def work_of(owner, **more):
    return LongWork.objects.create(
        **({"kind": "tests.sowing", "title": "播种春麦", "owner": owner, "key": "k"} | more)
    )


def with_file(owner, **more):
    name = default_storage.save("works/7/result", ContentFile(b"%PDF-1.4 x"))
    more = {"result_name": "甲\r\n.pdf", "result_type": "application/pdf"} | more
    return work_of(owner, status="done", result=name, **more)


def test_a_waiting_work_asks_again_with_and_without_javascript(client, owner):
    work = work_of(owner)
    page = client.get(work.get_absolute_url())
    words = page.content.decode()
    without = words.partition("<noscript>")[2].partition("</noscript>")[0]
    assert '<meta http-equiv="refresh" content="4">' in without
    assert 'hx-trigger="every 2s"' in words
    assert "前面还有任务" in words
    assert page["Cache-Control"] == "private, no-store"


def test_htmx_gets_the_part_alone(client, owner):
    work = work_of(owner, status="running", done=3, total=9, message="第3行")
    part = client.get(work.get_absolute_url(), headers={"HX-Request": "true"})
    words = part.content.decode()
    assert part["Vary"].startswith("HX-Request")
    assert "<html" not in words
    assert 'value="3" max="9"' in words
    assert "第3行" in words


def test_the_part_of_an_ended_work_asks_no_more_and_says_so(client, owner):
    work = work_of(owner, status="done", message="播种3处")
    words = client.get(work.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in words
    assert "播种春麦：已完成" in words
    assert "去看看" in words


def test_a_failed_work_says_why_and_can_be_begun_again(client, owner):
    work = work_of(owner, status="failed", error="第3行没有编号\n<b>", ended_at=timezone.now())
    words = client.get(work.get_absolute_url()).content.decode()
    assert "第3行没有编号<br>&lt;b&gt;" in words
    url = reverse("liaison:work_again", args=[work.pk])
    assert client.get(url).status_code == 405
    assert client.post(url).url == work.get_absolute_url()
    work.refresh_from_db()
    assert (work.status, work.error) == ("queued", "")
    assert "不能重新执行" in client.post(url, follow=True).content.decode()


def test_a_work_is_called_off_once(client, owner):
    work = work_of(owner)
    url = reverse("liaison:work_cancel", args=[work.pk])
    assert client.get(url).status_code == 405
    assert "已取消，没有写入任何内容" in client.post(url, follow=True).content.decode()
    assert "任务已取消，不能再取消" in client.post(url, follow=True).content.decode()


def test_the_file_goes_out_harmless_and_the_download_is_kept(client, owner):
    work = with_file(owner)
    answer = client.get(reverse("liaison:work_file", args=[work.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''%E7%94%B2%0D%0A")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert AuditEntry.objects.get(action="download").actor == owner


def test_behind_the_proxy_the_file_is_sent_by_it(client, owner, settings):
    settings.INTERNAL_REDIRECT = "/protected/"
    answer = client.get(reverse("liaison:work_file", args=[with_file(owner).pk]))
    assert answer["X-Accel-Redirect"] == "/protected/works/7/result"
    assert answer.content == b""


def test_a_right_that_ended_ends_what_came_of_the_work(client, owner):
    work = with_file(owner, arguments={"barred": True})
    assert "不再有权查看" in client.get(work.get_absolute_url()).content.decode()
    assert client.get(reverse("liaison:work_file", args=[work.pk])).status_code == 404


@pytest.mark.parametrize("change", [{"kind": "tests.gone"}, {"result": ""}])
def test_a_file_that_is_gone_is_not_found(client, owner, change):
    work = with_file(owner)
    LongWork.objects.update(**change)
    assert client.get(reverse("liaison:work_file", args=[work.pk])).status_code == 404
    assert client.get(work.get_absolute_url()).status_code == 200


def test_a_cleared_work_says_so(client, owner):
    work = work_of(owner, status="done", cleared_at=timezone.now())
    assert "已过保存期" in client.get(work.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["work", "work_file", "work_cancel", "work_again"])
def test_somebody_elses_work_is_not_found(client, owner, name):
    work = with_file(UserFactory())
    url = reverse(f"liaison:{name}", args=[work.pk])
    assert client.get(url).status_code in {404, 405}
    assert client.post(url).status_code in {404, 405}
    work.refresh_from_db()
    assert work.status == "done"


def test_the_subject_is_named_only_to_who_may_see_it(client):
    here = disputes.scene()
    dispute = disputes.refer(here)
    for user, seen in ((here.centre_clerk, True), (here.office_clerk, False)):
        client.force_login(user)
        work = work_of(user, subject=dispute)
        words = client.get(work.get_absolute_url()).content.decode()
        assert (dispute.title in words) is seen


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_costs_the_same_for_one_work_or_ten(
    client, owner, count, django_assert_num_queries
):
    work_of(UserFactory(), title="别人的")
    for number in range(count):
        work_of(owner, key=str(number), error="x" * 200 if number else "")
    with_file(owner)
    with django_assert_num_queries(4):
        page = client.get(LIST)
    assert len(page.context["works"]) == count + 1
    assert "别人的" not in page.content.decode()
    assert client.get("/").content.decode().count(LIST) == 1, "the person's menu leads there"


def test_an_empty_list_says_so(client, owner):
    assert "没有任务" in client.get(LIST).content.decode()
