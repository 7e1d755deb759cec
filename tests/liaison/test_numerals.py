"""Chinese numerals from 1 to 99."""

import pytest

from liaison.numerals import numeral


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_numerals(number, text):
    assert numeral(number) == text
