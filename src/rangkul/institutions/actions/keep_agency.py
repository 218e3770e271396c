"""Keeping an agency of the directory: how to reach it, and its own code for opening links."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rangkul.institutions import access_codes
from rangkul.institutions.models import Agency
from rangkul.institutions.policies import check_can_keep
from rangkul.institutions.queries import get_agency
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

MOST_DAYS = 90


@action("institutions.agency.change")
def change_agency(
    *, agency_id: UUID, address: str, phone: str, email: str, feedback_days: int, by: Actor, at: datetime
) -> Agency:
    """How the agency is reached, and in how many working days it answers. Raises `Denied`, `Refused`."""
    agency = _lock(agency_id, by)
    try:
        if clean(email):
            validate_email(clean(email))
    except ValidationError as error:
        raise Refused(
            field="Alamat e-mail",
            value=email,
            expected="alamat seperti loket@contoh.go.id",
            remedy="periksa atau kosongkan",
        ) from error
    if not 1 <= feedback_days <= MOST_DAYS:
        raise Refused(
            field="Hari kerja menjawab",
            value=feedback_days,
            expected=f"1 sampai {MOST_DAYS}",
            remedy="periksa angkanya",
        )
    agency.address, agency.phone = clean(address)[:300], clean(phone)[:50]
    agency.email, agency.feedback_days = clean(email), feedback_days
    agency.save(update_fields=["address", "phone", "email", "feedback_days"])
    _note("institutions.agency.change", agency, by, at)
    return agency


@action("institutions.agency.give_code")
def give_code(*, agency_id: UUID, by: Actor, at: datetime) -> str:
    """A new code that opens every link to the agency's referrals; the former one stops. The code is told once, here."""
    agency = _lock(agency_id, by)
    code = access_codes.new_code()
    agency.access_code_index, agency.access_code_at = access_codes.index_of(agency.pk, code), at
    agency.save(update_fields=["access_code_index", "access_code_at"])
    _note("institutions.agency.give_code", agency, by, at)
    return code


def _lock(agency_id: UUID, by: Actor) -> Agency:
    get_agency(agency_id)
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
    check_can_keep(by, agency)
    return agency


def _note(name: str, agency: Agency, by: Actor, at: datetime) -> None:
    record(
        name,
        by=by,
        at=at,
        on=agency,
        subjects=[("agency", agency.pk)],
        area=agency.area_code,
        data={"agency": agency.name},
    )
