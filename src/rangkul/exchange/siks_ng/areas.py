"""From the names of kecamatan and village in a file to a village's code, or to the names that come nearest."""

from dataclasses import dataclass, field
from typing import Protocol

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.reference import queries as reference


@dataclass(frozen=True, slots=True)
class Found:
    """A village's code, or "" with the names that come nearest (none at all when the kecamatan is unknown)."""

    code: str
    nearest: tuple[str, ...] = ()
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
        """The village when both names are exact or known other spellings and mean one village only."""
        pair = (district, village)
        if pair not in self._known:
            self._known[pair] = self._looked_up(*pair)
        return self._known[pair]

    def _looked_up(self, district: str, village: str) -> Found:
        regency = ".".join(AreaCode.parse(self.scope).split(".")[:2])
        districts = reference.find_area(district, level=AreaLevel.DISTRICT, within=regency)
        certain = [each for each in districts if reference.has_exact_name(each, district)]
        if len(certain) != 1:
            return Found("", tuple(each.name for each in districts), is_known_district=False)
        villages = reference.find_area(village, level=AreaLevel.VILLAGE, within=certain[0].code)
        exact = [each for each in villages if reference.has_exact_name(each, village)]
        if len(exact) == 1:
            return Found(str(exact[0].code))
        return Found("", tuple(each.label for each in villages))
