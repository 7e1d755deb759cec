"""Chinese search (检索): a two-character index over a matter's number, title and units.

PostgreSQL's own parsers see a Chinese title as one word. ``liaison_bigrams`` cuts it into
overlapping pairs, which a GIN index answers; pairs can meet without the word being there
("行政" and "政争" also sit in "政争行政"), so a hit is held against the text again.
"""

import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Func, OrderBy, TextField, Value
from django.db.models.functions import Greatest

SHORTEST = 2
BRACKETS = str.maketrans("〔〕［］[]【】（）", "()()()()()")
FIRST_HOLDING = """
SELECT id FROM ({candidates} OFFSET 0) AS candidates
WHERE (SELECT {held} FROM {table} WHERE {table}.id = candidates.id) LIMIT %s
"""


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


def candidates(queryset, words: str):
    """Keep what has the pieces of every word of at least two characters; with none, nothing.

    That is answered by the index alone, and may be more than what holds the words.
    """
    if not long_enough(words):
        return queryset.none()
    queryset = queryset.alias(grams=Bigrams(F("search_text")))
    for word in normalise(words).split():
        if len(word) >= SHORTEST:
            queryset = queryset.filter(grams__contains=pairs(word))
    return queryset


def to_be_held(words: str, *, long_texts=False):
    """The words that ``candidates`` are held against the text for.

    A word of two characters is one piece, so the index alone answers it exactly; of
    ``long_texts`` it is not held against the text again, the reading of which is what costs.
    """
    return [word for word in normalise(words).split() if len(word) != SHORTEST or not long_texts]


def holding(queryset, words: str, *, long_texts=False):
    """Keep those of ``candidates`` that do hold every word."""
    for word in to_be_held(words, long_texts=long_texts):
        queryset = queryset.filter(search_text__contains=word)
    return queryset


def matching(queryset, words: str, *, long_texts=False):
    """Keep what holds every word of at least two characters; with no such word, nothing.

    The order is left to the caller: newest due date first on the search page.
    """
    return holding(candidates(queryset, words), words, long_texts=long_texts)


def first_holding(queryset, words: str, most: int, *, long_texts=False):
    """The ids of the first ``most`` of ``candidates``, in their order, that do hold every word.

    The texts, the reading of which is what costs, are read no further than to the last of these:
    the candidates are sorted first (``OFFSET 0`` keeps the database from asking the other way
    round), and each is looked at by itself.
    """
    held = to_be_held(words, long_texts=long_texts)
    if not held:
        return list(queryset.values_list("id", flat=True)[:most])
    try:
        sql, params = queryset.values("id").query.sql_with_params()
    except EmptyResultSet:
        return []
    first = FIRST_HOLDING.format(
        candidates=sql,
        held=" AND ".join(["strpos(search_text, %s) > 0"] * len(held)),
        table=connection.ops.quote_name(queryset.model._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(first, [*params, *held, most])
        return [pk for (pk,) in cursor.fetchall()]


def sought_first(queryset):
    """Have what was found sorted, not sought among what is sorted already.

    By an index in the list's order the database would go through the whole table for a word
    that stands in many matters but in none of this reader's. No index holds ``GREATEST``, which
    leaves out NULL (``NULLIF`` PostgreSQL sees through since its version 18).
    """
    names = queryset.query.order_by or queryset.model._meta.ordering
    return queryset.order_by(
        *(
            OrderBy(Greatest(F(name.lstrip("-")), Value(None)), descending=name.startswith("-"))
            for name in names
        )
    )
