"""Receipts of the invited, and the roll on the day: who was to come, and who came."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from disputes.appearances.models import Observer
from liaison.models import Message
from liaison.transitions import TransitionNotAllowed
from tests.factories import observation as make
from tests.factories.appearances import scene

pytestmark = pytest.mark.django_db
STAFF = {"name": "崔明哲", "post": "科员", "standing": "staff"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-20 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def observation(stage):
    return make.invited(stage)


def row_of(observation, unit):
    return observation.invitations.with_tallies().get(unit=unit)


def test_a_receipt_names_who_comes_and_is_owed_no_more(observation, stage):
    assert set(observation.owed_aside()) == {stage.agency.group_id, stage.co_agency.group_id}
    make.answer(observation, stage, contact="尹素英", phone="0433-1234567")

    row = row_of(observation, stage.agency)
    assert (row.announced, row.announced_heads, row.answered_on) == (2, 1, date(2026, 11, 20))
    assert row.answered_by == stage.agency_clerk
    assert not row.is_late(observation.receipt_by)
    assert set(observation.owed_aside()) == {stage.co_agency.group_id}


def test_a_receipt_may_be_changed_until_the_hearing_begins(observation, stage, clock):
    make.answer(observation, stage)
    clock.move_to("2026-11-26 08:59+08:00")
    make.answer(observation, stage, [STAFF | {"standing": "deputy"}])
    assert [one.name for one in Observer.objects.all()] == ["崔明哲"]
    clock.move_to("2026-11-26 09:01+08:00")
    with pytest.raises(TransitionNotAllowed):
        make.answer(observation, stage)


def test_a_receipt_after_its_day_is_late(observation, stage, clock):
    clock.move_to("2026-11-25 09:00+08:00")
    make.answer(observation, stage)
    assert row_of(observation, stage.agency).is_late(observation.receipt_by)
    deadline = observation.deadlines.get(responsible=stage.agency)
    assert (deadline.status, deadline.due_on) == ("met", date(2026, 11, 24))
    assert deadline.ended_on == date(2026, 11, 25)


def test_a_unit_that_can_send_nobody_says_why(observation, stage):
    observation.answer_invitation(
        actor=stage.people["co_agency_clerk"], declined="当日全员参加防汛"
    )
    row = row_of(observation, stage.co_agency)
    assert (row.declined, row.announced) == ("当日全员参加防汛", 0)
    assert row.answered_on


@pytest.mark.parametrize(
    ("people", "said", "words"),
    [
        ([], {}, "请写明旁听人员"),
        ([STAFF], {"declined": "不来"}, "请写明旁听人员"),
        ([STAFF], {}, "负责人不能参加的，请说明原因"),
        ([*make.PEOPLE, STAFF], {}, "旁听席位为2个，填了3人"),
        ([make.PEOPLE[0]] * 2, {}, "同一个人写了两行"),
    ],
)
def test_a_receipt_that_does_not_do_is_refused(observation, stage, people, said, words):
    with pytest.raises(ValidationError, match=words):
        make.answer(observation, stage, people, **said)
    assert row_of(observation, stage.agency).answered_on is None


def test_staff_come_where_it_is_said_why_the_head_does_not(observation, stage):
    make.answer(observation, stage, [STAFF], note="局长当日参加省里会议")
    assert row_of(observation, stage.agency).announced_heads == 0


def test_who_is_not_invited_answers_nothing(observation, stage):
    with pytest.raises(PermissionDenied):
        observation.answer_invitation(actor=stage.people["stranger"], people=[STAFF])


def test_the_court_enters_what_was_said_by_telephone(observation, stage):
    make.record(observation, stage, stage.co_agency, [STAFF], on=date(2026, 11, 18))
    row = row_of(observation, stage.co_agency)
    assert (row.answered_by, row.answered_on) == (stage.clerk, date(2026, 11, 18))
    deadline = observation.deadlines.get(responsible=stage.co_agency)
    assert (deadline.status, deadline.ended_on) == ("met", date(2026, 11, 18))
    with pytest.raises(ValidationError, match="不能早于通知日期"):
        make.record(observation, stage, stage.agency, [STAFF], on=date(2026, 11, 15))


def test_those_who_owe_are_urged_and_nobody_else(observation, stage):
    make.answer(observation, stage)
    observation.urge_answers(actor=stage.clerk)

    urged = Message.objects.filter(notice="appearances.observation_urged", channel=Message.INBOX)
    assert [row.recipient for row in urged] == [stage.people["co_agency_clerk"]]
    assert row_of(observation, stage.co_agency).urged_on == date(2026, 11, 20)
    assert row_of(observation, stage.agency).urged_on is None
    make.record(observation, stage, stage.co_agency, [STAFF])
    with pytest.raises(TransitionNotAllowed):
        observation.urge_answers(actor=stage.clerk)


def test_the_desk_shows_the_unit_that_it_owes_a_receipt(client, observation, stage):
    client.force_login(stage.agency_clerk)
    page = client.get("/")
    assert [(row.title, row.pk) for row in page.context["todo"]] == [
        (observation.title, observation.pk)
    ]
    assert "报回执" in page.content.decode()
    make.answer(observation, stage)
    assert not client.get("/").context["todo"]


def test_the_courts_desk_says_that_receipts_are_owed_until_all_are_there(
    client, observation, stage
):
    make.answer(observation, stage)
    client.force_login(stage.clerk)
    assert "回执未报齐" in client.get("/").content.decode()
    make.record(observation, stage, stage.co_agency, [STAFF])
    page = client.get("/")
    assert [row.pk for row in page.context["todo"]] == [observation.pk]
    assert "回执未报齐" not in page.content.decode()


def test_the_form_shows_what_was_said_and_how_many_seats_there_are(client, observation, stage):
    make.answer(observation, stage, note="届时提前到场")
    client.force_login(stage.agency_clerk)
    page = client.get(observation.step_url("answer_invitation")).content.decode()
    assert "旁听席位：2个，请负责人参加" in page
    for words in ("裴世安", "尹素英", "届时提前到场"):
        assert words in page


def test_a_receipt_comes_in_by_its_form(client, observation, stage):
    client.force_login(stage.people["co_agency_clerk"])
    address = observation.step_url("answer_invitation")
    typed = {
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "0",
        **{f"people-0-{name}": value for name, value in STAFF.items()},
    }
    assert client.post(address, typed).url == observation.get_absolute_url()
    assert row_of(observation, stage.co_agency).announced == 1
    page = client.post(address, typed | {"people-0-name": "", "people-0-post": ""})
    assert page.status_code == 200
    assert row_of(observation, stage.co_agency).announced == 1


class TestRoll:
    """The roll that the court takes on the day."""

    @pytest.fixture
    def observation(self, observation, stage, clock):
        make.answer(observation, stage)
        clock.move_to("2026-11-26 11:30+08:00")
        return observation

    def test_who_came_who_did_not_and_who_came_besides(self, observation, stage):
        chief, _ = rows = make.roll(observation)
        rows[1] |= {"came": False}
        besides = make.walk_in(observation, stage.co_agency, substitute_for="董局长")
        observation.take_roll(actor=stage.clerk, people=[*rows, besides])

        people = Observer.objects.values_list("name", "came", "is_walk_in", "substitute_for")
        assert set(people) == {
            ("裴世安", True, False, ""),
            ("尹素英", False, False, ""),
            ("严大勇", True, True, "董局长"),
        }
        tallies = [(row.came, row.came_heads) for row in observation.invitations.with_tallies()]
        assert tallies == [(1, 1), (1, 1)]
        assert chief["id"] in Observer.objects.values_list("pk", flat=True)

    def test_somebody_comes_for_whoever_was_announced(self, observation, stage):
        absent, other = make.roll(observation)
        besides = {"name": "林海", "standing": "deputy", "substitute_for": absent["name"]}
        besides = make.walk_in(observation, stage.agency, **besides)
        observation.take_roll(actor=stage.clerk, people=[other, besides])
        here = Observer.objects.here().values_list("name", "substitute_for", "is_walk_in")
        assert set(here) == {("尹素英", "", False), ("林海", "裴世安", True)}

    def test_nobody_is_counted_twice(self, observation, stage):
        again = make.walk_in(observation, stage.agency, **make.PEOPLE[0])
        besides = make.walk_in(observation, stage.co_agency)
        for people, name in (([again], "裴世安"), ([besides, besides], "严大勇")):
            with pytest.raises(ValidationError, match=f"{name}已在名单中"):
                observation.take_roll(actor=stage.clerk, people=people)
        assert not Observer.objects.here().exists()

    def test_whoever_has_no_row_did_not_come(self, observation, stage):
        observation.take_roll(actor=stage.clerk, people=[])
        assert set(Observer.objects.values_list("came", flat=True)) == {False}

    def test_it_may_be_corrected_until_it_is_closed(self, observation, stage):
        besides = make.walk_in(observation, stage.co_agency)
        observation.take_roll(actor=stage.clerk, people=[*make.roll(observation), besides])
        observation.take_roll(actor=stage.clerk, people=make.roll(observation)[:1])
        assert sorted(Observer.objects.here().values_list("name", flat=True)) == ["裴世安"]
        assert not Observer.objects.filter(is_walk_in=True).exists()
        observation.summarise(actor=stage.clerk, summary="已讲评")
        with pytest.raises(TransitionNotAllowed):
            observation.take_roll(actor=stage.clerk, people=[])

    def test_who_never_answered_owes_no_receipt_any_more(self, observation, stage):
        observation.take_roll(actor=stage.clerk, people=make.roll(observation))
        assert observation.deadlines.get(responsible=stage.co_agency).status == "waived"
        assert observation.owed_aside() == {}

    def test_only_people_of_the_invited_are_enrolled(self, observation, stage):
        other = make.invited(stage, invited=[make.rows(stage)[0] | {"unit": stage.stranger}])
        foreign = make.walk_in(other, stage.stranger)
        with pytest.raises(ValidationError, match="受邀单位的人员"):
            observation.take_roll(actor=stage.clerk, people=[foreign])
