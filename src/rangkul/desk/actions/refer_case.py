"""Sending a case to somebody else who can help, with a letter, and writing down what they answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.enums import ReferralState
from rangkul.desk.errors import AlreadyAnswered
from rangkul.desk.models import Case, Referral
from rangkul.desk.policies import check_can_referral
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit.actions import action
from rangkul.platform.documents.actions import issue_document
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries


@action("desk.referral.send")
def refer_case(
    *, case_id: UUID, agency_id: UUID, reason: str, service_wanted: str, is_accompanied: bool, by: Actor, at: datetime
) -> Referral:
    """Refer a matched case to an agency: letter with number and QR, an answer expected in the agency's working days.

    `is_accompanied`: somebody of the desk goes along (to Dispendukcapil for a KK, R408).
    """
    case = steps.lock(case_id)
    check_can_referral(by, "send", case)
    why = steps.said("Alasan rujukan", reason, remedy="tulis masalahnya dan apa yang diminta")
    agency = institutions_queries.get_agency(agency_id)
    steps.move(case, "refer")
    today = clock.local_date(at, settings.TIME_ZONE)
    referral = Referral(
        case=case,
        agency_id=agency.pk,
        reason=why,
        service_wanted=service_wanted[:200],
        is_accompanied=is_accompanied,
        answer_due_on=reference_queries.add_working_days(today, agency.feedback_days),
        sent_at=at,
    )
    document = issue_document(
        kind="referral",
        series="rujukan",
        template="referral",
        data=_letter(case, referral, agency.name, agency.address, by, at),
        title=f"Surat pengantar rujukan ke {agency.name}",
        subject=("case", case.pk),
        area=case.area_code,
        by=by,
        at=at,
    )
    referral.document_id = document.pk
    referral.save(force_insert=True)
    case.due_on = referral.answer_due_on
    case.public_note = f"Dirujuk ke {agency.name}." + (" Petugas kami mendampingi Anda." if is_accompanied else "")
    steps.keep(case, at)
    steps.note_event("desk.referral.send", case, by=by, at=at, agency=agency.name, accompanied=is_accompanied)
    return referral


def _letter(case: Case, referral: Referral, agency: str, address: str, by: Actor, at: datetime) -> dict[str, Any]:
    office = organisation_queries.get_office()
    today = clock.local_date(at, settings.TIME_ZONE)
    signer = organisation_queries.signatory(office, on=today)
    fields = [("Nama", case.concerned_name or "-"), ("Wilayah", reference_queries.area_label(case.area_code))]
    if case.person_id:
        label = registry_queries.subject_label("person", case.person_id)
        fields.insert(1, ("NIK", label.masked_nik or "belum ada"))
    data: dict[str, Any] = {
        "office": organisation_queries.letterhead_data(office),
        "signer": {
            "position": signer.position,
            "name": signer.name,
            "rank": signer.rank,
            "nip": signer.nip,
            "on_behalf": "",
        },
        "recipient": {"name": agency, "address": address, "place": office.city},
        "subject": "Rujukan pelayanan",
        "fields": fields,
        "problem": referral.reason,
        "service": referral.service_wanted or "penanganan sesuai kewenangan",
        "answer_by": referral.answer_due_on,
        "reference": case.ticket,
    }
    if referral.is_accompanied:
        data["companion"] = by.name
    return data


@action("desk.referral.answer")
def answer_referral(*, referral_id: UUID, answer: str, text: str, by: Actor, at: datetime) -> Referral:
    """Write down what the agency answered: accepted, rejected with the reason, or done with the result.

    A rejected or finished referral brings the case back to the desk; nothing is closed by an agency's word alone.
    """
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral_id)
    case = steps.lock(referral.case_id)
    check_can_referral(by, "answer", case)
    if referral.state in (ReferralState.DONE, ReferralState.REJECTED):
        raise AlreadyAnswered("Rujukan ini sudah dijawab. Bila perlu, buat rujukan baru.")
    if answer not in (ReferralState.ACCEPTED, ReferralState.REJECTED, ReferralState.DONE):
        raise Refused(
            field="jawaban", value=answer, expected="diterima, ditolak atau selesai", remedy="pilih salah satu"
        )
    said = steps.said("Isi jawaban", text, least=2, remedy="tulis hasil atau alasannya, misalnya KK sudah terbit")
    referral.state, referral.answer, referral.answered_at = answer, said, at
    referral.save()
    if answer != ReferralState.ACCEPTED and not _still_waiting(case):
        steps.move(case, "handle")
    agency = institutions_queries.get_agency(referral.agency_id)
    case.public_note = f"{agency.name}: {ReferralState(answer).label}."
    steps.keep(case, at)
    steps.note_event("desk.referral.answer", case, by=by, at=at, reason=said, agency=agency.name, answer=answer)
    return referral


def _still_waiting(case: Case) -> bool:
    return case.referrals.filter(state__in=[ReferralState.SENT, ReferralState.ACCEPTED]).exists()
