"""Number and paper for a signed letter, cancelling one, and a copy of what was issued."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.actions.draft_letter import check_revision, get_kind, keep_letter, lock_letter, note_letter
from rangkul.desk.letters.content import opened_paper, signer_of
from rangkul.desk.letters.kinds import kind_names
from rangkul.desk.models import Letter, Referral
from rangkul.desk.policies.letters import READ, check_can_letter
from rangkul.desk.workflow import LETTER
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit.actions import action, note_access
from rangkul.platform.documents.actions import issue_document, revoke_document
from rangkul.platform.documents.models import Document
from rangkul.platform.documents.papers import render_copy
from rangkul.platform.documents.queries import get_document
from rangkul.platform.policy.actor import Actor


@action("desk.letter.issue")
def issue_letter(*, letter_id: UUID, revision: int, by: Actor, at: datetime) -> Document:
    """Give a signed letter its number and make its PDF with the QR; the day of issue is the day on paper.

    Whoever signed must be in that office on this day too. Two at once: one number, the second is told. Raises
    `UnableToMove`, `LetterChanged`, `Denied`, `Refused` (the official has changed since).
    """
    letter = lock_letter(letter_id)
    check_can_letter(by, "issue", letter)
    letter.state = LETTER.move(letter.state, "issue")
    check_revision(letter, revision)
    today = clock.local_date(at, settings.TIME_ZONE)
    signer = signer_of(letter)
    if not organisation_queries.still_signs(signer, on=today):
        raise Refused(
            field="Penanda tangan", value=f"{signer.name}, {signer.title()}",
            expected=f"pejabat yang menjabat pada {clock.format_date(today)}",
            remedy="kembalikan surat ke konsep, lalu minta paraf dan tanda tangan pejabat yang sekarang",
        )  # fmt: skip
    kind = get_kind(letter.kind)
    subject = ("person", letter.person_id) if letter.person_id else ("case", letter.case_id)
    document = issue_document(
        kind=kind.document_kind,
        series=kind.series,
        template=kind.layout,
        data=opened_paper(letter),
        title=title_of(letter),
        subject=subject,
        area=letter.area_code,
        by=by,
        at=at,
        # Whoever goes along to the agency carries the letter of a referral: every role that sees the case opens it.
        needs_permission="" if kind.is_of_referral else READ,
        recipient=letter.recipient,
        numbered=(kind.classification, kind.pattern),
    )
    letter.document_id, letter.number, letter.issued_on = document.pk, document.number, document.issued_on
    letter.issued_by_name = by.name
    keep_letter(letter, at)
    if kind.is_of_referral:
        Referral.objects.filter(letter_id=letter.pk).update(document_id=document.pk)
    note_letter("desk.letter.issue", letter, by=by, at=at)
    return document


@action("desk.letter.cancel")
def cancel_letter(*, letter_id: UUID, reason: str, by: Actor, at: datetime) -> Letter:
    """Cancel a letter with its reason. One that has a number keeps it: the book and the public page say cancelled.

    A numbered letter may only be cancelled by who revokes documents. Raises `Denied`, `Refused`, `UnableToMove`.
    """
    letter = lock_letter(letter_id)
    check_can_letter(by, "cancel", letter)
    why = steps.said("Alasan pembatalan", reason, remedy="tulis mengapa surat dibatalkan; alasan ini masuk buku agenda")
    letter.state = LETTER.move(letter.state, "cancel")
    if letter.document_id is not None:
        revoke_document(document_id=letter.document_id, reason=why, by=by, at=at)
    letter.cancelled_at, letter.cancelled_by_name, letter.cancelled_reason = at, by.name, why[:300]
    keep_letter(letter, at)
    note_letter("desk.letter.cancel", letter, by=by, at=at, reason=letter.cancelled_reason)
    return letter


@action("desk.letter.copy")
def copy_letter(*, letter_id: UUID, by: Actor, at: datetime) -> bytes:
    """A copy (salinan) of an issued letter as PDF: same number, day, words and official, marked as a copy.

    The look is in the access log. Raises `Refused` for a letter without a number, `Denied`.
    """
    letter = lock_letter(letter_id)
    check_can_letter(by, "copy", letter)
    if letter.document_id is None:
        raise Refused(
            field="Surat", value=letter.about_name, expected="surat yang sudah terbit",
            remedy="salinan dibuat dari surat yang sudah bernomor",
        )  # fmt: skip
    document = get_document(by, letter.document_id)
    today = clock.local_date(at, settings.TIME_ZONE)
    pdf = render_copy(document, opened_paper(letter), on=today, at=at)
    reader = by.for_purpose(by.purpose or f"mencetak salinan surat {letter.number}")
    kind, subject_id = ("person", letter.person_id) if letter.person_id else ("case", letter.case_id)
    note_access(by=reader, kind=kind, subject_id=subject_id, fields=["isi surat"], at=at)
    note_letter("desk.letter.copy", letter, by=by, at=at)
    return pdf


def title_of(letter: Letter) -> str:
    """What the letter is about, in the register book and in the properties of the PDF."""
    name = kind_names().get(get_kind(letter.kind).document_kind, letter.kind)
    return f"{name} a.n. {letter.about_name or 'warga tanpa identitas'}"[:300]
