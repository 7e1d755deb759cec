"""The calendar: a month on the wall, a day in full, for each reader what that reader may see."""

from datetime import date, datetime, time, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from disputes.models import Session
from liaison import agenda, wallcalendar
from liaison.models import CalendarDay, CalendarYear, Deadline, DeadlineRule, Role
from liaison.wallcalendar import Month
from tests.factories import disputes, meetings
from tests.factories.liaison import PostFactory, UnitFactory, UserFactory, person
from tests.factories.world import end_all_posts

pytestmark = pytest.mark.django_db
CALENDAR = reverse("liaison:calendar")
MONTH = date(2027, 3, 1)


def moment(day, hour=9, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@pytest.fixture
def here():
    return disputes.scene()


def session(here, day, hour=9, **more):
    """A session of a new dispute on ``day``, which may be far off."""
    dispute = disputes.refer(here)
    disputes.accept(dispute, here)
    free = disputes.at(disputes.ahead(6 + Session.objects.count()))
    made = disputes.schedule(dispute, here, on=disputes.ago(0), starts_at=free)
    type(made).objects.filter(pk=made.pk).update(
        starts_at=moment(day, hour), ends_at=moment(day, hour + 1), **more
    )
    made.refresh_from_db()
    return made


def deadline(matter, day, responsible, ref=""):
    rule = DeadlineRule.objects.filter(length__gt=0).first()
    return Deadline.objects.create(
        content_type=ContentType.objects.get_for_model(matter),
        object_id=matter.pk,
        rule=rule,
        ref=ref,
        name="补充材料",
        responsible=responsible,
        started_on=day - timedelta(days=9),
        due_on=day,
    )


def page(client, user, month="2027-03", **asked):
    client.force_login(user)
    return client.get(CALENDAR, {"month": month} | asked)


def on(answer, day):
    return next(each for each in answer.context["wall"].days if each.date == day)


def test_a_month_begins_on_a_monday_and_ends_on_a_sunday():
    for text, first, last, before, after in (
        ("2026-12", date(2026, 11, 30), date(2027, 1, 3), "2026-11", "2027-01"),
        ("2027-02", date(2027, 2, 1), date(2027, 2, 28), "2027-01", "2027-03"),
        ("2027-01", date(2026, 12, 28), date(2027, 1, 31), "2026-12", "2027-02"),
    ):
        month = Month.parse(text)
        assert month.span == (first, last)
        assert (str(month.previous), str(month.following)) == (before, after)
    assert Month.parse("2000-01").previous is None
    assert Month.parse("2099-12").following is None


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "1999-12", "2100-01", "x", "２０２６-01"])
def test_a_month_that_is_none_is_not_found(client, text):
    client.force_login(UserFactory())
    assert client.get(CALENDAR, {"month": text}).status_code == 404


def test_without_a_month_it_is_this_one(client):
    client.force_login(UserFactory())
    answer = client.get(CALENDAR)
    assert answer.context["month"] == Month.of(timezone.localdate())
    assert on(answer, timezone.localdate()).is_today


def test_sessions_meetings_and_deadlines_stand_on_their_days(client, here):
    made = session(here, MONTH)
    due = deadline(made.dispute, date(2027, 3, 9), here.centre.unit)
    answer = page(client, here.centre_clerk)
    [event] = on(answer, MONTH).events
    assert (event.title, event.place, event.ends_at) == (
        made.dispute.title,
        "调解室",
        moment(MONTH, 10),
    )
    [event] = on(answer, due.due_on).events
    assert (event.name, event.is_deadline, event.url) == (
        "补充材料",
        True,
        made.dispute.get_absolute_url(),
    )
    assert "9:00 会谈" in " ".join(answer.content.decode().split())

    board = meetings.board()
    meeting = meetings.meeting_in("notified", board, starts_at=moment(MONTH, 14))
    [event] = on(page(client, board.bureau_clerk), MONTH).events
    assert (event.title, event.place) == (meeting.title, "管委会")


def test_an_hour_near_midnight_stands_on_the_day_of_the_reader(client, here):
    session(here, MONTH, hour=0)
    session(here, MONTH - timedelta(days=1), hour=22)
    answer = page(client, here.centre_clerk)
    assert len(on(answer, MONTH).events) == 1


def test_each_sees_only_what_is_his(client, here):
    session(here, MONTH)
    strangers = [person(UnitFactory(), Role.UNIT_CLERK), here.office_clerk, UserFactory()]
    strangers.append(UserFactory(is_superuser=True))
    for user in strangers:
        answer = page(client, user)
        assert answer.context["wall"].is_empty
        assert "本月没有日程和期限" in answer.content.decode()
    assert not page(client, here.agency_clerk).context["wall"].is_empty
    end_all_posts(here.agency_clerk)
    assert page(client, here.agency_clerk).context["wall"].is_empty


def test_what_was_called_off_is_shown_as_such(client, here):
    session(here, MONTH, status="cancelled")
    session(here, MONTH, hour=10, status="adjourned")
    events = on(page(client, here.centre_clerk), MONTH).events
    assert [event.off for event in events] == ["已取消", "已改期"]
    board = meetings.board()
    meetings.meeting_in("cancelled", board, starts_at=moment(MONTH))
    assert [event.off for event in on(page(client, board.clerk), MONTH).events] == ["已取消"]


