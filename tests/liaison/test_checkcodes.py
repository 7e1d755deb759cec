"""Check codes: nobody guesses them, and however they are typed they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison import checkcodes

CODE = st.text(alphabet=checkcodes.ALPHABET, min_size=12, max_size=12)


@given(CODE)
def test_a_code_is_read_from_what_is_printed_and_from_what_a_person_makes_of_it(code):
    printed = checkcodes.spelt(code)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    mistaken = code.translate(str.maketrans("0128VX5", "OlzBuxs"))

    for typed in (
        code,
        printed,
        printed.lower(),
        f" {printed.replace('-', ' — ')} ",
        wide,
        mistaken,
    ):
        assert checkcodes.read(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "A1C2-E3F4-G5H", "A1C2-E3F4-G5H67", "校验码", "A1C2E3F4G5H六", "'; DROP TABLE--"]
)
def test_what_can_be_no_code_is_none(typed):
    assert checkcodes.read(typed) == ""


def test_codes_are_drawn_from_all_signs_and_do_not_repeat():
    codes = {checkcodes.draw() for _ in range(2000)}

    assert len(codes) == 2000
    assert set("".join(codes)) == set(checkcodes.ALPHABET)
    assert {len(code) for code in codes} == {12}


def test_no_two_signs_in_use_look_alike():
    for alike in ("0OQD", "1IL", "2Z", "5S", "8B", "UV"):
        assert len(set(alike) & set(checkcodes.ALPHABET)) == 1, alike
