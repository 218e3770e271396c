"""Which village a written name means among the villages of one kecamatan: one, ask, or none.

People write a name without its kind (Gampong, Pekon), with another kind, in an old or Indonesian spelling, with Roman or
Arabic numbers, abbreviated directions, or joined words. Measured in docs/matching.md; no list of known variants is used.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rangkul.kernel.edits import likeness

SURE = ((0.96, 0.035), (0.75, 0.065), (0.6, 0.2))
"""(likeness, distance to the next village) from which a name means a village: the less alike, the lonelier it must be."""
NEAR = 0.5
"""Villages at least so alike are shown when somebody must be asked."""

_KINDS = (
    "DESA DS DESO KELURAHAN KEL KLRHN KELURHN KAMPUNG KAMPONG KP KMP KPG KAMP GAMPONG GAMPOENG GP GPG GMP GAMP PEKON PEK PKN "
    "NAGARI NAGORI NAG NEGERI NEGRI NEG LEMBANG TIYUH OHOI JORONG DUSUN DSN LINGKUNGAN LINGK LK PERSIAPAN"
)
KINDS = frozenset(_KINDS.split())
WORDS = {
    "KMPG": "KAMPUNG", "SEI": "SUNGAI", "SI": "SUNGAI", "SUNGEI": "SUNGAI", "SUNGE": "SUNGAI", "SNG": "SUNGAI", "S": "SUNGAI",
    "TJ": "TANJUNG", "TG": "TANJUNG", "TGJ": "TANJUNG", "TJG": "TANJUNG", "TANJONG": "TANJUNG",
    "GN": "GUNUNG", "GNG": "GUNUNG", "GUNONG": "GUNUNG", "UJONG": "UJUNG", "PD": "PADANG", "PDG": "PADANG",
    "PL": "PULAU", "PLU": "PULAU", "PULO": "PULAU", "P": "PULAU", "LB": "LUBUK", "LBK": "LUBUK", "BT": "BATU", "BKT": "BUKIT",
    "KT": "KOTA", "KUTA": "KOTA", "KUTO": "KOTA", "KOTO": "KOTA", "MA": "MUARA", "MUARO": "MUARA", "MR": "MUARA",
    "SP": "SIMPANG", "SIMP": "SIMPANG", "SPG": "SIMPANG", "PS": "PASAR", "PSR": "PASAR", "TB": "TEBING", "TL": "TELUK",
    "TLK": "TELUK", "TELOK": "TELUK", "BDR": "BANDAR", "RT": "RANTAU", "AIK": "AEK", "AI": "AIR", "AYER": "AIR", "WAI": "WAY",
    "DLM": "DALAM", "BARO": "BARU", "BRU": "BARU", "LM": "LAMA", "TUHA": "TUA", "TOHA": "TUA", "KR": "KRUENG", "PARET": "PARIT",
    "U": "UTARA", "UT": "UTARA", "UTR": "UTARA", "SEL": "SELATAN", "SLT": "SELATAN", "STN": "SELATAN", "TIM": "TIMUR",
    "TMR": "TIMUR", "TIMOER": "TIMUR", "T": "TIMUR", "BRT": "BARAT", "B": "BARAT", "BAR": "BARAT", "TGH": "TENGAH", "TENG": "TENGAH",
    "TNGH": "TENGAH", "HLR": "HILIR", "ILIR": "HILIR", "HILI": "HILIR", "ULU": "HULU", "UDIK": "HULU", "TONGA": "TENGAH",
    "JAE": "HILIR", "JULU": "HULU", "TANOH": "TANAH", "BR": "BARU", "BSR": "BESAR", "KCL": "KECIL",
}  # fmt: skip
FIRST_ONLY = frozenset({"S", "P", "SI", "MA", "RT", "BT", "AI", "KR", "MR", "TJ", "TG"})
LAST_ONLY = frozenset({"U", "T", "B", "BAR", "BR"})
_TELLING = (
    "UTARA SELATAN TIMUR BARAT TENGAH HULU HILIR ATAS BAWAH BARU LAMA TUA MUDA DALAM LUAR BESAR KECIL GADANG KETEK RAYA JAYA "
    "INDAH MAKMUR LAUT DARAT"
)
TELLING = frozenset(_TELLING.split())
"""Words that tell two villages of one name apart."""
_UNITS = ("NOL", "SATU", "DUA", "TIGA", "EMPAT", "LIMA", "ENAM", "TUJUH", "DELAPAN", "SEMBILAN")
_NUMBERS = (
    {word: number for number, word in enumerate(_UNITS)}
    | {"SEPULUH": 10, "SEBELAS": 11}
    | {
        "SA": 1,
        "SIJI": 1,
        "DHUA": 2,
        "DUO": 2,
        "LHEE": 3,
        "LHEI": 3,
        "TIGO": 3,
        "PEUT": 4,
        "AMPEK": 4,
        "LIMO": 5,
        "ANAM": 6,
        "TUJOH": 7,
        "TUJUAH": 7,
        "LAPAN": 8,
        "SALAPAN": 8,
    }
)
_ROMAN = re.compile(r"(?=[IVXL])(XL|L?X{0,3})(IX|IV|V?I{0,3})")
_FOLDS = tuple(
    (re.compile(pattern), folded)
    for pattern, folded in (
        (r"OE", "U"), (r"TJ", "C"), (r"DJ", "J"), (r"SJ|SY|SH", "S"), (r"KH|CH(?=[^AIUEO]|$)", "K"), (r"NJ", "NY"),
        (r"PH|F|V", "P"), (r"TH", "T"), (r"DH", "D"), (r"BH", "B"), (r"GH", "G"), (r"RH", "R"), (r"LH", "L"), (r"Q", "K"), (r"X", "KS"),
        (r"Z", "S"), (r"EU|EO", "E"), (r"OO|UO|OU", "U"), (r"AE|AY|EI|EY", "AI"), (r"AU|AW|AO", "O"), (r"IE|EE|IA(?=$)", "I"),
        (r"Y(?=[AIUEO])", "I"), (r"W(?=[AIUEO])", "U"), (r"Y", "I"), (r"W", "U"),
        (r"O", "U"), (r"E", "I"), (r"K$|H$|G$(?<!NG)|'", ""), (r"D$", "T"), (r"B$", "P"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_VOWELS = re.compile(r"(?<=.)[AIUEO]")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a written name means: `code` when it is one village, else `nearest` to ask about (none when nothing is near)."""

    code: str
    nearest: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """ "one", "ask" or "none"."""
        return "one" if self.code else "ask" if self.nearest else "none"


