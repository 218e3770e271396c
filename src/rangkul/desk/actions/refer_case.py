"""Sending a case to somebody else who can help: an agency with a letter and a link, or a role of the office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from rangkul.accounts.roles import BY_CODE
from rangkul.desk import telling
from rangkul.desk.actions import steps
from rangkul.desk.actions.referral_letter import draft_for
from rangkul.desk.actions.referral_link import new_link
from rangkul.desk.actions.referral_steps import note_event
from rangkul.desk.models import Referral
from rangkul.desk.policies import RECEIVE, check_can_referral
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

INSIDE_DAYS = 3
"""Working days in which a colleague answers; the office's own rule, no law says it."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A receiver inside: everybody on duty in `role` in `area` finds the referral on the worklist."""

    role: str
    area: str


@action("desk.referral.send")
def refer_case(
    *,
    case_id: UUID,
    reason: str,
    service_wanted: str,
    is_accompanied: bool,
    by: Actor,
    at: datetime,
    agency_id: UUID | None = None,
    service_id: UUID | None = None,
    inside: Inside | None = None,
    form_key: UUID | None = None,
) -> Referral:
    """Refer a matched case to an agency (link to answer at once, draft of the letter with its code) or to a role `inside`.

    `is_accompanied`: somebody of the desk goes along (to Dispendukcapil for a KK, R408). The answer is expected within
    the service's or agency's working days. The same form sent again gives the same referral. Raises `Refused`,
    `Denied`, `NoSuchAgency`, `UnableToMove`.
    """
    case = steps.lock(case_id)
    check_can_referral(by, "send", case)
    known = Referral.objects.filter(form_key=form_key, case=case).first() if form_key else None
    if known is not None:
        record("desk.referral.repeat", by=by, at=at, on=known, area=case.area_code)
        return known
    why = steps.said("Alasan rujukan", reason, remedy="tulis masalahnya dan apa yang diminta")
    steps.move(case, "refer")
    referral = Referral(
        form_key=form_key,
        case=case,
        ticket=case.ticket,
        concerned_name=case.concerned_name,
        area_code=case.area_code,
        reason=why,
        service_wanted=service_wanted[:200],
        is_accompanied=is_accompanied,
        sent_by=by.user_id,
        sent_by_name=by.name[:200],
        sent_at=at,
    )
    if inside is not None:
        _address_inside(referral, inside, at)
    else:
        _address_agency(referral, agency_id, service_id, at)
    referral.save(force_insert=True)
    if referral.agency_id is not None:
        _, code = new_link(referral, by=by, at=at)
        referral.letter_id = draft_for(case, referral, code=code, by=by, at=at).pk
        referral.save(update_fields=["letter_id"])
    # Whoever refers anew has dealt with what came back before.
    case.referrals.exclude(pk=referral.pk).filter(is_with_desk=True, state="DITOLAK").update(is_with_desk=False)
    case.due_on = referral.answer_due_on
    goes_along = " Petugas kami mendampingi Anda." if is_accompanied else ""
    case.public_note = f"Dirujuk ke {telling.public_name(referral)}.{goes_along}"[:300]
    steps.keep(case, at)
    note_event("desk.referral.send", referral, case, by=by, at=at, accompanied=is_accompanied)
    telling.tell_receiver(referral, "desk.referral.sent", key=f"referral:{referral.pk}:sent", at=at)
    telling.tell_citizen(case, key=f"referral:{referral.pk}:sent:warga", at=at)
    return referral


def _address_agency(referral: Referral, agency_id: UUID | None, service_id: UUID | None, at: datetime) -> None:
    if agency_id is None:
        raise Refused(
            field="Dirujuk ke", value="", expected="sebuah lembaga atau petugas", remedy="pilih tujuan dari daftar"
        )
    agency = institutions_queries.get_agency(agency_id)
    days = agency.feedback_days
    if service_id is not None:
        service = institutions_queries.get_service_of(agency.pk, service_id)
        referral.service_id = service.pk
        referral.service_wanted = referral.service_wanted or service.name[:200]
        days = service.feedback_days or days
    referral.agency_id, referral.to_label = agency.pk, agency.name[:250]
    referral.answer_due_on = reference_queries.add_working_days(_day(at), days)


def _address_inside(referral: Referral, inside: Inside, at: datetime) -> None:
    role = BY_CODE.get(inside.role)
    if role is None or RECEIVE not in role.permissions:
        raise Refused(
            field="Dirujuk ke", value=inside.role, expected="tugas yang menerima rujukan", remedy="pilih dari daftar"
        )
    area = reference_queries.get_area(inside.area)
    if AreaCode.parse(area.code).level != role.level:
        raise Refused(
            field="Dirujuk ke", value=inside.area, expected="wilayah kerja tugas itu", remedy="pilih dari daftar"
        )
    referral.to_role, referral.to_area_code = role.code, str(area.code)
    referral.to_label = f"{role.label}, {reference_queries.area_label(str(area.code))}"[:250]
    referral.answer_due_on = reference_queries.add_working_days(_day(at), INSIDE_DAYS)


def _day(at: datetime) -> Any:
    return clock.local_date(at, settings.TIME_ZONE)
