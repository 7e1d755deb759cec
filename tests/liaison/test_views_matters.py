"""Pages that all kinds share: lists by their address, steps by their forms, rows on request."""

import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from disputes.models import Dispute, DisputeGrant, Status
from liaison.access import permission_id
from liaison.models import AuditEntry, Post
from liaison.views import matters
from liaison.views.paginators import CappedPaginator
from tests.disputes.test_views import typed_referral
from tests.factories import disputes, suggestions

pytestmark = pytest.mark.django_db
LIST = reverse("disputes:dispute_list")
CREATE = f"{reverse('disputes:dispute_create')}?way=guidance"
DRAFT = reverse("suggestions:judicialsuggestion_create")


@pytest.fixture
def here():
    return disputes.scene()


@pytest.fixture
def clerk(client, here):
    client.force_login(here.centre_clerk)
    return here.centre_clerk


@pytest.fixture
def five(here):
    return [disputes.refer(here, title=f"第{n}件") for n in range(5)]


HOSTILE = (
    "status=bogus",
    "status=referred&status=bogus",
    "due=never",
    "state=limbo",
    "sort=password",
    "sort=-due,number",
    "sort=%00",
    "respondent=abc",
    "respondent=99999999999999999999",
    "respondent=-1",
    "respondent=%00",
    "field=<script>",
    "q=%00",
    "q=" + "林" * 101,
    "q=林",
    "format=pdf",
    "format=%00",
    "page=",
    "page=1&page=2",
    "&&&===",
    "%F0%28%8C%28=x",
)


def test_whatever_stands_in_the_address_the_list_answers(client, clerk, five):
    """A bad value leaves the list unfiltered, or empty with a message: never a traceback."""
    for asked in HOSTILE:
        page = client.get(f"{LIST}?{asked}")
        assert page.status_code in {200, 404}, asked
        if page.status_code == 200:
            assert len(page.context["object_list"]) in {0, 5}, asked
            assert "<script>" not in page.content.decode().split("<body>")[1]


def test_a_bad_filter_is_named_on_its_field(client, clerk, five):
    page = client.get(LIST, {"status": "bogus"})
    assert "status" in page.context["filter"].errors
    assert "bogus" in page.content.decode()
    assert len(page.context["object_list"]) == 5


@pytest.mark.parametrize("page", ["2", "999", "abc", "-1", "0", "1.5", "\x00", "9" * 50])
def test_a_page_that_is_not_there_is_not_found(client, clerk, five, page):
    assert client.get(LIST, {"page": page}).status_code == 404


def test_the_filters_filter(client, clerk, here):
    late, week, none = (disputes.refer(here) for _ in range(3))
    closed = disputes.refer(here)
    disputes.refuse(closed, here)
    for matter, due_on in ((late, disputes.ago(1)), (week, disputes.ahead(7)), (none, None)):
        Dispute.objects.filter(pk=matter.pk).update(due_on=due_on)
    Dispute.objects.filter(pk=closed.pk).update(due_on=disputes.ago(3))
    cases = {
        "due=overdue": {late},
        "due=week": {week},
        "due=none": {none},
        "state=open": {late, week, none},
        "state=closed": {closed},
        "state=mine": {late, week, none},
        "status=refused": {closed},
        "q=林地": {late, week, none, closed},
        "q=林地&due=week": {week},
    }
    for asked, wanted in cases.items():
        assert set(client.get(f"{LIST}?{asked}").context["object_list"]) == wanted, asked
    by_due = client.get(f"{LIST}?sort=due&state=open").context["object_list"]
    assert list(by_due) == [late, week, none]


@pytest.mark.parametrize("sort", ["due", "-due", "created", "-created", "number", "-number"])
def test_a_sorted_list_has_one_order_to_the_last_row(client, clerk, five, sort):
    """All five fall due on one day: without a last word their order would be chance."""
    pages = [client.get(LIST, {"sort": sort}).context["object_list"] for _ in range(2)]
    pks = [matter.pk for matter in pages[0]]
    assert pks == sorted(pks, reverse=sort.startswith("-"))
    assert list(pages[0]) == list(pages[1])


def test_what_is_found_is_sorted_as_it_would_be_without_a_word(client, clerk, here):
    """And not sought in an index of the order: that may lead through the whole table."""
    for n, days in enumerate((3, 0, 9)):
        matter = disputes.refer(here, title=f"林地{n}")
        Dispute.objects.filter(pk=matter.pk).update(due_on=disputes.ahead(days))
    for sort in ("", "due", "-due", "created", "number"):
        with CaptureQueriesContext(connection) as queries:
            sought = client.get(LIST, {"sort": sort, "q": "林地"}).context["object_list"]
        assert any("GREATEST" in query["sql"] for query in queries)
        assert list(sought) == list(client.get(LIST, {"sort": sort}).context["object_list"])


def test_rows_are_counted_in_no_order(client, clerk, five):
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST, {"sort": "due"})
    (count,) = [query["sql"] for query in queries if "COUNT(*)" in query["sql"]]
    assert "ORDER BY" not in count


