"""How an instance ends, when that takes effect, and whether the agency performs."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from disputes.appearances import deadlines as periods
from disputes.appearances.models import Instance, Result, Status
from disputes.appearances.models.hearings import Appearance, Hearing
from disputes.appearances.models.judging import results_of
from disputes.appearances.models.performing import REPORTED
from liaison import deadlines, desk
from liaison.models import Message
from tests.factories.appearances import (
    answer,
    filed,
    judge,
    performing,
    scene,
    served,
    take_effect,
)
from tests.factories.suggestions import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return scene()


def served_again(stage, number="（2026）吉24行终8号", **case):
    """A lawsuit of another instance than the first."""
    return served(stage, case_number=number, **case)


def hearing(lawsuit, **values):
    given = {"order": 1, "starts_at": "2026-04-10T09:00+08:00", "place": "第三法庭"}
    return Hearing.objects.create(matter=lawsuit, **given | values)


def test_a_judgment_of_first_instance_waits_for_the_appeal(stage):
    lawsuit = served(stage)
    answer(lawsuit, stage)
    judge(lawsuit, stage)

    assert (lawsuit.status, lawsuit.lost) == (Status.JUDGED, True)
    assert lawsuit.effective_on is None
    assert lawsuit.holder == stage.court
    assert not lawsuit.deadlines.open().exists()


@pytest.mark.parametrize(
    ("result", "served_on", "until"),
    [
        ("revoked", date(2026, 5, 20), date(2026, 6, 4)),  # 第八十五条: 十五日
        ("revoked", date(2026, 5, 22), date(2026, 6, 8)),  # 6 June is a Saturday
        ("dismissed", date(2026, 5, 20), date(2026, 6, 1)),  # a ruling: 十日, 30 May a Saturday
        ("dismissed", date(2026, 5, 25), date(2026, 6, 4)),
    ],
)
def test_the_appeal_period_runs_from_service(stage, result, served_on, until):
    lawsuit = served(stage)
    judge(lawsuit, stage, result=result, served_on=served_on)

    assert lawsuit.appeal_until == lawsuit.appeal_period().working.due == until
    with pytest.raises(ValidationError, match="届满，此前裁判不生效"):
        lawsuit.take_effect(actor=stage.clerk, on=until, appealed=False)
    with time_machine.travel("2026-07-01 10:00+08:00", tick=False):
        next_day = date.fromordinal(until.toordinal() + 1)
        lawsuit.take_effect(actor=stage.clerk, on=next_day, appealed=False)
    assert (lawsuit.status, lawsuit.effective_on) == (Status.CLOSED, next_day)


def test_without_the_day_of_service_no_period_is_told(stage):
    lawsuit = served(stage)
    judge(lawsuit, stage)

    assert lawsuit.appeal_period() is lawsuit.appeal_until is None


def test_the_appeal_period_into_a_year_not_published_says_so(stage):
    with time_machine.travel("2026-12-28 10:00+08:00", tick=False):
        lawsuit = served(stage)
        judge(lawsuit, stage, on=date(2026, 12, 25), served_on=date(2026, 12, 25))
        period = lawsuit.appeal_period()

    assert period.working.due == date(2027, 1, 11)
    assert any("2027年放假安排尚未公布" in line for line in period.lines)


@pytest.mark.parametrize("result", ["withdrawn", "deemed_withdrawn", "mediated", "terminated"])
def test_what_ends_without_a_judgment_ends_at_once(stage, result):
    lawsuit = served(stage)
    judge(lawsuit, stage, result=result, judgment="")

    assert lawsuit.status == Status.CLOSED
    assert lawsuit.closed_on
    assert lawsuit.lost is None


def test_a_mediation_may_leave_something_to_perform(stage):
    lawsuit = served(stage)
    judge(
        lawsuit,
        stage,
        result="mediated",
        judgment="",
        performers=lawsuit.sued(),
        perform_by=date(2026, 7, 31),
    )

    assert lawsuit.status == Status.PERFORMING
    assert lawsuit.due_on == date(2026, 7, 31)


def test_the_second_instance_takes_effect_at_once(stage):
    lawsuit = served_again(stage)
    judge(lawsuit, stage, result="upheld")

    assert (lawsuit.status, lawsuit.effective_on) == (Status.CLOSED, date(2026, 5, 20))


def test_upheld_the_agency_has_lost_or_won_as_before(stage):
    first = served(stage)
    judge(first, stage)
    first.take_effect(actor=stage.clerk, on=date(2026, 6, 1), appealed=True)
    lawsuit = served_again(stage, earlier_number=first.number)
    judge(lawsuit, stage, result="upheld")

    assert lawsuit.earlier == first
    assert lawsuit.lost is True
    assert (first.status, first.appealed) == (Status.CLOSED, True)
    assert not first.agencies.filter(performs=True).exists()


@pytest.mark.parametrize(
    ("number", "result"),
    [
        ("（2026）吉24行初15号", "upheld"),
        ("（2026）吉24行初15号", "retrial_ordered"),
        ("（2026）吉24行终8号", "revoked"),
        ("（2026）吉24行申3号", "upheld"),
    ],
)
def test_a_result_of_another_instance_is_refused(stage, number, result):
    lawsuit = served_again(stage, number)
    with pytest.raises(ValidationError, match="不能作出该结果"):
        judge(lawsuit, stage, result=result)


def test_every_result_belongs_to_some_instance():
    assert {one for instance in Instance for one in results_of(instance)} == set(Result)


def test_a_retrial_by_the_rules_of_first_instance_can_be_appealed_against(stage):
    lawsuit = served_again(stage, "（2026）吉24行再2号")
    judge(lawsuit, stage, result="revoked", appealable=True)
    assert lawsuit.status == Status.JUDGED
    other = served_again(stage, "（2026）吉24行再3号")
    judge(other, stage, result="revoked")
    assert other.status == Status.CLOSED


def test_mixed_results_are_the_courts_to_say(stage):
    lawsuit = served(stage)
    judge(lawsuit, stage, result="other", lost=True, loss_reason="程序违法")
    assert (lawsuit.lost, lawsuit.loss_reason) == (True, "程序违法")
    won = served(stage, ordinal=16)
    judge(won, stage, result="rejected", loss_reason="不该留下")
    assert (won.lost, won.loss_reason) == (False, "")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"judgment": ""}, "judgment"),
        ({"result": "rejected", "performers": "all"}, "performers"),
        ({"order": ""}, "order"),
        ({"served_on": date(2026, 5, 1)}, "served_on"),
    ],
)
def test_a_judgment_that_does_not_fit_itself_is_refused(stage, given, field):
    lawsuit = served(stage)
    if given.get("performers"):
        given = given | {"performers": lawsuit.sued()}
    with pytest.raises(ValidationError) as refusal:
        judge(lawsuit, stage, **given)
    assert list(refusal.value.message_dict) == [field]
    lawsuit.refresh_from_db()
    assert lawsuit.status == Status.DEFENDING


def test_a_case_never_served_can_only_be_withdrawn_or_dismissed(stage):
    lawsuit = filed(stage)
    with pytest.raises(ValidationError, match="尚未送达"):
        judge(lawsuit, stage)
    judge(lawsuit, stage, result="withdrawn", judgment="")

    assert lawsuit.status == Status.CLOSED
    assert not Message.objects.filter(notice="appearances.judged").exists()


def test_planned_hearings_are_cancelled_and_those_held_bound_the_day(stage):
    lawsuit = served(stage)
    held = hearing(lawsuit, state=Hearing.State.HELD, starts_at="2026-05-21T09:00+08:00")
    planned = hearing(lawsuit, order=2, starts_at="2026-12-10T09:00+08:00")
    with pytest.raises(ValidationError, match="最近一次开庭"):
        judge(lawsuit, stage)
    judge(lawsuit, stage, on=date(2026, 5, 22))

    planned.refresh_from_db()
    held.refresh_from_db()
    assert (planned.state, held.state) == ("cancelled", "held")
    assert "已经裁判" in planned.reason


def test_only_the_court_judges(stage):
    lawsuit = served(stage)
    for user in (stage.agency_clerk, stage.justice_clerk, stage.people["office_leader"]):
        with pytest.raises(PermissionDenied):
            lawsuit.judge(actor=user, on=date(2026, 5, 20), result="withdrawn")


def test_what_is_to_be_performed_has_a_clock_to_the_date_fixed(stage):
    """第九十六条: the date is the judgment's; a day off moves it."""
    lawsuit = served(stage)
    judge(lawsuit, stage)
    with pytest.raises(ValidationError, match="请填写行政机关应当履行完毕的日期"):
        take_effect(lawsuit, stage, perform_by=None)
    with pytest.raises(ValidationError, match="不能早于裁判生效日期"):
        take_effect(lawsuit, stage, perform_by=date(2026, 6, 1))
    take_effect(lawsuit, stage, perform_by=date(2026, 8, 15))  # a Saturday

    clock = lawsuit.deadlines.get(rule__code=periods.PERFORMANCE)
    assert clock.due_on == lawsuit.due_on == date(2026, 8, 17)
    assert (lawsuit.status, lawsuit.holder) == (Status.PERFORMING, stage.agency)


