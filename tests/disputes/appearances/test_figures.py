"""Figures of appearance, checked against tables worked out by hand for every policy."""

from datetime import date

import pytest

from disputes.appearances.models import Lawsuit, SuedAgency
from disputes.appearances.models.figures import (
    BY_COURT,
    BY_INSTANCE,
    BY_MONTH,
    BY_UNIT,
    TOTAL,
    AppearanceFigures,
    added_up,
    counted,
    counted_for,
    under_threshold,
)
from liaison.metrics import Rate, Span
from tests.factories.appearances import filed, scene
from tests.factories.heads import YEAR, cases, policy

pytestmark = pytest.mark.django_db

TABLE = (
    # denominator, left early counts, joint; (appeared, due, chiefs, spoke) of the one agency and
    # of the other. Of the first's ten cases nine were heard: 1 2 3 4 5 7 8 9 10; a head came in
    # 1 (chief) 2 7 (chief) 9, and left early in 5 (chief) 10; all but 2 are called; 4 8 excused.
    # Of the other's four, 7 8 9 10, only 9 10 are called; in 7 8 10 the first acts for it.
    ("heard", False, "each", (4, 9, 2, 3), (0, 4, 0, 0)),
    ("heard", False, "shared", (4, 9, 2, 3), (1, 4, 1, 1)),
    ("heard", False, "once", (4, 9, 2, 3), (0, 1, 0, 0)),
    ("heard", True, "each", (6, 9, 3, 5), (0, 4, 0, 0)),
    ("heard", True, "shared", (6, 9, 3, 5), (2, 4, 1, 2)),
    ("heard", True, "once", (6, 9, 3, 5), (0, 1, 0, 0)),
    ("notified", False, "each", (3, 8, 2, 3), (0, 2, 0, 0)),
    ("notified", False, "shared", (3, 8, 2, 3), (1, 4, 1, 1)),
    ("notified", False, "once", (3, 8, 2, 3), (0, 1, 0, 0)),
    ("notified", True, "each", (5, 8, 3, 5), (0, 2, 0, 0)),
    ("notified", True, "shared", (5, 8, 3, 5), (2, 4, 1, 2)),
    ("notified", True, "once", (5, 8, 3, 5), (0, 1, 0, 0)),
    ("unexcused", False, "each", (4, 7, 2, 3), (0, 4, 0, 0)),
    ("unexcused", False, "shared", (4, 7, 2, 3), (1, 3, 1, 1)),
    ("unexcused", False, "once", (4, 7, 2, 3), (0, 1, 0, 0)),
    ("unexcused", True, "each", (6, 7, 3, 5), (0, 4, 0, 0)),
    ("unexcused", True, "shared", (6, 7, 3, 5), (2, 3, 1, 2)),
    ("unexcused", True, "once", (6, 7, 3, 5), (0, 1, 0, 0)),
)


@pytest.fixture
def stage():
    built = scene()
    cases(built)
    return built


def figures(stage, chosen, *names, span=YEAR, who="justice"):
    return added_up(counted_for(stage.people[who], span, chosen), chosen, *names)


@pytest.mark.parametrize(("denominator", "left", "joint", "first", "second"), TABLE)
def test_every_policy_counts_as_by_hand(stage, denominator, left, joint, first, second):
    chosen = policy(stage, denominator=denominator, counts_left=left, joint=joint)
    found = figures(stage, chosen, BY_UNIT)
    assert found[BY_UNIT] == {
        stage.agency.pk: AppearanceFigures(*first),
        stage.co_agency.pk: AppearanceFigures(*second),
    }
    both = zip(first, second, strict=True)
    assert found[TOTAL] == AppearanceFigures(*(one + other for one, other in both))


def test_the_table_has_every_combination():
    assert len({row[:3] for row in TABLE}) == len(TABLE) == 3 * 2 * 3


