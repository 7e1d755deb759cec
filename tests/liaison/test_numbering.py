"""Numbers: unique, without gaps, given back by a step that is rolled back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from liaison.models import NumberSeries
from tests.factories.liaison import UnitFactory

races = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@races
def test_twenty_threads_draw_two_hundred_numbers_unique_and_without_a_gap():
    issuer = UnitFactory()

    def draw_ten(_):
        drawn = []
        for _ in range(10):
            with transaction.atomic():
                drawn.append(NumberSeries.objects.take(issuer, "长协", 2026))
        connection.close()
        return drawn

    with ThreadPoolExecutor(20) as pool:
        drawn = [number for numbers in pool.map(draw_ten, range(20)) for number in numbers]

    assert sorted(drawn) == list(range(1, 201))


@pytest.mark.django_db
def test_a_rolled_back_step_gives_its_number_back():
    issuer = UnitFactory()
    NumberSeries.objects.take(issuer, "长协", 2026)

    class Refused(Exception):
        pass

    with pytest.raises(Refused), transaction.atomic():
        assert NumberSeries.objects.take(issuer, "长协", 2026) == 2
        raise Refused

    assert NumberSeries.objects.take(issuer, "长协", 2026) == 2


@pytest.mark.django_db
def test_each_issuer_series_and_year_counts_for_itself():
    one, other = UnitFactory(), UnitFactory()

    drawn = [
        NumberSeries.objects.take(one, "法建", 2026),
        NumberSeries.objects.take(one, "法建", 2027),
        NumberSeries.objects.take(one, "纪要", 2026),
        NumberSeries.objects.take(other, "法建", 2026),
        NumberSeries.objects.take(one, "法建", 2026),
    ]

    assert drawn == [1, 1, 1, 1, 2]


@pytest.mark.django_db
def test_numbers_given_elsewhere_are_passed_over_and_never_given_back():
    unit = UnitFactory()
    NumberSeries.objects.pass_over(unit, "函", 2026, 7)
    assert NumberSeries.objects.take(unit, "函", 2026) == 8
    NumberSeries.objects.pass_over(unit, "函", 2026, 3)
    assert NumberSeries.objects.take(unit, "函", 2026) == 9
