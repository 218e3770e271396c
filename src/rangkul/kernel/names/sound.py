"""How a name sounds: old and new, Arabic and local spellings of one name folded into one key."""

import re
from functools import lru_cache

from rangkul.kernel.names.spelling import normalise
from rangkul.kernel.names.vocabulary import CONNECTIVES

_ASSIMILATED = re.compile(r"^ABDU([RSNDZT])\1(?=..)")
_OPENINGS = (
    (re.compile(r"^ABDURAH(?=.)"), "ABDUL RAH"),
    (re.compile(r"^ABDUL(?=.{3,})(?!L[AO]H$)"), "ABDUL "),
)
_WHOLE = {"CHANDRA": "CANDRA", "CHARLES": "CARLES", "CHICHA": "CICA", "CHAN": "CAN"}
# Order matters: digraphs before their letters.
_FOLDS = tuple(
    (re.compile(pattern), folded)
    for pattern, folded in (
        (r"CHR", "KR"),
        (r"TJ", "C"),  # old spelling: Tjahjo
        (r"DJ", "J"),  # old spelling: Djoko
        (r"OE", "U"),  # old spelling: Soekarno
        (r"^DZ|^TS", "S"),
        (r"SY(?=[AIUEO])|SJ|SH", "S"),
        (r"SY(?=[^AIUEO]|$)", "SI"),
        (r"CH|KH", "H"),
        (r"PH|F|V", "P"),
        (r"(?<=[BDGRTW])H", ""),
        (r"X", "KS"),
        (r"Q|C(?=[BDGKLMNPRST]|$)", "K"),
        (r"Z", "S"),
        (r"AE", "AI"),
        (r"IE(?=.)", "I"),
        (r"J", "Y"),  # old spelling wrote y as j: Jusuf
        (r"IY(?=[AIUEO])|Y", "I"),
        (r"UW(?=[AIUEO])", "U"),
        (r"(?<=[AIUEO])H$", ""),
        (r"D$", "T"),
        (r"B$", "P"),
        (r"(.)\1+", r"\1"),
    )
)


def search_key(name: str) -> str:
    """The name as it sounds, words in order, single spaces; compared by trigrams in PostgreSQL.

    Titles, degrees and bin/binti/alias are left out. "H. Achmad Djunaedi" and "AHMAD JUNAIDI" share a key.
    A key is for finding, not for showing: J and Y fall together, because the old spelling wrote one for the other.
    """
    return " ".join(fold(word) for word in sounding_words(name))


@lru_cache(maxsize=4096)
def sounding_words(name: str) -> tuple[str, ...]:
    """Normalised words without connectives; "ABDURRAHMAN" is taken apart into "ABDUL" and "RAHMAN"."""
    words = [word for word in normalise(name).split() if word not in CONNECTIVES]
    return tuple(opened for word in words for opened in _opened(word).split())


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One normalised word as it sounds; never empty for a word with letters."""
    folded = _WHOLE.get(word, word)
    for pattern, replacement in _FOLDS:
        folded = pattern.sub(replacement, folded)
    return folded or word


def _opened(word: str) -> str:
    if found := _ASSIMILATED.match(word):
        return f"ABDUL {word[found.end() - 1 :]}"
    for pattern, opening in _OPENINGS:
        if pattern.match(word):
            return pattern.sub(opening, word)
    return word
