"""The personal feed: a secret address, what is in it, and what must never be."""

import secrets
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from disputes.models import Dispute, Session
from liaison import agenda, ical, registry
from liaison.models import AuditEntry, CalendarFeed, Committee, Room, Unit, User
from meetings.models import JointMeeting
from tests.factories import disputes, meetings
from tests.factories.liaison import UserFactory
from tests.factories.world import end_all_posts
from tests.liaison.test_calendar import deadline

pytestmark = pytest.mark.django_db
PAGE, REVOKE = reverse("liaison:calendar_feed"), reverse("liaison:calendar_feed_revoke")
HOSTILE = "张三,李四；;诉\r\nBEGIN:VALARM\r\nATTENDEE:x 😀" + "长" * 40


@pytest.fixture
def here():
    return disputes.scene()


@pytest.fixture
def session(here):
    dispute = disputes.refer(here)
    disputes.accept(dispute, here)
    starts_at = disputes.at(disputes.ahead(6))
    return disputes.schedule(dispute, here, on=disputes.ago(1), starts_at=starts_at)


def address_of(user):
    _, token = CalendarFeed.objects.make(user)
    return reverse("liaison:calendar_feed_file", args=[token])


def read(client, address, **headers):
    return client.get(address, headers=headers)


def parsed(answer):
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def only_event(answer, whole_days=False):
    """The one event that has an hour, or the one that has none."""
    events = parsed(answer).walk("VEVENT")
    [event] = [
        each for each in events if (each["DTSTART"].params.get("TZID") is None) is whole_days
    ]
    return event


def event_url(event):
    return reverse("liaison:event_ics", args=event)


# The address


def test_the_address_is_shown_once_and_kept_only_as_a_hash(client):
    user = UserFactory()
    client.force_login(user)
    assert "尚未启用" in client.get(PAGE).content.decode()
    answer = client.post(PAGE)
    address = answer.context["address"]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert len(token) >= 43
    assert answer["Cache-Control"] == "private, no-store"
    assert 'aria-label="订阅地址的二维码' in answer.content.decode()
    feed = CalendarFeed.objects.get()
    assert token not in {feed.digest, feed.prefix}
    assert token.startswith(feed.prefix)
    again = client.get(PAGE).content.decode()
    assert token not in again
    assert feed.prefix in again
    assert "还没有读取过" in again
    assert [entry.label for entry in AuditEntry.objects.all()] == ["启用日程订阅"]
    assert token not in "".join(entry.note for entry in AuditEntry.objects.all())


def test_a_new_address_ends_the_old_one_and_revoking_ends_all(client):
    user = UserFactory()
    first, second = address_of(user), address_of(user)
    assert read(client, first).status_code == 404
    assert read(client, second).status_code == 200
    client.force_login(user)
    assert "原来的地址不能再读取" in client.post(REVOKE, follow=True).content.decode()
    client.logout()
    assert read(client, second).status_code == 404
    client.force_login(user)
    client.post(REVOKE)
    labels = list(AuditEntry.objects.order_by("pk").values_list("label", flat=True))
    assert labels == ["启用日程订阅", "更换日程订阅地址", "停用日程订阅"]
    assert client.get(REVOKE).status_code == 405


def test_a_wrong_address_is_not_found_and_a_closed_account_has_none(client):
    user = UserFactory()
    address = address_of(user)
    assert read(client, reverse("liaison:calendar_feed_file", args=["x" * 43])).status_code == 404
    digest = CalendarFeed.objects.get().digest
    assert read(client, reverse("liaison:calendar_feed_file", args=[digest])).status_code == 404
    User.objects.update(is_active=False)
    assert read(client, address).status_code == 404
    User.objects.update(is_active=True)
    assert read(client, address).status_code == 200


def test_reading_makes_no_session_and_no_audit_but_is_noted(client):
    user = UserFactory()
    address = address_of(user)
    entries = AuditEntry.objects.count()
    answer = read(client, address)
    assert not answer.cookies
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert AuditEntry.objects.count() == entries
    used = CalendarFeed.objects.get().used_at
    assert timezone.now() - used < timedelta(minutes=1)
    read(client, address)
    assert CalendarFeed.objects.get().used_at == used
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        read(client, address)
    assert CalendarFeed.objects.get().used_at > used


