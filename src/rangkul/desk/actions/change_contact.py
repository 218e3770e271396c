"""How a citizen may be reached about a case, and whether they agreed to it; either may change until long after it closed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rangkul.desk.actions import steps
from rangkul.desk.actions.answer_complaint import keep_complaint, lock_complaint
from rangkul.desk.models import Case, Complaint
from rangkul.desk.policies import check_can, check_can_complaint
from rangkul.desk.tickets import phone_tail_index
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.outbox.actions import drop_waiting
from rangkul.platform.outbox.addresses import email_of
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Contact:
    """Phone (digits), e-mail address and consent, as they are kept; either address may be ""."""

    phone: str = ""
    email: str = ""
    may_be_told: bool = False


def checked_contact(*, phone: str, email: str, may_be_told: bool, is_anonymous: bool = False) -> Contact:
    """The contact as it is kept. Raises `Refused`: no phone, no address, consent without either, a name by the back door."""
    digits, address = phone_digits(phone), email_of(email)
    if clean(email) and not address:
        raise Refused(
            field="Alamat e-mail",
            value=email,
            expected="alamat seperti nama@contoh.id",
            remedy="periksa tulisannya, atau kosongkan bila tidak punya",
        )
    if is_anonymous and (digits or address or may_be_told):
        raise Refused(
            field="Nomor HP dan e-mail pelapor",
            value=phone or email,
            expected="kosong untuk pelapor tanpa nama",
            remedy="hapus nomor HP dan e-mail, atau hilangkan pilihan tanpa nama",
        )
    if may_be_told and not (digits or address):
        raise Refused(
            field="Izin dikabari",
            value="",
            expected="nomor HP atau alamat e-mail yang dapat dikabari",
            remedy="tulis salah satunya, atau hilangkan centang",
        )
    return Contact(digits, address, may_be_told)


def phone_digits(phone: str) -> str:
    """The digits of an Indonesian phone number, "" for none. Raises `Refused` for anything that can't be one."""
    said = clean(phone)
    # Digits of any script count; letters do not, or "0812 345 678O" would quietly become another number.
    digits = "".join(str(int(each)) for each in said if each.isdecimal())
    if digits.startswith("62"):
        digits = "0" + digits[2:]
    if not said:
        return ""
    if any(each.isalpha() for each in said) or not digits.startswith("0") or not 9 <= len(digits) <= 14:
        raise Refused(
            field="nomor HP",
            value=phone,
            expected="nomor seperti 0812 3456 7890",
            remedy="periksa angkanya, atau kosongkan bila tidak punya",
        )
    return digits


def sealed_phone(digits: str) -> bytes | None:
    """The phone as it is kept."""
    return crypto.seal(digits, context="desk.phone") if digits else None


def sealed_email(address: str) -> bytes | None:
    """The e-mail address as it is kept."""
    return crypto.seal(address, context="desk.email") if address else None


@action("desk.case.contact")
def change_contact(
    *, case_id: UUID, phone: str, email: str, may_be_told: bool, revision: int | None = None, by: Actor, at: datetime
) -> Case:
    """Write down another phone or address, or that the citizen agrees or no longer agrees to be told; closed cases too.

    Without consent nothing more is sent, and what still waits in the outbox is dropped. A new phone gives new last four
    digits for the ticket's page. Raises `Refused`, `CaseChanged`, `Denied`.
    """
    case = steps.lock(case_id, revision=revision)
    check_can(by, "contact", case)
    contact = checked_contact(phone=phone, email=email, may_be_told=may_be_told, is_anonymous=case.is_anonymous)
    case.phone_cipher, case.email_cipher = sealed_phone(contact.phone), sealed_email(contact.email)
    case.phone_tail_index = phone_tail_index(case.ticket, contact.phone[-4:]) if contact.phone else None
    _set_consent(case, contact.may_be_told, at)
    steps.keep(case, at)
    steps.note_event("desk.case.contact", case, by=by, at=at, may_be_told=case.may_be_told)
    return case


@action("desk.case.silence")
def stop_telling(*, case_id: UUID, by: Actor, at: datetime) -> Case:
    """The citizen takes their consent back on the ticket's page. The caller has checked ticket and digits."""
    by.check_may("desk.case.silence")
    case = steps.lock(case_id)
    if case.may_be_told:
        _set_consent(case, False, at)
        steps.keep(case, at)
    steps.note_event("desk.case.silence", case, by=by, at=at, may_be_told=False)
    return case


@action("desk.complaint.silence")
def stop_telling_of_complaint(*, complaint_id: UUID, by: Actor, at: datetime) -> Complaint:
    """The complainant takes their consent back on the ticket's page. The caller has checked ticket and digits."""
    by.check_may("desk.complaint.silence")
    complaint = lock_complaint(complaint_id)
    if complaint.may_be_told:
        complaint.may_be_told = False
        drop_waiting(about=("complaint", complaint.pk), at=at)
        keep_complaint(complaint, at)
    steps.note_complaint("desk.complaint.silence", complaint, by=by, at=at)
    return complaint


@action("desk.complaint.contact")
def change_complaint_contact(
    *,
    complaint_id: UUID,
    phone: str,
    email: str,
    may_be_told: bool,
    revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Complaint:
    """The same for a complaint, by who answers it, answered or not. A phone taken away still opens the ticket's page:
    its last four digits were the key that the citizen was told. Raises `Refused`, `Denied`.
    """
    complaint = lock_complaint(complaint_id)
    check_can_complaint(by, "contact", complaint)
    if revision is not None and revision != complaint.revision:
        raise Refused(
            field="Kontak", value="", expected="pengaduan yang belum diubah petugas lain sejak halaman ini dibuka",
            remedy="buka lagi pengaduannya, baca yang terbaru, lalu ulangi",
        )  # fmt: skip
    contact = checked_contact(phone=phone, email=email, may_be_told=may_be_told, is_anonymous=complaint.is_anonymous)
    complaint.phone_cipher, complaint.email_cipher = sealed_phone(contact.phone), sealed_email(contact.email)
    if contact.phone:
        complaint.key_index = phone_tail_index(complaint.ticket, contact.phone[-4:])
    complaint.may_be_told = contact.may_be_told
    if not contact.may_be_told:
        drop_waiting(about=("complaint", complaint.pk), at=at)
    keep_complaint(complaint, at)
    steps.note_complaint("desk.complaint.contact", complaint, by=by, at=at, may_be_told=complaint.may_be_told)
    return complaint


def _set_consent(case: Case, may_be_told: bool, at: datetime) -> None:
    case.may_be_told = may_be_told
    if not may_be_told:
        drop_waiting(about=("case", case.pk), at=at)