def test_a_long_list_is_leafed_through_with_its_filters_kept(client, clerk, here):
    model = disputes.refer(here)
    values = {
        each.attname: getattr(model, each.attname)
        for each in Dispute._meta.concrete_fields
        if each.attname != "id"
    }
    rows = Dispute._base_manager.bulk_create([Dispute(**values) for _ in range(20)])
    seen = {"group": here.centre.unit.group, "permission_id": permission_id(Dispute, "view")}
    DisputeGrant.objects.bulk_create([DisputeGrant(content_object=row, **seen) for row in rows])
    first = client.get(f"{LIST}?state=open")
    assert len(first.context["object_list"]) == 20
    assert "state=open&amp;page=2" in first.content.decode()
    assert len(client.get(f"{LIST}?state=open&page=2").context["object_list"]) == 1


def test_counting_stops_where_nobody_leafs_any_more(monkeypatch, here, five):
    monkeypatch.setattr(CappedPaginator, "ceiling", 3)
    paginator = CappedPaginator(Dispute.objects.all(), 20)
    assert paginator.count == 3
    assert paginator.is_capped
    monkeypatch.setattr(CappedPaginator, "ceiling", 6)
    paginator = CappedPaginator(Dispute.objects.all(), 20)
    assert paginator.count == 5
    assert not paginator.is_capped


def test_a_capped_list_says_so(client, clerk, five, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "ceiling", 3)
    assert "3+ 件，列出前 3 件" in client.get(LIST).content.decode()


def test_htmx_gets_the_rows_alone(client, clerk, five):
    rows = client.get(LIST, headers={"hx-request": "true"})
    assert rows.templates[0].name == "disputes/_dispute_rows.html"
    assert "<html" not in rows.content.decode()
    boosted = client.get(LIST, headers={"hx-request": "true", "hx-boosted": "true"})
    assert "<html" in boosted.content.decode()


