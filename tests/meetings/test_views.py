"""Pages of meetings and items: lists, the meeting's page, steps taken in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import JointMeeting
from tests.factories.meetings import (
    Status,
    days_ago,
    decision,
    item_in,
    meeting_in,
)
from tests.meetings.test_forms import plan, table

pytestmark = pytest.mark.django_db

MEETINGS = reverse("meetings:jointmeeting_list")
ITEMS = reverse("meetings:resolveditem_list")


def take(client, matter, step, **data):
    return client.post(matter.step_url(step), data)


def query_count(client, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_a_meeting_is_run_in_the_browser_from_plan_to_close(client, on):
    client.force_login(on.clerk)
    data = plan(on, starts_at=f"{days_ago(20)}T09:00")
    assert client.post(reverse("meetings:jointmeeting_create"), data).status_code == 302
    meeting = JointMeeting.objects.get()
    place = {"venue": meeting.venues.first().pk, "presence": "present", "post": "局长"}
    decided = {"title": "某事", "lead": on.bureau.pk, "due_on": str(days_ago(-9))}

    steps = [
        ("notify", {"on": str(days_ago(25))}),
        (
            "record_attendance",
            {"revision": "0"} | table("attendance", place | {"unit": on.bureau.pk}),
        ),
        ("hold", {"revision": "1", "on": str(days_ago(20))} | table("decisions", decided)),
        ("draft_minutes", {"revision": "0", "body": "一、会议情况\r\n很好。"}),
        ("send_to_countersign", {"on": str(days_ago(18))}),
    ]
    for step, given in steps:
        response = take(client, meeting, step, **given)
        assert response.status_code == 302, response.context["form"].errors
    for leader in on.leaders:
        client.force_login(leader)
        page = client.get(meeting.step_url("countersign"))
        assert "很好。" in page.content.decode()
        sha256 = page.context["form"]["sha256"].value()
        take(client, meeting, "countersign", on=str(days_ago(17)), sha256=sha256)
    client.force_login(on.clerk)
    take(client, meeting, "issue_minutes", on=str(days_ago(16)), units=[on.bureau.pk])
    meeting.refresh_from_db()
    assert meeting.status == Status.ISSUED
    item = meeting.items.get()
    client.force_login(on.bureau_clerk)
    proof = SimpleUploadedFile("佐证.pdf", b"%PDF-1.7 proof")
    done = {"on": str(days_ago(10)), "kind": "completion", "text": "已办", "proof": proof}
    assert take(client, item, "report", **done).status_code == 302
    client.force_login(on.clerk)
    take(client, item, "verify_and_close", on=str(days_ago(9)))
    meeting.refresh_from_db()
    assert meeting.status == Status.CLOSED


@pytest.mark.parametrize("user", ["clerk", "bureau_clerk"])
def test_the_list_of_meetings_costs_the_same_for_one_and_ten(
    client, on, user, django_assert_max_num_queries
):
    client.force_login(getattr(on, user))
    meeting_in(Status.NOTIFIED, on)
    one = query_count(client, MEETINGS, django_assert_max_num_queries)
    for _ in range(9):
        meeting_in(Status.NOTIFIED, on)

    assert query_count(client, MEETINGS, django_assert_max_num_queries) == one
    assert len(client.get(MEETINGS).context["object_list"]) == 10


def test_the_ledger_costs_the_same_for_one_and_ten(client, on, django_assert_max_num_queries):
    client.force_login(on.clerk)
    meeting_in(Status.ISSUED, on)
    one = query_count(client, ITEMS, django_assert_max_num_queries)
    meeting_in(Status.ISSUED, on, decisions=[decision(on)] * 9)

    assert query_count(client, ITEMS, django_assert_max_num_queries) == one
    assert len(client.get(ITEMS).context["object_list"]) == 10


@pytest.mark.parametrize("status", [Status.PLANNED, Status.COUNTERSIGNING, Status.ISSUED])
def test_a_meetings_page_costs_the_same_for_one_row_and_ten(
    client, on, status, django_assert_max_num_queries
):
    client.force_login(on.clerk)
    small = meeting_in(status, on)
    rows = [decision(on, title=f"第{n}项") for n in range(10)]
    large = meeting_in(status, on, decisions=rows)

    count = query_count(client, small.get_absolute_url(), django_assert_max_num_queries)
    assert query_count(client, large.get_absolute_url(), django_assert_max_num_queries) == count


def test_an_items_page_shows_its_reports_and_costs_little(
    client, on, django_assert_max_num_queries
):
    item = item_in("reported", on)
    item.return_report(actor=on.clerk, on=days_ago(9), reason="佐证不全")
    client.force_login(on.bureau_clerk)

    query_count(client, item.get_absolute_url(), django_assert_max_num_queries)
    page = client.get(item.get_absolute_url()).content.decode()
    assert "已建立。" in page
    assert "佐证不全" in page
    assert item.meeting.get_absolute_url() in page


def test_lists_are_filtered_by_kind_and_by_lead(client, on):
    meeting_in(Status.ISSUED, on)
    meeting_in(Status.NOTIFIED, on, kind="ad_hoc", title="专题会议")
    client.force_login(on.clerk)

    found = client.get(MEETINGS, {"kind": "ad_hoc", "sort": "-starts"}).context["object_list"]
    assert [meeting.title for meeting in found] == ["专题会议"]
    assert len(client.get(ITEMS, {"lead": on.bureau.pk}).context["object_list"]) == 1
    units = client.get(ITEMS).context["filter"].form.fields["lead"].queryset
    assert list(units) == [on.bureau]


def test_whoever_has_signed_is_not_asked_again(client, on):
    meeting = meeting_in(Status.COUNTERSIGNING, on)
    client.force_login(on.leaders[0])
    url = meeting.step_url("countersign")
    assert url in client.get(meeting.get_absolute_url()).content.decode()
    signed = {"on": str(days_ago(17)), "sha256": meeting.minutes.sha256}
    assert client.post(url, signed).status_code == 302

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert url not in page
    assert "贵单位已会签" in page
    second = client.post(url, signed)
    assert second.status_code == 200
    assert "已经会签" in second.content.decode()


def test_two_editors_see_both_texts_and_nothing_is_lost(client, on):
    meeting = meeting_in(Status.DRAFTED, on)
    client.force_login(on.clerk)
    take(client, meeting, "draft_minutes", body="甲改的<b>", revision="1")

    response = take(client, meeting, "draft_minutes", body="乙改的", revision="1")

    page = response.content.decode()
    assert response.status_code == 200
    assert "甲改的&lt;b&gt;" in page
    assert "乙改的" in page
    assert take(client, meeting, "draft_minutes", body="并好的", revision="2").status_code == 302
    meeting.refresh_from_db()
    assert meeting.minutes.body == "并好的"


def test_one_row_more_keeps_what_was_typed(client, on):
    meeting = meeting_in(Status.NOTIFIED, on)
    client.force_login(on.clerk)
    data = {"revision": "0", "add_row": "attendance"}
    data |= table("attendance", {"post": "局长", "name": "某甲"})

    response = take(client, meeting, "record_attendance", **data)

    assert len(response.context["form"].formsets["attendance"].forms) == 2
    assert "某甲" in response.content.decode()
    assert not meeting.attendance.exists()


def test_what_is_typed_is_never_markup(client, on):
    meeting = meeting_in(Status.NOTIFIED, on, title="<script>alert(1)</script>会议")
    client.force_login(on.bureau_clerk)

    for url in (meeting.get_absolute_url(), MEETINGS):
        assert "<script>alert(1)" not in client.get(url).content.decode()


@pytest.mark.parametrize("step", ["hold", "record_attendance", "draft_minutes", "revise"])
@pytest.mark.parametrize("data", [{}, {"revision": "x"}, {"revision": "9" * 30, "on": "昨天"}])
def test_a_broken_post_is_answered_with_the_form(client, on, step, data):
    status = {"revise": Status.PLANNED, "draft_minutes": Status.DRAFTED}.get(step, Status.NOTIFIED)
    meeting = meeting_in(status, on)
    client.force_login(on.clerk)

    assert take(client, meeting, step, **data).status_code == 200


def test_the_office_leads_its_people_to_open_steps_only(client, on):
    meeting = meeting_in(Status.HELD, on)
    client.force_login(on.clerk)

    page = client.get(meeting.get_absolute_url()).content.decode()
    assert meeting.step_url("draft_minutes") in page
    assert meeting.step_url("issue_minutes") not in page
    assert client.get(meeting.step_url("issue_minutes")).status_code == 302
