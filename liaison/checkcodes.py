"""The check code (校验码) printed on papers: drawn at random, told apart by eye. Pure.

Twelve signs out of 27, in threes of four: nobody guesses one, and of signs that look alike
only one is in use. What is typed instead of it means the same.
"""

import secrets
import unicodedata

ALPHABET = "0123456789ACEFGHJKMNPRTVWXY"
LENGTH = 12
_LOOKALIKES = str.maketrans(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "U": "V"}
)


def draw() -> str:
    """Return a new code, as it is kept: without hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spelt(code: str) -> str:
    """Return a code as it is printed: A1C2-E3F4-G5H6."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read(typed: str) -> str:
    """Return the code that ``typed`` means; empty if it can be none.

    Small letters, blanks, hyphens of any kind and full-width signs are taken as what they mean,
    and so are letters that look like a sign in use.
    """
    signs = unicodedata.normalize("NFKC", typed).upper()
    signs = "".join(each for each in signs if each.isalnum()).translate(_LOOKALIKES)
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else ""
