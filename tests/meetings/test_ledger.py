"""The ledger of resolved items on paper, and the figures of meetings and items."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from liaison import registry
from liaison.metrics import Rate, Span
from liaison.models import AuditEntry, Deadline, Role
from meetings.documents import ledger
from meetings.models import ItemReport, JointMeeting, ResolvedItem
from tests.database.walks import begun
from tests.factories.liaison import UnitFactory, UserFactory, person
from tests.factories.meetings import (
    Status,
    board,
    days_ago,
    decision,
    meeting_in,
    report_done,
)
from tests.liaison.geometry import boxes, pages, runs

pytestmark = pytest.mark.django_db
LIST = reverse("meetings:resolveditem_list")
FIGURES = reverse("meetings:figures")
DONE = registry.metrics["meetings.items_done_in_time"]
HELD = registry.metrics["meetings.held"]


def items_of(on, *rows):
    """The items of a meeting, in order; each row is what is special about it."""
    given = [decision(on, **{"title": f"第{n}件事"} | row) for n, row in enumerate(rows, 1)]
    return list(meeting_in(Status.ISSUED, on, decisions=given).items.order_by("ordinal"))


def printed(client, user, **query):
    client.force_login(user)
    response = client.get(LIST, query | {"format": "pdf"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return response.content.decode()


def lines(html):
    """The rows of the table as tuples of words."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<td>(.*?)</td>", row, re.S) for row in body.split("</tr>")]
    return [["".join(strip_tags(cell).split()) for cell in row] for row in cells if row]


def titles(html):
    return [re.match(r"第\d+件事", row[1]).group() for row in lines(html)]


def listed(client, user, **query):
    client.force_login(user)
    return [item.title for item in client.get(LIST, query).context["object_list"]]


@pytest.fixture
@begun
def mixed(on):
    """Five items: late, with time, of a court, reported in time, done."""
    found = items_of(
        on,
        {"due_on": days_ago(6)},
        {"due_on": days_ago(-5)},
        {"lead": on.courts[1], "assisting": []},
        {"due_on": days_ago(3)},
        {"due_on": days_ago(12)},
    )
    report_done(found[3], on=days_ago(4))
    report_done(found[4], on=days_ago(10))
    found[4].verify_and_close(actor=on.clerk, on=days_ago(9))
    return found


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"due": "overdue"},
        {"due": "week"},
        {"state": "open"},
        {"state": "closed"},
        {"state": "mine"},
        {"status": "reported"},
        {"q": "第2件"},
        {"sort": "due"},
        {"sort": "-number"},
        {"status": "no such"},
    ],
)
@pytest.mark.parametrize("reader", ["clerk", "bureau_clerk", "court_clerk"])
def test_the_paper_has_the_rows_of_the_list(client, on, mixed, query, reader):
    user = getattr(on, reader)
    assert titles(printed(client, user, **query)) == listed(client, user, **query)


def test_the_paper_can_be_kept_to_one_lead_unit(client, on, mixed):
    html = printed(client, on.clerk, lead=on.courts[1].pk)
    assert titles(html) == ["第3件事"]
    assert "共1项" in html


def test_the_paper_shows_each_reader_what_is_theirs(client, on, mixed):
    assert len(lines(printed(client, on.clerk))) == 5
    assert len(lines(printed(client, on.bureau_clerk))) == 4
    assert len(lines(printed(client, on.court_clerk))) == 4
    for stranger in (board().clerk, person(UnitFactory(), Role.UNIT_CLERK)):
        html = printed(client, stranger)
        assert lines(html) == []
        assert "第1件事" not in html


def test_without_an_account_nothing_is_printed(client, mixed):
    assert client.get(LIST, {"format": "pdf"}).status_code == 302
    assert not AuditEntry.objects.filter(action="export").exists()


def test_a_print_is_kept_in_the_record_with_its_filters(client, on, mixed):
    printed(client, on.clerk, due="overdue", q="第1件")
    entry = AuditEntry.objects.get(action="export")
    assert (entry.actor, entry.label) == (on.clerk, "打印督办台账")
    assert "due=overdue" in entry.note
    response = client.get(LIST, {"format": "pdf"})
    assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''%E7%9D%A3")


def dotted(day):
    return f"{day.year}.{day.month}.{day.day}"


