"""Papers that are no new document: a draft without a number, and a copy of what was issued."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings

from rangkul.kernel import clock
from rangkul.platform.documents.actions import meta_of
from rangkul.platform.documents.errors import PdfDamaged
from rangkul.platform.documents.layouts import get_layout
from rangkul.platform.documents.models import Document
from rangkul.platform.documents.plain import digest, to_plain
from rangkul.platform.documents.rendering import render_pdf

DRAFT = "draft"
COPY = "copy"


def render_draft(
    template: str, data: Mapping[str, Any], *, title: str, number: str, on: date, at: datetime, initials: str = ""
) -> bytes:
    """The PDF as it would be issued on `on`: marked as a draft, with a gap in the number, no code to check, and
    by whom it was initialled."""
    get_layout(template).check(data)
    office = to_plain(data["office"])
    meta = {"number": number, "title": f"Konsep {title}", "place": office["city"], "date": on, "mark": DRAFT}
    meta["initials"] = f" Paraf: {initials}." if initials else ""
    return render_pdf(template, data, meta=meta, at=at)


def render_copy(document: Document, data: Mapping[str, Any], *, on: date, at: datetime) -> bytes:
    """The issued document once more, marked as a copy of `on`: number, date, official and code are those of its day.

    `data` is what it was issued with; raises PdfDamaged when its digest is another.
    """
    if digest(to_plain(dict(data))) != document.data_digest:
        raise PdfDamaged(f"the content kept for {document.number} is not what was issued")
    office = to_plain(data["office"])
    meta = meta_of(
        office, number=document.number, title=document.title, on=document.issued_on, code=document.verify_code
    )
    revoked = (
        clock.format_date(clock.local_date(document.revoked_at, settings.TIME_ZONE)) if document.revoked_at else ""
    )
    return render_pdf(
        document.template, data, meta={**meta, "mark": COPY, "copied_on": on, "revoked_on": revoked}, at=at
    )