def test_the_spreadsheet_follows_the_filter(client, clerk, five, here):
    disputes.refuse(five[0], here)
    answer = client.get(LIST, {"format": "xlsx", "state": "closed"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["第0件"]
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    entry = AuditEntry.objects.get(action="export")
    assert (entry.actor, entry.note) == (clerk, "format=xlsx&state=closed")


@pytest.mark.parametrize("pk", [0, 10**9, 99999999999999999999])
def test_an_id_of_nothing_is_not_found(client, clerk, pk):
    for action in ("detail", "accept"):
        url = reverse(f"disputes:dispute_{action}", args=[pk])
        assert client.get(url).status_code == 404
        assert client.post(url).status_code in {404, 405}


def test_a_refused_form_keeps_what_was_typed_and_says_why_on_the_field(client, clerk, here):
    dispute = disputes.refer(here)
    url = dispute.step_url("refuse")
    page = client.post(url, {"on": "2099-01-01", "reason": "说来话长" * 3, "refusal_ground": ""})
    text = page.content.decode()
    assert page.status_code == 200
    assert "说来话长说来话长说来话长" in text
    assert "2099-01-01" in text
    assert {"on", "refusal_ground"} <= set(page.context["form"].errors)
    assert "没有提交成功" in text
    dispute.refresh_from_db()
    assert dispute.status == Status.REFERRED


def test_the_second_click_is_told_that_it_came_too_late(client, clerk, here):
    dispute = disputes.refer(here)
    sent = {"on": str(disputes.ago(18)), "refusal_ground": "judged", "reason": "已有生效判决。"}
    url = dispute.step_url("refuse")
    assert client.post(url, sent).url == dispute.get_absolute_url()
    again = client.post(url, sent)
    assert "“不予受理”状态不能不予受理" in again.content.decode()
    assert "已有生效判决。" in again.content.decode()
    assert dispute.audit.filter(action="refuse").count() == 1


def test_a_right_that_was_lost_meanwhile_is_refused_and_kept(client, clerk, here):
    dispute = disputes.refer(here)
    client.get(dispute.step_url("accept"))
    Post.objects.filter(user=clerk).update(role="unit_clerk")
    assert client.get(dispute.step_url("accept")).status_code == 403
    assert client.post(dispute.step_url("accept"), {"on": "2026-11-01"}).status_code == 403
    assert dispute.audit.filter(action="refused", actor=clerk).count() == 1
    dispute.refresh_from_db()
    assert dispute.status == Status.REFERRED


def test_a_rule_that_only_the_model_knows_comes_back_on_the_step_form(
    client, clerk, here, monkeypatch
):
    def refused(self, **data):
        raise ValidationError(["模型说不行", "也不看日期"])

    refused.step = Dispute.refuse.step
    monkeypatch.setattr(Dispute, "refuse", refused)
    dispute = disputes.refer(here)
    sent = {"on": str(disputes.ago(18)), "refusal_ground": "judged", "reason": "已有生效判决。"}
    page = client.post(dispute.step_url("refuse"), sent)
    assert page.context["form"].non_field_errors() == ["模型说不行", "也不看日期"]
    assert "已有生效判决。" in page.content.decode()


# --- rows ---------------------------------------------------------------------------------


@pytest.fixture
def stage(client):
    stage = suggestions.scene()
    client.force_login(stage.clerk)
    return stage


def rows(total, **more):
    return {
        "problems-TOTAL_FORMS": total,
        "problems-INITIAL_FORMS": 0,
        "problems-0-problem": "问题一写了一半",
        "subject": "规范告知",
    } | more


def test_one_more_row_without_javascript_loses_nothing_and_judges_nothing(client, stage):
    page = client.post(DRAFT, rows(1, add_row="problems"))
    formset = page.context["form"].formsets["problems"]
    text = page.content.decode()
    assert len(formset.forms) == 2
    assert "问题一写了一半" in text
    assert "规范告知" in text
    assert "没有提交成功" not in text
    assert not page.context["form"].errors


@pytest.mark.parametrize(
    "total", ["", "-5", "abc", "²", "９", "1e3", "9" * 5000, "999999", "\x00", "10.5"]
)
def test_absurd_numbers_of_rows_end_in_a_form(client, stage, total):
    for more in ({"add_row": "problems"}, {}):
        page = client.post(DRAFT, rows(total, **more))
        assert page.status_code == 200
        assert len(page.context["form"].formsets["problems"].forms) <= 200
        assert "规范告知" in page.content.decode()


def test_a_row_of_nothing_is_no_row(client, stage):
    page = client.post(DRAFT, rows(1, add_row="nonsense"))
    assert page.status_code == 200
    assert len(page.context["form"].formsets["problems"].forms) == 1


def test_a_form_without_its_management_data_is_refused_in_words(client, stage):
    page = client.post(DRAFT, {"subject": "规范告知", "problems-0-problem": "一"})
    assert page.status_code == 200
    assert page.context["form"].formsets["problems"].non_form_errors()
    assert "规范告知" in page.content.decode()


def test_text_of_every_sort_ends_on_the_field(client, stage):
    """NUL bytes, ten megabytes, lone surrogates, markup."""
    for words in ("\x00\x00", "字" * 3_500_000, "<b>&amp;</b>" * 100, "a\u202eb" * 100):
        page = client.post(DRAFT, rows(1, subject=words, introduction=words))
        assert page.status_code in {200, 400}, words[:9]
        if page.status_code == 200:
            assert "subject" in page.context["form"].errors
    assert "<b>&amp;</b><b>" not in page.content.decode()


def test_more_fields_than_any_form_has_are_refused(client, stage):
    many = {f"problems-{n}-problem": "x" for n in range(2100)}
    assert client.post(DRAFT, many).status_code == 400


def test_another_committees_units_are_no_choice_in_any_form(client, stage, here):
    page = client.post(
        DRAFT,
        rows(1, recipient=here.agency.pk, initiator=here.court.pk, committee=here.committee.pk),
    )
    errors = page.context["form"].errors
    assert {"recipient", "initiator", "committee"} <= set(errors)


def test_the_opening_is_refused_by_role_and_its_errors_come_back(client, here):
    client.force_login(here.mediator)
    assert client.get(CREATE).status_code == 403
    client.force_login(here.court_clerk)
    page = client.post(CREATE, {})
    assert page.status_code == 200
    assert page.context["list_url"] == LIST
    assert "没有提交成功" in page.content.decode()


def test_a_rule_that_only_the_model_knows_comes_back_on_the_opening_form(client, here, monkeypatch):
    def refused(cls, **data):
        raise ValidationError("模型说不行")

    refused.step = Dispute.refer.step
    monkeypatch.setattr(Dispute, "refer", classmethod(refused))
    client.force_login(here.court_clerk)
    page = client.post(CREATE, typed_referral(here))
    assert "模型说不行" in page.content.decode(), page.context["form"].errors


@pytest.mark.parametrize(
    ("status", "is_open", "wanted"),
    [
        ("a", True, "current todo todo"),
        ("b2", True, "done current todo"),
        ("c", False, "done done done"),
        ("refused", False, "todo todo todo"),
    ],
)
def test_stages_say_done_current_and_to_come(status, is_open, wanted):
    path = (("甲", ("a",)), ("乙", ("b1", "b2")), ("丙", ("c",)))
    matter = SimpleNamespace(STAGES=path, status=status, is_open=is_open)
    found = list(matters.stages(matter))
    assert [each["state"] for each in found] == wanted.split()
    assert [each["label"] for each in found] == ["甲", "乙", "丙"]


def test_error_pages_ask_nothing_of_the_database(django_assert_num_queries):
    for code in ("400", "403", "404", "500", "403_csrf"):
        with django_assert_num_queries(0):
            text = get_template(f"{code}.html").render({}, None)
        assert "返回" in text


def test_pages_answer_to_their_own_verbs_only(client, clerk, here):
    dispute = disputes.refer(here)
    for verb in ("put", "patch", "delete"):
        assert getattr(client, verb)(dispute.get_absolute_url()).status_code == 405
        assert getattr(client, verb)(LIST).status_code == 405