def test_by_court_instance_and_month(stage):
    found = figures(stage, policy(stage), BY_COURT, BY_INSTANCE, BY_MONTH)
    other = stage.people["other_court_clerk"].posts.get().unit
    assert found[TOTAL] == AppearanceFigures(4, 13, 2, 3)
    assert found[BY_COURT] == {
        stage.court.pk: AppearanceFigures(3, 9, 2, 2),
        other.pk: AppearanceFigures(1, 4, 0, 1),
    }
    assert found[BY_INSTANCE] == {
        "first": AppearanceFigures(3, 11, 2, 2),
        "second": AppearanceFigures(1, 2, 0, 1),
    }
    assert found[BY_MONTH] == {
        date(2026, 3, 1): AppearanceFigures(2, 2, 1, 1),
        date(2026, 4, 1): AppearanceFigures(0, 2, 0, 0),
        date(2026, 5, 1): AppearanceFigures(1, 3, 1, 1),
        date(2026, 6, 1): AppearanceFigures(1, 6, 0, 1),
    }


def test_a_span_has_the_first_and_the_last_day_in_it(stage):
    chosen = policy(stage)
    assert figures(stage, chosen, span=Span(date(2026, 3, 10), date(2026, 3, 31)))[TOTAL].due == 2
    assert figures(stage, chosen, span=Span(date(2026, 3, 11), date(2026, 3, 30)))[TOTAL].due == 0


def test_rates_stand_with_both_numbers_and_nothing_is_a_dash(stage):
    total = figures(stage, policy(stage))[TOTAL]
    assert (total.rate, total.chief_share, total.spoke_share) == (
        Rate(4, 13),
        Rate(2, 4),
        Rate(3, 4),
    )
    assert total.absent == 9
    assert [str(rate) for rate in (total.rate, total.chief_share)] == ["30.77%", "50.00%"]
    nothing = AppearanceFigures()
    assert [str(nothing.rate), str(nothing.chief_share), str(nothing.spoke_share)] == ["—"] * 3


def test_an_instance_does_not_stand_for_another(stage):
    """一审 and 二审 of one dispute are two cases, and each asks for a head."""
    rows = counted_for(stage.justice_clerk, YEAR, policy(stage)).filter(unit=stage.agency)
    assert rows.filter(instance="second").count() == 1
    assert rows.count() == 9


def test_each_counts_what_is_theirs(stage):
    chosen = policy(stage)
    seen = {name: figures(stage, chosen, who=name)[TOTAL][:2] for name in stage.people}
    whole, none = (4, 13), (0, 0)
    assert seen == {
        "court_clerk": (3, 9),
        "president": (3, 9),
        "other_court_clerk": (1, 4),
        "agency_clerk": (4, 9),
        "agency_leader": (4, 9),
        "co_agency_clerk": (0, 4),
        "government_clerk": none,
        "justice": whole,
        "stranger": none,
        "office": whole,
        "office_leader": whole,
    }


def test_another_committees_cases_are_not_counted(stage):
    other = scene()
    rows = counted(Lawsuit.objects.all(), YEAR, policy(other))
    assert not rows.exists()
    assert counted(Lawsuit.objects.all(), YEAR, policy(stage)).count() == 13


def test_who_is_below_the_aim_comes_lowest_first(stage):
    found = figures(stage, policy(stage), BY_UNIT)[BY_UNIT]
    assert list(under_threshold(found, policy(stage))) == [stage.co_agency.pk, stage.agency.pk]
    assert list(under_threshold(found, policy(stage, threshold=44))) == [stage.co_agency.pk]
    assert under_threshold({7: AppearanceFigures()}, policy(stage)) == {}


def test_the_aim_is_asked_of_the_exact_share(stage):
    chosen = policy(stage, threshold=80)
    assert not chosen.is_missed_by(Rate(4, 5))
    assert chosen.is_missed_by(Rate(39999, 50000)), "rounded it would be 80.00%"
    assert not chosen.is_missed_by(Rate(0, 0))


def test_a_case_that_nobody_was_served_in_is_the_courts_alone(stage):
    lawsuit = filed(stage, ordinal=99)
    SuedAgency.objects.filter(matter=lawsuit).update(heard_on=date(2026, 7, 1))
    due = {who: figures(stage, policy(stage), who=who)[TOTAL].due for who in stage.people}
    assert (due["court_clerk"], due["justice"], due["agency_clerk"]) == (10, 13, 9)
