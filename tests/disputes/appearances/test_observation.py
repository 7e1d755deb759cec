"""An observed hearing from its draft, or its proposal, to its account; moved and called off."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from disputes.appearances.models import Hearing, Observation, ObservationFigures
from liaison import registry
from liaison.metrics import Rate, Span
from liaison.models import Message
from liaison.transitions import TransitionNotAllowed
from tests.factories import observation as make
from tests.factories.appearances import PERSON, filed, scene
from tests.factories.liaison import UnitFactory

pytestmark = pytest.mark.django_db
Status = Observation.Status
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
LATER = timezone.make_aware(datetime(2026, 12, 3, 9, 0))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage():
    return scene()


def told(notice):
    """Who was told of something, in the inbox."""
    rows = Message.objects.filter(notice=f"appearances.observation_{notice}", channel=Message.INBOX)
    return {row.recipient for row in rows.select_related("recipient")}


def refused(error):
    return " ".join(error.value.messages)


def test_the_court_draws_it_up_and_invites_by_a_number_of_its_own(stage):
    first, second = make.invited(stage), make.invited(stage)

    assert (first.status, first.holder, first.initiator) == (
        Status.INVITED,
        stage.court,
        stage.court,
    )
    assert (first.number, second.number) == ("延边法听〔2026〕1号", "延边法听〔2026〕2号")
    assert first.receipt_by == date(2026, 11, 24)
    assert [row.due_on for row in first.deadlines.all()] == [date(2026, 11, 24)] * 2
    assert first.due_on is None  # what the units owe is no deadline of the court's


def test_a_notice_that_goes_out_late_asks_for_the_receipt_on_its_own_day(stage):
    late = make.planned(stage)
    with time_machine.travel("2026-11-25 10:00+08:00", tick=False):
        late.invite(actor=stage.clerk, on=date(2026, 11, 25))

    assert late.receipt_by == date(2026, 11, 25)
    assert {row.due_on for row in late.deadlines.all()} == {date(2026, 11, 25)}


def test_nobody_is_invited_on_a_day_to_come(stage):
    with pytest.raises(ValidationError, match="不能晚于今天"):
        make.planned(stage).invite(actor=stage.clerk, on=date(2026, 11, 21))


def test_nobody_is_invited_after_the_hearing(stage, clock):
    draft = make.planned(stage)
    clock.move_to("2026-11-27 10:00+08:00")
    with pytest.raises(ValidationError, match="不能晚于开庭日期"):
        draft.invite(actor=stage.clerk, on=date(2026, 11, 27))


def test_a_hearing_that_is_not_public_is_not_observed(stage):
    with pytest.raises(ValidationError) as error:
        make.planned(stage, is_public=False)
    assert refused(error) == "不公开审理的案件，不得组织旁听"
    closed = make.heard_in(stage, is_public=False)
    with pytest.raises(ValidationError, match="不公开审理") as error:
        make.planned(stage, hearing=closed)
    assert "hearing" in error.value.error_dict


def test_a_linked_hearing_gives_number_cause_time_and_place(stage):
    hearing = make.heard_in(stage, place="巡回法庭")
    draft = make.planned(
        stage, hearing=hearing, is_public=False, case_number="", starts_at=None, place=""
    )

    assert (draft.case_number, draft.cause) == ("（2026）吉24行初31号", "工伤认定")
    assert (draft.starts_at, draft.place) == (make.STARTS_AT, "巡回法庭")


@pytest.mark.parametrize("state", [Hearing.State.HELD, Hearing.State.CANCELLED])
def test_only_a_hearing_that_is_still_to_come_is_linked(stage, state):
    with pytest.raises(ValidationError, match="还没有开的庭"):
        make.planned(stage, hearing=make.heard_in(stage, state=state))


def test_another_courts_hearing_is_not_linked(stage):
    hearing = make.heard_in(stage)
    Hearing.objects.filter(pk=hearing.pk).update(matter=foreign_lawsuit(stage))
    hearing.refresh_from_db()
    with pytest.raises(ValidationError, match="只能关联本院案件"):
        make.planned(stage, hearing=hearing)


def foreign_lawsuit(stage):
    lawsuit = filed(stage, 77)
    type(lawsuit).objects.filter(pk=lawsuit.pk).update(
        initiator=stage.people["other_court_clerk"].posts.get().unit
    )
    return lawsuit


@pytest.mark.parametrize("told_in", ["title", "reason", "place", "discipline"])
def test_words_for_the_invited_name_no_litigant(stage, told_in):
    hearing = make.heard_in(stage)
    if told_in == "place":
        Hearing.objects.filter(pk=hearing.pk).update(place=f"{PERSON['name']}家门前")
        hearing.refresh_from_db()
    with pytest.raises(ValidationError, match="不要写当事人") as error:
        make.planned(stage, hearing=hearing, **{told_in: f"{PERSON['name']}诉某局"})
    assert list(error.value.error_dict) == [told_in]


@pytest.mark.parametrize(
    ("plan", "field", "words"),
    [
        ({"case_number": "行初31号"}, "case_number", "缺少括号内的年份"),
        ({"case_number": "（2026）吉06行初31号"}, "case_number", "不是本院的案号"),
        ({"case_number": ""}, "case_number", "请填写"),
        ({"starts_at": None}, "starts_at", "请填写"),
        ({"starts_at": make.STARTS_AT + timedelta(days=400)}, "starts_at", "在一年以后"),
        ({"place": ""}, "place", "请填写"),
        ({"seats": 2}, "seats", "合计3个，超过旁听席位2个"),
        ({"invited": []}, "invited", "请填写受邀单位"),
    ],
)
def test_a_plan_that_lacks_something_is_refused(stage, plan, field, words):
    with pytest.raises(ValidationError) as error:
        make.planned(stage, **plan)
    assert field in error.value.error_dict
    assert words in refused(error)


def test_units_are_invited_once_and_of_ones_own_committee(stage):
    row = {"unit": stage.agency, "seats": 1, "head_asked": False}
    for invited in ([row, row], [row | {"unit": UnitFactory()}], [row | {"unit": stage.court}]):
        with pytest.raises(ValidationError, match="受邀单位"):
            make.planned(stage, invited=invited)
    below = UnitFactory(parent=stage.agency)
    assert make.planned(stage, invited=[row | {"unit": below}]).invited()[0].unit == below


def test_the_draft_can_be_changed(stage):
    draft = make.planned(stage)
    row = {"unit": stage.stranger, "seats": 5, "head_asked": True}
    draft.revise(actor=stage.clerk, invited=[row], is_public=True, title="改了名称", seats=6)

    assert (draft.title, draft.seats, draft.place) == ("改了名称", 6, "第一审判庭")
    assert [(one.unit, one.seats) for one in draft.invitations.all()] == [(stage.stranger, 5)]


def test_the_justice_bureau_proposes_and_the_court_takes_up(stage):
    proposal = make.proposed(stage)
    assert (proposal.status, proposal.holder) == (Status.PROPOSED, stage.court)
    assert stage.clerk in told("proposed")
    plan = {name: make.PLAN[name] for name in make.PLAN if name != "title"}
    proposal.take_up(actor=stage.clerk, invited=make.rows(stage), is_public=True, **plan)

    assert proposal.status == Status.PLANNED
    assert proposal.title == make.PLAN["title"]
    assert told("decided") == {stage.justice_clerk}
    make.invite(proposal, stage)
    assert proposal.number


def test_the_court_declines_with_a_reason(stage):
    proposal = make.proposed(stage)
    proposal.decline(actor=stage.clerk, reason="近期没有合适的案件。")

    assert (proposal.status, proposal.closed_on) == (Status.DECLINED, date(2026, 11, 20))
    message = Message.objects.get(notice="appearances.observation_decided", channel=Message.INBOX)
    assert message.body == "近期没有合适的案件。"


def test_only_starter_office_and_the_court_itself_bring_one_up(stage):
    with pytest.raises(PermissionDenied):
        Observation.plan(
            actor=stage.agency_clerk,
            initiator=stage.agency,
            court=stage.court,
            committee=stage.committee,
            title="某",
            reason="某",
        )
    stage.committee.starter = None
    stage.committee.save()
    with pytest.raises(ValidationError, match="发起单位、办公室"):
        make.proposed(stage)
    stage.court.memberships.all().delete()
    with pytest.raises(ValidationError, match="成员法院"):
        make.planned(stage)


def test_who_is_invited_is_told_and_the_head_too_where_it_is_asked_for(stage):
    make.invited(stage)
    people = stage.people
    assert told("invited") == {
        people["agency_clerk"],
        people["agency_leader"],
        people["co_agency_clerk"],
        people["justice"],
        people["office"],
    }


def test_it_moves_with_its_hearing_and_everybody_is_asked_again(stage):
    hearing = make.heard_in(stage)
    observation = make.planned(stage, hearing=hearing)
    make.invite(observation, stage)
    make.answer(observation, stage)
    assert observation.out_of_step() == ""
    Hearing.objects.filter(pk=hearing.pk).update(state=Hearing.State.ADJOURNED)
    after = Hearing.objects.create(
        matter=hearing.matter, order=2, starts_at=LATER, place="第二审判庭"
    )
    observation = Observation.objects.get(pk=observation.pk)
    assert observation.out_of_step() == "关联的庭审已延期"
    observation.postpone(
        actor=stage.clerk, on=date(2026, 11, 20), reason="合议庭成员变动", hearing=after
    )

    assert (observation.starts_at, observation.place) == (LATER, "第二审判庭")
    assert (observation.receipt_by, observation.notice_version) == (date(2026, 12, 1), 2)
    assert observation.out_of_step() == ""
    assert {row.answered_on for row in observation.invitations.all()} == {None}
    assert observation.observers_seen_by(stage.clerk).count() == 2
    states = observation.deadlines.order_by("pk").values_list("status", "due_on")
    assert [state for state, _ in states] == ["met", "waived", "running", "running"]
    assert observation.papers.filter(code="observation-notice").count() == 2
    assert len(told("moved")) == 5


def test_a_time_typed_by_hand_moves_it_and_no_change_is_none(stage):
    observation = make.invited(stage)
    move = {"actor": stage.clerk, "on": date(2026, 11, 20), "reason": "法庭另用"}
    with pytest.raises(ValidationError, match="都没有变"):
        observation.postpone(**move, starts_at=make.STARTS_AT, place="第一审判庭")
    with pytest.raises(ValidationError, match="不能早于通知日期"):
        observation.postpone(**move, starts_at=make.STARTS_AT - timedelta(days=9))
    observation.postpone(**move, starts_at=LATER)
    assert (observation.day, observation.place) == (date(2026, 12, 3), "第一审判庭")


def test_out_of_step_with_its_hearing_nobody_is_invited_and_no_roll_is_taken(stage, clock):
    hearing = make.heard_in(stage)
    draft = make.planned(stage, hearing=hearing)
    Hearing.objects.filter(pk=hearing.pk).update(starts_at=LATER)
    draft = Observation.objects.get(pk=draft.pk)
    assert draft.out_of_step() == "关联的庭审已改时间或者地点"
    with pytest.raises(ValidationError, match="请先改期或者修改方案"):
        make.invite(draft, stage)
    Hearing.objects.filter(pk=hearing.pk).update(is_public=False)
    assert Observation.objects.get(pk=draft.pk).out_of_step() == "关联的庭审已改为不公开审理"


def test_called_off_it_tells_the_invited_at_once_and_asks_nobody_any_more(stage):
    observation = make.invited(stage)
    observation.call_off(actor=stage.clerk, reason="原告撤诉")

    assert (observation.status, observation.holder) == (Status.CANCELLED, None)
    assert {row.status for row in observation.deadlines.all()} == {"waived"}
    assert len(told("called_off")) == 5
    assert observation.owed_aside() == {}


def test_a_draft_is_called_off_in_silence(stage):
    make.planned(stage).call_off(actor=stage.clerk, reason="不再组织")
    assert not Message.objects.filter(notice__startswith="appearances.observation").exists()


def test_the_roll_is_taken_on_the_day_and_not_before(stage, clock):
    observation = make.invited(stage)
    make.answer(observation, stage)
    with pytest.raises(TransitionNotAllowed):
        observation.take_roll(actor=stage.clerk, people=make.roll(observation))
    clock.move_to("2026-11-26 12:00+08:00")
    observation.take_roll(actor=stage.clerk, people=make.roll(observation))
    assert (observation.status, observation.held_on) == (Status.HELD, make.DAY)


def test_closed_it_has_its_account_and_its_figures(stage, clock):
    clock.move_to("2026-11-26 15:00+08:00")
    observation = make.closed(stage)

    assert (observation.status, observation.holder) == (Status.CLOSED, None)
    assert observation.papers.filter(code="observation-account").count() == 1
    assert len(told("closed")) == 5
    figures = Observation.objects.figures(YEAR)
    assert figures == ObservationFigures(observations=1, units=2, visits=2, persons=3, heads=2)
    assert Observation.objects.figures(Span(date(2026, 1, 1), date(2026, 11, 25))) == (
        ObservationFigures()
    )


def test_a_unit_that_came_twice_is_one_unit_and_two_visits(stage, clock):
    clock.move_to("2026-11-26 15:00+08:00")
    make.closed(stage)
    make.held(stage)
    assert Observation.objects.figures(YEAR) == ObservationFigures(2, 2, 4, 6, 4)
    metric = registry.metrics["appearances.heads_observing"]
    assert metric.rate(stage.clerk, YEAR, make.DAY) == Rate(4, 6)
    assert str(metric.rate(stage.people["stranger"], YEAR, make.DAY)) == "—"
