"""Opening what a citizen attached: decrypted, as a download, and written down."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from rangkul.desk import queries
from rangkul.kernel import clock
from rangkul.web.shared.acting import acting


@never_cache
def attachment(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """The file itself. It is never shown inside a page of ours: a browser saves it."""
    opened = queries.open_attachment(acting(request), attachment_id, at=clock.now())
    response = HttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = content_disposition_header(True, opened.name) or "attachment"
    return response
