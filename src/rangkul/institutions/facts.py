"""What a rule may see of an institution on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from rangkul.institutions.models import Institution, Registration
from rangkul.institutions.occupancy import residents_on
from rangkul.platform.policy.areas import inside_area


def institution_facts(
    *, on: date, area: str = "", institution_id: UUID | None = None
) -> list[tuple[Institution, dict[str, Any]]]:
    """Active institutions of an area ("" for all), or one of them, with their facts `jenis, terdaftar, jumlah_klien`.

    `terdaftar`: registered on that day (no end: valid until revoked). `jumlah_klien`: how many live there on that day
    where the register of residents is kept, else what the institution reported (B09: meals by resident).
    """
    found = Institution.objects.filter(is_active=True).order_by("id")
    if area:
        found = found.filter(inside_area(area))
    if institution_id is not None:
        found = found.filter(pk=institution_id)
    every = list(found)
    ids = [each.pk for each in every]
    registered = set(
        Registration.objects.filter(institution__in=ids, period__contains=on).values_list("institution_id", flat=True)
    )
    dated = set(Registration.objects.filter(institution__in=ids).values_list("institution_id", flat=True))
    living = residents_on(ids, on)
    return [
        (
            each,
            {
                "jenis": each.kind,
                "terdaftar": each.pk in registered if each.pk in dated else _was_registered(each, on),
                "jumlah_klien": living.get(each.pk, each.client_count),
            },
        )
        for each in every
    ]


def _was_registered(institution: Institution, on: date) -> bool:
    """From the number and the last day alone, for institutions whose registrations were never recorded by dates."""
    until = institution.registered_until
    return bool(institution.registration_number) and (until is None or until >= on)


def find_institution_area(institution_id: UUID) -> str | None:
    """The area of an active institution, or None."""
    return Institution.objects.filter(pk=institution_id, is_active=True).values_list("area_code", flat=True).first()
