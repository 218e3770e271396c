"""How a name is written: splitting off titles and degrees, tidying it for people, levelling it for comparison."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from rangkul.kernel.names.vocabulary import (
    CONNECTIVES,
    DEGREES,
    DOUBTFUL_DEGREES,
    FIRST_WORDS,
    SHORT_DEGREES,
    TITLES,
    TITLES_ANYWHERE,
    WORDS,
)
from rangkul.kernel.text import clean

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼʻ", "'"))
_UNKNOWN_DEGREE = re.compile(r"(?:[A-Za-z]{1,5}\.)+[A-Za-z]{0,5}")
_NOT_LETTERS = re.compile(r"[^A-Z.,]+")
_FOREIGN = re.compile(r"(\bD'|\bO')([^\W\d_])([^\W\d_]{2,})")
_LONGEST_DEGREE = 4
_ROUNDS = 8


class Kind(Enum):
    WORD = "word"
    TITLE = "title"
    DEGREE = "degree"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a name as written, and what it is."""

    text: str
    kind: Kind


def display(name: str) -> str:
    """The name as it is shown: tidy capitals, titles and degrees kept: "Drs. H. Ahmad bin Ma'ruf, M.Si.".

    Order and spelling are never changed. The empty string stays empty.
    """
    return _until_stable(_displayed, name)


def normalise(name: str) -> str:
    """Upper-case ASCII words with single spaces, titles and degrees dropped, abbreviations opened.

    "H. Moh. Ma'ruf, S.Sos" is "MUHAMMAD MARUF"; "A. Besse" is "ANDI BESSE". Without Latin letters: "".
    """
    return _until_stable(_normalised, name)


def parts_of(name: str) -> list[Part]:
    """Titles, words and degrees in the order written; at least one word when there is any letter at all."""
    head, *tails = clean(name).translate(_APOSTROPHES).split(",")
    parts = _parts_of_head(head.split())
    for tail in tails:
        parts += _parts_of_tail(tail.split(), has_words=any(part.kind is Kind.WORD for part in parts))
    return parts


def _parts_of_tail(chunks: list[str], *, has_words: bool) -> list[Part]:
    parts: list[Part] = []
    while chunks:
        count = _degree_at_start(chunks)
        if count:
            parts.append(Part(DEGREES[_bare("".join(chunks[:count]))], Kind.DEGREE))
        elif _bare(chunks[0]) in TITLES and has_words:
            parts.append(Part(chunks[0], Kind.TITLE))
        elif _UNKNOWN_DEGREE.fullmatch(chunks[0]) and has_words:
            parts.append(Part(chunks[0], Kind.DEGREE))
        else:
            parts += [Part(piece, Kind.WORD) for piece in _pieces(chunks[0])]
        chunks = chunks[count or 1 :]
    return parts


def _degree_at_start(chunks: list[str]) -> int:
    """How many chunks the degree at the start takes, 0 when there is none."""
    longest = min(_LONGEST_DEGREE, len(chunks))
    return next((count for count in range(longest, 0, -1) if _bare("".join(chunks[:count])) in DEGREES), 0)


def _parts_of_head(chunks: list[str]) -> list[Part]:
    degrees: list[Part] = []
    while count := _degree_at_end(chunks):
        degrees.insert(0, Part(DEGREES[_bare("".join(chunks[-count:]))], Kind.DEGREE))
        chunks = chunks[:-count]
    pieces = [piece for chunk in chunks for piece in ([chunk] if _bare(chunk) in TITLES else _pieces(chunk))]
    parts: list[Part] = []
    leading = True
    for position, piece in enumerate(pieces):
        key, is_last = _bare(piece), position == len(pieces) - 1
        is_title = (
            key in TITLES and not is_last if leading else key in TITLES_ANYWHERE and (not is_last or len(key) > 2)
        )
        leading = leading and is_title
        parts.append(Part(piece, Kind.TITLE if is_title else Kind.WORD))
    return parts + degrees


def _degree_at_end(chunks: list[str]) -> int:
    """How many chunks the degree at the end takes, 0 when there is none; at least one word stays before it."""
    for count in range(min(_LONGEST_DEGREE, len(chunks) - 1), 0, -1):
        key, before = _bare("".join(chunks[-count:])), len(chunks) - count
        if key not in DEGREES:
            continue
        dotted = "." in chunks[-count][:-1] or (count > 1 and chunks[-count].endswith("."))
        if dotted or (count == 1 and key not in DOUBTFUL_DEGREES and (before > 1 or key not in SHORT_DEGREES)):
            return count
    return 0


def _pieces(chunk: str) -> list[str]:
    """ "M.Yusuf" is "M." and "Yusuf"; "Jl" stays whole."""
    return [piece for piece in re.findall(r"[^.]+\.?", chunk) if any(each.isalnum() for each in piece)]


def _bare(chunk: str) -> str:
    return chunk.replace(".", "").upper()


def _displayed(name: str) -> str:
    parts = parts_of(name)
    before = [_shown(part) for part in parts if part.kind is not Kind.DEGREE]
    return ", ".join([" ".join(before), *(part.text for part in parts if part.kind is Kind.DEGREE)])


def _shown(part: Part) -> str:
    key = _bare(part.text)
    if part.kind is Kind.TITLE:
        # "dr." is a physician, "Dr." a doctorate: only the writer knows which.
        return "dr." if part.text == "dr." else TITLES[key]
    if key in CONNECTIVES:
        return key.lower()
    return "-".join(_capital(piece) for piece in part.text.split("-"))


def _capital(piece: str) -> str:
    """The first letter large, also behind a quotation mark; "D'Arc" and "O'Neil" but "Ma'ruf" and "O'on"."""
    first = next((place for place, each in enumerate(piece) if each.isalpha()), 0)
    shown = piece[:first] + piece[first : first + 1].upper() + piece[first + 1 :].lower()
    return _FOREIGN.sub(lambda found: found[1] + found[2].upper() + found[3], shown)


def _normalised(name: str) -> str:
    words = [_bare(part.text) for part in parts_of(_ascii(name)) if part.kind is Kind.WORD]
    words = [word for word in words if word]
    if len(words) > 1:
        words[0] = FIRST_WORDS.get(words[0], words[0])
    return " ".join(WORDS.get(word, word) for word in words)


def _ascii(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", clean(name).translate(_APOSTROPHES).replace("'", "")).upper()
    return _NOT_LETTERS.sub(" ", "".join(each for each in decomposed if not unicodedata.combining(each)))


def _until_stable(step: Callable[[str], str], name: str) -> str:
    """Dropping one title can uncover another, so a step is repeated until it changes nothing."""
    for _ in range(_ROUNDS):
        if (again := step(name)) == name:
            break
        name = again
    return name
