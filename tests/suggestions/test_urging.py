"""Urging an addressee that is late: letters by tier, who sends one, who reads it, numbers."""

from contextlib import suppress
from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from liaison.models import AuditEntry, NumberSeries, Role
from liaison.transitions import TransitionNotAllowed
from suggestions.models import JudicialSuggestion, Status, Tier, Urging
from tests.factories.liaison import person
from tests.factories.suggestions import UNSERVED, answer, answers, scene, suggestion_in
from tests.factories.urging import NOW, PAPERS, climb, late, late_by_two, stage_above, urge
from tests.liaison.test_outbox_races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stage():
    return stage_above()


def offered(suggestion, user):
    suggestion = JudicialSuggestion.objects.get(pk=suggestion.pk)
    return "urge" in {step.name for step in suggestion.available_transitions(user)}


def test_tier_comes_after_tier_and_each_may_be_repeated(stage):
    suggestion = late(stage)
    with pytest.raises(ValidationError, match="逐档"):
        urge(suggestion, stage.clerk, 2)
    for tier, refused in ((1, 3), (1, 0), (2, 1), (3, 5), (4, 3), (4, 6), (5, 4), (5, 6)):
        urge(suggestion, stage.clerk, tier)
        with pytest.raises(ValidationError, match="逐档"):
            urge(suggestion, stage.clerk, refused)
    sent = Urging.objects.order_by("pk")
    assert [each.tier for each in sent] == [1, 1, 2, 3, 4, 4, 5, 5]
    assert [each.final for each in sent] == [False] * 6 + [True] * 2
    assert suggestion.papers.filter(code__in=PAPERS).count() == 8
    assert suggestion.status == Status.ACKNOWLEDGED


def test_each_tier_goes_to_its_unit_with_its_copies(stage):
    suggestion = late(stage)
    sent = climb(suggestion, stage.clerk)
    assert [each.to for each in sent] == [stage.recipient] * 4 + [stage.above]
    copied = [set(each.copied.all()) for each in sent]
    assert copied[:3] == [set()] * 3
    assert copied[3:] == [{stage.coordinator}, {stage.recipient, stage.coordinator}]
    assert {each.unit for each in sent} == {stage.court}


def test_the_court_has_a_copy_of_every_letter_of_the_coordinator(stage):
    suggestion = late(stage)
    sent = climb(suggestion, stage.people["justice"])
    assert {each.unit for each in sent} == {stage.coordinator}
    copied = [set(each.copied.all()) for each in sent]
    assert copied == [{stage.court}] * 4 + [{stage.recipient, stage.court}]


def test_court_and_coordinator_climb_the_same_ladder(stage):
    suggestion = late(stage)
    urge(suggestion, stage.clerk, 1)
    with pytest.raises(ValidationError, match="逐档"):
        urge(suggestion, stage.people["justice"], 3)
    urge(suggestion, stage.people["justice"], 2)
    urge(suggestion, stage.president, 3)
    assert [each.unit for each in Urging.objects.order_by("pk")] == [
        stage.court,
        stage.coordinator,
        stage.court,
    ]


@pytest.mark.parametrize("above", ["nobody", "closed", "coordinator"])
def test_a_unit_without_another_above_it_is_urged_in_four_tiers(stage, above):
    if above == "closed":
        stage.above.is_active = False
        stage.above.save()
    else:
        stage.recipient.parent = {"nobody": None, "coordinator": stage.coordinator}[above]
        stage.recipient.save()
    suggestion = late(stage)
    sent = climb(suggestion, stage.clerk, Tier.COORDINATOR)
    assert [each.final for each in sent] == [False, False, False, True]
    with pytest.raises(ValidationError, match="逐档"):
        urge(suggestion, stage.clerk, 5)
    assert urge(suggestion, stage.clerk, 4).final


@pytest.mark.parametrize(("day", "may"), [("2026-08-17", False), ("2026-08-18", True)])
def test_nobody_is_urged_before_the_last_day_has_passed(stage, day, may):
    suggestion = late(stage)
    with time_machine.travel(f"{day} 09:00+08:00", tick=False):
        assert offered(suggestion, stage.clerk) is may
        with suppress(TransitionNotAllowed):
            urge(suggestion, stage.clerk, 1)
    assert Urging.objects.exists() is may