def test_reported_and_confirmed_it_is_closed_and_late_stays_late(stage):
    lawsuit = performing(stage)
    lawsuit.report_performance(
        actor=stage.agency_clerk,
        report="已重新作出处理决定",
        proof=upload("决定.pdf"),
        on=date(2026, 8, 14),
    )
    assert (lawsuit.holder, lawsuit.due_on) == (stage.court, None)
    with pytest.raises(PermissionDenied):
        lawsuit.report_performance(actor=stage.agency_clerk, report="再报", on=date(2026, 8, 14))
    with pytest.raises(ValidationError, match="行政机关报告的日期"):
        lawsuit.confirm_performance(actor=stage.clerk, done=True, on=date(2026, 8, 13))
    lawsuit.confirm_performance(actor=stage.clerk, done=True)

    clock = lawsuit.deadlines.get(rule__code=periods.PERFORMANCE)
    assert lawsuit.status == Status.CLOSED
    assert deadlines.explain(clock)[-1].endswith("逾期3日")
    assert lawsuit.agencies.get().performed_on == date(2026, 8, 14)


def test_what_is_not_done_is_handed_back_by_the_same_date(stage):
    lawsuit = performing(stage)
    with pytest.raises(ValidationError, match="还没有报告"):
        lawsuit.confirm_performance(actor=stage.clerk, done=False, note="未见处理决定")
    lawsuit.report_performance(actor=stage.agency_clerk, report="已履行", on=date(2026, 8, 1))
    with pytest.raises(ValidationError, match="请写明"):
        lawsuit.confirm_performance(actor=stage.clerk, done=False)
    lawsuit.confirm_performance(actor=stage.clerk, done=False, note="未见处理决定")

    assert (lawsuit.status, lawsuit.holder) == (Status.PERFORMING, stage.agency)
    assert lawsuit.due_on == date(2026, 8, 11)
    assert lawsuit.agencies.get().report_view == "未见处理决定"
    assert "未见处理决定" not in lawsuit.audit.first().note  # who looks on reads that, not why


