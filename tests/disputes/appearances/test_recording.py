"""What the court records of a hearing (出庭记录), and what it sums up to for each agency."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from disputes.appearances.models import Status
from disputes.appearances.models.recording import FACTS, lacking
from liaison.models import Message
from liaison.transitions import TransitionNotAllowed
from tests.factories import appearances
from tests.factories.appearances import (
    CAME,
    NOBODY,
    STAFF,
    after,
    calls,
    excuse_head,
    fix_hearing,
    heard,
    hold_back,
    name_head,
    record_hearing,
)

pytestmark = pytest.mark.django_db
SUMMED = ("appeared", "head_rank", "spoke", "left_early", "excused", "notified")


@pytest.fixture
def stage():
    return appearances.scene()


def summed(lawsuit, unit=None):
    row = next(row for row in lawsuit.sued() if unit in (None, row.unit))
    return {name: getattr(row, name) for name in SUMMED}


def test_a_hearing_is_recorded_and_summed_up(stage):
    lawsuit = heard(stage)

    one = lawsuit.appearances()[0]
    assert (lawsuit.status, one.hearing.state, one.event) == (Status.HEARD, "held", "")
    assert one.has_stayed
    row = lawsuit.sued()[0]
    assert row.heard_on == timezone.localdate() - timedelta(days=1)
    assert summed(lawsuit) == {
        "appeared": True,
        "head_rank": "deputy",
        "spoke": True,
        "left_early": False,
        "excused": False,
        "notified": True,
    }
    message = Message.objects.get(
        recipient=stage.agency_clerk, notice="appearances.recorded", channel="inbox"
    )
    assert "副局长朴正浩（副职负责人）出庭" in message.body


def test_nothing_is_recorded_before_the_hour_nor_by_anybody_but_the_court(stage):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage)
    with pytest.raises(TransitionNotAllowed):
        lawsuit.record_hearing(actor=stage.clerk, rows=[])
    with time_machine.travel(after(10), tick=False):
        rows = [(one, CAME) for one in lawsuit.appearances()]
        for name in sorted(stage.outsiders):
            with pytest.raises(PermissionDenied):
                lawsuit.record_hearing(actor=stage.people[name], rows=rows)
        lawsuit.record_hearing(actor=stage.clerk, rows=rows)

    assert lawsuit.status == Status.HEARD
    assert not lawsuit.deadlines.open().filter(rule__code="appearances.nominate").exists()


def test_every_agency_is_recorded_and_none_of_another_hearing(stage):
    joint = appearances.served(stage, defendants=[stage.agency, stage.co_agency])
    hold_back(joint, stage)
    one, two = joint.appearances()
    for rows in ([], [(one, CAME)], [(one, CAME), (one, CAME)]):
        with pytest.raises(ValidationError, match="每一个行政机关"):
            joint.record_hearing(actor=stage.clerk, rows=rows)
    joint.record_hearing(actor=stage.clerk, rows=[(two, NOBODY), (one, CAME)])

    assert [row.appeared for row in joint.sued()] == [True, False]
    assert [one.event for one in joint.appearances()] == ["", "nobody"]


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"presence": "head"}, {"head_name", "head_post", "head_rank", "identity"}),
        (CAME, set()),
        (CAME | {"identity": ""}, {"identity"}),
        ({"presence": "staff"}, {"staff"}),
        (STAFF, set()),
        (
            STAFF | {"spoke": True, "left_early": True, "refused": True},
            {"spoke", "left_early", "refused"},
        ),
        ({"presence": "lawyer"}, set()),
        (NOBODY | {"spoke": True}, {"spoke"}),
    ],
)
def test_a_record_must_be_whole_and_not_contradict_itself(facts, named):
    assert set(lacking(facts)) == named


def test_a_head_who_did_not_come_stays_named_but_counts_for_nothing(stage):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage)
    name_head(lawsuit, stage)
    with time_machine.travel(after(10), tick=False):
        record_hearing(lawsuit, stage, STAFF)

    one = lawsuit.appearances()[0]
    assert (one.head_name, one.has_appeared, one.event) == ("朴正浩", False, "no_reason")
    assert (summed(lawsuit)["appeared"], summed(lawsuit)["head_rank"]) == (False, "")


def test_an_excuse_must_be_examined_before_absence_is_recorded(stage):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage)
    excuse_head(lawsuit, stage)
    with time_machine.travel(after(10), tick=False):
        with pytest.raises(ValidationError, match="请先审查"):
            record_hearing(lawsuit, stage, STAFF)
        lawsuit.decide_excuse(actor=stage.clerk, view="accepted")
        record_hearing(lawsuit, stage, STAFF)

    assert lawsuit.appearances()[0].event == ""
    assert summed(lawsuit)["excused"] is True


@pytest.mark.parametrize(
    ("first", "second", "facts"),
    [
        (
            CAME,
            STAFF,
            {"appeared": True, "head_rank": "deputy", "spoke": True, "left_early": False},
        ),
        (
            CAME | {"left_early": True},
            STAFF,
            {"appeared": True, "head_rank": "deputy", "spoke": True, "left_early": True},
        ),
        (
            CAME | {"left_early": True, "head_rank": "chief"},
            CAME | {"spoke": False},
            {"appeared": True, "head_rank": "deputy", "spoke": False, "left_early": False},
        ),
        (
            CAME,
            CAME | {"head_rank": "chief", "spoke": False},
            {"appeared": True, "head_rank": "chief", "spoke": True, "left_early": False},
        ),
        (
            CAME | {"identity": "defective"},
            NOBODY,
            {"appeared": False, "head_rank": "", "spoke": False, "left_early": False},
        ),
    ],
)
def test_the_hearings_of_an_instance_are_summed_up(stage, first, second, facts):
    lawsuit = heard(stage, first, days_ago=6)
    hold_back(lawsuit, stage, days_ago=2, ground=None)
    record_hearing(lawsuit, stage, second)

    assert facts.items() <= summed(lawsuit).items()
    assert lawsuit.sued()[0].heard_on == timezone.localdate() - timedelta(days=6)
    assert summed(lawsuit)["notified"] is True


def test_of_what_is_registered_late_nobody_is_told_before_and_nothing_is_asked(stage):
    lawsuit = appearances.served(stage)
    hold_back(lawsuit, stage)

    assert lawsuit.appearances()[0].is_called
    assert not lawsuit.papers.exists()
    assert not lawsuit.deadlines.filter(rule__code="appearances.nominate").exists()
    assert not Message.objects.filter(notice="appearances.hearing_fixed").exists()


def test_of_two_hearings_one_is_recorded_after_the_other(stage):
    lawsuit = appearances.served(stage)
    hold_back(lawsuit, stage, days_ago=4)
    hold_back(lawsuit, stage, days_ago=2)
    record_hearing(lawsuit, stage)
    assert lawsuit.status == Status.LISTED
    record_hearing(lawsuit, stage)

    assert lawsuit.status == Status.HEARD
    assert [one.state for one in lawsuit.hearings.all()] == ["held", "held"]


def test_facts_of_one_whose_head_another_stands_for_are_its_own(stage):
    joint = appearances.served(stage, defendants=[stage.agency, stage.co_agency])
    agency, other = joint.sued()
    joint.agree_head(actor=stage.clerk, agency=agency, represented=[other])
    hold_back(joint, stage, calls=calls(joint, on=after(-12).date(), agencies=[agency]))
    record_hearing(joint, stage, CAME, STAFF)

    assert [row.appeared for row in joint.sued()] == [True, False]
    assert [row.notified for row in joint.sued()] == [True, False]


def test_a_record_is_corrected_with_its_reason_and_all_that_follows(stage):
    lawsuit = heard(stage, STAFF)
    assert (lawsuit.appearances()[0].event, summed(lawsuit)["appeared"]) == ("no_reason", False)
    one = lawsuit.appearances()[0]
    with pytest.raises(ValidationError, match="没有更正任何内容"):
        lawsuit.correct_record(actor=stage.clerk, rows=[(one, STAFF)], reason="核对")
    lawsuit.correct_record(actor=stage.clerk, rows=[(one, CAME)], reason="笔录记载负责人到庭")

    assert (lawsuit.appearances()[0].event, summed(lawsuit)["appeared"]) == ("", True)
    note = lawsuit.audit.filter(action="correct_record").get().note
    assert "朴正浩" in note
    assert "理由：笔录记载负责人到庭" in note
    with pytest.raises(PermissionDenied):
        lawsuit.correct_record(actor=stage.agency_clerk, rows=[(one, STAFF)], reason="不符")
    other = heard(stage, ordinal=16)
    with pytest.raises(ValidationError, match="只能更正本案"):
        lawsuit.correct_record(
            actor=stage.clerk, rows=[(other.appearances()[0], STAFF)], reason="错"
        )


def test_a_correction_of_the_first_hearing_changes_what_follows_from_the_second(stage):
    lawsuit = heard(stage, CAME, days_ago=6)
    hold_back(lawsuit, stage, days_ago=2, ground=None)
    record_hearing(lawsuit, stage, STAFF)
    first, second = lawsuit.appearances()
    assert second.event == ""
    lawsuit.correct_record(
        actor=stage.clerk, rows=[(first, CAME | {"left_early": True})], reason="笔录记载"
    )

    assert [one.event for one in lawsuit.appearances()] == ["left", "no_reason"]


def test_the_form_is_prefilled_from_the_receipt_and_refuses_what_contradicts_itself(stage, client):
    lawsuit = appearances.served(stage)
    fix_hearing(lawsuit, stage)
    name_head(lawsuit, stage)
    client.force_login(stage.clerk)
    url = lawsuit.step_url("record_hearing")
    with time_machine.travel(after(10), tick=False):
        client.force_login(stage.clerk)
        page = client.get(url)
        row = page.context["form"].formsets["rows"].forms[0]
        assert (row["presence"].value(), row["head_name"].value()) == ("head", "朴正浩")
        plumbing = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "1"}
        wrong = {"rows-0-presence": "nobody", "rows-0-left_early": "on"}
        page = client.post(url, plumbing | wrong)
        assert "不能登记“中途退庭”" in page.content.decode()
        right = {f"rows-0-{name}": str(value) for name, value in CAME.items()}
        assert client.post(url, plumbing | right).url == lawsuit.get_absolute_url()
        page = client.get(lawsuit.get_absolute_url()).content.decode()
        assert "已发言" in page
        page = client.get(lawsuit.step_url("correct_record"))
        assert page.context["form"].formsets["rows"].forms[0]["presence"].value() == "head"
        right["rows-0-spoke"] = ""
        answer = client.post(
            lawsuit.step_url("correct_record"), plumbing | right | {"reason": "笔误"}
        )
        assert answer.url == lawsuit.get_absolute_url()

    assert lawsuit.appearances()[0].spoke is False
    assert set(FACTS) >= {"spoke", "presence"}


@pytest.mark.parametrize("agencies", [1, 3])
def test_the_page_costs_no_more_for_many_agencies_and_hearings(
    stage, client, agencies, django_assert_max_num_queries
):
    units = [stage.agency]
    for _ in range(agencies - 1):
        units.append(appearances.UnitFactory(parent=stage.agency.parent))
        appearances.MembershipFactory(committee=stage.committee, unit=units[-1])
    lawsuit = heard(stage, *[STAFF] * agencies, days_ago=6, defendants=units)
    hold_back(lawsuit, stage)
    client.force_login(stage.clerk)
    client.get(lawsuit.get_absolute_url())
    with django_assert_max_num_queries(11):
        page = client.get(lawsuit.get_absolute_url())

    assert page.content.decode().count("仅相应的工作人员出庭") >= agencies
