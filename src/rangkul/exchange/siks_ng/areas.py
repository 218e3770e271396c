"""From the names of kecamatan and village in a file to a village's code, or to the names that come nearest."""

from dataclasses import dataclass, field
from typing import Protocol

from rangkul.kernel.area_code import AreaCode
from rangkul.reference import queries as reference


@dataclass(frozen=True, slots=True)
class Found:
    """A village's code, or "" with the names that come nearest (none at all when the kecamatan is unknown).

    `nearest` are labels, `names` the same as official names, `within` the code of the area whose names they are.
    """

    code: str
    nearest: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    within: str = ""
    is_known_district: bool = True


class AreaFinder(Protocol):
    """Whatever can tell a village by the names a file gives."""

    def find(self, district: str, village: str) -> Found: ...


@dataclass
class ReferenceAreas:
    """Looks names up in the reference list inside the regency of `scope`, each pair of names once."""

    scope: str
    _known: dict[tuple[str, str], Found] = field(default_factory=dict)

    def find(self, district: str, village: str) -> Found:
        """The village when both names mean one area only (`reference.find_village`); else the names that come nearest."""
        pair = (district, village)
        if pair not in self._known:
            self._known[pair] = self._looked_up(*pair)
        return self._known[pair]

    def _looked_up(self, district: str, village: str) -> Found:
        regency = ".".join(AreaCode.parse(self.scope).split(".")[:2])
        place = reference.find_district(district, regency=regency)
        if not place.code:
            return self._asked(place.nearest, within=regency, is_known_district=False)
        meant = reference.find_village(village, district=place.code)
        return Found(meant.code) if meant.code else self._asked(meant.nearest, within=place.code)

    def _asked(self, codes: tuple[str, ...], *, within: str, is_known_district: bool = True) -> Found:
        areas = [reference.get_area(code) for code in codes]
        labels, names = (tuple(getattr(each, name) for each in areas) for name in ("label", "name"))
        return Found("", labels, names, within, is_known_district)
