"""Real threads at once: six click 受理 and one takes it in; two want a room and one gets it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from disputes import deadlines as codes
from disputes.models import Dispute, Session, Status
from liaison.models import Booking, Deadline, NumberSeries, User
from liaison.transitions import TransitionNotAllowed
from tests.factories.disputes import (
    ago,
    ahead,
    at,
    dispute_in,
    found,
    invited_mediator,
    refer,
    room_of,
    scene,
)

CLICKS = 6


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("undrawn")
def test_six_clicks_at_once_take_a_dispute_in_once():
    here = scene()
    dispute = refer(here)
    start = Barrier(CLICKS)

    def click(_):
        try:
            start.wait(10)
            own = Dispute.objects.get(pk=dispute.pk)
            user = User.objects.get(pk=here.centre_clerk.pk)
            own.accept(actor=user, on=ago(1), **found(own))
        except TransitionNotAllowed:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        taken = list(pool.map(click, range(CLICKS)))

    dispute.refresh_from_db()
    assert sorted(taken) == [False] * (CLICKS - 1) + [True]
    assert dispute.status == Status.ACCEPTED
    assert NumberSeries.objects.get().last == 1
    assert dispute.audit.filter(action="accept").count() == 1
    clocks = set(Deadline.objects.running().values_list("rule__code", flat=True))
    assert clocks == {codes.FILING, codes.PRE_SUIT, codes.CHOICE, codes.STATEMENT}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("undrawn")
def test_of_two_disputes_that_want_one_room_at_one_hour_one_gets_it():
    here = scene()
    room = room_of(here)
    waiting = [dispute_in(Status.MEDIATING, here)[0] for _ in range(2)]
    for dispute in waiting:
        own = invited_mediator(here.centre)
        dispute.appoint(actor=here.centre_clerk, on=ago(1), mediators=[own], reason="分工")
    start = Barrier(2)

    def click(dispute):
        plan = {"on": ago(0), "starts_at": at(ahead(5)), "mode": "on_site", "room": room}
        try:
            start.wait(10)
            own = Dispute.objects.get(pk=dispute.pk)
            own.schedule_session(actor=User.objects.get(pk=here.centre_clerk.pk), **plan)
        except ValidationError as refusal:
            return list(refusal.message_dict)
        finally:
            connection.close()
        return "planned"

    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(click, waiting))

    assert sorted(map(str, got)) == ["['room']", "planned"]
    assert Session.objects.filter(status=Session.Status.PLANNED).count() == 1
    assert Booking.objects.filter(room=room).count() == 1
