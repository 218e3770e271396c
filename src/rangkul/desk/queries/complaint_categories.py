"""The categories of complaints: the ready-made ones of domain A.5, as this office words them, and those of its own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from rangkul.desk.models import ComplaintCategory
from rangkul.kernel.yaml_text import read_yaml

FILE = Path(__file__).parent.parent / "data" / "complaints.yaml"
QUESTION, OTHER, URGENT_DAYS = "N08", "N99", 1


@dataclass(frozen=True, slots=True)
class Category:
    """A category in the reader's language. `group` is "K" (what somebody receives) or "N"; `days` are working days.

    `is_of_staff`: usually about an official. `is_of_others`: about somebody else's aid (double aid, wrong target).
    """

    code: str
    label: str
    days: int
    is_active: bool = True
    is_of_staff: bool = False
    is_of_others: bool = False
    is_own: bool = False

    @property
    def group(self) -> str:
        return self.code[:1]

    @property
    def is_urgent(self) -> bool:
        return self.days <= URGENT_DAYS


def list_categories(*, group: str = "", with_retired: bool = False) -> list[Category]:
    """Categories in order of their codes; retired ones only when asked for."""
    found = {each.code: each for each in _seed((get_language() or "id")[:2])}
    for row in ComplaintCategory.objects.all():
        seed = found.get(row.code)
        found[row.code] = Category(
            code=row.code,
            label=row.label if seed is None or _is_reworded(row) else seed.label,
            days=row.days,
            is_active=row.is_active,
            is_of_staff=seed is not None and seed.is_of_staff,
            is_of_others=seed is not None and seed.is_of_others,
            is_own=seed is None,
        )
    ordered = sorted(found.values(), key=lambda each: each.code)
    return [each for each in ordered if each.code.startswith(group) and (with_retired or each.is_active)]


def find_category(code: str) -> Category | None:
    """The category with this code, retired or not; None when there is none."""
    return next((each for each in list_categories(with_retired=True) if each.code == code), None)


def labels_of_categories() -> dict[str, str]:
    """Every code with its label."""
    return {each.code: each.label for each in list_categories(with_retired=True)}


def _is_reworded(row: ComplaintCategory) -> bool:
    """Whether the office changed the words; if only days or use changed, each language keeps its own."""
    return all(each.label != row.label for each in _seed("id") if each.code == row.code)


@cache
def _seed(language: str) -> tuple[Category, ...]:
    entries = read_yaml(FILE.read_text(encoding="utf-8"))["categories"]
    return tuple(
        Category(
            code=entry["code"],
            label=entry["en"] if language == "en" else entry["label"],
            days=entry["days"],
            is_of_staff=bool(entry.get("staff")),
            is_of_others=bool(entry.get("other")),
        )
        for entry in entries
    )
