"""What comes on paper: a request for more time to the court, a plan of rectification to the office.

The day on which it came, or was posted, decides; not the day on which somebody typed it in.
"""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from disputes.appearances import deadlines as periods
from disputes.appearances.models import Interview, RectificationStatus
from disputes.appearances.models.defending import UNDECIDED
from liaison import deadlines, desk, registry
from liaison.models import Attachment, Message
from liaison.transitions import TransitionNotAllowed
from tests.disputes.appearances.test_judging import served_again
from tests.factories import appearances as suits
from tests.factories import monthly
from tests.factories.suggestions import upload

pytestmark = pytest.mark.django_db
SERVED, LAST_DAY = date(2026, 3, 4), date(2026, 3, 19)
REASON = "汛期道路中断，档案库不能进入"


def told(code):
    rows = Message.objects.filter(notice=f"appearances.{code}", channel="inbox")
    return set(rows.values_list("recipient", flat=True))


def lines(user):
    return {row.pk: (row.note, row.action_label) for row in desk.on_top(user)[0]}


# More time for the answer


@pytest.fixture
def court():
    return suits.scene()


def entered(lawsuit, stage, on=LAST_DAY, **more):
    """登记纸质延期申请, with its scan."""
    given = {"reason": REASON, "letter": upload("延期申请.pdf")} | more
    lawsuit.record_deferral(actor=stage.clerk, on=on, **given)


def test_the_court_enters_a_request_and_then_decides_on_it(court):
    lawsuit = suits.served(court)
    entered(lawsuit, court)

    row = lawsuit.agencies.get()
    assert (row.deferral_asked_on, row.deferral_reason, row.awaits_deferral) == (
        LAST_DAY,
        REASON,
        True,
    )
    assert row.deferral_file.kind == "延期举证申请"
    assert lines(court.clerk)[lawsuit.pk] == (UNDECIDED, "办理")
    entry = lawsuit.audit.get(action="record_deferral")
    assert (entry.actor, entry.note) == (court.clerk, f"{court.agency}，2026-03-19纸质申请")

    lawsuit.decide_deferral(actor=court.clerk, granted=True, ended_on=date(2026, 3, 27))
    running = lawsuit.deadlines.get(rule__code=periods.ANSWER)
    assert running.due_on == date(2026, 4, 13)  # 第十五日 11 April is a Saturday
    suits.answer(lawsuit, court, on=date(2026, 4, 13))
    running.refresh_from_db()
    assert deadlines.explain(running)[-1].endswith("未逾期")


def test_posted_within_the_fifteen_days_it_is_in_time_though_it_came_later(court):
    """解释第四十八条第四款."""
    lawsuit = suits.served(court)
    entered(lawsuit, court, on=date(2026, 3, 23), posted_on=LAST_DAY)

    assert lawsuit.agencies.get().deferral_asked_on == LAST_DAY
    lawsuit.decide_deferral(actor=court.clerk, granted=True, ended_on=date(2026, 3, 27))
    assert lawsuit.deadlines.get(rule__code=periods.ANSWER).due_on == date(2026, 4, 13)


@pytest.mark.parametrize("posted_on", [None, date(2026, 3, 20)])
def test_after_the_fifteen_days_it_is_refused_and_nothing_kept(court, posted_on):
    lawsuit = suits.served(court)
    with pytest.raises(TransitionNotAllowed, match="2026年3月19日届满"):
        entered(lawsuit, court, on=date(2026, 3, 20), posted_on=posted_on)

    assert lawsuit.agencies.get().deferral_asked_on is None
    assert not Attachment.objects.filter(name="延期申请.pdf").exists()


@pytest.mark.parametrize(
    ("on", "posted_on", "message"),
    [
        (date(2026, 3, 3), None, "不能早于收到起诉状副本之日"),
        (date(2126, 3, 3), None, "不能晚于今天"),
        (date(2026, 3, 18), date(2026, 3, 19), "交邮日"),
        (date(2026, 3, 18), date(2026, 3, 3), "交邮日"),
    ],
)
def test_its_days_lie_between_service_and_today(court, on, posted_on, message):
    lawsuit = suits.served(court)
    with pytest.raises(ValidationError, match=message):
        entered(lawsuit, court, on=on, posted_on=posted_on)


