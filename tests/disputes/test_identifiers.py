"""Identity numbers are checked when typed and masked when shown."""

import pytest

from disputes.identifiers import is_credit_code, is_identity_card, masked, normalise


def test_the_standards_own_examples_are_right():
    assert is_identity_card("11010519491231002X")
    assert is_credit_code("91350100M000100Y43")


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",  # check character
        "11010519490231002X",  # 31 February
        "1101051949123100X",
        "０1010519491231002X",
        "",
    ],
)
def test_what_cannot_be_an_identity_number_is_none(number):
    assert not is_identity_card(number)


@pytest.mark.parametrize("number", ["91350100M000100Y44", "91350100M000100YI3", "91350100M"])
def test_what_cannot_be_a_credit_code_is_none(number):
    assert not is_credit_code(number)


def test_numbers_are_brought_to_one_form():
    assert normalise(" 110105-19491231 ００２x") == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("11010519491231002X", "110●●●●●●●●●●●002X"),
        ("12345678", "123●5678"),
        ("1234567", "●" * 7),
        ("", ""),
    ],
)
def test_the_middle_of_a_number_is_hidden(number, shown):
    assert masked(number) == shown
