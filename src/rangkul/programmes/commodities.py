"""Reading `catalogue/komoditas.yaml`: what each source says of what may be bought with food aid."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from rangkul.kernel.yaml_text import read_yaml
from rangkul.programmes.entries.kinds import FOLDER
from rangkul.programmes.enums import CommodityStatus, FoodGroup

FILE = FOLDER / "komoditas.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """What one source says of a commodity since a day; `is_in_force` when the catalogue puts it in force."""

    name: str
    group: FoodGroup
    status: CommodityStatus
    note: str
    source: str
    basis: str
    valid_from: date
    is_verified: bool
    is_in_force: bool


@cache
def read_commodities() -> tuple[RuleEntry, ...]:
    """Every rule of the file, in its order. Raises KeyError and ValueError for a file that cannot be used."""
    told = read_yaml(FILE.read_text(encoding="utf-8"))
    sources = told["sumber"]
    return tuple(
        RuleEntry(
            name=each["nama"],
            group=FoodGroup(each["kelompok"]),
            status=CommodityStatus(rule["status"]),
            note=rule.get("catatan", ""),
            source=sources[rule["sumber"]]["nama"],
            basis=sources[rule["sumber"]]["dasar"],
            valid_from=sources[rule["sumber"]]["mulai"],
            is_verified=sources[rule["sumber"]]["diperiksa"],
            is_in_force=rule.get("berlaku", False),
        )
        for each in told["komoditas"]
        for rule in each["ketentuan"]
    )