def test_a_line_says_who_by_when_how_late_and_what_came_of_it(client, on, mixed):
    report_done(mixed[0], kind=ItemReport.Kind.PROGRESS, proof=None, text="办" * 80)
    rows = {row[1][:4]: row for row in lines(printed(client, on.clerk, sort="number"))}

    number, what, who, until, how = rows["第1件事"]
    assert number == "1"
    assert mixed[0].number in what
    assert who == f"{on.bureau.short_name}配合：{on.courts[0].short_name}"
    assert until == f"{dotted(days_ago(6))}逾期6日"
    assert how.startswith("办理中办办")
    assert 50 < how.count("办") < 64, "no more than a few lines of the report"
    assert rows["第2件事"][3] == dotted(days_ago(-5))
    assert rows["第3件事"][2] == on.courts[1].short_name
    assert rows["第4件事"][3:] == [dotted(days_ago(3)), "待核验已建立。"]
    closed = days_ago(9)
    assert rows["第5件事"][3] == f"{dotted(days_ago(12))}逾期2日"
    assert rows["第5件事"][4] == f"已办结（{closed.month}月{closed.day}日）已建立。"


@pytest.mark.parametrize(("most", "said"), [(5, "共5项"), (4, "前4项，其余未列")])
def test_more_than_a_print_holds_is_said(client, on, mixed, monkeypatch, most, said):
    monkeypatch.setattr(ledger, "MOST", most)
    html = printed(client, on.clerk)
    assert len(lines(html)) == most
    assert said in "".join(strip_tags(html).split())


def test_a_print_holds_five_hundred():
    assert ledger.MOST == 500


def test_what_was_typed_is_never_markup(client, on):
    hostile = "<script>alert(1)</script>"
    (item,) = items_of(on, {"title": hostile, "due_on": days_ago(6)})
    report_done(item, kind=ItemReport.Kind.PROGRESS, proof=None, text=hostile)
    html = printed(client, on.clerk)
    assert "<script" not in html.lower()
    assert html.count("&lt;") >= 2


@pytest.mark.parametrize("count", [1, 10])
def test_ten_lines_ask_no_more_than_one(client, on, count, django_assert_num_queries):
    items_of(on, *({"due_on": days_ago(6)} for _ in range(count)))
    client.force_login(on.clerk)
    client.get(LIST, {"format": "pdf"})
    with django_assert_num_queries(QUERIES):
        html = client.get(LIST, {"format": "pdf"}).content.decode()
    assert len(lines(html)) == count


QUERIES = 4
"""Of a print: session, person with their rights, rows, record."""


@pytest.mark.usefixtures("drawn_papers")
def test_the_head_stands_on_every_page_and_nothing_leaves_it(on):
    found = items_of(on, *({"content": "要求", "title": f"第{n}件事"} for n in range(1, 31)))
    sheets = pages(
        ledger.drawn_ledger(
            ResolvedItem.objects.filter(pk__in=[item.pk for item in found]).with_ledger(),
            days_ago(0),
        )
    )
    assert len(sheets) > 1
    for page in sheets:
        said = "".join(run.text for run in runs(page))
        assert "牵头、配合单位" in said
        assert min(run.left for run in runs(page) if run.text.strip()) > 15
        assert max(run.right for run in runs(page)) < 210 - 15
        assert boxes(page) == []
    said = "".join(run.text for page in sheets for run in runs(page))
    assert all(f"第{n}件事" in said for n in range(1, 31))


MAY = Span(date(2026, 5, 1), date(2026, 5, 31))
TODAY = date(2026, 5, 20)
CLOCKS = [
    # lead, due on, done on, counted, in time
    ("bureau", date(2026, 5, 1), date(2026, 5, 1), True, True),
    ("bureau", date(2026, 5, 10), date(2026, 5, 11), True, False),
    ("bureau", date(2026, 5, 19), None, True, False),
    ("bureau", date(2026, 5, 20), None, False, False),
    ("bureau", date(2026, 4, 30), date(2026, 5, 2), False, False),
    ("court", date(2026, 5, 31), date(2026, 5, 15), True, True),
    ("court", date(2026, 6, 1), date(2026, 5, 15), False, False),
]
"""Items with their clocks, and what each is in the figures of May as of the twentieth."""


@pytest.fixture
@begun
def clocks(on):
    leads = {"bureau": on.bureau, "court": on.courts[0]}
    found = items_of(on, *({"lead": leads[row[0]], "assisting": []} for row in CLOCKS))
    for item, (_, due_on, done_on, *_) in zip(found, CLOCKS, strict=True):
        rows = Deadline.objects.filter(object_id=item.pk, rule__code="meetings.resolved_item")
        state = {"status": "met", "ended_on": done_on} if done_on else {}
        start = min(due_on, done_on or due_on) - timedelta(days=9)
        assert rows.update(started_on=start, due_on=due_on, **state) == 1
    return found


