"""Columns of tables coming in: units by their names, and the name that comes nearest."""

import pytest

from liaison.models import Unit
from liaison.tables.columns import Named, Names

LAND = Unit(pk=1, name="池北区自然资源局", short_name="池北自然资源局")
WATER = Unit(pk=2, name="池北区水务局", short_name="池北水务局")
OTHER_WATER = Unit(pk=3, name="池南区水务局", short_name="池北水务局")


@pytest.fixture
def names():
    return Names((unit, unit) for unit in (LAND, WATER, OTHER_WATER))


@pytest.mark.parametrize("typed", ["池北区自然资源局", "池北自然资源局"])
def test_a_unit_is_found_by_its_full_and_its_short_name(names, typed):
    assert Named("units").clean(typed, circle={"units": names}) == LAND


def test_of_an_unknown_name_the_nearest_is_told(names):
    with pytest.raises(ValueError, match="最接近的是“池北自然资源局”"):
        names.one("池北自燃资源局")


def test_nothing_is_put_forward_that_is_not_like_it(names):
    with pytest.raises(ValueError, match="没有名为“气象台”的单位，请改为"):
        names.one("气象台")


def test_a_name_that_two_units_share_must_be_written_in_full(names):
    with pytest.raises(ValueError, match="不止一个单位简称"):
        names.one("池北水务局")
    assert names.one("池南区水务局") == OTHER_WATER
