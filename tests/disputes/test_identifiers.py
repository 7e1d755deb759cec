"""Identity numbers are checked when typed and masked when shown."""

import pytest

from disputes.identifiers import (
    is_credit_code,
    is_identity_card,
    is_phone,
    masked,
    masked_address,
    normalise,
    normalise_phone,
)


def test_the_standards_own_examples_are_right():
    assert is_identity_card("11010519491231002X")
    assert is_credit_code("91350100M000100Y43")


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",  # check character
        "11010519490231002X",  # 31 February
        "1101051949123100X",
        "110105100012310021",  # nobody is a thousand years old
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


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("13900001234", "13900001234"),
        (" +86 139-0000-1234", "139-0000-1234"),
        ("１３９００００１２３４", "13900001234"),
        ("（0433）1234567", "04331234567"),
        ("0433－1234567—801", "0433-1234567-801"),
        ("0086-0433-1234567", "0433-1234567"),
        ("", ""),
    ],
)
def test_telephones_are_brought_to_one_form(typed, plain):
    assert normalise_phone(typed) == plain


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("13900001234", True),
        ("12900001234", False),
        ("1390000123", False),
        ("139000012345", False),
        ("0433-1234567", True),
        ("01012345678", True),
        ("0433-1234567-801", True),
        ("400-123-4567", False),
        ("400-1234567", True),
        ("1234567", False),
        ("电话1390000", False),
        ("", False),
    ],
)
def test_what_is_a_telephone_number(number, right):
    assert is_phone(number) is right


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("吉林省安图县二道白河镇白山街18号", "吉林省安图县二道白河镇●●●"),
        ("吉林省延吉市北山街道光明街1号", "吉林省延吉市北山街道●●●"),
        ("内蒙古某旗某苏木某嘎查", "内蒙古某旗某苏木●●●"),
        ("白山市浑江区某路3号", "白山市●●●"),
        ("某某路3号院2单元", "某某路●●●"),
        ("", ""),
    ],
)
def test_an_address_is_shown_down_to_the_township(address, shown):
    assert masked_address(address) == shown
