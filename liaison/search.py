"""Chinese search (检索): a two-character index over a matter's number, title and units.

PostgreSQL's own parsers see a Chinese title as one word. ``liaison_bigrams`` cuts it into
overlapping pairs, which a GIN index answers; pairs can meet without the word being there
("行政" and "政争" also sit in "政争行政"), so a hit is held against the text again.
"""

import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OrderBy, TextField, Value
from django.db.models.functions import NullIf

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
    """The fewest two-character pieces that cover ``word``: 征收, 补偿, and not 收补.

    More would find nothing more exactly (a hit is held against the text), only cost more; and
    the planner, who takes pieces for independent, would think every long word rare.
    """
    last = len(word) - SHORTEST
    return sorted({word[i : i + 2] for i in (*range(0, last, 2), last)})


def long_enough(words: str) -> bool:
    """Say whether there is a word to search for: two characters suffice."""
    return any(len(word) >= SHORTEST for word in normalise(words).split())


def matching(queryset, words: str, *, long_texts=False):
    """Keep what holds every word of at least two characters; with no such word, nothing.

    The order is left to the caller: newest due date first on the search page. A word of two
    characters is one piece, so the index alone answers it exactly; of ``long_texts`` it is not
    held against the text again, the reading of which is what costs.
    """
    if not long_enough(words):
        return queryset.none()
    queryset = queryset.alias(grams=Bigrams(F("search_text")))
    for word in normalise(words).split():
        if len(word) >= SHORTEST:
            queryset = queryset.filter(grams__contains=pairs(word))
        if len(word) != SHORTEST or not long_texts:
            queryset = queryset.filter(search_text__contains=word)
    return queryset


def sought_first(queryset):
    """Have what was found sorted, not sought among what is sorted already.

    By an index in the list's order the database would go through the whole table for a word
    that stands in many matters but in none of this reader's. No index holds ``NULLIF``.
    """
    names = queryset.query.order_by or queryset.model._meta.ordering
    return queryset.order_by(
        *(
            OrderBy(NullIf(F(name.lstrip("-")), Value(None)), descending=name.startswith("-"))
            for name in names
        )
    )