def test_it_is_entered_once_and_not_beside_one_that_waits_or_was_granted(court):
    lawsuit = suits.served(court)
    lawsuit.ask_deferral(actor=court.agency_clerk, reason=REASON, on=date(2026, 3, 10))
    with pytest.raises(TransitionNotAllowed):
        entered(lawsuit, court)
    lawsuit.decide_deferral(actor=court.clerk, granted=False, on=date(2026, 3, 11))
    entered(lawsuit, court)
    with pytest.raises(TransitionNotAllowed):
        entered(lawsuit, court)
    lawsuit.decide_deferral(actor=court.clerk, granted=True, ended_on=date(2026, 3, 27))
    with pytest.raises(TransitionNotAllowed):
        entered(lawsuit, court)
    assert lawsuit.audit.filter(action="record_deferral").count() == 1


def test_of_several_agencies_the_one_that_asked_is_named(court):
    lawsuit = suits.served(court, defendants=[court.agency, court.co_agency])
    with pytest.raises(ValidationError, match="请选择行政机关"):
        entered(lawsuit, court)
    entered(lawsuit, court, agency=lawsuit.agencies.get(unit=court.co_agency))

    rows = lawsuit.agencies.order_by("order")
    assert [row.awaits_deferral for row in rows] == [False, True]
    assert told("deferral_recorded") == {court.people["co_agency_clerk"].pk}


def test_there_is_no_more_time_for_the_answer_to_an_appeal(court):
    lawsuit = served_again(court)
    with pytest.raises(TransitionNotAllowed):
        entered(lawsuit, court)


@pytest.mark.parametrize("name", ["agency_clerk", "other_court_clerk", "justice", "office"])
def test_only_the_court_enters_what_came_to_it(court, name):
    lawsuit = suits.served(court)
    with pytest.raises(PermissionDenied):
        lawsuit.record_deferral(
            actor=court.people[name], on=LAST_DAY, reason=REASON, letter=upload("延期申请.pdf")
        )


def test_the_page_wants_the_letter_and_says_why_it_is_too_late(client, court):
    lawsuit = suits.served(court)
    client.force_login(court.clerk)
    url = lawsuit.step_url("record_deferral")
    sent = {"on": "2026-03-20", "posted_on": "", "reason": REASON}
    lacking = client.post(url, sent)
    assert list(lacking.context["form"].errors) == ["letter"]
    late = client.post(url, sent | {"letter": upload("延期申请.pdf")}).content.decode()
    assert "不能再申请延期举证" in late
    assert REASON in late
    sent |= {"posted_on": "2026-03-19", "letter": upload("延期申请.pdf")}
    assert client.post(url, sent).status_code == 302
    twice = client.post(url, sent | {"letter": upload("延期申请.pdf")}).content.decode()
    assert "可能已由他人办理" in twice
    assert lawsuit.audit.filter(action="record_deferral").count() == 1
    assert REASON in client.get(lawsuit.step_url("decide_deferral")).content.decode()


# The plan of a criticised unit, owed until 17 November 2026


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-10 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage(clock):
    return monthly.scene()


@pytest.fixture
def row(stage):
    return monthly.rectification(stage)


def plan_entered(row, stage, on, **more):
    """登记纸质整改方案, with its scan."""
    given = {"proof": upload("纸质方案.pdf"), "done_by": date(2026, 12, 31)} | monthly.PLAN
    row.record_plan(actor=monthly.office(stage), on=on, **(given | more))


def test_a_plan_that_came_in_time_is_in_time_however_late_it_is_entered(clock, stage, row):
    clock.move_to("2026-11-25 10:00+08:00")
    assert row.is_late
    plan_entered(row, stage, on=date(2026, 11, 17))

    assert (row.status, row.is_late, row.grounds()) == (RectificationStatus.REPORTED, False, [])
    assert row.deadlines.get().handed_in_on == date(2026, 11, 17)
    assert (row.holder, row.due_on) == (stage.committee.office, None)
    plan = row.plans.get()
    assert (plan.on, plan.on_paper, plan.proof.name) == (date(2026, 11, 17), True, "纸质方案.pdf")
    assert row.audit.get(action="record_plan").note == "2026-11-17纸质报送"
    assert told("plan_recorded") == {stage.agency_clerk.pk, stage.people["agency_leader"].pk}
    monthly.accept(row, stage)
    assert row.status == RectificationStatus.CLOSED
    assert row.deadlines.get().ended_on == date(2026, 11, 17)


