"""The five events of article 12, against a table written by hand from its words."""

from itertools import product

import pytest
import time_machine

from disputes.appearances.models import (
    Appearance,
    Event,
    Excuse,
    Hearing,
    Identity,
    Presence,
    Status,
    View,
)
from liaison import registry
from tests.factories import appearances
from tests.factories.appearances import (
    CAME,
    NOBODY,
    STAFF,
    after,
    calls,
    excuse_head,
    fix_hearing,
    hold_back,
    record_hearing,
)

HEAD, ONLY_STAFF, LAWYER, NO_ONE = Presence
NO_EXCUSE, OPEN, GOOD, BAD = "没有说明", "没有审查", "理由成立", "理由不成立"

TABLE = {
    # （到庭，说明理由，此前因其申请延期）：第十二条第一款第几项
    (ONLY_STAFF, NO_EXCUSE, False): "no_reason",
    (ONLY_STAFF, NO_EXCUSE, True): "after_adjournment",
    (ONLY_STAFF, OPEN, False): "no_reason",
    (ONLY_STAFF, OPEN, True): "after_adjournment",
    (ONLY_STAFF, BAD, False): "no_reason",
    (ONLY_STAFF, BAD, True): "after_adjournment",
    (ONLY_STAFF, GOOD, False): "",
    (ONLY_STAFF, GOOD, True): "",
    (LAWYER, NO_EXCUSE, False): "nobody",
    (LAWYER, NO_EXCUSE, True): "nobody",
    (LAWYER, OPEN, False): "nobody",
    (LAWYER, OPEN, True): "nobody",
    (LAWYER, BAD, False): "nobody",
    (LAWYER, BAD, True): "nobody",
    (LAWYER, GOOD, False): "nobody",
    (LAWYER, GOOD, True): "nobody",
    (NO_ONE, NO_EXCUSE, False): "nobody",
    (NO_ONE, NO_EXCUSE, True): "nobody",
    (NO_ONE, OPEN, False): "nobody",
    (NO_ONE, OPEN, True): "nobody",
    (NO_ONE, BAD, False): "nobody",
    (NO_ONE, BAD, True): "nobody",
    (NO_ONE, GOOD, False): "nobody",
    (NO_ONE, GOOD, True): "nobody",
}
CAME_TABLE = {
    # （中途退庭，拒绝解释说明）
    (False, False): "",
    (True, False): "left",
    (False, True): "refused",
    (True, True): "left",
}


def excused(how):
    """What the row says of the excuse."""
    if how == NO_EXCUSE:
        return {}
    views = {OPEN: "", GOOD: View.ACCEPTED, BAD: View.REFUSED}
    return {"excuse": Excuse.DUTY, "view": views[how]}


def test_the_table_is_whole():
    absent = [one for one in Presence if one is not HEAD]
    assert set(TABLE) == set(product(absent, (NO_EXCUSE, OPEN, GOOD, BAD), (False, True)))


@pytest.mark.parametrize(("case", "event"), TABLE.items())
def test_absence_is_judged_as_the_table_says(case, event):
    presence, how, put_off = case
    one = Appearance(presence=presence, **excused(how))

    assert one.event_of(owed=True, put_off=put_off) == event
    assert one.event_of(owed=False, put_off=put_off) == ""


@pytest.mark.parametrize(("case", "event"), CAME_TABLE.items())
@pytest.mark.parametrize("identity", [Identity.VALID, Identity.CURED])
def test_who_came_is_judged_by_leaving_and_refusing_alone(case, event, identity):
    left, refused = case
    for how, put_off, owed in product((NO_EXCUSE, OPEN, GOOD, BAD), (False, True), (False, True)):
        one = Appearance(
            presence=HEAD, identity=identity, left_early=left, refused=refused, **excused(how)
        )
        assert one.event_of(owed=owed, put_off=put_off) == event


@pytest.mark.parametrize(("left", "refused"), CAME_TABLE)
def test_who_cannot_prove_who_that_is_did_not_appear(left, refused):
    """第六条: treated as not appeared; somebody came, so it is not that nobody did."""
    one = Appearance(presence=HEAD, identity=Identity.DEFECTIVE, left_early=left, refused=refused)

    assert one.event_of(owed=True, put_off=False) == "no_reason"
    assert one.event_of(owed=True, put_off=True) == "after_adjournment"
    assert one.event_of(owed=False, put_off=True) == ""


def test_the_words_are_those_of_the_suggestion():
    assert Event.choices == registry.consequences["suggestions.head_absent"].events


@pytest.fixture
def stage():
    return appearances.scene()


def event_of(lawsuit, unit=None):
    rows = lawsuit.appearances()
    return next(one for one in reversed(rows) if unit in (None, one.agency.unit)).event


@pytest.mark.django_db
@pytest.mark.parametrize("ground", ["mass", "interests", None])
def test_the_duty_stands_whether_the_court_called_the_head_or_not(stage, ground):
    lawsuit = appearances.heard(stage, STAFF, ground=ground)

    assert event_of(lawsuit) == "no_reason"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ground", "first", "second", "event"),
    [
        (None, CAME, STAFF, ""),
        (None, CAME, NOBODY, ""),
        ("interests", CAME, STAFF, "no_reason"),
        (None, CAME | {"left_early": True}, STAFF, "no_reason"),
        (None, CAME | {"identity": "defective"}, STAFF, "no_reason"),
        (None, STAFF, STAFF, "no_reason"),
        (None, STAFF, CAME, ""),
    ],
)
def test_one_appearance_an_instance_is_enough_unless_the_court_asks_again(
    stage, ground, first, second, event
):
    lawsuit = appearances.heard(stage, first, days_ago=5)
    hold_back(lawsuit, stage, ground=ground)
    record_hearing(lawsuit, stage, second)

    assert event_of(lawsuit) == event


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("for_excuse", "event"), [(True, "after_adjournment"), (False, "no_reason")]
)
def test_who_is_absent_again_after_the_hearing_was_put_off_for_them(
    stage, for_excuse, event, time_machine_to
):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage)
    excuse_head(lawsuit, stage, asks_adjournment=True)
    lawsuit.decide_excuse(actor=stage.clerk, view="accepted")
    lawsuit.adjourn(
        actor=stage.clerk,
        starts_at=after(20),
        place="三庭",
        reason="延期",
        for_excuse=for_excuse,
        notified_on=after(0).date(),
    )
    time_machine_to(after(21))
    record_hearing(lawsuit, stage, STAFF)

    assert event_of(lawsuit) == event
    assert lawsuit.status == Status.HEARD


@pytest.fixture
def time_machine_to():
    travels = []

    def go(moment):
        travels.append(time_machine.travel(moment, tick=False))
        travels[-1].start()

    yield go
    for travel in travels:
        travel.stop()


@pytest.mark.django_db
def test_for_whom_anothers_head_comes_nothing_follows(stage):
    joint = appearances.served(stage, defendants=[stage.agency, stage.co_agency])
    agency, other = joint.sued()
    joint.agree_head(actor=stage.clerk, agency=agency, represented=[other])
    on = after(-12).date()
    hold_back(joint, stage, calls=calls(joint, on=on, agencies=[agency]))
    record_hearing(joint, stage, STAFF, STAFF)

    assert event_of(joint, stage.agency) == "no_reason"
    assert event_of(joint, stage.co_agency) == ""
    assert Hearing.objects.get().state == "held"