def test_the_next_letter_waits_for_the_day_that_the_last_one_gave(stage):
    suggestion = late(stage)
    first = urge(suggestion, stage.clerk, 1, on=date(2026, 10, 13), answer_by=date(2026, 10, 20))
    for user in (stage.clerk, stage.people["justice"]):
        assert not offered(suggestion, user)
        with pytest.raises(TransitionNotAllowed, match="现在不能督促"):
            urge(suggestion, user, 2, on=date(2026, 10, 20))
    with time_machine.travel("2026-10-21 09:00+08:00", tick=False):
        assert offered(suggestion, stage.people["justice"])
        with pytest.raises(ValidationError, match=f"{first.number}要求答复日期的次日"):
            urge(suggestion, stage.clerk, 2, on=date(2026, 10, 20))
        urge(suggestion, stage.clerk, 2, on=date(2026, 10, 21))
    assert [each.tier for each in Urging.objects.order_by("pk")] == [1, 2]


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"on": date(2026, 10, 21)}, "不能晚于今天"),
        ({"on": date(2026, 8, 17)}, "不能早于答复期限届满的次日"),
        ({"on": date(2026, 10, 20), "answer_by": date(2026, 10, 20)}, "发出日期之后"),
        ({"on": date(2026, 10, 20), "answer_by": date(2062, 10, 20)}, "60日以内"),
        ({"tier": "1"}, "逐档"),
        ({"tier": None}, "逐档"),
    ],
)
def test_what_cannot_be_is_refused_and_takes_no_number(stage, given, match):
    suggestion = late(stage)
    with pytest.raises(ValidationError, match=match):
        urge(suggestion, stage.clerk, given.pop("tier", 1), **given)
    assert not NumberSeries.objects.filter(name="司法建议督促").exists()
    assert not Urging.objects.exists()


def test_a_late_answer_ends_the_ladder_and_what_is_handed_back_begins_another(stage):
    suggestion = late(stage)
    climb(suggestion, stage.clerk, 3)
    answer(suggestion, stage.answerer, items=answers(suggestion))
    assert not offered(suggestion, stage.clerk)
    with pytest.raises(TransitionNotAllowed):
        urge(suggestion, stage.clerk, 3, on=date(2026, 10, 20))

    back = {"on": date(2026, 10, 20), "reason": "缺时限", "until": date(2026, 10, 30)}
    suggestion.return_reply(actor=stage.clerk, **back)
    assert not offered(suggestion, stage.clerk), "it has until the thirtieth"
    with time_machine.travel("2026-11-10 09:00+08:00", tick=False):
        with pytest.raises(ValidationError, match="逐档"):
            urge(suggestion, stage.clerk, 4)
        urge(suggestion, stage.clerk, 1)
    assert [each.tier for each in Urging.objects.order_by("pk")] == [1, 2, 3, 1]


def test_more_time_given_afterwards_lets_the_ladder_rest(stage):
    suggestion = late(stage)
    with time_machine.travel("2026-08-10 09:00+08:00", tick=False):
        suggestion.ask_extension(actor=stage.answerer, until=date(2026, 10, 30), reason="需上会")
        suggestion.grant_extension(actor=stage.clerk, granted=True)
    assert not offered(suggestion, stage.clerk)
    with time_machine.travel("2026-11-02 09:00+08:00", tick=False):
        assert offered(suggestion, stage.clerk)


def test_of_two_addressees_only_the_late_one_is_urged_and_each_by_itself(stage):
    suggestion, (first, second) = late_by_two(stage)
    with pytest.raises(ValidationError, match="请选择"):
        suggestion.urge(
            actor=stage.clerk, tier=1, on=date(2026, 10, 1), answer_by=date(2026, 10, 9)
        )
    climb(suggestion, stage.clerk, 2, first)
    with pytest.raises(ValidationError, match="逐档"):
        urge(suggestion, stage.clerk, 3, second)
    urge(suggestion, stage.clerk, 1, second)
    answer(suggestion, stage.answerer, items=answers(suggestion))
    with pytest.raises(ValidationError, match="请选择"):
        suggestion.urge(
            actor=stage.clerk,
            tier=3,
            on=date(2026, 10, 1),
            answer_by=date(2026, 10, 9),
            addressee=first,
        )
    tiers = Urging.objects.order_by("pk").values_list("addressee__order", "tier")
    assert list(tiers) == [(1, 1), (1, 2), (2, 1)]