def test_nobody_reads_as_often_as_a_guesser_does(client, settings):
    settings.CALENDAR_FEED_READS = 3
    here, there = (f"2001:db8::{secrets.token_hex(2)}:{secrets.token_hex(2)}" for _ in range(2))
    address = address_of(UserFactory())
    wrong = reverse("liaison:calendar_feed_file", args=["x" * 43])
    with time_machine.travel("2026-11-20 09:00:30+08:00", tick=False):
        asked = [wrong, wrong, address, address]
        codes = [client.get(each, REMOTE_ADDR=here).status_code for each in asked]
        assert codes == [404, 404, 200, 429]
        assert client.get(address, REMOTE_ADDR=there).status_code == 200
    with time_machine.travel("2026-11-20 09:01:00+08:00", tick=False):
        assert client.get(address, REMOTE_ADDR=here).status_code == 200


def test_what_has_not_changed_is_not_sent_again(client, here, session):
    address = address_of(here.centre_clerk)
    answer = read(client, address)
    again = read(client, address, if_none_match=answer["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert again["Cache-Control"] == "private, no-cache"
    Session.objects.update(status="cancelled")
    changed = read(client, address, if_none_match=answer["ETag"])
    assert (changed.status_code, changed["ETag"] != answer["ETag"]) == (200, True)


# Whose events are in it


def test_rights_are_asked_for_at_each_reading(client, here, session):
    address = address_of(here.agency_clerk)
    assert only_event(read(client, address))["UID"]
    end_all_posts(here.agency_clerk)
    assert parsed(read(client, address)).walk("VEVENT") == []
    for nobody in (here.office_clerk, UserFactory(is_superuser=True)):
        assert parsed(read(client, address_of(nobody))).walk("VEVENT") == []


@pytest.mark.parametrize("count", [1, 20])
def test_a_feed_costs_the_same_however_long(client, here, count, django_assert_num_queries):
    dispute = disputes.refer(here)
    for number in range(count):
        deadline(dispute, disputes.ahead(number), here.centre.unit, ref=str(number))
    address = address_of(here.centre_clerk)
    read(client, address)
    with django_assert_num_queries(5):
        answer = read(client, address)
    assert len(parsed(answer).walk("VEVENT")) >= count


def test_what_is_long_past_or_far_off_is_left_out(client, here):
    dispute = disputes.refer(here)
    Dispute.objects.get().deadlines.update(status="met")
    today = timezone.localdate()
    for number, days in enumerate((-91, -90, 400, 401)):
        deadline(dispute, today + timedelta(days=days), here.centre.unit, ref=str(number))
    events = parsed(read(client, address_of(here.centre_clerk))).walk("VEVENT")
    assert [event.start - today for event in events] == [timedelta(-90), timedelta(400)]


# How an event is written


def test_a_session_is_written_with_its_hours_in_our_zone(client, here, session):
    answer = read(client, address_of(here.agency_clerk))
    event = only_event(answer)
    assert event["UID"] == f"disputes.session-{session.dispute_id}-{session.pk}@127.0.0.1"
    assert (event.start, event.end) == (session.starts_at, session.ends_at)
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    [zone] = parsed(answer).walk("VTIMEZONE")
    [offset] = zone.walk("STANDARD")
    assert (zone["TZID"], offset["TZOFFSETTO"].td) == ("Asia/Shanghai", timedelta(hours=8))
    assert not zone.walk("DAYLIGHT")
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event["URL"].endswith(session.dispute.get_absolute_url())
    number = Dispute.objects.get().number
    assert event["SUMMARY"] == f"化解会谈 {number}（{here.committee.short_name}）"
    assert "LOCATION" not in event, "a place that was typed in may say anything"


def test_a_room_is_named(client, here, session):
    room = Room.objects.create(unit=here.centre.unit, name="第一调解室")
    Session.objects.update(room=room)
    assert only_event(read(client, address_of(here.agency_clerk)))["LOCATION"] == "第一调解室"


def test_a_deadline_is_a_whole_day_and_moves_with_its_version(client, here):
    dispute = disputes.refer(here)
    made = deadline(dispute, disputes.ahead(30), here.centre.unit, ref="甄有理")
    dispute.deadlines.exclude(pk=made.pk).update(status="met")
    dispute.deadlines.update(name="甄有理补充材料", version=3)
    event = only_event(read(client, address_of(here.centre_clerk)), whole_days=True)
    assert event.start == made.due_on
    assert event.end == made.due_on + timedelta(days=1)
    assert type(event.start) is date
    assert event["SEQUENCE"] == 3
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SUMMARY"].startswith(f"{made.rule.name}期满 ")
    assert "甄有理" not in event.to_ical().decode()


def test_the_ledger_of_a_deadline_says_when_it_was_changed(client, here):
    due = disputes.refer(here).deadlines.running().first()
    due.matter.deadlines.exclude(pk=due.pk).update(status="met")
    event = only_event(read(client, address_of(here.centre_clerk)), whole_days=True)
    at = due.events.last().at.replace(microsecond=0)
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == at


def test_no_title_and_no_party_leaves_the_house(client, here, session):
    deadline(session.dispute, disputes.ahead(9), here.agency)
    Dispute.objects.update(title="甄有理诉请争议", gist="甄有理")
    Session.objects.update(place="甄有理家中")
    words = read(client, address_of(here.centre_clerk)).content.decode().replace("\r\n ", "")
    assert Dispute.objects.get().number in words
    for word in ("甄有理", here.agency.name, here.court.name):
        assert word not in words


def test_a_meeting_called_off_is_cancelled_under_the_same_name(client):
    board = meetings.board()
    soon = timezone.now() + timedelta(days=3)
    meeting = meetings.meeting_in("notified", board, starts_at=soon)
    address = address_of(board.bureau_clerk)
    before = only_event(read(client, address))
    meeting.cancel(actor=board.clerk, reason="时间冲突")
    after = only_event(read(client, address))
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert before["LOCATION"] == "管委会"
    assert meeting.title not in after.to_ical().decode()
    assert after["SUMMARY"].startswith(f"【已取消】联席会议 {meeting.number}")


def test_hostile_words_stay_words(client):
    board = meetings.board()
    soon = timezone.now() + timedelta(days=3)
    meeting = meetings.meeting_in("notified", board, starts_at=soon)
    Committee.objects.update(short_name=HOSTILE[:40])
    JointMeeting.objects.update(number=HOSTILE[:60])
    meeting.venues.update(name=HOSTILE[:60])
    answer = read(client, address_of(board.bureau_clerk))
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    assert not [line for line in lines if line.startswith((b"ATTENDEE", b"BEGIN:VALARM"))]
    event = only_event(answer)
    assert event["LOCATION"] == " ".join(HOSTILE[:60].split())
    assert "😀" in event["SUMMARY"]
    assert event.walk() == [event]


def test_a_feed_of_nothing_is_a_calendar_all_the_same(client):
    calendar = parsed(read(client, address_of(UserFactory())))
    assert calendar["VERSION"] == "2.0"
    assert calendar["X-WR-CALNAME"] == "府院联动日程"


def test_a_change_that_is_known_is_written():
    event = agenda.Event(
        *("disputes.session", 1, "x", "", 1, datetime(2026, 1, 1, tzinfo=UTC), 2),
        *(date(2026, 3, 1), datetime(2026, 3, 1, 1, tzinfo=UTC), None, "", "", "", False, 4),
        *(datetime(2026, 2, 1, tzinfo=UTC), "", ""),
    )
    written = Calendar.from_ical(ical.published(event, {})).walk("VEVENT")[0]
    assert written["LAST-MODIFIED"].dt == written["DTSTAMP"].dt == event.changed_at
    assert "DTEND" not in written, "nobody said when it ends"
    assert written["SUMMARY"] == "化解会谈"


# One event


def test_one_event_is_taken_along(client, here, session):
    client.force_login(here.agency_clerk)
    event = ["disputes.session", session.dispute_id, session.pk]
    answer = client.get(event_url(event))
    assert parsed(answer)["METHOD"] == "PUBLISH"
    assert only_event(answer).start == session.starts_at
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    due = deadline(session.dispute, disputes.ahead(3), here.centre.unit)
    answer = client.get(event_url(["deadline.disputes.dispute", session.dispute_id, due.pk]))
    assert only_event(answer, whole_days=True).start == due.due_on


def test_one_event_is_for_those_who_see_it(client, here, session):
    event = ["disputes.session", session.dispute_id, session.pk]
    wrong = [
        ["disputes.session", session.dispute_id, 0],
        ["nonsense", session.dispute_id, session.pk],
        ["meetings.jointmeeting", session.dispute_id, session.pk],
    ]
    client.force_login(here.agency_clerk)
    assert [client.get(event_url(each)).status_code for each in wrong] == [404] * 3
    client.force_login(here.office_clerk)
    assert client.get(event_url(event)).status_code == 404
    assert Unit.objects.exists()
    assert len(registry.agenda) >= 2
