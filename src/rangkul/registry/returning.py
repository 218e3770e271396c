"""Who is said to move in and is known already: found by the NIK, compared, and brought back instead of registered twice."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rangkul.kernel import names
from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.nik import Nik
from rangkul.registry import numbers
from rangkul.registry.enums import NikStatus
from rangkul.registry.models import Person

SAME, OTHER = "SAME", "OTHER"
"""What the asker says of the person who has the NIK here: it is the one who comes, or somebody else."""
LEAST_LIKENESS = 0.6


def is_asked(proposed: Mapping[str, Any]) -> bool:
    """Whether a request to move in brings a known person back."""
    return proposed.get("known_as") == SAME


def known_person(proposed: Mapping[str, Any]) -> Person:
    """The living person with the proposed NIK, locked. Raises Refused: nobody, several, or plainly somebody else."""
    nik = Nik.parse(str(proposed.get("nik") or ""))
    rows = list(
        Person.objects.select_for_update(of=("self",))
        .filter(nik_index=numbers.nik_index(nik), merged_into__isnull=True, died_on__isnull=True)
        .order_by("pk")
    )
    found = [row for row in rows if row.nik_status == NikStatus.MATCHED] or rows
    if not found:
        raise Refused(
            field="NIK",
            value=nik.masked,
            expected="orang yang masih terdaftar dengan NIK ini",
            remedy="kembalikan permohonan ini agar orangnya didaftarkan sebagai warga baru",
        )
    if len(found) > 1:
        raise Refused(
            field="NIK",
            value=nik.masked,
            expected="satu orang dengan NIK ini",
            remedy=f"{len(found)} data memakainya; selesaikan dulu di daftar data ganda",
        )
    _check_alike(found[0], proposed)
    return found[0]


def _check_alike(person: Person, proposed: Mapping[str, Any]) -> None:
    """A mistyped NIK must not pull a stranger into the village: name and birth date cannot both differ."""
    born = proposed.get("birth_date") or None
    known = person.birth_date
    same_day = born is not None and date.fromisoformat(str(born)) == known
    if same_day or names.similar(str(proposed.get("name", "")), person.name) >= LEAST_LIKENESS:
        return
    raise Refused(
        field="NIK",
        value=f"{person.name}, lahir {format_date(known) if known else '–'}",
        expected=f"orang bernama {proposed.get('name')}",
        remedy="NIK ini milik orang dengan nama dan tanggal lahir lain; periksa lagi angkanya pada KTP atau KK",
    )
