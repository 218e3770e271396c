"""Putting an institution into the directory."""

from datetime import date, datetime

from rangkul.institutions.enums import InstitutionKind
from rangkul.institutions.models import Institution
from rangkul.institutions.policies import check_can_register
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@action("institutions.institution.register")
def register_institution(
    *,
    name: str,
    kind: str,
    area: str,
    by: Actor,
    at: datetime,
    address: str = "",
    leader_name: str = "",
    phone: str = "",
    registration_number: str = "",
    registered_until: date | None = None,
    client_count: int = 0,
    owner: str = "",
    serves_area: str = "",
) -> Institution:
    """Add an institution that receives or serves (R009). Raises Denied, and Refused for an odd kind, name or area."""
    check_can_register(by, area)
    place = reference_queries.get_area(area)
    if kind not in InstitutionKind.values or not clean(name) or client_count < 0:
        raise Refused(
            field="Lembaga",
            value=name,
            expected="nama, jenis dan jumlah klien yang benar",
            remedy="periksa isian sesuai tanda daftar lembaga",
        )
    institution = Institution.objects.create(
        name=clean(name)[:200],
        kind=kind,
        area_code=place.code,
        address=clean(address)[:300],
        leader_name=clean(leader_name)[:200],
        phone=clean(phone)[:50],
        registration_number=clean(registration_number)[:100],
        registered_until=registered_until,
        client_count=client_count,
        owner=owner,
        serves_area=serves_area,
        is_sensitive=kind == InstitutionKind.LKS_DISABILITY,
        created_at=at,
    )
    record(
        "institutions.institution.register",
        by=by,
        at=at,
        on=institution,
        subjects=[("institution", institution.pk)],
        area=place.code,
        data={"kind": kind},
    )
    return institution