def test_a_deadline_that_may_still_move_says_so(client, here):
    made = deadline(disputes.refer(here), MONTH, here.centre.unit)
    Deadline.objects.filter(pk=made.pk).update(provisional=True)
    words = page(client, here.centre_clerk).content.decode()
    assert "补充材料（暂定）" in words
    day = client.get(reverse("liaison:calendar_day", args=[MONTH])).content.decode()
    assert "暂按周历推算" in day


def test_deadlines_that_are_met_or_suspended_are_not_shown(client, here):
    dispute = disputes.refer(here)
    for number, status in enumerate(["met", "waived", "suspended"]):
        made = deadline(dispute, MONTH, here.centre.unit, ref=str(number))
        Deadline.objects.filter(pk=made.pk).update(status=status)
    Deadline.objects.filter(status="suspended").update(due_on=None)
    assert on(page(client, here.centre_clerk), MONTH).events == []


@pytest.mark.parametrize("count", [3, 14])
def test_a_full_day_is_folded_and_has_a_page_of_its_own(client, here, count):
    dispute = session(here, MONTH).dispute
    for number in range(count):
        deadline(dispute, MONTH, here.centre.unit, ref=str(number))
    answer = page(client, here.centre_clerk)
    day = on(answer, MONTH)
    assert not day.events[0].is_deadline, "what has an hour is not folded away"
    most = wallcalendar.SHOWN
    shown = most if count + 1 <= most else most - 1
    assert (len(day.events), day.more) == (shown, count + 1 - shown)
    assert (f"另有 {day.more} 项" in answer.content.decode()) == (count + 1 > most)

    whole = client.get(reverse("liaison:calendar_day", args=[MONTH]))
    events = whole.context["page_obj"].object_list
    assert len(events) == count + 1
    assert [event.is_deadline for event in events] == [False] + [True] * count
    assert "9:00—10:00" in whole.content.decode()


def test_a_day_of_very_much_goes_on_over_pages(client, here, monkeypatch):
    monkeypatch.setattr("liaison.views.calendar.PER_PAGE", 5)
    dispute = disputes.refer(here)
    for number in range(7):
        deadline(dispute, MONTH, here.centre.unit, ref=str(number))
    client.force_login(here.centre_clerk)
    address = reverse("liaison:calendar_day", args=[MONTH])
    seen = [
        event.part
        for number in (1, 2)
        for event in client.get(address, {"page": number}).context["page_obj"]
    ]
    assert len(set(seen)) == 7


def test_a_kind_or_a_committee_narrows_and_stays_from_page_to_page(client, here):
    dispute = session(here, MONTH).dispute
    deadline(dispute, MONTH, here.centre.unit)
    only = on(page(client, here.centre_clerk, kind="disputes.session"), MONTH).events
    assert [event.is_deadline for event in only] == [False]
    answer = page(client, here.centre_clerk, kind="deadline")
    assert [event.is_deadline for event in on(answer, MONTH).events] == [True]
    assert "?month=2027-04&amp;kind=deadline" in answer.content.decode()
    assert len(on(page(client, here.centre_clerk, kind="nonsense"), MONTH).events) == 2
    empty = page(client, here.centre_clerk, kind="meetings.jointmeeting")
    assert "没有符合条件的日程" in empty.content.decode()


def test_committees_are_offered_to_whoever_serves_several(client, here):
    other = meetings.board()
    meetings.meeting_in("notified", other, starts_at=moment(MONTH))
    session(here, MONTH)
    clerk = here.centre_clerk
    answer = page(client, clerk)
    assert "committee" not in answer.context["form"].fields
    client.logout()
    PostFactory(user=clerk, unit=other.bureau)
    answer = page(client, clerk)
    names = [name for _, name in answer.context["form"].fields["committee"].choices]
    assert {other.committee.short_name} < set(names)
    assert len(on(answer, MONTH).events) == 2
    only = page(client, clerk, committee=other.committee.pk)
    assert [event.source for event in on(only, MONTH).events] == ["meetings.jointmeeting"]


def test_days_off_and_make_up_days_are_marked_and_an_unknown_year_says_so(client):
    CalendarYear.objects.get_or_create(year=2027)
    CalendarDay.objects.create(day=date(2027, 3, 3), working=False, name="试验节")
    CalendarDay.objects.create(day=date(2027, 3, 6), working=True, name="试验节")
    answer = page(client, UserFactory())
    days = [on(answer, date(2027, 3, day)) for day in (3, 6, 7, 8)]
    assert [(day.mark, day.off) for day in days] == [
        ("休", True),
        ("班", False),
        ("", True),
        ("", False),
    ]
    assert answer.context["wall"].unpublished == []
    CalendarYear.objects.filter(year=2028).delete()
    words = page(client, UserFactory(), month="2028-05").content.decode()
    assert "2028年的放假安排尚未公布" in words
    assert "暂定" not in words
    day = client.get(reverse("liaison:calendar_day", args=[date(2028, 5, 8)]))
    assert "尚未公布" in day.content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_the_pages_cost_the_same_however_many_events(client, here, count):
    dispute = session(here, MONTH).dispute
    for number in range(count):
        day = MONTH + timedelta(days=number % 5)
        deadline(dispute, day, here.centre.unit, ref=str(number))
    page(client, here.centre_clerk)
    costs = []
    for address in (f"{CALENDAR}?month=2027-03", f"{CALENDAR}{MONTH}/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        costs.append(len(asked))
    assert costs == [5, 4]


def test_every_source_is_named_and_an_unknown_one_is_an_error():
    assert agenda.kinds()["disputes.session"] == "化解会谈"
    assert all(source.label for source in agenda.sources())
    with pytest.raises(LookupError):
        agenda.source_of("nonsense")