def test_a_plan_that_came_late_stays_late_and_asks_for_an_interview(clock, stage, row):
    clock.move_to("2026-11-25 10:00+08:00")
    plan_entered(row, stage, on=date(2026, 11, 18))
    monthly.accept(row, stage)

    assert row.grounds() == ["未按期报送整改方案"]
    assert row.status == RectificationStatus.ACCEPTED
    assert row.audit.get(action="record_plan").note == "2026-11-18纸质报送，逾期"


def test_an_interview_for_a_plan_that_turns_up_in_time_is_called_off_and_told(clock, stage, row):
    clock.move_to("2026-11-19 10:00+08:00")
    monthly.call(row, stage)
    plan_entered(row, stage, on=date(2026, 11, 17))
    monthly.accept(row, stage)

    assert row.interviews.get().state == Interview.State.CANCELLED
    assert stage.agency_clerk.pk in told("interview_called_off")
    assert row.status == RectificationStatus.CLOSED


def test_one_that_is_done_with_without_an_interview_calls_nothing_off(stage, row):
    plan_entered(row, stage, on=date(2026, 11, 10))
    monthly.accept(row, stage)
    assert not told("interview_called_off")


@pytest.mark.parametrize(
    ("on", "done_by", "message"),
    [
        (date(2026, 11, 9), date(2026, 12, 31), "通报批评之日（2026年11月10日）"),
        (date(2026, 11, 19), date(2026, 12, 31), "不能晚于今天"),
        (date(2026, 11, 17), date(2026, 11, 16), "完成时限不能早于报送日期"),
    ],
)
def test_its_days_are_those_that_can_be(clock, stage, row, on, done_by, message):
    clock.move_to("2026-11-18 10:00+08:00")
    with pytest.raises(ValidationError, match=message):
        plan_entered(row, stage, on=on, done_by=done_by)
    assert not row.plans.exists()


def test_after_one_that_was_handed_back_it_counts_from_then_on(clock, stage, row):
    monthly.hand_in(row, stage)
    clock.move_to("2026-11-12 10:00+08:00")
    row.send_back(actor=monthly.office(stage), reason="没有写明责任人的职务")
    clock.move_to("2026-11-16 10:00+08:00")
    with pytest.raises(ValidationError, match="退回之日（2026年11月12日）"):
        plan_entered(row, stage, on=date(2026, 11, 11))
    plan_entered(row, stage, on=date(2026, 11, 13))

    assert [plan.on_paper for plan in row.plans.all()] == [False, True]
    assert row.deadlines.get().handed_in_on == date(2026, 11, 13)
    with pytest.raises(TransitionNotAllowed):
        plan_entered(row, stage, on=date(2026, 11, 13))


@pytest.mark.parametrize("name", ["agency_clerk", "court_clerk", "president", "justice"])
def test_only_the_office_enters_a_plan(stage, row, name):
    with pytest.raises(PermissionDenied):
        row.record_plan(
            actor=stage.people[name],
            on=timezone.localdate(),
            proof=upload("纸质方案.pdf"),
            done_by=timezone.localdate() + timedelta(days=9),
            **monthly.PLAN,
        )


def test_the_office_enters_it_from_the_page_and_the_sheet_says_it_came_on_paper(
    client, clock, stage, row
):
    clock.move_to("2026-11-18 10:00+08:00")
    client.force_login(monthly.office(stage))
    url = row.step_url("record_plan")
    sent = monthly.PLAN | {"on": "2026-11-16", "done_by": "2026-12-31"}
    assert list(client.post(url, sent).context["form"].errors) == ["proof"]
    assert client.post(url, sent | {"proof": upload("纸质方案.pdf")}).status_code == 302
    twice = client.post(url, sent | {"proof": upload("纸质方案.pdf")}).content.decode()
    assert "“方案待核”状态不能登记纸质整改方案" in twice
    assert row.plans.count() == 1

    page = client.get(row.get_absolute_url()).content.decode()
    assert "纸质报送，由办公室登记" in page
    row.refresh_from_db()
    table = registry.papers["rectification-report"].context(row)["table"]
    assert ["整改方案", "2026年11月16日纸质报送"] in table.rows
