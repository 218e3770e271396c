"""Village names written as people write them, made up: abbreviated, numbered, mistyped, in the old spelling, joined.

A second set beside the real variants, which the resolver was tuned on. Nothing here was looked up in those: the changes are
what offices are known to do, their shares are a judgement, and the label is certain because every name starts as an
official one. A made-up name that is the official name of another village of the kecamatan is thrown away.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

SHORT = {
    "TANJUNG": ("TJ.", "TG.", "TJG", "TJG."), "SUNGAI": ("SEI", "SEI.", "S.", "SNG."), "GUNUNG": ("GN.", "GNG", "G."),
    "PADANG": ("PDG", "PD."), "PULAU": ("P.", "PL.", "PULO"), "KOTA": ("KT.", "KOTO"), "MUARA": ("MA.", "MR.", "M."),
    "SIMPANG": ("SP.", "SIMP.", "SPG"), "PASAR": ("PSR", "PS."), "TELUK": ("TLK", "TL.", "TELOK"), "BUKIT": ("BKT", "BKT."),
    "LUBUK": ("LB.", "LBK"), "BATU": ("BT.", "BATOE"), "BANDAR": ("BDR", "BD."), "KARANG": ("KRG", "KR."), "SUMBER": ("SBR", "SB."),
    "UJUNG": ("UJ.", "UJG"), "TALANG": ("TLG", "TL."), "RANTAU": ("RT.", "RTU"), "KEDUNG": ("KD.", "KDG"), "TEBING": ("TB.",),
    "TANAH": ("TNH",), "LABUHAN": ("LAB.", "LBH"), "BALAI": ("BL.",), "PEMATANG": ("PMT.", "PEM."), "MARGA": ("MG.",),
    "UTARA": ("UTR", "UT.", "U", "U."), "SELATAN": ("SEL.", "SLTN", "SLT", "SEL"), "TIMUR": ("TIM.", "TMR", "T."),
    "BARAT": ("BRT", "BAR.", "B."), "TENGAH": ("TGH", "TENG.", "TNGH"), "HILIR": ("HLR", "ILIR"), "HULU": ("ULU", "HL."),
    "BARU": ("BRU", "BR."), "LAMA": ("LM.",), "DALAM": ("DLM",), "BESAR": ("BSR",), "KECIL": ("KCL",), "PERMAI": ("PRM.",),
}  # fmt: skip
"""What is cut short, and to what."""
NUMBERS = ("SATU", "DUA", "TIGA", "EMPAT", "LIMA", "ENAM", "TUJUH", "DELAPAN", "SEMBILAN", "SEPULUH")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
KINDS = {
    "desa": ("DESA ", "DS. ", "DS ", "Ds. ", "DESA. ", "KAMPUNG ", "KP. ", "KAMP. "),
    "kelurahan": ("KEL. ", "KEL ", "KELURAHAN ", "Kel. ", "KEL.", "KLRHN "),
}
LOCAL = {"13": ("NAGARI ", "NAG. ", "NAG "), "11": ("GAMPONG ", "GP. ", "GAMP. ", "GP "), "18": ("PEKON ", "PEK. ", "KAMPUNG "), "73": ("DESA ", "LINGK. "), "12": ("DESA ", "HUTA ", "NAGORI ")}  # fmt: skip
OLD = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"), ("ny", "nj"), ("sy", "sj"), ("kh", "ch"))
SOUNDS = (("f", "p"), ("v", "p"), ("z", "s"), ("o", "u"), ("u", "o"), ("e", "i"), ("i", "e"), ("ng", "n"), ("h", ""), ("k", "q"), ("dh", "d"), ("th", "t"), ("bh", "b"), ("l", "ll"), ("s", "ss"), ("w", "u"), ("ai", "e"), ("au", "o"), ("a", "o"), ("d", "t"))  # fmt: skip
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True, slots=True)
class Place:
    """A village with what stands around it."""

    code: str
    name: str
    kind: str
    district: str


@dataclass(frozen=True, slots=True)
class Written:
    """A made-up spelling of a village's name and the changes that led to it."""

    code: str
    text: str
    changes: tuple[str, ...]


def spellings(places: Sequence[Place], count: int, seed: int) -> Iterator[Written]:
    """`count` made-up spellings of different villages; the same on every run."""
    dice = Random(f"villages/{seed}")
    official: dict[str, set[str]] = {}
    for each in places:
        official.setdefault(each.code[:8], set()).add(_letters(each.name))
    made = 0
    for place in dice.sample(places, len(places)):
        if made == count:
            return
        written = spoil(place, dice)
        if written is None or _letters(written.text) in official[place.code[:8]] - {_letters(place.name)}:
            continue
        made += 1
        yield written


def spoil(place: Place, dice: Random) -> Written | None:
    """One to three changes of a name, each of another kind; None when none of the drawn ones applies."""
    text = place.name.upper()
    done: list[str] = []
    wanted = dice.choices((1, 2, 3), (0.6, 0.3, 0.1))[0]
    order = sorted(CHANGES, key=lambda name: -(dice.random() ** (1 / CHANGES[name][0])))
    for name in order:
        changed = CHANGES[name][1](text, place, dice)
        if changed is not None and _plain(changed) != _plain(text):
            text, done = changed, [*done, name]
        if len(done) == wanted:
            break
    return Written(place.code, _case(text, dice), tuple(done)) if done else None


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().upper()


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def _case(text: str, dice: Random) -> str:
    return dice.choices((text, text.lower(), text.title(), f" {text}  "), (0.6, 0.15, 0.2, 0.05))[0]