def test_only_the_court_and_the_coordinator_urge(stage, client):
    suggestion = late(stage)
    stage.people["leader_of_justice"] = person(stage.coordinator, Role.UNIT_LEADER)
    may = {"court_clerk", "president", "justice"}
    assert {name for name, user in stage.people.items() if offered(suggestion, user)} == may
    for name in stage.people.keys() - may:
        with pytest.raises(PermissionDenied):
            urge(suggestion, stage.people[name], 1)
    assert AuditEntry.objects.filter(action="refused").count() == len(stage.people) - len(may)
    client.force_login(stage.people["stranger"])
    assert client.get(suggestion.step_url("urge")).status_code == 404
    client.force_login(stage.answerer)
    assert client.get(suggestion.step_url("urge")).status_code == 403
    assert client.post(suggestion.step_url("urge"), {"tier": 1}).status_code == 403
    assert not Urging.objects.exists()


@pytest.mark.parametrize("status", UNSERVED)
def test_before_service_nobody_has_a_part_in_urging(status):
    grants = suggestion_in(status).grants()
    assert not any("urge" in verbs for verbs in grants.values())


def test_a_justice_bureau_elsewhere_does_not_urge(stage):
    suggestion = late(stage)
    other = scene(place_name="大庆").people["justice"]
    with pytest.raises(PermissionDenied):
        urge(suggestion, other, 1)


def test_numbers_are_drawn_by_who_urges_one_series_a_year(stage):
    suggestion = late(stage)
    for actor in (stage.clerk, stage.people["justice"], stage.clerk):
        urge(suggestion, actor, 1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        urge(suggestion, stage.clerk, 2)
        raise ZeroDivisionError
    suggestion = JudicialSuggestion.objects.get(pk=suggestion.pk)
    urge(suggestion, stage.clerk, 2)
    coordinator = stage.coordinator.short_name
    assert list(Urging.objects.order_by("pk").values_list("number", flat=True)) == [
        "延边法督〔2026〕1号",
        f"{coordinator}督〔2026〕1号",
        "延边法督〔2026〕2号",
        "延边法督〔2026〕3号",
    ]
    with time_machine.travel("2027-01-10 09:00+08:00", tick=False):
        again = urge(suggestion, stage.clerk, 2, on=date(2027, 1, 10))
    assert again.number == "延边法督〔2027〕1号"


def test_a_court_without_a_place_name_is_told_so(stage):
    suggestion = late(stage)
    stage.court.place_name = ""
    stage.court.save()
    with pytest.raises(ValidationError, match="未登记地名简称"):
        urge(
            JudicialSuggestion.objects.get(pk=suggestion.pk), person(stage.court, "court_clerk"), 1
        )
    assert not Urging.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_eight_letters_at_once_have_eight_numbers_without_a_gap():
    stage = stage_above()
    found = [late(stage) for _ in range(8)]

    def send(suggestion):
        def go():
            own = JudicialSuggestion.objects.get(pk=suggestion.pk)
            return urge(own, stage.clerk, 1).number

        return go

    numbers = at_once(*map(send, found))
    assert sorted(numbers) == [f"延边法督〔2026〕{n}号" for n in range(1, 9)]
    assert NumberSeries.objects.get(issuer=stage.court, name="司法建议督促").last == 8


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_court_and_coordinator_who_urge_at_once_send_one_letter():
    stage = stage_above()
    suggestion = late(stage)

    def send(user):
        def go():
            own = JudicialSuggestion.objects.get(pk=suggestion.pk)
            with suppress(TransitionNotAllowed, ValidationError):
                return urge(
                    own, user, 1, on=date(2026, 10, 20), answer_by=date(2026, 10, 27)
                ).number

        return go

    numbers = at_once(send(stage.clerk), send(stage.people["justice"]))
    assert sum(number is not None for number in numbers) == 1
    assert Urging.objects.count() == suggestion.papers.filter(code__in=PAPERS).count() == 1
    assert suggestion.audit.filter(action="urge").count() == 1
