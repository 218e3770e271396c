"""What a rule may see of an institution on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from rangkul.institutions.models import Institution
from rangkul.platform.policy.areas import inside_area


def institution_facts(
    *, on: date, area: str = "", institution_id: UUID | None = None
) -> list[tuple[Institution, dict[str, Any]]]:
    """Active institutions of an area ("" for all), or one of them, with their facts `jenis, terdaftar, jumlah_klien`.

    `terdaftar`: a registration number whose date of validity has not passed on that day (no date: valid until revoked).
    """
    found = Institution.objects.filter(is_active=True).order_by("id")
    if area:
        found = found.filter(inside_area(area))
    if institution_id is not None:
        found = found.filter(pk=institution_id)
    return [
        (
            each,
            {
                "jenis": each.kind,
                "terdaftar": bool(each.registration_number)
                and (each.registered_until is None or each.registered_until >= on),
                "jumlah_klien": each.client_count,
            },
        )
        for each in found
    ]


def find_institution_area(institution_id: UUID) -> str | None:
    """The area of an active institution, or None."""
    return Institution.objects.filter(pk=institution_id, is_active=True).values_list("area_code", flat=True).first()
