"""In the meeting: signing in, leaving, quorum by item, notes; many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from liaison.models import Unit
from liaison.transitions import TransitionNotAllowed
from meetings.documents.minutes import attendance_lines
from meetings.models import Attendance, JointMeeting, Movement, Venue
from tests.factories.meetings import Status, attendance, board, meeting_in

pytestmark = pytest.mark.django_db


def today(on, **more):
    """A meeting that is about to begin, with three people on its roll."""
    begins = timezone.now() + timedelta(minutes=10)
    meeting = meeting_in(Status.NOTIFIED, on, starts_at=begins, **more)
    rows = [
        attendance(meeting, name="贺长青"),
        attendance(meeting, unit=on.bureau, name="王 一", post="局长"),
        attendance(meeting, unit=on.courts[0], name="崔正言", post="院长")
        | {"presence": "on_leave", "leave_reason": "出差"},
    ]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=rows)
    meeting.attendance.update(is_recorded=False)  # as if they had been enrolled days ago
    return meeting


def address(meeting, place=0):
    return reverse("meetings:sign_in", args=[meeting.venues.all()[place].code])


def test_a_person_signs_in_with_the_phone_without_an_account(client, on):
    meeting = today(on)
    page = client.get(address(meeting))
    assert page.status_code == 200
    assert "王 一" not in page.content.decode()

    page = client.post(address(meeting, 1), {"unit": on.bureau.pk, "name": " 王一"})
    assert "签到成功" in page.content.decode()
    person = meeting.attendance.get(unit=on.bureau)
    assert person.is_here
    assert (person.arrived_via, person.venue) == ("code", meeting.venues.all()[1])
    page = client.post(address(meeting, 1), {"unit": on.bureau.pk, "name": "王一"})
    assert "您已经签到" in page.content.decode()
    assert Movement.objects.count() == 1


def test_who_had_asked_for_leave_and_comes_is_present(client, on):
    meeting = today(on)
    client.post(address(meeting), {"unit": on.courts[0].pk, "name": "崔正言"})
    person = meeting.attendance.get(unit=on.courts[0])
    assert (person.presence, person.leave_reason) == ("present", "")


def test_who_is_not_on_the_roll_is_noted_once_and_pointed_out(client, on):
    meeting = today(on)
    given = {"unit": on.courts[1].pk, "name": "不速之客", "post": "庭长"}
    page = client.post(address(meeting), given)
    assert "名册上没有您的名字" in page.content.decode()
    client.post(address(meeting), given)
    assert meeting.attendance.get(name="不速之客").is_walk_in
    stranger = board().bureau
    page = client.post(address(meeting), {"unit": stranger.pk, "name": "路人"})
    assert page.context["form"].errors["unit"]
    assert not meeting.attendance.filter(name="路人").exists()


@pytest.mark.parametrize("when", [timedelta(hours=5), timedelta(hours=-9)])
def test_signing_in_is_open_some_hours_only(client, on, when):
    meeting = today(on)
    moment = meeting.starts_at + when
    JointMeeting.objects.update(starts_at=moment, ends_at=moment + timedelta(hours=1))
    assert "现在不是签到时间" in client.get(address(meeting)).content.decode()
    page = client.post(address(meeting), {"unit": on.bureau.pk, "name": "王一"})
    assert "现在不是签到时间" in page.content.decode()
    assert not Movement.objects.exists()


def test_a_wrong_code_leads_nowhere(client, on):
    today(on)
    assert client.get(reverse("meetings:sign_in", args=["x" * 22])).status_code == 404
    assert len({venue.code for venue in Venue.objects.all()}) == Venue.objects.count()


def test_the_desk_notes_who_comes_goes_and_is_back(client, on):
    meeting = today(on)
    person = meeting.attendance.get(unit=on.bureau)
    client.force_login(on.clerk)

    def click(action):
        where = reverse("meetings:jointmeeting_roll_action", args=[meeting.pk, person.pk, action])
        assert client.post(where).status_code == 302
        person.refresh_from_db()
        return person.arrived_at is not None, person.left_at is not None

    assert click("arrive") == (True, False)
    assert click("depart") == (True, True)
    assert click("return") == (True, False)
    assert click("undo") == (False, False)
    assert click("undo") == (False, False)
    kinds = list(Movement.objects.values_list("kind", flat=True))
    assert kinds == ["arrived", "left", "returned", "undone"]
    assert meeting.audit.filter(action="undo_sign_in").count() == 1


def test_nobody_but_the_office_keeps_the_roll(client, on):
    meeting = today(on)
    person = meeting.attendance.first()
    where = reverse("meetings:jointmeeting_roll_action", args=[meeting.pk, person.pk, "arrive"])
    client.force_login(on.bureau_clerk)
    assert client.post(where).status_code == 403
    assert client.get(reverse("meetings:jointmeeting_codes", args=[meeting.pk])).status_code == 403
    assert (
        "签到二维码"
        not in client.get(reverse("meetings:jointmeeting_roll", args=[meeting.pk])).content.decode()
    )
    client.force_login(board().clerk)
    assert client.post(where).status_code == 404
    other = today(board())
    client.force_login(on.clerk)
    foreign = other.attendance.first().pk
    mixed = reverse("meetings:jointmeeting_roll_action", args=[meeting.pk, foreign, "arrive"])
    assert client.post(mixed).status_code == 404
    assert not Movement.objects.exists()


def test_a_name_that_grows_when_it_is_written_plainly_is_refused_in_words(client, on):
    meeting = today(on)
    page = client.post(address(meeting), {"unit": on.bureau.pk, "name": "\ufdfa" * 60})
    assert "姓名太长" in page.content.decode()
    assert meeting.attendance.count() == 3


@pytest.mark.parametrize("data", [{"unrecuse": "x"}, {"unrecuse": "9" * 30}, {"recuse": "yes"}])
def test_a_made_up_recusal_changes_nothing(client, on, data):
    meeting = today(on)
    item = meeting.agenda.first()
    person = meeting.attendance.first()
    meeting.recuse(person, item, on.clerk)
    where = reverse("meetings:jointmeeting_item", args=[meeting.pk, item.pk])
    client.force_login(on.clerk)
    assert client.post(where, data).status_code in {200, 302}
    assert item.recusals.get().attendance == person


@pytest.mark.parametrize("data", [{"text": "字" * 10001, "before": ""}, {"recuse": "yes"}])
def test_what_comes_too_late_is_told_on_the_meetings_page(client, on, data):
    meeting = meeting_in(Status.DRAFTED, on)
    where = reverse("meetings:jointmeeting_item", args=[meeting.pk, meeting.agenda.first().pk])
    client.force_login(on.clerk)
    answer = client.post(where, data)
    assert (answer.status_code, answer.url) == (302, meeting.get_absolute_url())
    client.force_login(on.bureau_clerk)
    assert client.post(where, data).status_code == 403


def test_quorum_is_counted_by_unit_and_by_item(on):
    meeting = today(on)
    first, second = meeting.agenda.all()
    assert meeting.quorum_state() == {"called": 4, "present": 0, "needed": 3, "reached": False}
    people = list(meeting.attendance.all())
    for person in people:
        meeting.arrive(person, on.clerk)
    assert meeting.quorum_state()["present"] == 3
    meeting.begin_item(first, on.clerk)
    meeting.recuse(people[1], first, on.clerk, reason="与本单位有关")
    assert meeting.quorum_state(first)["reached"] is False
    assert meeting.quorum_state(second)["reached"] is True
    meeting.begin_item(second, on.clerk)
    first.refresh_from_db()
    assert (first.present, first.quorum, first.had_quorum) == (2, 3, False)
    people[0].refresh_from_db()
    meeting.depart(people[0], on.clerk)
    meeting.end_item(second, on.clerk)
    second.refresh_from_db()
    assert (second.present, second.had_quorum) == (2, False)


@pytest.mark.parametrize(
    ("rule", "units", "needed"),
    [
        ("majority", 4, 3),
        ("majority", 5, 3),
        ("two_thirds", 15, 10),
        ("two_thirds", 16, 11),
        ("all", 7, 7),
        ("", 7, None),
    ],
)
def test_quorum_counts_as_the_words_say(on, rule, units, needed):
    on.series.quorum = rule
    assert on.series.quorum_of(units) == needed


def test_notes_are_never_written_over(client, on):
    meeting = today(on)
    item = meeting.agenda.first()
    meeting.take_notes(item, on.clerk, "会议认为可行。", "")
    with pytest.raises(ValidationError, match="他人已改动"):
        meeting.take_notes(item, on.clerk, "另一份记录", "")

    client.force_login(on.clerk)
    where = reverse("meetings:jointmeeting_item", args=[meeting.pk, item.pk])
    page = client.post(where, {"text": "我的记录", "before": ""})
    assert "会议认为可行。" in page.content.decode()
    assert "我的记录" in page.content.decode()
    again = page.context["notes"]["before"].value()
    assert client.post(where, {"text": "两份合一", "before": again}).status_code == 302
    item.refresh_from_db()
    assert item.notes == "两份合一"


def test_who_did_not_sign_in_where_others_did_was_absent(on):
    meeting = today(on)
    meeting.arrive(meeting.attendance.first(), on.clerk)
    meeting.hold(actor=on.clerk, on=timezone.localdate(), revision=meeting.revision, decisions=[])
    told = dict(meeting.attendance.values_list("name", "presence"))
    assert told == {"贺长青": "present", "王 一": "absent", "崔正言": "on_leave"}
    lines = dict(attendance_lines(meeting))
    assert "王 一" not in "".join(lines.values())


def test_whom_the_office_noted_was_there_without_signing_in(on):
    meeting = today(on)
    meeting.arrive(meeting.attendance.first(), on.clerk)
    row = attendance(meeting, unit=on.courts[1], name="纸上签到", post="院长")
    kept = [attendance(meeting, name="贺长青"), row]
    meeting.record_attendance(actor=on.clerk, revision=meeting.revision, attendance=kept)
    meeting.hold(actor=on.clerk, on=timezone.localdate(), revision=meeting.revision, decisions=[])
    assert meeting.attendance.get(name="纸上签到").presence == "present"


def test_a_form_of_the_whole_roll_loses_nobody_who_signed_in_meanwhile(on):
    meeting = today(on)
    kept = list(meeting.attendance.values("id", "venue", "presence", "unit", "post", "name"))
    revision = meeting.revision
    meeting.arrive(meeting.attendance.get(unit=on.bureau), on.clerk)
    meeting.welcome(meeting.venues.first(), on.courts[1], "后来的人")
    by_pk = {unit.pk: unit for unit in Unit.objects.all()}
    places = {place.pk: place for place in meeting.venues.all()}
    rows = [
        {"other_unit": "", "leave_reason": "", "substitute_for": ""}
        | row
        | {"unit": by_pk[row["unit"]], "venue": places[row["venue"]]}
        for row in kept
    ]
    meeting.record_attendance(actor=on.clerk, revision=revision, attendance=rows[:2])

    assert meeting.attendance.get(unit=on.bureau).is_here
    assert meeting.attendance.get(name="后来的人").is_here
    assert not meeting.attendance.filter(name="崔正言").exists()


def test_after_the_minutes_are_drafted_the_roll_is_closed(on):
    meeting = meeting_in(Status.DRAFTED, on)
    with pytest.raises(TransitionNotAllowed):
        meeting.arrive(meeting.attendance.first(), on.clerk)
    with pytest.raises(PermissionDenied):
        meeting.arrive(meeting.attendance.first(), on.bureau_clerk)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_signs_in_while_the_office_takes_the_row_off_is_there_all_the_same():
    on = board()
    meeting = today(on)
    gone = meeting.attendance.get(unit=on.bureau)
    start = Barrier(2)

    def office():
        try:
            with transaction.atomic():
                list(Attendance.objects.select_for_update().filter(pk=gone.pk))
                start.wait(10)
                sleep(0.3)
                Attendance.objects.filter(pk=gone.pk).delete()
        finally:
            connection.close()

    def guest():
        try:
            own = JointMeeting.objects.get(pk=meeting.pk)
            start.wait(10)
            return own.welcome(meeting.venues.first(), on.bureau, "王一")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        taken, came = pool.submit(office), pool.submit(guest)
        taken.result()
        person, news = came.result()

    assert news
    assert (person.is_walk_in, person.is_here) == (True, True)
    assert meeting.attendance.get(unit=on.bureau) == person


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_at_once_and_each_twice_are_each_signed_in_once():
    on = board()
    meeting = today(on)
    where = meeting.venues.first()
    names = [f"代表{number}" for number in range(4)] * 2
    start = Barrier(len(names))

    def tap(name):
        try:
            own = JointMeeting.objects.get(pk=meeting.pk)
            start.wait(10)
            return own.welcome(where, on.courts[1], name)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as pool:
        news = list(pool.map(tap, names))

    assert sorted(news) == [False] * 4 + [True] * 4
    here = Attendance.objects.filter(meeting=meeting, arrived_at__isnull=False)
    assert sorted(here.values_list("name", flat=True)) == sorted(set(names))
    assert Movement.objects.count() == 4
