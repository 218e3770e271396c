"""Where a visitor comes from, also behind the office's proxy."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address, for limits on tries.

    `X-Forwarded-For` is believed only as far as proxies of our own (RANGKUL_PROXIES) wrote it: read from the right, the
    first address that is none of them. Whatever a visitor puts in front of it counts for nothing.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    while address in settings.PROXIES and told:
        address = told.pop()
    return address
