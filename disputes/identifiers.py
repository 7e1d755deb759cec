"""Numbers that tell who somebody is and where to reach them (证件号码、联系方式). Pure.

GB 11643-1999 (公民身份号码) and GB 32100-2015 (统一社会信用代码): both end in a check character,
so that a slip of the finger is caught when it is typed. Telephones follow the numbering plan
(电信网码号): mobiles of eleven digits, landlines with their area code.
"""

import re
import unicodedata
from datetime import date

_CARD = re.compile(r"[1-9]\d{5}(?P<born>\d{8})\d{3}[\dX]", re.ASCII)
_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(f"[{_CREDIT_ALPHABET}]{{18}}")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0\d{2,3}|[48]00)-?(\d{7,8})(-\d{1,6})?", re.ASCII)
_ABROAD = re.compile(r"^(\+|00)86-?", re.ASCII)
_TOWNSHIP = re.compile(r".+?(?:街道|苏木|乡|镇)")
_COUNTY = re.compile(r".+?(?:自治县|县|旗|区|市)")


def normalise(text: str) -> str:
    """Return the number in half-width capitals without spaces or hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in plain if char.isalnum())


def normalise_phone(text: str) -> str:
    """Return a telephone number in half-width digits and hyphens, without our country's code."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[\s()（）]", "", plain)
    plain = re.sub(r"[‐‑‒–—−_]", "-", plain)
    return _ABROAD.sub("", plain)


def is_identity_card(number: str) -> bool:
    """Say whether ``number`` is a resident's identity number with a real birthday."""
    found = _CARD.fullmatch(number)
    if not found:
        return False
    try:
        born = date.fromisoformat(found["born"])
    except ValueError:
        return False
    if born.year < 1880:
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


def is_phone(number: str) -> bool:
    """Say whether ``number`` is a mobile, or a landline with its area code and maybe extension."""
    return bool(_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number))


def masked(number: str) -> str:
    """Hide the middle of a number: the first three and the last four characters stay."""
    if len(number) <= 7:
        return "●" * len(number)
    return f"{number[:3]}{'●' * (len(number) - 7)}{number[-4:]}"


def masked_address(address: str) -> str:
    """Hide where exactly: an address stays down to its township or street office (乡镇、街道)."""
    if not address:
        return ""
    found = _TOWNSHIP.match(address) or _COUNTY.match(address)
    return f"{found[0] if found else address[:3]}●●●"
