"""The clock of mediation through the dispute's steps: more time, pauses, a period begun anew."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disputes import deadlines as codes
from disputes.models import Article, Rulebook, Stage, Status, SuspensionGround
from liaison.clock.ledger import Event, EventKind, Period
from liaison.deadlines import DeadlineRefused
from liaison.models import Attachment, DeadlineRule
from liaison.workdays import Unit
from tests.factories.disputes import (
    accept,
    ago,
    dispute_in,
    refer,
    scene,
    state,
    suspend,
    upload,
)
from tests.liaison.test_ledger_simulation import simulate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def clock(dispute, code=codes.PRE_SUIT):
    return dispute.deadlines.get(rule__code=code)


def extend(dispute, here, **changes):
    more = {"on": ago(2), "days": 30, "reason": "等待评估", "consent": upload()} | changes
    dispute.extend(actor=here.centre_clerk, **more)


def resume(dispute, here, **changes):
    more = {"on": ago(3), "reason": "鉴定完成", "opinion": upload("鉴定意见.pdf")} | changes
    dispute.resume(actor=here.centre_clerk, **more)


def restart(dispute, here, **changes):
    more = {"on": ago(2), "ground": "new_applicant", "reason": "追加一户", "consent": upload()}
    dispute.restart(actor=here.centre_clerk, **(more | changes))


def rulebook(here, **numbers):
    given = {"title": "工作规则", "version": 1, "status": "in_force", "valid_from": ago(300)}
    return Rulebook.objects.create(committee=here.committee, **(given | numbers))


def test_more_time_needs_consent_and_stays_within_the_rulebook():
    dispute, here = dispute_in(Status.MEDIATING)
    before = dispute.due_on
    with pytest.raises(ValidationError, match="同意书"):
        extend(dispute, here, consent=None)
    with pytest.raises(ValidationError, match="第二十二条：每次延长不超过30日"):
        extend(dispute, here, days=31)

    extend(dispute, here)

    dispute.refresh_from_db()
    assert (dispute.due_on - before).days >= 28
    event = clock(dispute).events.last()
    assert (event.kind, event.length, event.consent.kind) == ("extended", 30, "延期同意书")
    with pytest.raises(ValidationError, match="第二十二条：延长以1次为限，已经延长1次"):
        extend(dispute, here, days=5)


def test_the_rulebook_in_force_says_how_often_and_by_which_article():
    dispute, here = dispute_in(Status.MEDIATING)
    rules = rulebook(here, extension_days=10, extensions_allowed=2)
    Article.objects.create(
        rulebook=rules, ordinal=19, heading="期限", text="…", touches=["dispute.extend"]
    )
    for _ in range(2):
        extend(dispute, here, days=10)

    with pytest.raises(ValidationError, match="第十九条：延长以2次为限"):
        extend(dispute, here, days=1)
    assert dispute.extensions == 2


def test_a_bound_of_statute_holds_beside_the_rulebooks():
    dispute, here = dispute_in(Status.MEDIATING)
    DeadlineRule.objects.filter(code=codes.PRE_SUIT).update(extendable_by=15)

    with pytest.raises(DeadlineRefused, match="累计最多延长15日"):
        extend(dispute, here)
    extend(dispute, here, days=15)


@pytest.mark.parametrize("move", [extend, restart])
def test_what_has_run_out_is_neither_extended_nor_begun_anew(move):
    here = scene()
    dispute = refer(here, stage=Stage.IN_SUIT_SUMMARY, court_case="（2026）吉24行初15号")
    accept(dispute, here)

    with pytest.raises(ValidationError, match="届满，不能再"):
        move(dispute, here, on=ago(1))

    assert Attachment.objects.filter(kind="延期同意书").count() == 0


@pytest.mark.parametrize("ground", SuspensionGround)
def test_a_pause_has_its_ground_and_another_than_the_named_ones_needs_consent(ground):
    dispute, here = dispute_in(Status.MEDIATING)
    if ground == SuspensionGround.OTHER:
        with pytest.raises(ValidationError, match="书面同意"):
            suspend(dispute, here, ground=ground)

    suspend(dispute, here, ground=ground, consent=upload())

    event = clock(dispute).events.last()
    assert event.reason == f"{ground.label}：委托鉴定"
    assert dispute.due_on is None


def test_the_time_of_an_appraisal_is_not_counted_and_its_opinion_comes_with_it():
    dispute, here = dispute_in(Status.MEDIATING)
    before = dispute.due_on
    suspend(dispute, here)
    with pytest.raises(ValidationError, match="鉴定、评估意见"):
        resume(dispute, here, opinion=None)

    resume(dispute, here)

    assert (dispute.due_on - before).days >= 5
    assert (dispute.suspension_ground, dispute.status) == ("", Status.MEDIATING)
    opinion = dispute.attachments.get(kind="鉴定评估意见")
    assert opinion in dispute.attachments_seen_by(here.agency_clerk)
    assert opinion not in dispute.attachments_seen_by(here.court_clerk)


def test_the_courts_own_clock_does_not_pause():
    dispute, _ = dispute_in(Status.SUSPENDED)

    assert clock(dispute, codes.FILING).status == "running"


def test_a_pause_does_not_begin_before_the_last_session():
    dispute, here = dispute_in(Status.MEDIATING)
    suspend(dispute, here, on=ago(13), ground="illness")
    resume(dispute, here, on=ago(11), opinion=None)

    with pytest.raises(ValidationError, match="早于"):
        suspend(dispute, here, on=ago(14))


def test_a_period_begun_anew_runs_whole_and_may_be_extended_again():
    dispute, here = dispute_in(Status.MEDIATING)
    extend(dispute, here, on=ago(5))
    with pytest.raises(ValidationError, match="书面同意"):
        restart(dispute, here, consent=None)

    restart(dispute, here)

    state = clock(dispute)
    assert (state.started_on, dispute.extensions) == (ago(2), 0)
    event = state.events.last()
    assert (event.kind, event.reason) == ("restarted", "追加申请人、第三人：追加一户")
    extend(dispute, here, on=ago(1))


BEGUN = date(2025, 1, 6)
LENGTH = 30


KINDS = {
    "suspend": EventKind.SUSPENDED,
    "resume": EventKind.RESUMED,
    "extend": EventKind.EXTENDED,
    "restart": EventKind.STARTED,
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["suspend", "extend", "restart"]), st.integers(0, 12), st.integers(1, 20)
    ),
    max_size=7,
)


@pytest.fixture
def mediated(time_machine):
    """A dispute taken in long ago, so that all that follows lies in the past."""
    time_machine.move_to(f"{BEGUN} 10:00+08:00")
    here = scene()
    dispute = refer(here)
    rulebook(here, extension_days=20, extensions_allowed=50)
    accept(dispute, here, on=BEGUN)
    state(dispute, here, on=BEGUN)
    time_machine.move_to("2026-11-20 10:00+08:00")
    return dispute, here


def walked(dispute, here, steps):
    """Take ``steps`` while the period runs; return the events of the present run."""
    events, on = [Event(EventKind.STARTED, BEGUN)], BEGUN
    for wish, gap, days in steps:
        on += timedelta(days=gap)
        due_on = clock(dispute).due_on
        if due_on and on > due_on:
            break
        move = wish if due_on else "resume"
        TAKE[move](dispute, here, on, days)
        event = Event(KINDS[move], on, days if move == "extend" else None)
        events = [event] if move == "restart" else [*events, event]
    return events


TAKE = {
    "suspend": lambda dispute, here, on, days: suspend(dispute, here, on=on, ground="illness"),
    "resume": lambda dispute, here, on, days: resume(dispute, here, on=on, opinion=None),
    "extend": lambda dispute, here, on, days: extend(dispute, here, on=on, days=days),
    "restart": lambda dispute, here, on, days: restart(dispute, here, on=on),
}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_the_date_after_any_walk_is_what_a_clerk_counts_day_by_day(mediated, steps):
    dispute, here = mediated
    point = transaction.savepoint()
    try:
        events = walked(dispute, here, steps)
        assert clock(dispute).due_on == simulate(Period(LENGTH, Unit.DAY), events)
        dispute.refresh_from_db()
        assert (dispute.status == Status.SUSPENDED) == (events[-1].kind is EventKind.SUSPENDED)
    finally:
        transaction.savepoint_rollback(point)
        dispute.refresh_from_db()
