"""People written down a second time, badly: the labelled Indonesian set that matching is measured on.

Every share below is stated in docs/matching.md. They are a judgement, not taken from a real office: no labelled
Indonesian set is public.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from rangkul.cli.demo.population import Generator
from rangkul.cli.demo.shapes import SHAPES

NIK_MISSING, NIK_MISTYPED = 0.35, 0.05
KK_MISSING, KK_OTHER = 0.25, 0.15
BORN_SWAPPED, BORN_YEAR_OFF, BORN_MISTYPED, BORN_MISSING = 0.08, 0.04, 0.04, 0.04
MOTHER_MISSING, MOTHER_MISTYPED = 0.30, 0.10
SEX_MISSING, SEX_WRONG = 0.01, 0.005
VILLAGE_NEAR, VILLAGE_FAR = 0.10, 0.05
NAME_CHANGES = (
    ("same", 0.30),
    ("typing", 0.25),
    ("abbreviation", 0.15),
    ("single", 0.10),
    ("married", 0.08),
    ("spelling", 0.07),
    ("title", 0.05),
)
SECOND_CHANGE = 0.15
SHARE = 0.02
_OLD = (
    ("sy", "sj"),
    ("y", "j"),
    ("j", "dj"),
    ("u", "oe"),
    ("c", "tj"),
    ("kh", "ch"),
    ("z", "s"),
    ("f", "p"),
    ("ai", "ae"),
)
_SHORT = {
    "Muhammad": ("M.", "Muh.", "Moh."),
    "Abdul": ("Abd.",),
    "Ahmad": ("A.", "Ach."),
    "Siti": ("St.",),
    "Sitti": ("St.",),
}
_TITLES = {"L": ("H. {}", "{}, S.Pd.", "Drs. {}"), "P": ("Hj. {}", "{}, S.Pd.", "Ibu {}", "Ny. {}")}


@dataclass(frozen=True, slots=True)
class Human:
    """A record of somebody as matching sees it; `of` is the id of the record it was copied from ("" for an original)."""

    id: str
    name: str
    nik: str | None
    kk: str | None
    sex: str
    birth_date: date | None
    mother_name: str
    area_code: str
    husband: str = ""
    of: str = ""


class Plain(Generator):
    """The demo's generator without the doubles that it hides among people."""

    def _double(self, rows: object, each: object, place: object) -> None:
        return


def humans(families: int, seed: int) -> Iterator[Human]:
    """Invented Tanggamus, one record a person."""
    for _count, rows in Plain(SHAPES["tanggamus"], families=families, seed=seed).chunks():
        card = {family.id: family.kk for family in rows.families}
        home = {each.person_id: each for each in rows.memberships}
        men = {
            home[each.id].family_id: each.name
            for each in rows.persons
            if each.sex == "L" and home[each.id].relation in ("HEAD", "SPOUSE")
        }
        for each in rows.persons:
            place = home[each.id]
            is_wife = each.sex == "P" and place.relation in ("HEAD", "SPOUSE")
            yield Human(
                each.id, each.name, each.nik, card[place.family_id], each.sex, each.birth_date, each.mother_name,
                each.area_code, men.get(place.family_id, "") if is_wife else "",
            )  # fmt: skip


def doubles(people: Sequence[Human], count: int, seed: int) -> list[Human]:
    """`count` different people, each written down once more with mistakes."""
    dice = Random(f"doubles/{seed}")
    return [spoil(each, f"d{number}", people, dice) for number, each in enumerate(dice.sample(people, count))]


def spoil(each: Human, id: str, others: Sequence[Human], dice: Random) -> Human:
    """One record with the mistakes that chance gives it."""
    name = change_name(each, _drawn(dice, NAME_CHANGES), dice)
    if dice.random() < SECOND_CHANGE:
        name = change_name(replace(each, name=name), _drawn(dice, NAME_CHANGES), dice)
    return replace(
        each,
        id=id,
        of=each.id,
        name=name,
        nik=_number(each.nik, NIK_MISSING, NIK_MISTYPED, dice),
        kk=_card(each, others, dice),
        birth_date=_born(each.birth_date, dice),
        mother_name=_mother(each.mother_name, dice),
        sex=_sex(each.sex, dice),
        area_code=_village(each.area_code, others, dice),
    )


