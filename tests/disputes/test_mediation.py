"""Statements, sessions, more time, pauses."""

import pytest
from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models import Session, Status
from liaison.transitions import TransitionNotAllowed
from tests.factories.disputes import (
    accept,
    ago,
    ahead,
    at,
    dispute_in,
    record,
    refer,
    scene,
    schedule,
    state,
    suspend,
    upload,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def deadline(dispute, code):
    return dispute.deadlines.get(rule__code=code)


def test_the_statement_meets_its_deadline_and_gives_the_turn_to_the_centre():
    dispute, here = dispute_in(Status.MEDIATING)

    assert deadline(dispute, codes.STATEMENT).ended_on == ago(14)
    assert dispute.holder == here.centre.unit
    assert dispute.statements.get().text
    with pytest.raises(TransitionNotAllowed):
        state(dispute, here)


def test_a_supplement_is_kept_beside_the_statement():
    dispute, here = dispute_in(Status.MEDIATING)
    dispute.supplement(actor=here.agency_clerk, on=ago(1), text="补充", material=upload())

    assert dispute.statements.count() == 2
    assert dispute.attachments.filter(kind="情况说明材料").count() == 1


def test_while_performing_the_agency_may_report_and_the_centre_looks_next():
    dispute, here = dispute_in(Status.PERFORMING)
    assert dispute.holder == here.agency

    dispute.supplement(actor=here.agency_clerk, on=ago(0), text="款已付", material=None)

    assert dispute.holder == here.centre.unit
    assert dispute.status == Status.PERFORMING


@pytest.mark.parametrize(
    ("days", "agreed", "fine"), [(3, False, True), (2, False, False), (2, True, True)]
)
def test_a_session_is_announced_three_days_ahead_unless_all_agree(days, agreed, fine):
    dispute, here = dispute_in(Status.ACCEPTED)
    plan = {"on": ago(10), "starts_at": at(ago(10 - days)), "short_notice": agreed}

    if fine:
        assert schedule(dispute, here, **plan).status == Session.Status.PLANNED
    else:
        with pytest.raises(ValidationError, match="不足3日"):
            schedule(dispute, here, **plan)


def test_a_session_before_its_notice_is_refused():
    dispute, here = dispute_in(Status.ACCEPTED)

    with pytest.raises(ValidationError, match="早于通知"):
        schedule(dispute, here, on=ago(5), starts_at=at(ago(6)), short_notice=True)


def test_a_session_is_recorded_with_those_who_came():
    dispute, here = dispute_in(Status.ACCEPTED)
    session = schedule(dispute, here)
    record(dispute, here, session, upload=upload("笔录.pdf"))

    session.refresh_from_db()
    assert session.status == Session.Status.HELD
    assert session.undisputed == "林地面积无争议。"
    assert [one.may_settle for one in session.attendance.all()] == [False, True]
    assert dispute.status == Status.MEDIATING
    assert dispute.holder == here.centre.unit
    assert dispute.latest_on == ago(8)


def test_an_invited_mediator_acts_for_the_centre():
    dispute, here = dispute_in(Status.ACCEPTED)
    record(dispute, here, schedule(dispute, here))

    entry = dispute.audit.first()
    assert (entry.actor, entry.unit) == (here.mediator, here.centre.unit)


def test_a_session_is_recorded_once():
    dispute, here = dispute_in(Status.MEDIATING)
    session = schedule(dispute, here)
    schedule(dispute, here, on=ago(6), starts_at=at(ago(2)))
    record(dispute, here, session)

    with pytest.raises(ValidationError, match="已记录"):
        record(dispute, here, session)


def test_a_session_of_another_dispute_is_not_recorded():
    dispute, here = dispute_in(Status.MEDIATING)
    schedule(dispute, here)
    other, _ = dispute_in(Status.MEDIATING)
    foreign = schedule(other, _)

    with pytest.raises(ValidationError, match="已取消"):
        record(dispute, here, foreign)


def test_a_session_without_anybody_is_not_recorded():
    dispute, here = dispute_in(Status.MEDIATING)

    with pytest.raises(ValidationError, match="到场人员"):
        record(dispute, here, schedule(dispute, here), attendance=[])


def test_a_session_still_to_come_is_not_recorded_but_can_be_called_off():
    dispute, here = dispute_in(Status.MEDIATING)
    session = schedule(dispute, here, on=ago(0), starts_at=at(ahead(5)))

    with pytest.raises(TransitionNotAllowed):
        record(dispute, here, session)
    dispute.cancel_session(actor=here.mediator, session=session, reason="改期")

    session.refresh_from_db()
    assert session.status == Session.Status.CANCELLED
    assert not dispute.sessions_to_record


def test_an_extension_needs_the_consent_of_both_sides_and_moves_the_date():
    dispute, here = dispute_in(Status.MEDIATING)
    before = dispute.due_on
    more = {"on": ago(2), "days": 30, "reason": "等待评估"}

    with pytest.raises(ValidationError, match="同意书"):
        dispute.extend(actor=here.centre_clerk, consent=None, **more)
    dispute.extend(actor=here.centre_clerk, consent=upload(), **more)

    dispute.refresh_from_db()
    assert (dispute.due_on - before).days >= 28
    event = deadline(dispute, codes.PRE_SUIT).events.last()
    assert (event.kind, event.length, event.consent.kind) == ("extended", 30, "延期同意书")


def test_a_pause_is_not_counted():
    dispute, here = dispute_in(Status.MEDIATING)
    before = dispute.due_on
    suspend(dispute, here)
    dispute.refresh_from_db()
    assert dispute.due_on is None

    dispute.resume(actor=here.centre_clerk, on=ago(3), reason="鉴定完成", opinion=upload())

    dispute.refresh_from_db()
    assert dispute.status == Status.MEDIATING
    assert (dispute.due_on - before).days >= 5
    kinds = deadline(dispute, codes.PRE_SUIT).events.values_list("kind", flat=True)
    assert list(kinds) == ["started", "suspended", "resumed"]


def test_after_a_pause_it_is_again_the_turn_of_the_agency_that_owes_its_statement():
    here = scene()
    dispute = refer(here)
    accept(dispute, here, on=ago(2))
    suspend(dispute, here, on=ago(1), ground="illness")
    assert dispute.holder == here.centre.unit

    dispute.resume(actor=here.centre_clerk, on=ago(0), reason="恢复")

    assert (dispute.status, dispute.holder) == (Status.ACCEPTED, here.agency)
