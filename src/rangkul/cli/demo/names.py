"""Names of invented people by the naming habits of a region; common given names only, nobody in particular.

Habits (La and I before a name, Andi, Baso, Besse; Javanese single names; Lampung adok left out) from the cited list of
elements in the study's `pola_nama_daerah.csv`; given names in `data/given_names.yaml`.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from rangkul.cli.demo.shapes import DATA
from rangkul.kernel.yaml_text import read_yaml


@cache
def pool(*names: str) -> tuple[str, ...]:
    """Given names of one or more pools; a pool named twice weighs twice."""
    pools = read_yaml((DATA / "given_names.yaml").read_text(encoding="utf-8"))
    return tuple(given for name in names for given in str(pools[name]).split())


@dataclass(frozen=True, slots=True)
class Habits:
    """Given names of men and women, and what may stand before them."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    before_men: tuple[str, ...]
    before_women: tuple[str, ...]
    single: float

    def give(self, sex: str, dice: Random) -> str:
        """A name for one invented person."""
        given = self.men if sex == "L" else self.women
        first = given[int(dice.random() * len(given))]
        draw = dice.random()
        if draw < self.single:
            return first
        if draw < self.single + 0.3:
            before = self.before_men if sex == "L" else self.before_women
            return f"{before[int(dice.random() * len(before))]} {first}"
        second = given[int(dice.random() * len(given))]
        return f"{first} {second}" if second != first else first


@cache
def habits_of(province: str) -> Habits:
    """The habits of a province, by the first two digits of its code."""
    if province == "73":
        return Habits(
            pool("islamic_men", "bugis_men"),
            pool("islamic_women", "bugis_women"),
            ("La", "Andi", "Baso", "Muhammad", "Muh.", "Abd.", "Ambo", "Nur"),
            ("I", "Andi", "Besse", "Sitti", "St.", "Nur", "Indo"),
            0.16,
        )
    return Habits(
        pool("islamic_men", "java_men", "java_men", "lampung_men"),
        pool("islamic_women", "java_women", "java_women", "lampung_women"),
        ("Muhammad", "M.", "Ahmad", "Abdul", "Nur"),
        ("Siti", "Sri", "Nur", "Dwi"),
        0.3,
    )


def respell(name: str, dice: Random) -> str:
    """The same name as a hurried clerk writes it: the doubles that matching must find."""
    for right, other in (("Muhammad", "Moh."), ("Muh.", "Muhammad"), ("Sitti", "St."), ("St.", "Siti"), ("Siti", "Sitti"),
                         ("oe", "u"), ("Nur ", "Nur"), ("sy", "s"), ("kh", "h"), ("dd", "d"), ("ss", "s"), ("ah", "a")):  # fmt: skip
        if right in name and dice.random() < 0.7:
            return name.replace(right, other, 1)
    place = 1 + int(dice.random() * (len(name) - 2))
    return name[:place] + name[place] + name[place:]