def test_items_done_in_time_are_those_of_the_table(on, clocks):
    counted = [row for row in CLOCKS if row[3]]
    kept = [row for row in counted if row[4]]
    assert DONE.rate(on.clerk, MAY, TODAY) == Rate(len(kept), len(counted)) == Rate(2, 4)
    assert str(DONE.rate(on.clerk, MAY, TODAY)) == "50.00%"
    by_unit = DONE.by_unit(on.clerk, MAY, TODAY)
    assert by_unit == {on.bureau.pk: Rate(1, 3), on.courts[0].pk: Rate(1, 1)}
    assert DONE.rate(on.clerk, MAY, date(2026, 5, 21)) == Rate(2, 5)


def test_each_reader_counts_what_they_see(on, clocks):
    assert DONE.rate(on.court_clerk, MAY, TODAY) == Rate(1, 1)
    assert DONE.by_unit(on.court_clerk, MAY, TODAY) == {on.courts[0].pk: Rate(1, 1)}
    for stranger in (board().clerk, UserFactory()):
        assert DONE.rate(stranger, MAY, TODAY) == Rate(0, 0)
        assert DONE.by_unit(stranger, MAY, TODAY) == {}


def test_what_was_reported_in_time_and_waits_for_the_office_counts_neither_way(on, clocks):
    items = ResolvedItem.objects.filter(lead=on.bureau).order_by("pk")
    running = [item for item in items if item.deadlines.owed().exists()]
    late = next(item for item in running if item.deadlines.get().due_on < TODAY)
    before = DONE.figures(on.clerk, MAY, TODAY)[on.bureau.pk]
    for day, figures in (
        (late.deadlines.get().due_on, before._replace(overdue=before.overdue - 1, waiting=1)),
        (late.deadlines.get().due_on + timedelta(days=1), before),
    ):
        late.deadlines.update(handed_in_on=day)
        assert DONE.figures(on.clerk, MAY, TODAY)[on.bureau.pk] == figures


def test_the_page_shows_each_reader_their_figures_and_leads_to_the_items(client, on, mixed):
    client.force_login(on.clerk)
    page = client.get(FIGURES, {"first": days_ago(60), "last": days_ago(0)})
    assert [unit for unit, _ in page.context["rows"]] == [on.bureau]
    (figures,) = [figures for _, figures in page.context["rows"]]
    assert figures == page.context["total"]
    link = re.search(r'href="([^"]*/items/[?][^"]*lead=[^"]*)"', page.content.decode()).group(1)
    found = client.get(unescape(link)).context["object_list"]
    assert {item.lead for item in found} == {on.bureau}
    assert len(found) == sum(figures)

    for stranger in (board().clerk, person(UnitFactory(), Role.UNIT_CLERK)):
        client.force_login(stranger)
        page = client.get(FIGURES)
        assert page.context["rows"] == []
        assert "期内没有到期的议定事项" in page.content.decode()
    for wrong in ({"first": "x"}, {"first": "2026-02-30", "last": "0"}, {"last": "1000-01-01"}):
        assert client.get(FIGURES, wrong).status_code == 200
    client.logout()
    assert client.get(FIGURES).status_code == 302


def test_nothing_due_is_a_dash_and_no_hundred_percent(on):
    empty = Span(date(2019, 1, 1), date(2019, 12, 31))
    assert str(DONE.rate(on.clerk, empty, TODAY)) == "—"
    assert str(HELD.rate(on.clerk, empty, TODAY)) == "—"
    assert DONE.by_unit(on.clerk, empty, TODAY) == {}


def test_the_figures_by_unit_are_one_query_however_many(on, clocks, django_assert_num_queries):
    DONE.by_unit(on.clerk, MAY, TODAY)
    with django_assert_num_queries(1):
        assert len(DONE.by_unit(on.clerk, MAY, TODAY)) == 2


def test_meetings_held_are_counted_by_the_day_on_which_they_were(on):
    held = [("regular", 5, 1), ("ad_hoc", 5, 31), ("regular", 4, 30), ("regular", 6, 1)]
    for kind, month, day in held:
        meeting = meeting_in(Status.HELD, on, kind=kind, ordinal=None)
        JointMeeting.objects.filter(pk=meeting.pk).update(held_on=date(2026, month, day))
    meeting_in(Status.NOTIFIED, on)
    meeting_in(Status.CANCELLED, on)

    assert HELD.rate(on.clerk, MAY, TODAY) == Rate(1, 2)
    assert HELD.rate(on.bureau_clerk, MAY, TODAY) == Rate(1, 2)
    assert HELD.rate(board().clerk, MAY, TODAY) == Rate(0, 0)
    year = Span(date(2026, 1, 1), date(2026, 12, 31))
    assert HELD.rate(on.clerk, year, TODAY) == Rate(3, 4)
