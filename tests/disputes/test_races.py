"""Six real threads click 受理 at once: one acceptance, one number, one entry."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from disputes import deadlines as codes
from disputes.models import Dispute, Status
from liaison.models import Deadline, NumberSeries, User
from liaison.transitions import TransitionNotAllowed
from tests.factories.disputes import ago, refer, scene

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
            own.accept(actor=User.objects.get(pk=here.centre_clerk.pk), on=ago(1))
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
