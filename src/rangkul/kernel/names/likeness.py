"""How alike two names are: words paired as well as possible, rare words counting more than common ones."""

from rangkul.kernel.edits import likeness as _ratio
from rangkul.kernel.names.sound import fold, sounding_words
from rangkul.kernel.names.vocabulary import COMMON

SAME_SOUND = 0.98
SAME_WITHOUT_SPACES = 0.97
OTHER_ORDER = 0.95
OTHER_SEX = 0.7
INITIAL = 0.85
UNRELATED_BELOW = 0.5
COMMON_WEIGHT = 0.3
INITIAL_WEIGHT = 2.0
MISSING_LATER = 0.2
MISSING_FIRST = 0.5


def similar(a: str, b: str) -> float:
    """Likeness from 0 (nothing in common) to 1 (the same name but for titles and abbreviations); symmetric.

    From about 0.8 two names may well be one person's. Letters are compared by edit distance and not by
    Jaro-Winkler, whose bonus for a common beginning makes Suparman and Supardi, or Sumiati and Sumarni, one name.
    A single name matches somebody's first name; words in another order still match. 0 when either has no letters.
    """
    first, second = sorted((sounding_words(a), sounding_words(b)), key=lambda words: (len(words), words))
    if not first or not second:
        return 0.0
    return 1.0 if first == second else _likeness(first, second)


def _likeness(fewer: tuple[str, ...], more: tuple[str, ...]) -> float:
    score = _aligned(fewer, more)
    if len(fewer) != len(more):
        joined = _ratio(fold("".join(fewer)), fold("".join(more)))
        score = max(score, joined * SAME_WITHOUT_SPACES if joined > 0.9 else 0.0)
    return score


def _aligned(fewer: tuple[str, ...], more: tuple[str, ...]) -> float:
    pairs = _best_pairs(fewer, more)
    reached = possible = 0.0
    for here, there, likeness in pairs:
        weight = _pair_weight(fewer[here], more[there])
        reached += weight * (likeness if likeness >= UNRELATED_BELOW else 0.0)
        possible += weight
    possible += _missing(fewer, more, pairs, found=possible)
    in_order = [there for _, there, _ in sorted(pairs)]
    return reached / possible * (1.0 if in_order == sorted(in_order) else OTHER_ORDER)


def _missing(
    fewer: tuple[str, ...], more: tuple[str, ...], pairs: list[tuple[int, int, float]], *, found: float
) -> float:
    """What the words without a partner cost; a first name that says something is not outweighed by what follows."""
    taken = {there for _, there, _ in pairs}
    lost = sum(
        _weight(word) * (MISSING_LATER if position > min(taken) else MISSING_FIRST)
        for position, word in enumerate(more)
        if position not in taken
    )
    tells_something = any(fewer[here] not in COMMON for here, _, _ in pairs)
    share = MISSING_LATER if 0 in taken else MISSING_FIRST
    return min(lost, share * found) if tells_something else lost


def _best_pairs(fewer: tuple[str, ...], more: tuple[str, ...]) -> list[tuple[int, int, float]]:
    """Every word of the shorter name with its own word of the longer one, the most alike first."""
    candidates = sorted(
        (
            (_word_likeness(word, other), -abs(here - there), -here, -there)
            for here, word in enumerate(fewer)
            for there, other in enumerate(more)
        ),
        reverse=True,
    )
    used_here: set[int] = set()
    used_there: set[int] = set()
    pairs: list[tuple[int, int, float]] = []
    for likeness, _, minus_here, minus_there in candidates:
        if -minus_here not in used_here and -minus_there not in used_there:
            used_here.add(-minus_here)
            used_there.add(-minus_there)
            pairs.append((-minus_here, -minus_there, likeness))
    return pairs


def _word_likeness(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if len(word) == 1 or len(other) == 1:
        return INITIAL if fold(word)[0] == fold(other)[0] else 0.0
    likeness = max(_ratio(word, other), SAME_SOUND * _ratio(fold(word), fold(other)))
    return min(likeness, OTHER_SEX) if _differs_in_sex(fold(word), fold(other)) else likeness


def _differs_in_sex(word: str, other: str) -> bool:
    """True for pairs such as Sunarti and Sunarto: the last letter is all that tells a woman from a man."""
    return word[:-1] == other[:-1] and {word[-1], other[-1]} in ({"I", "O"}, {"I", "A"})


def _pair_weight(word: str, other: str) -> float:
    if len(word) == 1 or len(other) == 1:
        return INITIAL_WEIGHT if word != other else _weight(word)
    return (_weight(word) + _weight(other)) / 2


def _weight(word: str) -> float:
    return len(word) * (COMMON_WEIGHT if word in COMMON else 1.0)