def change_name(each: Human, change: str, dice: Random) -> str:
    """The name after one kind of change; unchanged when the change does not apply to it."""
    words = each.name.split()
    match change:
        case "typing":
            return " ".join(_mistyped_word(words, dice))
        case "abbreviation":
            return _abbreviated(words, dice)
        case "single" if len(words) > 1:
            return words[-1] if words[0] in _SHORT or dice.random() < 0.4 else words[0]
        case "married" if each.husband and each.sex == "P":
            his = each.husband.split()[-1]
            return dice.choice((f"{each.name} {his}", f"{words[-1]} {his}", f"Ny. {each.name}", f"{words[0]} {his}"))
        case "spelling":
            return _old_spelling(each.name, dice)
        case "title" if each.sex:
            return dice.choice(_TITLES[each.sex]).format(each.name)
        case _:
            return each.name


def typed_wrongly(text: str, dice: Random) -> str:
    """A letter lost, doubled, replaced by its neighbour on the keyboard's row, or two exchanged."""
    at = dice.randrange(1, len(text)) if len(text) > 1 else 0
    match dice.randrange(4):
        case 0 if len(text) > 3:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at] + text[at:]
        case 2 if len(text) > 2:
            at = max(1, min(at, len(text) - 1))
            return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
        case _:
            return text[:at] + dice.choice("aiueonrstk") + text[at + 1 :]


def _mistyped_word(words: list[str], dice: Random) -> list[str]:
    place = dice.randrange(len(words))
    return [*words[:place], typed_wrongly(words[place], dice), *words[place + 1 :]]


def _abbreviated(words: list[str], dice: Random) -> str:
    for place, word in enumerate(words):
        if word in _SHORT and len(words) > 1:
            return " ".join([*words[:place], dice.choice(_SHORT[word]), *words[place + 1 :]])
    if len(words) > 1:
        return " ".join([*words[:-1], f"{words[-1][0]}."])
    return words[0]


def _old_spelling(name: str, dice: Random) -> str:
    fitting = [pair for pair in _OLD if pair[0] in name]
    if not fitting:
        return name
    new, old = dice.choice(fitting)
    return name.replace(new, old, 1)


def _drawn(dice: Random, choices: Sequence[tuple[str, float]]) -> str:
    return dice.choices([name for name, _ in choices], [weight for _, weight in choices])[0]


def _number(number: str | None, missing: float, mistyped: float, dice: Random) -> str | None:
    draw = dice.random()
    if number is None or draw < missing:
        return None
    if draw < missing + mistyped:
        at = dice.randrange(len(number))
        return number[:at] + str((int(number[at]) + dice.randrange(1, 10)) % 10) + number[at + 1 :]
    return number


def _card(each: Human, others: Sequence[Human], dice: Random) -> str | None:
    draw = dice.random()
    if draw < KK_MISSING:
        return None
    return dice.choice(others).kk if draw < KK_MISSING + KK_OTHER else each.kk


def _born(born: date | None, dice: Random) -> date | None:
    draw = dice.random()
    if born is None:
        return None
    if (draw := draw - BORN_SWAPPED) < 0:
        return date(born.year, born.day, born.month) if born.day <= 12 else born
    if (draw := draw - BORN_YEAR_OFF) < 0:
        return _safely(born.year + dice.choice((-1, 1)), born.month, born.day)
    if (draw := draw - BORN_MISTYPED) < 0:
        return born + timedelta(days=dice.choice((-10, -9, -3, -2, -1, 1, 2, 3, 9, 10, 30, -30)))
    return None if draw < BORN_MISSING else born


def _safely(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, 28)) if month == 2 else date(year, month, day)


def _mother(name: str, dice: Random) -> str:
    draw = dice.random()
    if draw < MOTHER_MISSING:
        return ""
    return " ".join(_mistyped_word(name.split(), dice)) if name and draw < MOTHER_MISSING + MOTHER_MISTYPED else name


def _sex(sex: str, dice: Random) -> str:
    draw = dice.random()
    if draw < SEX_MISSING:
        return ""
    return {"L": "P", "P": "L"}.get(sex, sex) if draw < SEX_MISSING + SEX_WRONG else sex


def _village(area: str, others: Sequence[Human], dice: Random) -> str:
    draw = dice.random()
    if draw < VILLAGE_NEAR:
        for _try in range(400):
            other = dice.choice(others).area_code
            if other[:8] == area[:8] and other != area:
                return other
    return dice.choice(others).area_code if VILLAGE_NEAR <= draw < VILLAGE_NEAR + VILLAGE_FAR else area
