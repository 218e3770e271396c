"""Counted things: a figure always says what it counts and as of when, and unlike things are never added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rangkul.kernel.errors import Refused
from rangkul.kernel.numerals import format_number


class Unit(StrEnum):
    """What a figure counts; ``label`` is the Indonesian word behind the number."""

    PERSON = "PERSON"
    FAMILY = "FAMILY"
    HOUSEHOLD = "HOUSEHOLD"
    INSTITUTION = "INSTITUTION"
    GROUP = "GROUP"
    PLACE = "PLACE"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Unit.PERSON: "orang",
    Unit.FAMILY: "KK",
    Unit.HOUSEHOLD: "rumah tangga",
    Unit.INSTITUTION: "lembaga",
    Unit.GROUP: "kelompok",
    Unit.PLACE: "lokasi",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of one unit as of a day. ``str`` is "1.462 KK"."""

    value: int | Decimal
    unit: Unit
    as_of: date

    def __add__(self, other: "Figure") -> "Figure":
        """The sum, as of the older of the two days. Raises Refused when the units differ (R010)."""
        if not isinstance(other, Figure):
            return NotImplemented
        if other.unit is not self.unit:
            raise Refused(
                field="Satuan",
                value=other.unit.label,
                expected=f"angka dengan satuan {self.unit.label}",
                remedy="tampilkan angka yang satuannya berbeda secara terpisah, jangan dijumlahkan",
            )
        return Figure(self.value + other.value, self.unit, min(self.as_of, other.as_of))

    def __str__(self) -> str:
        return f"{format_number(self.value)} {self.unit.label}"


def total_by_unit(figures: Iterable[Figure]) -> dict[Unit, Figure]:
    """One total for each unit that occurs, in the order in which the units first occur."""
    totals: dict[Unit, Figure] = {}
    for figure in figures:
        totals[figure.unit] = totals[figure.unit] + figure if figure.unit in totals else figure
    return totals
