"""Search keys for a million names: plain names word by word from memory, the others through the kernel."""

from collections.abc import Iterable
from functools import lru_cache

from rangkul.kernel.names.sound import search_key
from rangkul.kernel.names.vocabulary import (
    CONNECTIVES,
    DEGREES,
    DOUBTFUL_DEGREES,
    FIRST_WORDS,
    SHORT_DEGREES,
    TITLES,
    TITLES_ANYWHERE,
)

_SHORTEST = 3
_SPECIAL = frozenset().union(
    *(
        frozenset(each)
        for each in (CONNECTIVES, DEGREES, DOUBTFUL_DEGREES, FIRST_WORDS, SHORT_DEGREES, TITLES, TITLES_ANYWHERE)
    )
)
# Words whose letters, joined to their neighbours, could read as a degree ("S" "SOS") must go through the kernel.
_DEGREE_ENDS = frozenset(degree[-length:] for degree in DEGREES for length in range(_SHORTEST, len(degree) + 1))


def search_keys(names: Iterable[str]) -> list[str]:
    """`kernel.names.search_key` of each name, in order; a test holds both equal."""
    return [_key_of(name) for name in names]


@lru_cache(maxsize=200_000)
def _key_of(name: str) -> str:
    words = name.upper().split(" ")
    if all(map(_is_plain, words)):
        return " ".join(map(_word_key, words))
    return search_key(name)


@lru_cache(maxsize=100_000)
def _is_plain(word: str) -> bool:
    """A word that means the same wherever it stands in a name."""
    return (
        len(word) >= _SHORTEST
        and word.isascii()
        and word.isalpha()
        and word not in _SPECIAL
        and word not in _DEGREE_ENDS
    )


@lru_cache(maxsize=100_000)
def _word_key(word: str) -> str:
    return search_key(word)