@dataclass(frozen=True, slots=True)
class Shape:
    """A name taken apart for comparing; `plain` before abbreviations were opened, `is_guess` when a single letter was."""

    words: tuple[str, ...]
    numbers: tuple[int, ...]
    telling: frozenset[str]
    kind: str
    raw: str
    plain: tuple[str, ...] = ()
    is_guess: bool = False

    @property
    def joined(self) -> str:
        """Letters only."""
        return "".join(self.words)


def guess(written: str, villages: Iterable[tuple[str, Sequence[str]]], *, district: str = "") -> Guess:
    """The village that `written` means among (code, names) of one kecamatan, called `district`.

    A village is named only when it is like enough and clearly more so than every other; otherwise somebody is asked.
    """
    asked = [
        (shape, most)
        for text, most in alternatives(written, district).items()
        for shape in (shape_of(text),)
        if shape.joined or shape.numbers
    ]
    scored = sorted(
        (
            (
                max(
                    (min(_compare(one, each), most) for one, most in asked for name in names for each in _shapes(name)),
                    default=0.0,
                ),
                code,
            )
            for code, names in villages
        ),
        key=lambda each: (-each[0], each[1]),
    )
    if not scored or scored[0][0] < NEAR:
        return Guess("")
    best, code = scored[0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    if any(best >= enough and best - second >= apart for enough, apart in SURE) or (best > second and best == 1.0):
        return Guess(code)
    return Guess("", tuple(code for score, code in scored if score >= NEAR)[:5])


_ABOVE = re.compile(r"[\s,.;-]+\(?(?:KEC|KECAMATAN|KAB|KABUPATEN|KOTA ADM|PROV|PROVINSI)\b.*$")
_BELOW = re.compile(
    r"^.*\b(?:DUSUN|DSN|DUKUH|JORONG|LINGKUNGAN|LINGK|RT|RW)\b.*?\b(?:DESA|DS|KEL|KELURAHAN|NAGARI|PEKON|GAMPONG)\b"
)
_MEUNASAH = re.compile(r"^(?:MEUNASAH|MNS)\W+(?=\w{3})")
_GLUED = re.compile(r"^(?:DESA|KELURAHAN|NAGARI|GAMPONG|PEKON)(?=[A-Z]{4})")
PART = 0.97
"""A part of a cell means a village less surely than the whole."""


def alternatives(written: str, district: str = "") -> dict[str, float]:
    """The names in one cell with what each is worth at most: the whole, either side of a slash, or in brackets.

    What follows ("Kec. …", "Kab. …", the kecamatan's bare name) and what goes before ("Dusun Krajan, Desa …") is left out.
    """
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode().upper().strip()
    plain = _ABOVE.sub("", plain) or plain
    parts = [part for part in re.split(r"[/()=]| ATAU ", plain) if re.search(r"[A-Z0-9]{2}", part)]
    parts = [part for part in parts if not _is_place(part, district)] or parts
    whole = re.sub(r"\(.*?\)?$", "", plain) if "(" in plain else plain
    whole = _without_place(whole, district)
    bare = [pattern.sub("", text) for pattern in (_MEUNASAH, _GLUED) for text in (whole, *parts)]
    return dict.fromkeys([*parts, *bare], PART) | dict.fromkeys(
        [whole, _MEUNASAH.sub("", whole), _BELOW.sub("", whole)], 1.0
    )


def _is_place(text: str, district: str) -> bool:
    return any(likeness(_letters_of(text), _letters_of(place)) >= 0.8 for place in _places(district))


def _without_place(text: str, district: str) -> str:
    """The cell without the kecamatan's name behind or before it, in whatever spelling; a name of its own stays."""
    for place in _places(district):
        count = len(place.split())
        words = re.split(r"[\s,]+", text.strip())
        for size in (count, 1, count + 1):
            behind, before = " ".join(words[-size:]), " ".join(words[:size])
            if len(words) > size and len("".join(words[:-size])) > 2 and _is_place(behind, place):
                return " ".join(words[:-size])
            if len(words) > size and len("".join(words[size:])) > 3 and _letters_of(before) == _letters_of(place):
                return " ".join(words[size:])
    return text


def _letters_of(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text)


def _places(district: str) -> list[str]:
    """The kecamatan's name, and without its direction, for cells that carry it behind the village's."""
    words = district.upper().split()
    names = [" ".join(words), " ".join(words[:-1]) if words and words[-1] in TELLING else ""]
    return [name for name in names if len(name) > 3]


@lru_cache(maxsize=200_000)
def _shapes(name: str) -> tuple[Shape, ...]:
    """An official name as compared; "Meunasah Ara" is also called Ara."""
    bare = re.sub(r"^(?:Meunasah|Mns)\W+(?=\w{3})", "", name)
    return (shape_of(name),) if bare == name else (shape_of(name), shape_of(bare))


@lru_cache(maxsize=200_000)
def shape_of(text: str) -> Shape:
    """The words of a name without its kind, opened abbreviations, and its numbers apart."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    plain = re.sub(r"(?<=[A-Z])0|0(?=[A-Z])", "O", plain.replace("'", "").replace("`", ""))
    plain = re.sub(r"(?<=.)\bUPT.*$", "", plain)
    plain = re.sub(r"(?<=[A-Z])1(?=[A-Z])", "I", re.sub(r"(?<=[A-Z])5(?=[A-Z])", "S", plain))
    words = re.findall(r"[A-Z]+|[0-9]+", plain)
    kind = ""
    while len(words) > 1 and words[0] in KINDS:
        kind = words.pop(0)
    opened = [_opened(word, place, len(words) + bool(kind)) for place, word in enumerate(words)]
    letters, numbers = _numbers(opened)
    guessed = {now for word, now in zip(words, opened, strict=True) if len(word) == 1 and word != now}
    telling = frozenset(_told(word) for word in letters[1:] if _told(word) in TELLING) - guessed
    is_guess = any(len(word) <= 2 and word != now for word, now in zip(words, opened, strict=True))
    return Shape(tuple(letters), numbers, telling, kind, "".join(words), tuple(_numbers(words)[0]), is_guess)


def _told(word: str) -> str:
    """A telling word in its new spelling: DJAYA is JAYA, BAROE is BARU."""
    return word.replace("OE", "U").replace("DJ", "J").replace("TJ", "C")


def _opened(word: str, place: int, count: int) -> str:
    if count == 1 or (word in FIRST_ONLY and place > 0) or (word in LAST_ONLY and place < count - 1):
        return word
    if word in LAST_ONLY and place == 0:
        return word
    return WORDS.get(word, word)


def _numbers(words: list[str]) -> tuple[list[str], tuple[int, ...]]:
    """Words without numbers, and the numbers: SATU, I, 1 and KE 1 are one number, TIGA PULUH is 30."""
    letters: list[str] = []
    numbers: list[int] = []
    place = 0
    while place < len(words):
        word = words[place]
        following = words[place + 1] if place + 1 < len(words) else ""
        value = _number(word) if len(words) > 1 else None
        if value is not None and following in ("PULUH", "BELAS"):
            value = value * 10 if following == "PULUH" else value + 10
            place += 1
            after = _NUMBERS.get(words[place + 1]) if place + 1 < len(words) and following == "PULUH" else None
            if after is not None and after < 10:
                value, place = value + after, place + 1
        if value is not None:
            numbers.append(value)
        elif not (word in ("KE", "NO", "NOMOR") and place and _number(following) is not None):
            letters.append(word)
        place += 1
    return letters, tuple(numbers)


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if _told(word) in _NUMBERS:
        return _NUMBERS[_told(word)]
    return _roman(word) if word and _ROMAN.fullmatch(word) else None


def _roman(word: str) -> int:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50}
    values = [worth[each] for each in word]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


@lru_cache(maxsize=200_000)
def _fold(word: str) -> str:
    for pattern, replacement in _FOLDS:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=500_000)
def _compare(one: Shape, other: Shape) -> float:
    if one.raw == other.raw and one.raw:
        return 1.0 if one.kind == other.kind or not (one.kind and other.kind) else 0.99
    score = _letters(one, other)
    if one.is_guess or other.is_guess:
        # "S. Rejo" may be Sungai Rejo or Suka Rejo
        score = max(min(score, 0.96), _shortened(one.plain, other.plain))
    if one.numbers != other.numbers:
        both = bool(one.numbers and other.numbers)
        score = min(score, 0.55) if both and sorted(one.numbers) != sorted(other.numbers) else score - 0.1
    mine, theirs = _untold(one, other), _untold(other, one)
    if mine and theirs:
        score = min(score, 0.72)
    elif mine or theirs:
        score -= 0.06
    if one.kind and other.kind and one.kind[0] != other.kind[0]:
        score -= 0.01
    if one.joined and other.joined and _fold(one.joined)[:1] != _fold(other.joined)[:1]:
        # hardly anybody mistypes the first letter
        score -= 0.04
    return max(score, 0.0)


def _untold(one: Shape, other: Shape) -> list[str]:
    """Telling words of one name that the other has not, not even mistyped."""
    return [
        word
        for word in one.telling - other.telling
        if not any(each not in TELLING and likeness(word, each) >= 0.7 for each in other.words)
    ]


def _letters(one: Shape, other: Shape) -> float:
    if one.words == other.words:
        return 1.0
    if not one.joined or not other.joined:
        return 0.0 if one.joined != other.joined else 1.0
    plain = likeness(one.joined, other.joined)
    folded = (tuple(map(_fold, one.words)), tuple(map(_fold, other.words)))
    mine, theirs = "".join(folded[0]), "".join(folded[1])
    scores = [0.99 if one.joined == other.joined else plain, 0.97 * likeness(mine, theirs)]
    bones = (_VOWELS.sub("", mine), _VOWELS.sub("", theirs))
    if min(map(len, bones)) >= 3:
        scores.append(0.9 * likeness(*bones) if bones[0] != bones[1] else 0.92)
    scores += [_part(*folded), _shortened(one.words, other.words), _initials(one.plain, other.words)]
    return max(scores)


def _shortened(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The same words, some cut short: "Kubang S. Selatan", "Kedataran Gab", "Punti Glp"."""
    if len(one) != len(other) or len(one) < 2:
        return 0.0
    score = 0.95
    whole = False
    for word, opposite in zip(one, other, strict=True):
        if _is_cut(*sorted((word, opposite), key=len)):
            score -= 0.02
            continue
        close = likeness(_fold(word), _fold(opposite))
        if close < 0.75:
            return 0.0
        whole = whole or close > 0.9
        score -= 0.3 * (1 - close)
    return score if whole else 0.0


def _initials(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The first words as their letters: "STM Hulu" for Sinembah Tanjung Muda Hulu."""
    if not one or not 1 < len(one[0]) < 5 or len(other) != len(one) - 1 + len(one[0]):
        return 0.0
    short = "".join(word[0] for word in other[: len(one[0])])
    return 0.9 if short == one[0] and one[1:] == other[len(one[0]) :] else 0.0


def _is_cut(short: str, word: str) -> bool:
    """Whether `short` is the first letters of `word`, or a few of its letters in order."""
    if len(short) > 4 or len(short) >= len(word) or short[0] != word[0]:
        return False
    letters = iter(word)
    return all(each in letters for each in short) and (word.startswith(short) or not _VOWELS.search(short))


def _part(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """All words of the shorter name stand in the longer one: nearly the name, when they are most of it."""
    fewer, more = sorted((one, other), key=len)
    if len(fewer) == len(more) or not fewer:
        return 0.0
    rest = list(more)
    reached = 0.0
    for word in fewer:
        best = max(rest, key=lambda each: likeness(word, each))
        close = likeness(word, best)
        if close < 0.75:
            return 0.0
        rest.remove(best)
        reached += close * len(word)
    said = sum(map(len, fewer))
    share = said / sum(map(len, more))
    # a long name broken off after some of its words is likelier than a name with a word too many
    is_broken_off = fewer is one and len(fewer) > 1 and more[: len(fewer)] == fewer
    return (reached / said) * (0.85 if is_broken_off else 0.78) + 0.12 * share * (reached / said) if said >= 3 else 0.0
