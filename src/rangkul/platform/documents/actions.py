"""Issuing and revoking official documents: number, PDF, row and trail come into being together."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents import verification
from rangkul.platform.documents.layouts import get_layout, layout_version
from rangkul.platform.documents.models import Document, NumberSeries
from rangkul.platform.documents.numbering import PATTERN, SOCIAL, check_pattern, find_twin, set_form, take_number
from rangkul.platform.documents.plain import digest, to_plain
from rangkul.platform.documents.policies import (
    check_can_issue_document,
    check_can_revoke_document,
    check_can_set_series,
    check_can_view_register,
    visible_to,
)
from rangkul.platform.documents.rendering import qr_svg, render_pdf
from rangkul.platform.files.storage import keep_bytes
from rangkul.platform.policy.actor import Actor

UNIT = "DINSOS"


@action("documents.document.issue")
def issue_document(
    *,
    kind: str,
    series: str,
    template: str,
    data: Mapping[str, Any],
    title: str,
    subject: tuple[str, UUID],
    area: str,
    by: Actor,
    at: datetime,
    unit: str = "",
    needs_permission: str = "",
    recipient: str = "",
    numbered: tuple[str, str] = (SOCIAL, PATTERN),
) -> Document:
    """Issue a document: next number of `series`, tagged PDF from `template` and `data`, QR to the public page.

    `template` is one of `layouts.LAYOUTS`, which also names the keys of `data`. `subject` is what the document is
    about ("person" | "batch" | "cycle" | …, id), `area` where it belongs, `unit` the office's short code in numbers,
    `recipient` to whom it goes as the register book shows it, `numbered` the classification and pattern of a new series.
    The day on paper is `at` in the office's zone. The caller's room has already checked that the actor may decide this.
    Raises Denied (area) and UnableToIssue (data does not fit the layout).
    """
    check_can_issue_document(by, area)
    get_layout(template).check(data)
    office = to_plain(data["office"])
    on = clock.local_date(at, settings.TIME_ZONE)
    code_of_office = unit or office.get("unit") or UNIT
    taken = take_number(series, office_code=code_of_office, on=on, classification=numbered[0], pattern=numbered[1])
    number = taken.number
    code = verification.new_code()
    pdf = render_pdf(template, data, meta=meta_of(office, number=number, title=title, on=on, code=code), at=at)
    subject_kind, subject_id = subject
    document = Document.objects.create(
        kind=kind,
        series=series,
        number=number,
        sequence=taken.sequence,
        title=title,
        template=template,
        template_version=layout_version(template),
        data_digest=digest(to_plain(dict(data))),
        pdf_sha256=keep_bytes(pdf),
        pdf_size=len(pdf),
        office_name=_full_name(office),
        recipient=recipient[:200],
        subject_kind=subject_kind,
        subject_id=subject_id,
        area_code=area,
        needs_permission=needs_permission,
        issued_by=by.user_id,
        issued_by_name=by.name,
        issued_at=at,
        issued_on=on,
        verify_code=code,
    )
    facts = {"number": number, "kind": kind, "template": template, "pdf_sha256": document.pdf_sha256}
    record("documents.document.issue", by=by, at=at, on=document, subjects=[subject], area=area, data=facts)
    return document


@action("documents.document.revoke")
def revoke_document(*, document_id: UUID, reason: str, by: Actor, at: datetime) -> Document:
    """Say that a document no longer holds; the public page says so from now on. The PDF stays.

    Raises Refused without a reason or when it is revoked already, Denied outside the actor's areas.
    """
    document = visible_to(by).select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None:
        raise Denied(permission="documents.document.revoke", message="Surat ini di luar wilayah tugas Anda.")
    check_can_revoke_document(by, document)
    if not reason.strip():
        raise Refused(field="Alasan", value=reason, expected="alasan pencabutan", remedy="tulis mengapa surat dicabut")
    if document.revoked_at is not None:
        raise Refused(
            field="Surat", value=document.number, expected="surat yang masih berlaku", remedy="surat ini sudah dicabut"
        )
    document.revoked_at, document.revoked_reason = at, reason.strip()[:300]
    document.save(update_fields=["revoked_at", "revoked_reason"])
    subjects = [(document.subject_kind, document.subject_id)]
    record(
        "documents.document.revoke", by=by, at=at, on=document, subjects=subjects, area=document.area_code,
        reason=document.revoked_reason, data={"number": document.number},
    )  # fmt: skip
    return document


@action("documents.series.set")
def set_series(
    *, series: str, office_code: str, year: int, classification: str, pattern: str, by: Actor, at: datetime
) -> NumberSeries:
    """How the numbers of a series look from now on in a year; numbers given before stay as they are.

    Raises Denied, and Refused for a pattern without count and year, or one that another series already uses.
    """
    check_can_set_series(by)
    check_pattern(pattern)
    twin = find_twin(series, office_code=office_code, year=year, classification=classification, pattern=pattern)
    if twin:
        raise Refused(
            field="Pola nomor", value=pattern, expected=f"pola yang berbeda dari seri “{twin}”",
            remedy="tambahkan tanda seri, misalnya {classification}/{seq}/REKOM/{unit}/{month}/{year}",
        )  # fmt: skip
    pk = set_form(series, office_code=office_code, year=year, classification=classification.strip(), pattern=pattern)
    row = NumberSeries.objects.get(pk=pk)
    facts = {"series": series, "office": office_code, "year": year, "pattern": pattern}
    record("documents.series.set", by=by, at=at, on=row, kind="series", data=facts)
    return row


@action("documents.register.take")
def take_register(*, month: date, form: str, rows: int, by: Actor, at: datetime) -> None:
    """Write down that somebody took the register book of a month out of the system (`form`: "pdf", "xlsx", "csv")."""
    check_can_view_register(by)
    facts = {"month": f"{month:%Y-%m}", "form": form, "rows": rows}
    record("documents.register.take", by=by, at=at, kind="register", data=facts)


def meta_of(office: Mapping[str, Any], *, number: str, title: str, on: Any, code: str) -> dict[str, Any]:
    """What the frame of a document says: number, title, place, day, and where to check it."""
    url = verification.verify_url(code)
    return {
        "number": number,
        "title": title,
        "place": office["city"],
        "date": on,
        "verify_url": url,
        "verify_address": verification.verify_url().split("://", 1)[1],
        "verify_code": verification.shown(code),
        "qr": qr_svg(url),
    }


def _full_name(office: Mapping[str, Any]) -> str:
    place = str(office["government"]).removeprefix("Pemerintah ")
    name = str(office["name"])
    return name if place in name else f"{name} {place}"
