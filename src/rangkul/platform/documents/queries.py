"""Reading documents: one for an actor, its PDF, and the few facts that anybody may check by code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise

from rangkul.kernel.errors import Denied
from rangkul.platform.documents.enums import title_of
from rangkul.platform.documents.models import Document
from rangkul.platform.documents.policies import visible_to
from rangkul.platform.documents.verification import read_code
from rangkul.platform.files.storage import read_bytes
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class Verified:
    """What the public learns about a document: no name, no subject, no content."""

    label: str | Promise
    number: str
    issued_on: date
    office_name: str
    is_revoked: bool


def get_document(actor: Actor, document_id: UUID) -> Document:
    """One document. Raises Denied when it does not exist or lies outside the actor's areas."""
    found = visible_to(actor).filter(pk=document_id).first()
    if found is None:
        raise Denied(
            permission="documents.document.view", message="Surat ini tidak ada atau di luar wilayah tugas Anda."
        )
    return found


def list_documents_of(actor: Actor, subject: tuple[str, UUID]) -> QuerySet[Document]:
    """Documents about one subject that the actor may see, newest first."""
    kind, subject_id = subject
    return visible_to(actor).filter(subject_kind=kind, subject_id=subject_id).order_by("-issued_at", "-id")


def list_documents_about(actor: Actor, subject_ids: Iterable[UUID]) -> QuerySet[Document]:
    """Documents about any of several subjects (a family and its people) that the actor may see, newest first."""
    return visible_to(actor).filter(subject_id__in=list(subject_ids)).order_by("-issued_at", "-id")


def read_pdf(document: Document) -> bytes:
    """The PDF as it was issued. Raises FileDamaged when it is missing or was altered."""
    return read_bytes(document.pdf_sha256)


def is_pdf_kept(sha256: str) -> bool:
    """Whether the PDF of any document lies under this digest, whoever asks."""
    return Document.objects.filter(pdf_sha256=sha256).exists()


def verify_document(typed: str) -> Verified | None:
    """What a code on paper belongs to; None for every code that belongs to nothing. Open to anybody.

    Runs in a function of the database that returns these facts and nothing else, so that the page of the public
    needs no right to see documents.
    """
    code = read_code(typed)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, template, number, issued_on, office_name, revoked FROM documents_verify(%s)", [code or "-"]
        )
        row = cursor.fetchone()
    if row is None:
        return None
    kind, template, number, issued_on, office_name, is_revoked = row
    return Verified(title_of(kind, template), number, issued_on, office_name, is_revoked)
