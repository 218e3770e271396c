"""Pages of documents: the PDF for those who may see it, the check of a code for anybody."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rangkul.kernel import clock
from rangkul.platform.audit.actions import note_access
from rangkul.platform.documents import queries as documents
from rangkul.platform.documents.verification import read_code, shown
from rangkul.platform.policy.limits import within_limit
from rangkul.web.shared.acting import acting
from rangkul.web.shared.visitors import address_of

UNKNOWN_CODES = 30
WINDOW = timedelta(minutes=15)
TOO_MANY = 429


@require_safe
@never_cache
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The PDF of one document, as issued."""
    found = documents.get_document(acting(request), document_id)
    if found.needs_permission:
        reader = acting(request).for_purpose("membuka surat")
        note_access(by=reader, kind=found.subject_kind[:20], subject_id=found.subject_id, fields=[found.kind])
    response = HttpResponse(documents.read_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_file_name(found.number)}"'
    return response


@login_not_required
@require_safe
@never_cache
def verify_ask(request: HttpRequest) -> HttpResponse:
    """Asks for the code printed on a document."""
    typed = request.GET.get("kode", "").strip()
    if typed:
        return HttpResponseRedirect(reverse("web:platform:verify", args=[shown(read_code(typed) or "0" * 20)]))
    return render(request, "platform/verify_ask.html")


@login_not_required
@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Says whether a document with this code was issued and still holds; the same answer for every other code.

    Only codes that belong to nothing are counted: an office that checks many letters is not kept waiting, who guesses is.
    """
    found = documents.verify_document(code)
    status = 200 if found else 404
    if not found and not within_limit(
        "documents.verify", address_of(request), limit=UNKNOWN_CODES, window=WINDOW, at=clock.now()
    ):
        status = TOO_MANY
    response = render(request, "platform/verify.html", {"found": found, "too_many": status == TOO_MANY}, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _file_name(number: str) -> str:
    kept = "".join(each if each.isascii() and (each.isalnum() or each in "-_") else "-" for each in number)
    return f"{kept.strip('-') or 'surat'}.pdf"
