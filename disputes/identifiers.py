"""Identity numbers (证件号码): resident identity cards and social credit codes. Pure.

GB 11643-1999 (公民身份号码) and GB 32100-2015 (统一社会信用代码): both end in a check character,
so that a slip of the finger is caught when it is typed.
"""

import re
import unicodedata
from datetime import date

_CARD = re.compile(r"[1-9]\d{5}(?P<born>\d{8})\d{3}[\dX]", re.ASCII)
_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(f"[{_CREDIT_ALPHABET}]{{18}}")


def normalise(text: str) -> str:
    """Return the number in half-width capitals without spaces or hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in plain if char.isalnum())


def is_identity_card(number: str) -> bool:
    """Say whether ``number`` is a resident's identity number with a real birthday."""
    found = _CARD.fullmatch(number)
    if not found:
        return False
    try:
        date.fromisoformat(found["born"])
    except ValueError:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(number[:17], _CARD_WEIGHTS, strict=True)
    )
    return _CARD_CHECKS[total % 11] == number[17]


def is_credit_code(number: str) -> bool:
    """Say whether ``number`` is a unified social credit code."""
    if not _CREDIT.fullmatch(number):
        return False
    total = sum(_CREDIT_ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(number[:17]))
    return _CREDIT_ALPHABET[-total % 31] == number[17]


def masked(number: str) -> str:
    """Hide the middle of a number: the first three and the last four characters stay."""
    if len(number) <= 7:
        return "●" * len(number)
    return f"{number[:3]}{'●' * (len(number) - 7)}{number[-4:]}"