def test_of_several_the_case_closes_with_the_last(stage):
    lawsuit = performing(stage, defendants=[stage.agency, stage.co_agency])
    first, second = lawsuit.sued()
    lawsuit.confirm_performance(actor=stage.clerk, done=True, on=date(2026, 8, 1), agency=first)
    assert (lawsuit.status, lawsuit.holder) == (Status.PERFORMING, stage.co_agency)
    lawsuit.confirm_performance(actor=stage.clerk, done=True, on=date(2026, 8, 2), agency=second)
    assert lawsuit.status == Status.CLOSED


def test_the_desk_asks_the_court_to_confirm(stage):
    lawsuit = performing(stage)
    assert [row.action_label for row in desk.on_top(stage.agency_clerk)[0]] == ["履行"]
    lawsuit.report_performance(actor=stage.agency_clerk, report="已履行", on=date(2026, 8, 1))
    line = desk.on_top(stage.clerk)[0][0]
    assert (line.note, line.action_label) == (REPORTED, "确认履行")


def test_events_are_noted_as_standing_in_the_judgment(stage):
    lawsuit = served(stage)
    held = hearing(lawsuit, state=Hearing.State.HELD)
    row = lawsuit.agencies.get()
    absent = Appearance.objects.create(hearing=held, agency=row, event="no_reason")
    judge(lawsuit, stage, result="revoked")
    stranger = served(stage, ordinal=16)
    foreign = Appearance.objects.create(
        hearing=hearing(stranger), agency=stranger.agencies.get(), event="nobody"
    )
    for wrong in ([], [foreign]):
        with pytest.raises(ValidationError, match="请选择"):
            lawsuit.note_in_judgment(actor=stage.clerk, appearances=wrong)
    lawsuit.note_in_judgment(actor=stage.clerk, appearances=[absent])

    absent.refresh_from_db()
    assert absent.in_judgment
    assert "note_in_judgment" not in {
        step.name for step in lawsuit.available_transitions(stage.clerk)
    }


def test_all_who_know_of_the_case_are_told_of_judgment_and_effect(stage):
    performing(stage)
    people = stage.people
    sides = {people[name].pk for name in ("agency_clerk", "agency_leader", "justice")}
    for code, wanted in (
        ("judged", sides),
        ("effective", sides),
        ("to_perform", sides - {people["justice"].pk}),
    ):
        rows = Message.objects.filter(notice=f"appearances.{code}", channel="inbox")
        assert set(rows.values_list("recipient", flat=True)) == wanted, code