def _kind(text: str, place: Place, dice: Random) -> str | None:
    own = LOCAL.get(place.code[:2], ()) if place.kind == "desa" else ()
    return dice.choice((*KINDS.get(place.kind, ("DESA ",)), *own)) + text


def _short(text: str, _place: Place, dice: Random) -> str | None:
    words = text.split()
    fitting = [at for at, word in enumerate(words) if word in SHORT and len(words) > 1]
    if not fitting:
        return None
    at = dice.choice(fitting)
    return " ".join([*words[:at], dice.choice(SHORT[words[at]]), *words[at + 1 :]])


def _cut(text: str, place: Place, dice: Random) -> str | None:
    """A word of several cut to its first letters with a point: "Kebun Tan. Seumantoh"."""
    words = text.split()
    own = [at for at, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    fitting = own if len(place.name.split()) > 1 and not text.startswith(("DESA", "KEL")) else []
    if not fitting:
        return None
    at = dice.choice(fitting)
    return " ".join([*words[:at], words[at][: dice.choice((3, 3, 4, 1))] + ".", *words[at + 1 :]])


def _number(text: str, _place: Place, dice: Random) -> str | None:
    words = text.split()
    for at in range(len(words) - 1, 0, -1):
        for forms in (NUMBERS, ROMAN, tuple(str(each) for each in range(1, 11))):
            if words[at] in forms:
                value = forms.index(words[at])
                other = dice.choice([NUMBERS[value], ROMAN[value], str(value + 1), f"KE {value + 1}"])
                return " ".join([*words[:at], other, *words[at + 1 :]])
    return None


def _joined(text: str, _place: Place, dice: Random) -> str | None:
    words = text.split()
    if len(words) < 2:
        return None
    at = dice.randrange(len(words) - 1)
    mark = dice.choice(("", "", "-", "."))
    return " ".join([*words[:at], words[at] + mark + words[at + 1], *words[at + 2 :]])


def _parted(text: str, _place: Place, dice: Random) -> str | None:
    words = text.split()
    at = dice.randrange(len(words))
    word = words[at]
    if len(word) < 7 or not word.isalpha():
        return None
    cut = dice.randrange(3, len(word) - 2)
    return " ".join([*words[:at], word[:cut], word[cut:], *words[at + 1 :]])


def _replaced(pairs: Sequence[tuple[str, str]]) -> Callable[[str, Place, Random], str | None]:
    def change(text: str, _place: Place, dice: Random) -> str | None:
        low = text.lower()
        fitting = [(new, old) for new, old in pairs if new in low]
        if not fitting:
            return None
        new, old = dice.choice(fitting)
        at = dice.choice([found.start() for found in re.finditer(new, low)])
        return (low[:at] + old + low[at + len(new) :]).upper()

    return change


def _typing(text: str, _place: Place, dice: Random) -> str | None:
    """A letter lost, doubled, exchanged with its neighbour, or the next one on the keyboard; never the first letter."""
    places = [at for at in range(1, len(text)) if text[at].isalpha()]
    if len(places) < 3:
        return None
    at = dice.choice(places)
    letter = text[at].lower()
    match dice.randrange(5):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at] + text[at:]
        case 2 if text[at - 1].isalpha() and at > 1:
            return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
        case 3:
            row = next(each for each in ROWS if letter in each)
            place = row.index(letter)
            beside = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            return text[:at] + dice.choice(beside).upper() + text[at + 1 :]
        case _:
            vowels = "AIUEO"
            others = vowels.replace(text[at], "") if text[at] in vowels else "NRTKLS".replace(text[at], "")
            return text[:at] + dice.choice(others) + text[at + 1 :]


def _digit(text: str, _place: Place, dice: Random) -> str | None:
    fitting = [at for at in range(1, len(text)) if text[at] in "OIS" and text[at - 1].isalpha()]
    if not fitting:
        return None
    at = dice.choice(fitting)
    return text[:at] + {"O": "0", "I": "1", "S": "5"}[text[at]] + text[at + 1 :]


def _around(text: str, place: Place, dice: Random) -> str | None:
    district = place.district.upper()
    return dice.choice((f"{text} {district}", f"{text}, KEC. {district}", f"{text} KEC {district}", f"{text} ({district})", f"{text}."))  # fmt: skip


Change = Callable[[str, Place, Random], str | None]
CHANGES: dict[str, tuple[float, Change]] = {
    "typing": (0.22, _typing),
    "sound": (0.16, _replaced(SOUNDS)),
    "kind": (0.14, _kind),
    "short": (0.30, _short),
    "number": (0.60, _number),
    "joined": (0.12, _joined),
    "parted": (0.08, _parted),
    "old": (0.10, _replaced(OLD)),
    "cut": (0.05, _cut),
    "digit": (0.03, _digit),
    "around": (0.04, _around),
}
"""Share in which each change is tried first, and the change."""
