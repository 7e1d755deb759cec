"""Chinese search (检索): a two-character index over a matter's number, title and units.

PostgreSQL's own parsers see a Chinese title as one word. ``liaison_bigrams`` cuts it into
overlapping pairs, which a GIN index answers; pairs can meet without the word being there
("行政" and "政争" also sit in "政争行政"), so a hit is held against the text again.
"""

import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField

SHORTEST = 2
BRACKETS = str.maketrans("〔〕［］[]【】（）", "()()()()()")


class Bigrams(Func):
    """The distinct two-character pieces of a text, cut by the database (immutable)."""

    function = "liaison_bigrams"
    arity = 1
    output_field = ArrayField(TextField())


def normalise(text: str) -> str:
    """Bring a text to the form in which it is stored for search and compared.

    Full-width letters, digits and every kind of bracket become one, so that a number typed
    with the keyboard's brackets finds ``长协〔2026〕42号``.
    """
    folded = unicodedata.normalize("NFKC", text.translate(BRACKETS)).casefold()
    return " ".join(folded.replace("\x00", "").split())


def pairs(word: str) -> list[str]:
    return sorted({word[i : i + 2] for i in range(len(word) - 1)})


def long_enough(words: str) -> bool:
    """Say whether there is a word to search for: two characters suffice."""
    return any(len(word) >= SHORTEST for word in normalise(words).split())


def matching(queryset, words: str):
    """Keep what holds every word of at least two characters; with no such word, nothing.

    The order is left to the caller: newest due date first on the search page.
    """
    if not long_enough(words):
        return queryset.none()
    queryset = queryset.alias(grams=Bigrams(F("search_text")))
    for word in normalise(words).split():
        if len(word) >= SHORTEST:
            queryset = queryset.filter(grams__contains=pairs(word))
        queryset = queryset.filter(search_text__contains=word)
    return queryset
