"""Rates: always with numerator and denominator, “—” for nothing, halves rounded up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from liaison import registry
from liaison.metrics import Rate
from liaison.models import Deadline
from tests.factories.liaison import UnitFactory
from tests.factories.outbox import DeadlineFactory, a_matter

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [(0, 0, "—"), (0, 3, "0.00%"), (2, 3, "66.67%"), (1, 8, "12.50%"), (3, 3, "100.00%")],
)
def test_a_rate_in_words(numerator, denominator, text):
    assert str(Rate(numerator, denominator)) == text


def test_halves_are_rounded_up():
    assert Rate(1, 800).percent == Decimal("0.13")


@pytest.mark.django_db
class TestOnTime:
    @pytest.fixture
    def unit(self):
        return UnitFactory()

    def due(self, unit, day, **fields):
        deadline = DeadlineFactory(matter=a_matter(), responsible=unit)
        Deadline.objects.filter(pk=deadline.pk).update(due_on=day, **fields)

    def test_met_in_time_met_late_and_overdue_count_the_rest_does_not(self, unit):
        march = date(2026, 3, 10)
        self.due(unit, march, status="met", ended_on=march)
        self.due(unit, march, status="met", ended_on=march + timedelta(days=1))
        self.due(unit, date(2026, 11, 20), status="running")
        self.due(unit, TODAY, status="running")
        self.due(unit, march, status="running", handed_in_on=march)
        self.due(unit, march, status="running", handed_in_on=march + timedelta(days=1))
        self.due(unit, march, status="waived", ended_on=march)
        self.due(unit, date(2025, 3, 10), status="met", ended_on=date(2025, 3, 10))
        self.due(UnitFactory(), march, status="met", ended_on=march)
        metric = registry.metrics["liaison.on_time"]

        months = metric.by_month([unit.pk], TODAY)

        assert months == {3: (1, 2), 11: (0, 1)}
        assert metric.rate(months) == Rate(1, 4)

    def test_the_desk_shows_the_figure_with_its_parts(self, unit):
        self.due(unit, TODAY, status="met", ended_on=TODAY)

        drawing = registry.metrics["liaison.on_time"].drawing([unit.pk], TODAY)

        assert drawing["figure"] == "100.00%"
        assert drawing["words"] == "应办 1 件，按期 1 件"
        assert "11月" in drawing["svg"]

    def test_where_nothing_fell_due_nothing_is_drawn(self, unit):
        assert registry.metrics["liaison.on_time"].drawing([unit.pk], TODAY) is None
