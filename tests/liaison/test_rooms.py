"""Rooms and bookings: what is taken is taken once, and says of what for nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from liaison.models import Booking, Room
from tests.factories.disputes import ahead, at, refer, room_of, scene
from tests.factories.liaison import UserFactory

DAY = ahead(4)
WORDS = f"{DAY.month}月{DAY.day}日"


def take(matter, ref="session:1", start=(9, 30), end=(11, 30), **things):
    Booking.objects.take(matter, ref, at(DAY, *start), at(DAY, *end), **things)


@pytest.fixture
def here(db):
    return scene()


def test_an_overlap_is_refused_and_names_the_time_and_what_is_free(here):
    room, first, second = room_of(here), refer(here), refer(here, title="绝密之争")
    take(first, room=room)
    take(second, "session:9", (14, 0), (15, 0), room=room)

    for start, end in (
        ((9, 30), (11, 30)),
        ((8, 0), (9, 31)),
        ((11, 29), (12, 0)),
        ((8, 0), (18, 0)),
    ):
        with pytest.raises(ValidationError) as refusal:
            take(second, start=start, end=end, room=room)
        (said,) = refusal.value.message_dict["room"]
        assert said.startswith(f"该房间 {WORDS} 9:30—11:30 已被占用；当天空闲：8:30—9:30、")
        assert "11:30—14:00、15:00—17:30" in said
        assert first.title not in said
    assert Booking.objects.count() == 2


def test_what_touches_does_not_overlap(here):
    room, dispute = room_of(here), refer(here)
    take(dispute, room=room)
    take(dispute, "session:2", (11, 30), (12, 30), room=room)
    take(dispute, "session:3", (8, 30), (9, 30), room=room)
    take(dispute, "session:4", room=room_of(here, "第二调解室"))

    assert Booking.objects.filter(room=room).count() == 3


def test_a_person_is_in_one_place_at_a_time(here):
    dispute, one, other = refer(here), UserFactory(name="王若谷"), UserFactory()
    take(dispute, people=[one])
    take(dispute, "session:2", people=[other])

    with pytest.raises(ValidationError) as refusal:
        take(dispute, "session:3", (11, 0), (12, 0), people=[other, one])
    assert refusal.value.message_dict == {"people": [f"王若谷 {WORDS} 9:30—11:30 另有安排"]}
    assert not Booking.objects.of(dispute, "session:3").exists()


def test_what_is_released_is_free_again(here):
    room, dispute, other = room_of(here), refer(here), refer(here)
    take(dispute, room=room, people=[here.mediator])
    take(other, room=room_of(here, "第二调解室"))
    Booking.objects.release(dispute, "session:1")

    take(other, "session:2", room=room, people=[here.mediator])
    assert Booking.objects.of(other).count() == 3
    assert not Booking.objects.of(dispute).exists()


def test_a_day_taken_whole_has_no_free_time(here):
    room, dispute = room_of(here), refer(here)
    take(dispute, start=(7, 0), end=(20, 0), room=room)

    with pytest.raises(ValidationError, match="当天没有空闲时间"):
        take(dispute, "session:2", room=room)
    assert Booking.objects.free_times(room, DAY) == []
    assert len(Booking.objects.free_times(room, ahead(5))) == 1


def test_what_is_taken_ahead_is_told_by_room(here):
    room, empty, dispute = room_of(here), room_of(here, "第二调解室"), refer(here)
    take(dispute, room=room)

    ahead_of_us = Booking.objects.ahead([room, empty])
    assert ahead_of_us == {room.pk: [f"{WORDS} 9:30—11:30"], empty.pk: []}
    assert str(Booking.objects.get()) == "第一调解室 session:1"


def test_another_fault_of_the_database_is_not_taken_for_an_overlap(here):
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(matter=refer(here), ref="x", during=(timezone.now(), timezone.now()))
    with pytest.raises(IntegrityError), transaction.atomic():
        take(refer(here), room=Room(pk=0, unit=here.centre.unit, name="幽灵"))
        transaction.get_connection().check_constraints()


def test_a_room_says_where_it_is(here):
    assert room_of(here).whereabouts == "第一调解室"
    assert (
        room_of(here, "第二调解室", address="白山大街1号").whereabouts
        == "第二调解室（白山大街1号）"
    )
    assert Room.objects.active().count() == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("wanted", ["room", "people", "both"])
def test_of_two_who_want_the_same_hour_one_gets_it(wanted):
    here = scene()
    room, one, other = room_of(here), here.mediator, here.office_clerk
    disputes = [refer(here), refer(here)]
    things = {
        "room": [{"room": room}] * 2,
        "people": [{"people": [one, other]}, {"people": [other, one]}],
        "both": [{"room": room, "people": [one, other]}, {"people": [other, one], "room": room}],
    }[wanted]
    start = Barrier(2)

    def grab(which):
        try:
            with transaction.atomic():
                start.wait(10)
                take(disputes[which], f"session:{which}", **things[which])
        except ValidationError as refusal:
            return list(refusal.message_dict)
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(grab, range(2)))

    field = "people" if wanted == "people" else "room"
    assert sorted(map(str, got)) == sorted(["taken", str([field])])
    assert len(set(Booking.objects.values_list("ref", flat=True))) == 1
