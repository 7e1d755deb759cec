"""法院数据导入 and 导出, page by page; and who comes nowhere near them."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from disputes.appearances.feed import exporting, taking
from disputes.appearances.feed.columns import HEADINGS
from disputes.appearances.models import Feed, Lawsuit
from liaison import works
from liaison.models import Committee, LongWork, Role
from liaison.outbox import bell
from tests.factories.appearances import scene
from tests.factories.feed import (
    OPEN,
    check,
    csv_of,
    handed_in,
    row_of,
    run,
    take_in,
    whose,
    workbook_of,
)
from tests.factories.liaison import UnitFactory, person

pytestmark = pytest.mark.django_db
PAGE, EXPORT = reverse("appearances:feed"), reverse("appearances:feed_export")
BARRED = (
    *("agency_clerk", "agency_leader", "government_clerk", "justice", "stranger"),
    *("office", "office_leader"),
)


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


def posted(client, here, content, name="法院数据.xlsx", **more):
    return client.post(PAGE, whose(here) | more | {"table": handed_in(content, name)})


def page_of(work):
    return reverse("appearances:feed_check", args=[work.pk])


def test_a_feed_is_handed_in_looked_at_and_confirmed(client, clerk, here):
    assert "上传并检查" in words(client.get(PAGE))
    take_in(here, row_of(here, 1))
    rows = [row_of(here, 1, 是否上诉="是"), row_of(here, 2, 结案方式="并案处理")]
    rows.append(row_of(here, 3, 被告="没有这个局"))
    answer = posted(client, here, workbook_of(rows))
    work = LongWork.objects.filter(kind=taking.CHECK).first()
    assert answer.url == work.get_absolute_url()
    run(work)
    preview = words(client.get(page_of(work)))
    for told in (
        "确认导入 2 件",
        "没有名为“没有这个局”的单位",
        "是否上诉：否 → 是",
        "并案处理（1件）",
    ):
        assert told in preview
    assert "冯立群" not in preview
    assert Lawsuit.objects.count() == 1, "looking writes nothing"
    answer = client.post(page_of(work))
    second = LongWork.objects.filter(kind=taking.TAKE).first()
    assert answer.url == second.get_absolute_url()
    assert client.post(page_of(work)).url == answer.url, "the second click"
    run(second)
    after = words(client.get(page_of(work)))
    assert "已经确认导入" in after
    assert "还没有写入" not in after
    assert second.get_absolute_url() in after
    assert client.post(page_of(work)).url == answer.url, "what is confirmed stays confirmed"
    assert Lawsuit.objects.count() == 2
    feed = Feed.objects.latest("id")
    assert (feed.created, feed.changed, feed.wrong) == (1, 1, 1)
    assert "法院数据.xlsx" in words(client.get(PAGE))


def test_a_feed_that_brings_nothing_can_not_be_confirmed(client, clerk, here):
    take_in(here, row_of(here, 1))
    work = check(here, [row_of(here, 1)])
    assert "没有需要导入的内容" in words(client.get(page_of(work)))
    before = LongWork.objects.filter(kind=taking.TAKE).count()
    assert client.post(page_of(work)).status_code == 200
    assert LongWork.objects.filter(kind=taking.TAKE).count() == before


def test_what_was_called_off_may_be_confirmed_again(client, clerk, here):
    work = check(here, [row_of(here, 1)])
    client.post(page_of(work))
    LongWork.objects.filter(kind=taking.TAKE).update(status="cancelled")
    assert "确认导入 1 件" in words(client.get(page_of(work)))
    client.post(page_of(work))
    assert LongWork.objects.filter(kind=taking.TAKE).count() == 2


def test_what_is_no_table_is_refused_on_the_page(client, clerk, here):
    assert "请选择案件数据的文件" in words(client.post(PAGE, whose(here)))
    for content, told in (
        (b"\x00\x01\x02", "请上传 xlsx 或者 csv 文件"),
        (b"", "文件里没有内容"),
        (b"%PDF-1.7\n%\xe2\xe3", "这是 PDF 文件"),
    ):
        assert told in words(posted(client, here, content))
    other = {"court": UnitFactory(court=True).pk}
    assert posted(client, here, workbook_of([]), **other).status_code == 200
    assert not LongWork.objects.exists()


def test_a_file_without_headings_leads_back_to_the_upload(client, clerk, here):
    posted(client, here, csv_of([row_of(here, 1)], headings=["甲", "乙"]))
    works.run_next()
    work = LongWork.objects.get()
    page = words(client.get(work.get_absolute_url()))
    assert "没有找到表头" in page
    assert f'href="{PAGE}">重新上传' in page
    works.begin_again(work)
    assert "重新上传" not in words(client.get(work.get_absolute_url()))


@pytest.mark.parametrize("what", ["gbk", "utf-8-sig", "utf-16", "third row"])
def test_whatever_a_clerk_saves_the_file_as_is_read(client, clerk, here, what):
    rows = [row_of(here, 1), row_of(here, 2, **OPEN)]
    if what == "third row":
        content = workbook_of(rows, above=[["案件统计表"], ["填报单位", here.court.name]])
    else:
        content = csv_of(rows, encoding=what)
    posted(client, here, content)
    work = LongWork.objects.get()
    run(work)
    assert "确认导入 2 件" in words(client.get(page_of(work)))


@pytest.mark.parametrize("name", BARRED)
def test_only_courts_hand_a_feed_in(client, here, name):
    work = check(here, [row_of(here, 1)])
    template = reverse("appearances:feed_template", args=[here.court.pk, here.committee.pk])
    client.force_login(here.people[name])
    for page in (PAGE, page_of(work), template):
        assert client.get(page).status_code == 403
    assert posted(client, here, workbook_of([row_of(here, 2)])).status_code == 403
    assert client.post(page_of(work)).status_code == 403
    assert LongWork.objects.count() == 1


def test_another_court_brings_in_nothing_of_this_one(client, here):
    other = here.people["other_court_clerk"]
    work = check(here, [row_of(here, 1)])
    client.force_login(other)
    assert client.get(PAGE).status_code == 200
    assert client.get(page_of(work)).status_code == 404
    assert client.post(page_of(work)).status_code == 404
    answer = posted(client, here, workbook_of([row_of(here, 1)]))
    assert answer.status_code == 200, "the form knows only the reader's own court"
    template = reverse("appearances:feed_template", args=[here.court.pk, here.committee.pk])
    assert client.get(template).status_code == 404
    theirs = other.posts.get().unit
    work = check(here, [row_of(here, 1)], user=other, court=theirs)
    assert work.report["counts"]["wrong"] == 1
    assert "不是本院或者下级法院" in work.report["errors"][0][2]


def test_the_preview_is_the_importers_own(client, here):
    work = check(here, [row_of(here, 1)])
    client.force_login(here.president)
    assert client.get(page_of(work)).status_code == 404
    client.force_login(person(here.court, Role.COURT_CLERK))
    assert client.get(page_of(work)).status_code == 404
    assert client.get(work.get_absolute_url()).status_code == 404


def test_the_template_comes_with_words_notes_and_an_example(client, clerk, here):
    url = reverse("appearances:feed_template", args=[here.court.pk, here.committee.pk])
    book = load_workbook(io.BytesIO(client.get(url).content))
    assert [cell.value.rstrip("*") for cell in book.worksheets[0][1]] == HEADINGS
    assert book.worksheets[0].max_row == 1
    assert book.sheetnames[1:] == ["填写用词", "填写说明", "示例"]
    assert here.agency.name in {cell.value for row in book["填写用词"] for cell in row}
    stream = io.BytesIO()
    book._sheets = [book["示例"]]
    book.save(stream)
    work = check(here, [], content=stream.getvalue())
    assert work.report["counts"]["new"] == 1, "the example is itself a good row"


def test_a_committee_of_others_has_no_template(client, clerk, here):
    other = Committee.objects.create(name="别处委员会", office=UnitFactory(office=True))
    url = reverse("appearances:feed_template", args=[here.court.pk, other.pk])
    assert client.get(url).status_code == 404


def test_who_has_no_lawsuits_has_no_export(client, here):
    mediator = person(UnitFactory(centre=True), Role.CENTRE_CLERK)
    client.force_login(mediator)
    assert client.get(EXPORT).status_code == 403
    assert client.post(EXPORT).status_code == 403


def test_an_export_is_asked_for_and_fetched(client, here):
    take_in(here, row_of(here, 1), row_of(here, 2, **OPEN))
    client.force_login(here.people["office"])
    assert "不能早于起始日期" in words(
        client.post(EXPORT, {"since": "2026-03-01", "until": "2026-02-01"})
    )
    answer = client.post(EXPORT, {"since": "2026-01-01"})
    work = LongWork.objects.filter(kind=exporting.EXPORT).get()
    assert answer.url == work.get_absolute_url()
    works.run_next()
    assert "立案日期从" in words(client.get(EXPORT))


def test_menu_offers_the_import_to_courts_alone(client, here):
    for name, offered in (("court_clerk", True), ("office", False), ("agency_clerk", False)):
        client.force_login(here.people[name])
        assert (f'"{PAGE}"' in words(client.get("/"))) == offered, name


def test_the_export_stands_under_the_list_of_lawsuits_and_not_in_the_menu(client, here):
    lawsuits = reverse("appearances:lawsuit_list")
    take_in(here, row_of(here, 1))
    for name in ("court_clerk", "office", "agency_clerk"):
        client.force_login(here.people[name])
        assert EXPORT not in words(client.get("/")), name
        assert words(client.get(lawsuits)).count(EXPORT) == 1, name
        assert f'href="{lawsuits}"' in words(client.get(EXPORT)), name
    client.force_login(here.clerk)
    assert EXPORT in words(client.get(PAGE))


def test_the_list_offers_no_export_to_who_may_have_none(client, here, monkeypatch):
    """Roles that read no lawsuits see no rows either; were one to, the wall would still stand."""
    take_in(here, row_of(here, 1))
    monkeypatch.setattr(exporting, "READERS", frozenset({Role.COURT_CLERK}))
    client.force_login(here.people["office"])
    assert EXPORT not in words(client.get(reverse("appearances:lawsuit_list")))
    assert client.get(EXPORT).status_code == 403
