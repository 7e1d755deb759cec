"""To whom a court may write: units of its own area; the rest is passed up (层报)."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from liaison.access import drift
from liaison.models import Area, Jurisdiction, Membership, Message, Role
from liaison.transitions import TransitionNotAllowed
from suggestions.models import JudicialSuggestion, Status
from tests.factories import suggestions as build
from tests.factories.liaison import MembershipFactory, UnitFactory, person
from tests.factories.suggestions import drafted, scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def july():
    with time_machine.travel("2026-07-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def stage():
    """A court for the zone of a reserve; beside it another zone, around both the reserve."""
    stage = scene()
    stage.reserve = Area.objects.create(name="保护区")
    stage.zone, stage.other = (
        Area.objects.create(name=name, parent=stage.reserve) for name in ("北区", "西区")
    )
    stage.street = Area.objects.create(name="北区某街道", parent=stage.zone)
    Jurisdiction.objects.create(area=stage.zone, court=stage.court)
    return stage


def in_area(unit, area):
    unit.area = area
    unit.save()


def with_high_court(stage):
    high = UnitFactory(court=True, place_name="吉")
    MembershipFactory(committee=stage.committee, unit=high, side=Membership.Side.COURT)
    stage.court.parent = high
    stage.court.save()
    stage.people["high_clerk"] = person(high, Role.COURT_CLERK)
    stage.people["high_president"] = person(high, Role.COURT_LEADER, rank="head")
    return high


def names(suggestion, user):
    suggestion = JudicialSuggestion.objects.get(pk=suggestion.pk)
    return {step.name for step in suggestion.available_transitions(user)}


@pytest.mark.parametrize(
    ("area", "far"),
    [("zone", False), ("street", False), ("reserve", False), ("other", True), (None, False)],
)
def test_what_overlaps_the_courts_area_is_near(stage, area, far):
    in_area(stage.recipient, area and getattr(stage, area))
    suggestion = drafted(stage)
    assert suggestion.elsewhere == ([stage.recipient] if far else [])


def test_a_court_of_which_no_area_is_known_may_write_to_all(stage):
    Jurisdiction.objects.all().delete()
    in_area(stage.recipient, stage.other)
    assert drafted(stage).elsewhere == []


def test_other_kinds_go_to_those_whom_their_law_names(stage):
    in_area(stage.recipient, stage.other)
    assert drafted(stage, kind="other").elsewhere == []


def test_neither_committee_nor_president_lets_a_letter_go_elsewhere(stage, client):
    in_area(stage.recipient, stage.other)
    suggestion = drafted(stage)
    build.consult(suggestion, stage)
    with pytest.raises(ValidationError, match="不在第.*辖区，应当层报上级人民法院"):
        build.approve(suggestion, stage)
    in_area(stage.recipient, stage.zone)
    build.approve(suggestion, stage)
    in_area(stage.recipient, stage.other)
    with pytest.raises(ValidationError, match="层报上级人民法院"):
        build.sign(suggestion, stage)
    assert suggestion.number == ""
    client.force_login(stage.clerk)
    page = client.get(suggestion.get_absolute_url()).content.decode()
    assert "不在本院辖区" in page
    assert "上级法院未在本平台" in page
    assert "pass_up" not in names(suggestion, stage.clerk)


def test_what_is_passed_up_goes_on_in_the_name_of_the_court_above(stage, client):
    high = with_high_court(stage)
    in_area(stage.recipient, stage.other)
    suggestion = drafted(stage)
    clerk = stage.people["high_clerk"]
    assert not JudicialSuggestion.objects.visible_to(clerk).exists()
    with pytest.raises(PermissionDenied):
        suggestion.pass_up(actor=clerk, reason="试探")
    build.consult(suggestion, stage)
    suggestion.pass_up(actor=stage.clerk, reason="需由西区主管机关解决")

    assert (suggestion.status, suggestion.initiator, suggestion.proposer) == (
        *(Status.DRAFT, high),
        stage.court,
    )
    assert suggestion.holder == high
    assert drift(suggestion) == (set(), set())
    assert names(suggestion, stage.clerk) == set()
    told = Message.objects.filter(notice="suggestions.passed_up")
    assert set(told.values_list("recipient", flat=True)) == {clerk.pk}
    for user in (stage.clerk, clerk):
        assert JudicialSuggestion.objects.visible_to(user).exists()
    for user in (stage.answerer, stage.people["justice"], stage.people["other_court_clerk"]):
        assert not JudicialSuggestion.objects.visible_to(user).exists()

    stage.people |= {"court_clerk": clerk, "president": stage.people["high_president"]}
    for take in build.STRAIGHT[:4]:
        take(suggestion, stage)
    assert suggestion.number == "吉法建〔2026〕1号"
    client.force_login(clerk)
    assert "层报法院" in client.get(suggestion.get_absolute_url()).content.decode()
    with pytest.raises(TransitionNotAllowed):
        suggestion.pass_up(actor=clerk, reason="再报")


def test_the_page_of_a_letter_that_lies_elsewhere_keeps_its_bounds(
    stage, client, django_assert_max_num_queries
):
    with_high_court(stage)
    in_area(stage.recipient, stage.other)
    suggestion = drafted(stage)
    client.force_login(stage.clerk)
    with django_assert_max_num_queries(12):
        page = client.get(suggestion.get_absolute_url()).content.decode()
    assert "层报上级法院" in page
